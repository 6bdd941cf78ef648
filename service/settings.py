"""What decides how questions are answered and served; extends the settings of the ingestion.

`load_settings` is the one place where they are put together, from the environment and a TOML file.
"""

import os
import tomllib
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as SourceError

from ingest.errors import SettingsError
from ingest.settings import IndexSettings

PREFIX = "WALKALONG_"
Limit = Annotated[str | None, Field(pattern=r"^(off|[1-9]\d{0,6}/(second|minute|hour|day))$")]


class Settings(IndexSettings):
    """All settings. Each can be given as `WALKALONG_<NAME>` or in the TOML file named by WALKALONG_CONFIG."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    database_url: str | None = Field(
        default=None,
        description="Where conversations, answers, feedback, briefs and keys are kept: "
        "`postgresql+psycopg://USER:PASSWORD@HOST/DATABASE`, or another SQLAlchemy URL; "
        "default: SQLite in the data folder.",
    )
    chat_model: str | None = Field(
        default=None,
        description="A LangChain chat model as `provider:model` (for example `openai:gpt-4.1-mini`); "
        "without one, answers are the reports' own sentences.",
    )
    chat_provider: str | None = Field(
        default=None,
        description="Whose chat model it is: `openai`, `azure`, `anthropic`, `bedrock`, `google`, or another provider "
        "by its name in LangChain; default: what stands before the colon in the model's name, and for a server of "
        "one's own `openai`.",
    )
    chat_base_url: str | None = Field(
        default=None,
        description="Address of an OpenAI-compatible server, for example http://127.0.0.1:8089/v1, or of the "
        "provider, where it is not its usual one; for Azure its endpoint.",
    )
    chat_api_key: SecretStr | None = Field(
        default=None, description="Key for the chat model, where its provider's own variable is not set."
    )
    chat_timeout_seconds: float = Field(
        default=60, gt=0, description="Longest wait for the chat model; then the extractive answer is given."
    )
    chat_first_seconds: float | None = Field(
        default=None,
        gt=0,
        description="Longest wait for the chat model's first word; default: as long as for the whole.",
    )
    reranker: str | None = Field(
        default=None,
        description="A sentence-transformers `CrossEncoder` (a folder, or a hub's name whose files are there) that is "
        "heard on the order of the best passages. None by default; nothing is fetched.",
    )
    checker: str | None = Field(
        default=None,
        description="A second opinion beside the checker's rules: a sentence-transformers `CrossEncoder` for "
        "entailment (a folder, or a hub's name whose files are there), or `chat` for the chat model. It can object to "
        "a sentence, and lets nothing through that the rules object to. None by default; nothing is fetched.",
    )
    chat_pool_chars: int = Field(
        default=9_000,
        ge=1_000,
        description="Characters of passages that the chat model is given to choose from.",
    )
    chat_help: bool = Field(
        default=False,
        description="Whether the chat model is asked before the search for smaller questions, other words and a likely "
        "sentence; what they find is in its pool too. If it fails, the answer is as without it.",
    )
    chat_help_seconds: float = Field(default=8, gt=0, description="Longest wait for that help.")
    chat_max_tokens: int = Field(
        default=700, ge=16, description="Longest answer of the chat model, in tokens."
    )
    chat_answer_tokens: int | None = Field(
        default=None,
        ge=1,
        description="Tokens read and written after which nothing more is asked of the chat model for an answer: what "
        "does not stand is then dropped and not asked for once more.",
    )
    chat_day_tokens: int | None = Field(
        default=None,
        ge=1,
        description="Tokens read and written in a day (UTC) by each process, after which answers are extractive.",
    )
    chat_price_input: float | None = Field(
        default=None,
        ge=0,
        description="Price of a million tokens that the chat model reads, for `usage.cost`.",
    )
    chat_price_output: float | None = Field(
        default=None, ge=0, description="Price of a million tokens that it writes."
    )
    judge_model: str | None = Field(
        default=None,
        description="The chat model that judges answers in `walkalong eval run --judge`; default: the chat model.",
    )
    judge_base_url: str | None = Field(
        default=None, description="Address of the judge's server; default: the chat model's."
    )
    judge_api_key: SecretStr | None = Field(
        default=None, description="Key for the judge's server, where it has one of its own."
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8765, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    root_path: str = Field(
        default="",
        pattern=r"^(/[\w.~-]+)*$",
        description="Path under which a proxy serves the service, for example /walkalong; empty at the top.",
    )
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(),
        description="Keys of 16 or more characters, separated by commas; callers send "
        "`Authorization: Bearer KEY`; required when listening on another address than loopback.",
    )
    proxy_user_header: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]+$",
        description="Header in which a trusted proxy names whom it has signed in, for example "
        "X-Forwarded-User; the proxy must remove it from what others send.",
    )
    proxy_addresses: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1", "::1"),
        description="Addresses or networks of trusted proxies, separated by commas; their X-Forwarded "
        "headers, and the one of proxy_user_header, are believed.",
    )
    proxy_role: Literal["reader", "evaluator", "curator", "admin"] = Field(
        default="reader", description="Role of those whom a trusted proxy has signed in."
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Names under which the service is reached, separated by commas (`*.example.org` for all "
        "below one); names of this machine and the address that is connected to are always allowed.",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Origins of other sites whose pages may use the HTTP interface with a key, separated by "
        "commas, as https://intranet.example.org.",
    )
    limit_answers: Limit = Field(
        default=None,
        description="Answers, searches, surveys of a theme and stories for each key, or address without one, as "
        "`60/minute` (second, minute, hour, day), or `off`; default: 120/minute, and none at this machine "
        "without keys.",
    )
    limit_briefs: Limit = Field(
        default=None, description="Briefs, likewise; default: 30/minute, and none at this machine."
    )
    limit_checks: Limit = Field(
        default=None, description="Checked drafts, likewise; default: 30/minute, and none at this machine."
    )
    limit_uploads: Limit = Field(
        default=None, description="Uploads, likewise; default: 120/hour, and none at this machine."
    )
    limit_requests: Limit = Field(
        default=None,
        description="All other requests, likewise; default: 3000/minute, and none at this machine.",
    )
    answers_at_once: int = Field(
        default=8, ge=1, description="Answers, briefs and checks that are worked on at once."
    )
    answers_waiting: int = Field(
        default=64, ge=0, description="How many more wait for that; beyond it the answer is 503."
    )
    answers_wait_seconds: float = Field(
        default=10, gt=0, description="Longest time that one waits; then the answer is 503."
    )
    keep_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="Days after their last use for which conversations are kept, with answers, briefs, feedback and "
        "copies of removed reports; without it they are kept until somebody deletes them.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="Form of the service's log on stderr: lines to read, or one JSON object a line.",
    )
    log_questions: bool = Field(
        default=False,
        description="Whether the log has the words of questions; it never has those of answers.",
    )
    otlp_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://[^?#]+$",
        description="Address of an OpenTelemetry receiver (OTLP over HTTP) that gets a trace of each request, for "
        "example `http://127.0.0.1:4318`; needs `pip install walkalong[traces]`.",
    )
    uploads: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Who may add and remove reports over HTTP: every curator (`on`), nobody (`off`), or curators who "
        "were made so by `walkalong keys` or a proxy, and people at this machine, as far as host and address "
        "show that they are (`auto`).",
    )
    config: Path | None = Field(default=None, description="A TOML file with any of these settings.")

    @field_validator("api_keys", "proxy_addresses", "allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        """Take `a,b` from the environment as well as a list from TOML."""
        if not isinstance(value, str):
            return value
        return tuple(item.strip() for item in value.split(",") if item.strip())

    @field_validator("proxy_addresses")
    @classmethod
    def _refuse_names(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        for address in addresses:
            ip_network(address)
        return addresses

    @field_validator("api_keys")
    @classmethod
    def _refuse_short_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(key.get_secret_value()) < 16 for key in keys):
            message = "a key needs at least 16 characters; `openssl rand -hex 24` makes one"
            raise ValueError(message)
        return keys

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, the environment over the file."""
        named = os.environ.get(f"{PREFIX}CONFIG") or None
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, named)


def load_settings(**overrides: str | int | Path | None) -> Settings:
    """Read the environment and the TOML file; `overrides` that are None count as not given.

    Raises SettingsError with the name of every field that is wrong.
    """
    _check_config_file()
    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("; ".join(_complaint(detail) for detail in error.errors())) from error
    except (SourceError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"The settings can't be read: {error}. Correct the file named by {PREFIX}CONFIG."
        raise SettingsError(message) from error


def unknown_variables(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the environment's names that look like a setting and are none (a misspelling, most likely)."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    ours = (name for name in names if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_"))
    return tuple(sorted(set(ours) - known))


def is_loopback(host: str) -> bool:
    """Whether an address or name leads to this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_config_file() -> None:
    named = os.environ.get(f"{PREFIX}CONFIG")
    if named and not Path(named).is_file():
        message = f"{PREFIX}CONFIG names {named!r}, which is no file. Correct the path or unset the variable."
        raise SettingsError(message)


def _complaint(detail: ErrorDetails) -> str:
    name = ".".join(str(part) for part in detail["loc"]) or "settings"
    if detail["type"] == "extra_forbidden":
        return f"{name}: there is no such setting; README.md lists them all"
    reason = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    shown = "" if "key" in name else f" (it is {detail['input']!r})"
    return f"{name} ({PREFIX}{name.upper()}): {reason}{shown}"
