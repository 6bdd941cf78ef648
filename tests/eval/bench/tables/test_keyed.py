"""Known tables: from the sample reports' sources, and digests keyed in by hand."""

import json
from pathlib import Path

from eval.bench.tables.keyed import digest_cell, list_cells, read_corpus_tables, read_keyed_tables


def test_a_digest_is_of_letters_and_figures_alone() -> None:
    assert digest_cell("• Hill‐ Trust, 12 %") == digest_cell("hill-trust 12%") != digest_cell("Hill Trust 13")
    assert digest_cell(" – ") == ""


def test_the_tables_of_a_source_are_those_between_pipes(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    lines = ["Words.", "", "| Place | *Walks* |", "|---|---|", "| Leigh | 12 |", "", "More.", "", "| A | B |"]
    (tmp_path / "source" / "walks.md").write_text("\n".join(lines), "utf-8")
    (tmp_path / "walks.pdf").touch()
    first, second = read_corpus_tables(tmp_path)
    assert first.file == tmp_path / "walks.pdf"
    assert first.cells == list_cells([["Place", "Walks"], ["Leigh", "12"]])
    assert second.cells == list_cells([["A", "B"]])


def test_keyed_cells_have_their_places_and_empty_ones_none(tmp_path: Path) -> None:
    keyed = tmp_path / "keyed.json"
    rows = [f"{digest_cell('Place')} -", f"- {digest_cell('12')}"]
    keyed.write_text(json.dumps([{"file": "a.pdf", "page": 3, "name": "walks", "rows": rows}]), "utf-8")
    (table,) = read_keyed_tables(tmp_path, keyed)
    assert (table.file, table.page) == (tmp_path / "a.pdf", 3)
    assert table.cells == list_cells([["Place", ""], ["", "12"]])


def test_every_keyed_table_has_cells_on_a_page() -> None:
    tables = [*read_keyed_tables(Path())]
    assert len(tables) + len([*read_corpus_tables()]) >= 40
    assert all(table.page and len(table.cells) > 3 for table in tables)
