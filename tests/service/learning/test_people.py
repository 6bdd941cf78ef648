from pathlib import Path

import pytest

from ingest.build import ingest
from service.assistant import Assistant
from service.learning.people import KnownRole, list_roles
from service.settings import Settings

HEADINGS = """# Roles

## The project lead

There are ten of them. The project lead manages a team of several services.

## Supporting leaders

Leaders work with more than one team at a time, which is hard.

## The practice lead

Practice leads felt that they knew too little.

| Role | Where | Task |
|---|---|---|
| Data officer | Council | Provides figures each month to all of the teams |
| Family | Town | Provides figures each month to all of the teams |

- Many partners: they said that they would come to the meetings again.
- Steering group: decides together what is done next and what is not.

The delivery board oversees the work of all teams. Other boards do not.
"""


@pytest.fixture
def roles(tmp_path: Path, sample_assistant: Assistant) -> dict[str, KnownRole]:
    (tmp_path / "roles.md").write_text(HEADINGS, "utf-8")
    settings = Settings(data_dir=tmp_path / "data", embedding_dtype="float32")
    assert not ingest([tmp_path / "roles.md"], settings).failures
    library = Assistant(settings, embedder=sample_assistant.embedder).library
    return {role.name: role for role in list_roles(library, library.details)}


def test_roles_come_from_labels_headings_tables_and_sentences(roles: dict[str, KnownRole]) -> None:
    assert list(roles) == ["Steering group", "Project lead", "Data officer", "Delivery board"]
    assert roles["Project lead"].passage.text == "The project lead manages a team of several services."


def test_what_somebody_once_felt_is_no_role(roles: dict[str, KnownRole]) -> None:
    assert not {"Practice lead", "Supporting leaders", "Many partners", "Family"} & roles.keys()
