"""Cells that are right: known text in the known row and column of one table."""

from collections.abc import Iterator
from pathlib import Path

from eval.bench.tables.finders import FoundTable, find_ours
from eval.bench.tables.keyed import KeyedTable, list_cells, read_corpus_tables
from eval.bench.tables.measure import count_right, measure_finder

ROWS = [["Place", "Walks"], ["Leigh", "12"], ["Hill", "7"]]
KEYED = KeyedTable(Path("a.pdf"), 2, list_cells(ROWS))


def test_cells_are_right_where_the_table_starts_elsewhere_but_not_where_they_have_moved() -> None:
    title = [["Our walks", ""], *ROWS]
    assert count_right(KEYED, [FoundTable(2, 2, list_cells(title))]) == 6
    moved = [["Place", "Walks"], ["Leigh", "", "12"], ["Hill", "7"]]
    assert count_right(KEYED, [FoundTable(2, 2, list_cells(moved))]) == 5


def test_only_tables_of_the_page_count_and_the_best_of_them() -> None:
    halves = [FoundTable(2, 2, list_cells(ROWS[:1])), FoundTable(2, 3, list_cells(ROWS[1:]))]
    assert count_right(KEYED, halves) == 4
    assert count_right(KEYED, [FoundTable(3, 3, list_cells(ROWS))]) == 0


def test_a_share_is_of_all_known_cells() -> None:
    def find_half(_: Path) -> Iterator[FoundTable]:
        yield FoundTable(2, 2, list_cells(ROWS[:1]))

    assert (measure_finder(find_half, [KEYED]).value, measure_finder(find_half, [KEYED]).n) == (1 / 3, 6)


def test_the_cells_of_a_sample_report_are_right() -> None:
    tables = [table for table in read_corpus_tables() if table.file.stem == "places-behind-the-programme"]
    assert tables
    assert measure_finder(find_ours, tables).value == 1.0
