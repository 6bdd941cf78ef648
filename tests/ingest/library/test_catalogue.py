from pathlib import Path

import pytest

from ingest.library.catalogue import Catalogue
from ingest.library.manifest import CatalogueEntry
from ingest.types import Details


def entry_of(path: Path, report_id: str) -> CatalogueEntry:
    return CatalogueEntry(Details(report_id, "T", path.name, "0", "pdf", 1), str(path), {}, "record")


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """One name in three folders, two of which have one name themselves."""
    found = [tmp_path / name for name in ("2021/Report.pdf", "2022/Report.pdf", "old/2022/Report.pdf")]
    for path in found:
        path.parent.mkdir(parents=True)
        path.write_bytes(str(path).encode())
    return found


def test_an_entry_is_found_by_file_and_by_id(paths: list[Path]) -> None:
    entry = entry_of(paths[0], "report")
    catalogue = Catalogue([entry])
    assert catalogue.of_source(str(paths[0])) == catalogue.of_id("report") == entry
    assert catalogue.remove(str(paths[0])) == entry
    assert (catalogue.of_id("report"), [*catalogue]) == (None, [])


def test_an_entry_takes_the_place_of_those_with_its_file_or_its_id(paths: list[Path]) -> None:
    catalogue = Catalogue([entry_of(paths[0], "a"), entry_of(paths[1], "b")])
    catalogue.put(entry_of(paths[0], "b"))
    assert [(entry.source, entry.details.id) for entry in catalogue] == [(str(paths[0]), "b")]


def test_one_name_in_several_folders_gets_several_ids_and_keeps_them(paths: list[Path]) -> None:
    catalogue = Catalogue()
    said = [catalogue.choose_id(path, {}, None) for path in paths]
    ids = [each.get("id", "report") for each in said]
    assert ids[:2] == ["report", "2022-report"]
    assert ids[2].startswith("2022-report-")
    later = Catalogue(entry_of(path, report_id) for path, report_id in zip(paths, ids, strict=True))
    again = [later.choose_id(path, {}, later.of_source(str(path))) for path in reversed(paths)]
    assert again == said[::-1]


def test_the_id_of_a_file_that_has_gone_is_free(paths: list[Path]) -> None:
    catalogue = Catalogue([entry_of(paths[0], "report")])
    paths[0].unlink()
    assert catalogue.choose_id(paths[1], {}, None) == {}


def test_what_people_say_is_the_id(paths: list[Path]) -> None:
    catalogue = Catalogue([entry_of(paths[0], "report")])
    assert catalogue.choose_id(paths[1], {"id": "own", "title": "T"}, None) == {"id": "own", "title": "T"}
