import shutil
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.disk.folder import DataFolder
from ingest.errors import LibraryBusy, NotFound
from ingest.library.open import open_library
from service.intake.removal import remove
from service.intake.uploads import UPLOADS
from service.settings import Settings
from tests.conftest import CORPUS


@pytest.fixture
def settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a library of their own."""
    shutil.copytree(sample_settings.data_dir, tmp_path / "data")
    return sample_settings.model_copy(update={"data_dir": tmp_path / "data"})


def ids(settings: Settings) -> list[str]:
    return [details.id for details in open_library(settings).details]


def test_a_report_goes_and_its_file_elsewhere_stays(settings: Settings) -> None:
    before = ids(settings)
    remove("no-wrong-door", settings)
    assert ids(settings) == [id_ for id_ in before if id_ != "no-wrong-door"]
    assert (CORPUS / "no-wrong-door.pdf").exists()


def test_the_file_of_an_upload_goes_with_it(settings: Settings) -> None:
    upload = settings.data_dir / UPLOADS / "bury.md"
    upload.parent.mkdir()
    upload.write_text("# A visit to Bury\n\nThe team met in Bury.\n")
    assert ingest([upload], settings).added == ("bury",)
    remove("bury", settings)
    assert not upload.exists()
    assert "bury" not in ids(settings)


def test_the_last_report_can_go(settings: Settings) -> None:
    for id_ in ids(settings):
        remove(id_, settings)
    assert ids(settings) == []


def test_copies_go_with_the_next_change(settings: Settings) -> None:
    copies = set((settings.data_dir / "files").iterdir())
    remove("no-wrong-door", settings)
    remove("stockport-governance", settings)
    assert len(set((settings.data_dir / "files").iterdir())) < len(copies)


def test_what_is_not_there_is_told_of(settings: Settings) -> None:
    with pytest.raises(NotFound, match="no-such"):
        remove("no-such", settings)


def test_nothing_is_removed_while_an_ingestion_is_at_work(settings: Settings) -> None:
    before = ids(settings)
    with DataFolder(settings.data_dir).lock(), pytest.raises(LibraryBusy):
        remove("no-wrong-door", settings)
    assert ids(settings) == before
