"""Which reports there are: all, of a year, in a language, about a theme, the newest and the oldest."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.language.detect import name_language
from ingest.language.stems import content_stems
from ingest.types import Details
from service.catalogue.front import find_mentions, title_line
from service.catalogue.told import Told, number_passages
from service.choice.fit import OF_ITSELF, find_unfit
from service.question.about import LANGUAGES, AboutReports
from service.question.screen import Refusal
from service.search.passages import passage
from service.search.retrieve import Found

MOST_REPORTS = 12
"""So many reports an answer lists; the note says of how many."""
_LANGUAGE_OF = {stem: code for name, code in LANGUAGES.items() for stem in content_stems(name)}


def list_reports(about: AboutReports, found: Found) -> Told | None:
    """The reports with what is asked for: of a year, in a language, or with sentences about a theme."""
    library = found.library
    years = [stem for stem in about.theme if stem.isdigit() and len(stem) == 4]
    languages = [_LANGUAGE_OF[stem] for stem in about.theme if stem in _LANGUAGE_OF]
    theme = [stem for stem in about.theme if stem not in years and stem not in _LANGUAGE_OF]
    rows = [
        row
        for row, details in enumerate(library.details)
        if (not years or (details.date or "")[:4] in years)
        and (not languages or details.language in languages)
    ]
    if not rows:
        of_year = f" is dated {' or '.join(years)}" if years else ""
        in_language = f" is in {' or '.join(map(name_language, languages))}" if languages else ""
        reason = f"By the library's catalogue, no report{' and'.join(filter(None, [of_year, in_language]))}."
        return Told(refusal=Refusal("not_in_reports", reason))
    best = _best_sentences(found, theme) if theme else {}
    rows = _most_on(found, theme, [row for row in rows if row in best]) if theme else rows
    if not rows:
        return None
    shown = rows[:MOST_REPORTS]
    told = [passage(library, best[row], best[row] + 1, "") for row in shown if row in best]
    told = told or [line for row in shown for line in title_line(library, row)]
    note = f"From the library's catalogue: {len(rows)} of {len(library.details)} reports"
    more = f", of which {len(shown)} are shown" if len(rows) > len(shown) else ""
    note = f"{note}{_from_to([library.details[row] for row in rows])}{more}."
    return Told(number_passages(told), (note,))


def find_by_date(about: AboutReports, found: Found, among: Sequence[int]) -> Told | None:
    """The newest or oldest report, of those with the theme where one is named."""
    library, matter = found.library, about.matters[0]
    best = _best_sentences(found, about.theme) if about.theme else {}
    dated = [row for row in among if library.details[row].date and (not about.theme or row in best)]
    if not dated:
        unknown = Refusal("not_in_reports", "The library's catalogue has no date for any report.")
        return None if about.theme else Told(refusal=unknown)
    pick = max if matter == "newest" else min
    row = pick(dated, key=lambda row: library.details[row].date or "")
    details = library.details[row]
    passages = [*title_line(library, row), *find_mentions(library, row, "date")]
    if row in best:
        passages.append(passage(library, best[row], best[row] + 1, ""))
    note = f"From the library's catalogue: the {matter} report is “{details.title}” ({details.date})."
    return Told(number_passages(passages), (note,))


def _from_to(reports: Sequence[Details]) -> str:
    """Give the years of reports, in brackets; empty if none has a date."""
    years = sorted({details.date[:4] for details in reports if details.date})
    if not years:
        return ""
    return f" ({years[0]})" if len(years) == 1 else f" ({years[0]} to {years[-1]})"


def _most_on(found: Found, theme: Sequence[str], rows: Sequence[int]) -> list[int]:
    """Reports with the theme in their title first, then those in which most sentences have it."""
    library = found.library
    whole = _with_all(found, theme)
    counts = np.bincount(
        library.sentences.report[found.candidates.row[whole]], minlength=len(library.details)
    )
    titled = {row: set(theme).issubset(content_stems(library.details[row].title)) for row in rows}
    return sorted(rows, key=lambda row: (not titled[row], -int(counts[row])))


def _best_sentences(found: Found, theme: Sequence[str]) -> dict[int, int]:
    """Row of a report -> row of its best sentence with the whole theme, rather one in which it speaks of itself."""
    rows = found.candidates.row
    fit = np.flatnonzero(_with_all(found, theme) & ~find_unfit(found))
    of_itself = [bool(OF_ITSELF.search(found.texts[int(i)])) for i in fit]
    score = found.windows(1).score[fit] + np.array(of_itself, dtype=float)
    ordered = fit[np.argsort(score, kind="stable")]
    return {int(found.library.sentences.report[rows[i]]): int(rows[i]) for i in ordered}


def _with_all(found: Found, theme: Sequence[str]) -> NDArray[np.bool_]:
    """Give the candidates with every word of a theme."""
    if not set(theme).issubset(found.terms):
        return np.zeros(len(found.texts), dtype=bool)
    columns = [found.terms.index(stem) for stem in theme]
    return np.asarray((found.candidates.counts[:, columns] > 0).all(axis=1))
