import re
from pathlib import Path

import pytest

from eval.sets.cases import Resolver, load_set
from eval.sets.form import QuoteForm
from eval.types import Case
from ingest.errors import InvalidRequest
from ingest.library.open import Library
from service.assistant import Assistant

SMALL = Path(__file__).parents[1] / "small.yaml"


@pytest.fixture(scope="module")
def library(sample_assistant: Assistant) -> Library:
    return sample_assistant.library


@pytest.fixture(scope="module")
def cases(library: Library) -> dict[str, Case]:
    return {case.id: case for case in load_set([SMALL], library)}


def test_quotes_become_ranges_of_their_reports(library: Library, cases: dict[str, Case]) -> None:
    for case in cases.values():
        assert case.unresolved == ()
        for claim in case.gold:
            texts = [library.report(span.report).text[span.start : span.end] for span in claim.any_of]
            assert tuple(texts) == claim.quotes
    first, second = cases["def-nwd"].gold
    assert first.quotes == ("it came from North Yorkshire County Council",)
    assert [words.partition(" ")[0] for words in second.quotes] == ["No", "NWD"]
    assert not second.required


def test_a_case_keeps_what_its_file_says(cases: dict[str, Case]) -> None:
    assert cases["def-nwd"].points == (("North Yorkshire",), ("four innovative services", "four services"))
    assert [turn.role for turn in cases["fol-stockport"].history] == ["user", "assistant"]
    assert not cases["una-budget"].answerable
    assert cases["una-budget"].notes == "No sum is given anywhere."


def test_a_quote_is_found_whatever_happened_to_spaces_hyphens_case_and_quotation_marks(
    library: Library,
) -> None:
    resolver = Resolver(library)
    (plain,) = resolver.spans(
        QuoteForm(report="no-wrong-door", quote="it is trauma-informed, which the report")
    )
    (odd,) = resolver.spans(
        QuoteForm(report="no-wrong-door", quote="It is  trauma‐\ninformed,\u00a0which *the* report")
    )
    assert odd == plain


def test_a_report_is_named_by_its_id_or_its_file(library: Library) -> None:
    resolver = Resolver(library)
    assert resolver.report("team-around-the-school") == "team-around-the-school"
    stems = {Path(details.file).stem: details.id for details in library.details}
    assert {resolver.report(stem) for stem in stems} == set(stems.values())
    assert resolver.report("nowhere") is None


def test_a_quote_that_stands_twice_may_be_cited_from_either_place(library: Library) -> None:
    text = library.report("stockport-governance").text
    found = Resolver(library).spans(QuoteForm(report="stockport-governance", quote="Steering Group"))
    assert len(found) == len(re.findall(r"steering\s+group", text, re.IGNORECASE)) > 1
    assert all(text[span.start : span.end].split()[0].casefold() == "steering" for span in found)


def test_a_quote_that_is_gone_leaves_the_case_and_is_kept(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        "- id: a\n  kind: list\n  persona: leader\n  question: Why?\n  answerable: true\n  gold:\n"
        "    - {report: no-wrong-door, quote: this was never written}\n"
        "    - {report: nowhere, quote: nor this}\n"
        "    - any_of: [{report: nowhere, quote: and this}, {report: no-wrong-door, quote: a DfE evaluation}]\n"
    )
    (case,) = load_set([path], library)
    assert case.unresolved == ("this was never written", "nor this", "and this")
    assert [claim.quotes for claim in case.gold] == [("a DfE evaluation",)]


def test_a_set_that_can_not_be_read_is_refused_with_all_its_faults(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text("- {id: a}\n- {id: b}\n")
    with pytest.raises(InvalidRequest) as refused:
        load_set([path], library)
    assert "set.yaml, a: " in refused.value.message
    assert "set.yaml, b: " in refused.value.message
