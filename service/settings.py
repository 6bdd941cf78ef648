"""What decides how questions are answered and served; extends the settings of the ingestion."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from ingest.settings import IndexSettings


class Settings(IndexSettings):
    """All settings. Each can be given as `WALKALONG_<NAME>` or in the TOML file named by WALKALONG_CONFIG."""

    model_config = SettingsConfigDict(
        env_prefix="WALKALONG_", extra="forbid", frozen=True, env_ignore_empty=True
    )

    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL for conversations and feedback; default: SQLite in the data folder.",
    )
    chat_model: str | None = Field(
        default=None,
        description="A LangChain chat model as `provider:model` (for example `openai:gpt-4.1-mini`); "
        "without one, answers are the reports' own sentences.",
    )
    chat_base_url: str | None = Field(
        default=None, description="Address of an OpenAI-compatible server, for example http://127.0.0.1:8089/v1."
    )
    chat_api_key: SecretStr | None = Field(
        default=None, description="Key for the chat model, where its provider's own variable is not set."
    )
    chat_timeout_seconds: float = Field(
        default=60, gt=0, description="Longest wait for the chat model; then the extractive answer is given."
    )
    chat_max_tokens: int = Field(default=700, ge=16, description="Longest answer of the chat model, in tokens.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8765, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    api_keys: tuple[SecretStr, ...] = Field(
        default=(),
        description="Keys that callers must send as `Authorization: Bearer KEY`; "
        "required when listening on another address than loopback.",
    )
    config: Path | None = Field(default=None, description="A TOML file with any of these settings.")
