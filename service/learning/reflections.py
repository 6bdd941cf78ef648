"""Reflections: what a reader may add to a question or a passage, and finding those that concern some words."""

from collections.abc import Iterable

from ingest.errors import InvalidRequest
from ingest.language.stems import content_stems
from ingest.library.open import Library
from service.learning.registry import QuestionEntry, find_entry, question_id
from service.store.reflection_contract import NewReflection, StoredReflection
from service.telling.plain import flatten_text

LONGEST_PASSAGE = 4000
"""Characters of a passage that a reflection is on: some paragraphs; who means more means the report."""
MOST_FOUND = 20
"""How many reflections a search gives with its passages: as many as can be read at a glance."""
SHARE_SHARED = 0.5
"""Of the stems that are looked for, those that a reflection or what it is on must have: most of a short question."""


def reflect_on_question(
    library: Library, id_: str, text: str, role: str, place: str, date: str
) -> NewReflection:
    """Make a reflection on a question of the registry; raises NotFound."""
    entry = find_entry(library, id_)
    return NewReflection(text, role, place, date, about=entry.text, question_id=entry.id)


def reflect_on_passage(
    library: Library, report_id: str, span: tuple[int, int], text: str, role: str, place: str, date: str
) -> NewReflection:
    """Make a reflection on words of a report; raises NotFound or InvalidRequest."""
    report, (start, end) = library.report(report_id), span
    if not 0 <= start < end <= len(report.text) or end - start > LONGEST_PASSAGE:
        message = (
            f"start and end must be given with 0 <= start < end <= {len(report.text)},"
            f" at most {LONGEST_PASSAGE} characters apart."
        )
        raise InvalidRequest(message)
    about = flatten_text(report.text[start:end])
    return NewReflection(text, role, place, date, about=about, report_id=report_id, start=start, end=end)


def ids_of(entry: QuestionEntry) -> tuple[str, ...]:
    """Give every id under which reflections on a question may have been kept: that of each report's words."""
    return tuple(dict.fromkeys(question_id(source.question.text) for source in entry.sources))


def find_by_words(reflections: Iterable[StoredReflection], words: str) -> tuple[StoredReflection, ...]:
    """Give the reflections that share most of the significant stems of some words, most shared first."""
    wanted = set(content_stems(words))
    if not wanted:
        return ()
    counted = [(len(wanted & set(content_stems(f"{each.text} {each.about}"))), each) for each in reflections]
    found = [pair for pair in counted if pair[0] >= SHARE_SHARED * len(wanted)]
    return tuple(each for _, each in sorted(found, key=lambda pair: -pair[0])[:MOST_FOUND])
