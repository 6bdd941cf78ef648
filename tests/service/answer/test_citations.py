from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answer.citations import Draft, StatementStream, draft

KNOWN = frozenset({"S1", "S2", "S3"})


def drafts(*pieces: str) -> list[Draft]:
    stream = StatementStream(KNOWN)
    return [each for piece in pieces for each in stream.feed(piece)] + stream.finish()


def found(*pieces: str) -> list[tuple[str, str]]:
    return [(each.text, " ".join(each.passage_ids)) for each in drafts(*pieces)]


@dataclass(frozen=True)
class Case:
    written: str
    text: str
    keys: str = "S1"
    unknown: str = ""


KEYS = [
    Case("Trust takes time [S1].", "Trust takes time."),
    Case("Trust takes time. [S1]", "Trust takes time."),
    Case("Trust takes time.[S1]", "Trust takes time."),
    Case("Trust takes time [S1]", "Trust takes time"),
    Case("Trust takes time [S 1].", "Trust takes time."),
    Case("Trust takes time (S1).", "Trust takes time."),
    Case("Trust takes time [s1].", "Trust takes time."),
    Case("Trust takes time 【S1】.", "Trust takes time."),
    Case("Trust takes time [S01].", "Trust takes time."),
    Case("Trust takes time [source S1].", "Trust takes time."),
    Case("Trust takes time [S1, p. 4].", "Trust takes time."),
    Case("Trust takes time [[S1]](#s1).", "Trust takes time."),
    Case("Trust takes time [S1](https://example.org/a).", "Trust takes time."),
    Case("Trust [S1], and time, matter.", "Trust, and time, matter."),
    Case("Trust takes time [Source: S1].", "Trust takes time."),
    Case("Trust takes time [source: [S1]].", "Trust takes time."),
    Case("Trust takes time [^S1].", "Trust takes time."),
    Case("Trust takes time \\[S1\\].", "Trust takes time."),
    Case("Trust takes time ［S1］.", "Trust takes time."),
    Case("Trust takes time [S1: On trust, p. 4].", "Trust takes time."),
    Case("Trust takes time [S2|S1].", "Trust takes time.", "S2 S1"),
    Case("[S1]: Trust takes time.", "Trust takes time."),
    Case("According to [S1], trust takes time.", "Trust takes time."),
    Case("[S1] says that trust takes time.", "Trust takes time."),
    Case("They said “trust takes time [S1]”.", "They said “trust takes time”."),
    Case("Trust takes time [S1, S2].", "Trust takes time.", "S1 S2"),
    Case("Trust takes time [S2; S1 and S3].", "Trust takes time.", "S2 S1 S3"),
    Case("Trust takes time [S1][S2].", "Trust takes time.", "S1 S2"),
    Case("Trust takes time. [S1] [S2]", "Trust takes time.", "S1 S2"),
    Case("Trust takes time [S1-S3].", "Trust takes time.", "S1 S2 S3"),
    Case("Trust takes time [S1–3].", "Trust takes time.", "S1 S2 S3"),
    Case("Trust takes time [S3-S1].", "Trust takes time.", "S1 S2 S3"),
    Case("Trust takes time [S2-S999999999999].", "Trust takes time.", "S2 S3", "S999999999999"),
    Case(f"Trust takes time [S1] [S{'9' * 5000}].", "Trust takes time.", "S1", "S" + "9" * 18),
    Case("Trust takes time [S0].", "Trust takes time.", "", "S0"),
    Case("Trust takes time [S99].", "Trust takes time.", "", "S99"),
    Case("Trust takes time [S1, S99].", "Trust takes time.", "S1", "S99"),
    Case("Trust takes time.", "Trust takes time.", ""),
    Case("Trust takes time [1].", "Trust takes time [1].", ""),
    Case("Trust takes time (S1 schools).", "Trust takes time (S1 schools).", ""),
]


@pytest.mark.parametrize("case", KEYS, ids=lambda case: case.written[:40])
def test_keys_are_taken_out_and_only_known_ones_are_kept(case: Case) -> None:
    (only,) = drafts(case.written)
    assert only.text == case.text
    assert " ".join(only.passage_ids) == case.keys
    assert " ".join(only.unknown_keys) == case.unknown


MARKUP = [
    ("**Trust** takes *time* and `care`.", "Trust takes time and care."),
    ("__Trust__ takes _time_ in snake_case.", "Trust takes time in snake_case."),
    ("## Trust takes time.", "Trust takes time."),
    ("> Trust takes time.", "Trust takes time."),
    ("Trust [takes](javascript:alert) time.", "Trust takes time."),
    ("Trust ![pixel](https://example.org/x.png) takes time.", "Trust pixel takes time."),
    ("Trust <img src=x onerror=alert> takes <b>time</b>.", "Trust takes time."),
    ("Fewer than 5 < 10 councils.", "Fewer than 5 < 10 councils."),
]


@pytest.mark.parametrize(("written", "text"), MARKUP)
def test_markup_becomes_plain_text(written: str, text: str) -> None:
    assert draft(written, KNOWN).text == text


LISTS = ["- {}", "* {}", "• {}", "1. {}", "2) {}", "– {}"]


@pytest.mark.parametrize("marker", LISTS)
def test_a_line_of_a_list_is_an_item(marker: str) -> None:
    lines = [marker.format("Trust takes time [S1]."), marker.format("Time costs money [S2].")]
    items = drafts("\n".join(lines))
    assert [(item.kind, item.text, item.passage_ids) for item in items] == [
        ("item", "Trust takes time.", ("S1",)),
        ("item", "Time costs money.", ("S2",)),
    ]


SPLITS = [
    ("Trust grew. [S1] Time passed. [S2]", [("Trust grew.", "S1"), ("Time passed.", "S2")]),
    ("Trust grew.[S1]Time passed.[S2]", [("Trust grew.", "S1"), ("Time passed.", "S2")]),
    ("Trust grew [S1]. Time passed [S2].", [("Trust grew.", "S1"), ("Time passed.", "S2")]),
    ("Trust grew. Time passed [S2].", [("Trust grew.", ""), ("Time passed.", "S2")]),
    ("Trust grew.\n[S1]\n\nTime passed.\n[S2]", [("Trust grew.", "S1"), ("Time passed.", "S2")]),
    ("[S1] Trust grew.\n[S2] Time passed.", [("Trust grew.", "S1"), ("Time passed.", "S2")]),
    ("Trust grew\nin ten councils [S1].", [("Trust grew in ten councils.", "S1")]),
    ("Dr. Who and St. Helens, e.g. The Nest [S1].", [("Dr. Who and St. Helens, e.g. The Nest.", "S1")]),
    ("The Rev. Smith led it. It grew [S1].", [("The Rev. Smith led it.", ""), ("It grew.", "S1")]),
    ("See para. 4, open from 9 a.m. Monday [S1].", [("See para. 4, open from 9 a.m. Monday.", "S1")]),
    ("It rose by 3.5 points [S1]. Why? Nobody knew [S2].",
     [("It rose by 3.5 points.", "S1"), ("Why?", ""), ("Nobody knew.", "S2")]),
    ("“Trust grew.” [S1] “Time passed.” [S2]", [("“Trust grew.”", "S1"), ("“Time passed.”", "S2")]),
    ("They said: “Trust grew. Time passed.” [S1] Then [S2].",
     [("They said: “Trust grew. Time passed.”", "S1"), ("Then.", "S2")]),
    ("<think>[S1] says. Hmm. So</think>Trust grew [S1].", [("Trust grew.", "S1")]),
    ("<think>It went on. And on [S1].", []),
    ("", []),
    ("[S1].", []),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), SPLITS)
def test_a_text_is_cut_into_sentences_with_their_keys(written: str, expected: list[tuple[str, str]]) -> None:
    assert found(written) == expected


@pytest.mark.parametrize(
    "written", [case.written for case in KEYS if len(case.written) < 100] + [written for written, _ in SPLITS]
)
def test_pieces_may_break_anywhere(written: str) -> None:
    assert drafts(*written) == drafts(written)


@given(st.text(alphabet="Ab .?!\n[]()S12-,*“”<think/>", max_size=60), st.integers(1, 7))
def test_no_way_of_breaking_a_text_into_pieces_changes_what_is_cited(text: str, size: int) -> None:
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert drafts(*pieces) == drafts(text)


@given(st.text(alphabet="[(Ss 0123456789-–,;&pand)]", max_size=80))
def test_only_known_keys_come_out_of_any_text(text: str) -> None:
    for each in drafts(text):
        assert KNOWN.issuperset(each.passage_ids)
        assert KNOWN.isdisjoint(each.unknown_keys)


def test_a_sentence_comes_out_before_the_text_is_over() -> None:
    stream = StatementStream(KNOWN)
    assert stream.feed("Trust takes time. [S") == []
    assert stream.feed("1] ") == []
    assert [each.passage_ids for each in stream.feed("Now")] == [("S1",)]


def test_a_text_that_breaks_off_leaves_a_draft_that_has_not_ended() -> None:
    first, second = drafts("Trust takes time [S1]. The council gave it [S")
    assert first.ended
    assert not second.ended
    assert second.text == "The council gave it"


def test_a_heading_over_keys_is_no_sentence() -> None:
    assert found("Trust takes time [S1].\n\nSources:\n[S1]") == [("Trust takes time.", "S1")]


def test_abbreviations_end_no_sentence_of_a_model() -> None:
    text = "The Rev. Smith led it from 9 a.m. to noon, as para. 4 says [S1]. It grew [S2]."
    assert [keys for _, keys in found(text)] == ["S1", "S2"]
