from dataclasses import replace

import numpy as np
import pytest

from ingest.errors import InvalidRequest, NotFound
from service.assistant import Assistant
from service.survey.report_news import UNLIKE, _is_earlier, find_report_news

LATER = "stockport-governance"


def test_only_reports_of_a_certainly_earlier_date_are_before(sample_assistant: Assistant) -> None:
    news = find_report_news(sample_assistant.library, LATER)
    assert news.before
    assert all((entry.date or "") < (news.report.date or "") for entry in news.before)
    first = find_report_news(sample_assistant.library, news.before[0].id)
    assert not first.before
    assert first.new == first.looked_at


@pytest.mark.parametrize(
    ("one", "other", "earlier"),
    [
        ("2021", "2022-10", True),
        ("2022", "2022-10", False),
        ("2022-09", "2022-10-31", True),
        (None, "2022", False),
    ],
)
def test_dates_are_compared_as_exactly_as_both_are_known(
    sample_assistant: Assistant, one: str | None, other: str, earlier: bool
) -> None:
    entry = sample_assistant.library.details[0]
    assert _is_earlier(replace(entry, date=one), replace(entry, date=other)) is earlier


def test_what_is_new_is_near_nothing_earlier_and_is_word_for_word(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    news = find_report_news(library, LATER)
    assert news.findings
    known = {row for row, entry in enumerate(library.details) if entry in news.before}
    vectors = library.sentences.vector.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    earlier = vectors[np.isin(library.sentences.report, list(known))]
    text = library.report(LATER).text
    for each in news.findings:
        assert text[each.start : each.end] == each.text
        own = np.asarray(sample_assistant.embedder.embed_documents([each.text]), np.float32)[0]
        assert (earlier @ (own / np.linalg.norm(own))).max() < UNLIKE + 0.02


def test_places_and_terms_are_new_when_no_earlier_report_has_them(sample_assistant: Assistant) -> None:
    library = sample_assistant.library
    news = find_report_news(library, LATER)
    before = " ".join(library.report(entry.id).text for entry in news.before)
    for term in news.terms:
        assert f" {term.split(' (')[0]} " not in before
    for place in news.places:
        assert place in library.report(LATER).text
        assert not any(place in entry.places for entry in news.before)


def test_a_report_without_a_date_has_none_before_it(sample_assistant: Assistant) -> None:
    undated = [entry for entry in sample_assistant.library.details if not entry.date]
    for entry in undated:
        with pytest.raises(InvalidRequest, match="has no date"):
            find_report_news(sample_assistant.library, entry.id)
    with pytest.raises(NotFound):
        find_report_news(sample_assistant.library, "no-such-report")
