"""What decides how reports are read and indexed. The only reader of `WALKALONG_...` variables in this package."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IndexSettings(BaseSettings):
    """Settings of the ingestion; the service's settings extend them."""

    model_config = SettingsConfigDict(
        env_prefix="WALKALONG_", extra="forbid", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(
        default=Path("walkalong-data"),
        description="Folder for the library, copies of the reports, and conversations.",
    )
    chroma_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/?#]+/?$",
        description="Address of a `chroma run` server that keeps the vectors of chunks, for example "
        "`http://127.0.0.1:8000`; default: Chroma in the data folder.",
    )
    embedding_model: str = Field(
        default="packaged:all-MiniLM-L6-v2",
        description="`packaged:all-MiniLM-L6-v2`; a sentence-transformers name or folder; "
        "or `langchain:PROVIDER:MODEL` for any LangChain embeddings provider.",
    )
    embedding_dtype: str = Field(
        default="auto",
        pattern="^(auto|float32|bfloat16)$",
        description="Number type of the embedding model; `auto` measures once whether bfloat16 pays here.",
    )
    chunk_tokens: int = Field(
        default=200, ge=32, le=500, description="Largest chunk, in tokens of the embedding model."
    )
    max_pages: int = Field(default=2000, ge=1, description="A file with more pages is refused.")
    max_file_mb: int = Field(default=200, ge=1, description="A larger file is refused.")
    read_seconds: int = Field(default=300, ge=1, description="Longest time that reading one file may take.")
    read_memory_mb: int = Field(
        default=2048, ge=256, description="Most memory that reading one file may take."
    )
