import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import service.search.candidates
from eval.bench.ablation import PARTS, AblatedPart, AskedSet, main, report_lines, switched_off
from eval.bench.quotes import load_cases
from eval.runs.throwaway import open_throwaway
from service.settings import load_settings


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_switch_is_still_there(part: AblatedPart) -> None:
    with switched_off(part):
        pass


def test_a_part_is_off_inside_and_on_again_outside() -> None:
    words = next(part for part in PARTS if part.name.startswith("words of a sentence"))
    before = service.search.candidates.WORDS
    with switched_off(words):
        assert service.search.candidates.WORDS == 0
    assert service.search.candidates.WORDS == before > 0


@pytest.fixture
def asked(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one report, and a file with a question about it and one that it does not answer."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "river.md").write_text(
        "# The river\n\nIn 1953 the flood carried the old bridge away.\n", "utf-8"
    )
    common = {"persona": "leader", "kind": "factual"}
    evidence = [
        {"doc": "river", "page": 1, "quote": "the flood carried the old bridge away", "required": True}
    ]
    lines = [
        common
        | {
            "id": "one",
            "question": "What carried the bridge away?",
            "answerable": True,
            "evidence": evidence,
        },
        common
        | {"id": "two", "question": "How much did the bridge cost?", "answerable": False, "evidence": []},
    ]
    (tmp_path / "rivers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder, tmp_path / "rivers.jsonl"


def test_answers_are_told_for_the_set_and_for_each_report(asked: tuple[Path, Path]) -> None:
    arguments = ["--reports", str(asked[0]), "--questions", str(asked[1]), "--no-parts"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    names = [line.split("|")[1].strip() for line in done.stdout.splitlines()[2:]]
    assert names == ["rivers", "rivers: river", "rivers: no report"]
    assert "left out" not in done.stdout


def test_what_is_fitted_stands_beside_its_left_out_figures(asked: tuple[Path, Path]) -> None:
    held: list[list[str]] = []
    refusing = next(part for part in PARTS if part.name == "reasons to refuse")

    with open_throwaway(asked[0], load_settings()) as assistant:
        own = AskedSet("rivers", assistant, tuple(load_cases(asked[1], assistant.library)))

        def hold_back(cases: object) -> object:
            held.append([case.id for case in cases])  # type: ignore[attr-defined]
            return switched_off(refusing)

        lines = list(report_lines([own], [hold_back]))  # type: ignore[list-item]
    assert held == [["one"], ["two"]]
    assert "refused, left out" in lines[0]
