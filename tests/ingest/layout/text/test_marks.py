"""What the words of a line say about it."""

import pytest

from ingest.layout.text.glyphs import clean_glyphs
from ingest.layout.text.marks import LEADERS, NUMBERED_LABEL, is_caption


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("Table 1: People reached", True),
        ("Figure 2.3 How it works", True),
        ("Tableau 4 – Les lieux", True),
        ("Table 1 below shows what was reached.", False),
        ("Tables are turned", False),
    ],
)
def test_a_caption_names_a_figure_and_a_sentence_speaks_of_one(text: str, caption: bool) -> None:
    assert is_caption(text) is caption


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("1 Introduction ........ 3", True),
        ("Annex.........................12", True),
        ("very early on....", False),
    ],
)
def test_leaders_lead_to_a_number(text: str, leaders: bool) -> None:
    assert bool(LEADERS.search(text)) is leaders


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("Evaluation recommendation # 2: (Time 0)", True),
        ("Finding 3", True),
        ("Responsible unit(s): (Time 0)", False),
    ],
)
def test_labels_that_count_are_told_from_others(text: str, numbered: bool) -> None:
    assert bool(NUMBERED_LABEL.match(text)) is numbered


def test_ligatures_are_spelled_out_and_symbols_of_private_fonts_are_bullets() -> None:
    assert clean_glyphs("e\ufb03cient") == "efficient"
    assert clean_glyphs("\uf0b7") == "•"
    assert clean_glyphs("co\u00adoperate") == "cooperate"
    assert clean_glyphs("build\u2010") == "build\u2010"
