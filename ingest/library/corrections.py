"""What curators correct in reports that are in the library already: kept in the data folder, beside the files.

A correction holds over what the file and `reports.toml` say, and is taken into account by every ingestion.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ingest.disk.folder import raise_storage_errors, write_atomically
from ingest.errors import SettingsError

CORRECTIONS = "corrections.json"
Corrections = dict[str, dict[str, Any]]
"""The source of a report, as the catalogue has it -> fields of `reports.toml` with their values."""
_CORRECTIONS: TypeAdapter[dict[str, dict[str, str | list[str]]]] = TypeAdapter(
    dict[str, dict[str, str | list[str]]]
)


def load_corrections(root: Path) -> Corrections:
    """Read the corrections in a data folder; raises SettingsError where they can't be understood."""
    path = root / CORRECTIONS
    try:
        return dict(_CORRECTIONS.validate_json(path.read_bytes()))
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        message = f"{path} can't be understood. Correct it, or take it away: corrections are then made anew."
        raise SettingsError(message) from error


def save_correction(root: Path, source: str, fields: dict[str, Any]) -> None:
    """Add to what is corrected of one report. The caller holds whatever keeps others from doing so at once."""
    corrections = load_corrections(root)
    corrections[source] = {**corrections.get(source, {}), **fields}
    content = json.dumps(corrections, ensure_ascii=False, indent=1).encode()
    with raise_storage_errors(root):
        write_atomically(root / CORRECTIONS, lambda file: file.write(content))
