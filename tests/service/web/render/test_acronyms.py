import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.render.acronyms import TermRun, pieces

LONGS = {
    "NWD": ("No Wrong Door",),
    "JAT": ("Joint Action Team", "Junior Advice Trust"),
    "M&E": ("monitoring and evaluation",),
    "TAS": ("Team Around the School",),
}


def terms(text: str) -> list[tuple[str, str | None]]:
    return [(piece.text, piece.long) for piece in pieces(text, LONGS) if piece.long]


def test_an_acronym_is_explained_where_it_is_used_first() -> None:
    assert pieces("In NWD, as NWD does.", LONGS) == [
        TermRun("In "),
        TermRun("NWD", "No Wrong Door"),
        TermRun(", as NWD does."),
    ]


def test_what_the_text_spells_out_itself_is_left_alone() -> None:
    assert terms("No Wrong Door (NWD) began. NWD grew.") == []
    assert terms("No wrong door (NWD) began.") == []


def test_where_reports_differ_all_meanings_are_given() -> None:
    assert terms("The JAT met.") == [("JAT", "Joint Action Team; or: Junior Advice Trust")]


@pytest.mark.parametrize("text", ["a NWDX here", "nwd", "xNWD", "NWD1"])
def test_other_words_are_not_acronyms(text: str) -> None:
    assert terms(text) == []


def test_a_plural_and_an_ampersand_are_seen() -> None:
    assert [short for short, _ in terms("The JATs and their M&E, (TAS).")] == ["JAT", "M&E", "TAS"]


@given(st.text(alphabet=st.sampled_from("NWD JATs&<>\"'.\u202e(M&E)"), max_size=80))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text, LONGS)) == text
