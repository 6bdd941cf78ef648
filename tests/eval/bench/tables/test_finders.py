"""What our reader finds, in the form that all finders give."""

from pathlib import Path

from eval.bench.tables.finders import FoundTable, find_ours
from eval.bench.tables.keyed import list_cells


def test_our_tables_are_those_of_the_reading(tmp_path: Path) -> None:
    file = tmp_path / "walks.md"
    file.write_text("# Walks\n\n| Place | Walks |\n|---|---|\n| Leigh | 12 |\n| Hill |  |\n", "utf-8")
    assert list(find_ours(file)) == [
        FoundTable(1, 1, list_cells([["Place", "Walks"], ["Leigh", "12"], ["Hill", ""]]))
    ]
