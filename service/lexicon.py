"""The acronyms and places that the reports of a library know, for resolving and widening questions."""

import re
from dataclasses import dataclass

from ingest.library import Library


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Acronyms with their long forms, both ways, and places."""

    long_forms: dict[str, tuple[str, ...]]
    """Acronym as written -> what reports say it stands for."""
    places: tuple[str, ...]

    def expansion(self, question: str) -> str:
        """Long forms of the question's acronyms and acronyms of its long forms, to search for as well."""
        words = set(re.findall(r"[\w&]+", question))
        folded = question.casefold()
        added = [
            form
            for short, forms in self.long_forms.items()
            for form in forms
            if ({short, short + "s"} & words or (short.casefold() in folded.split() and len(short) > 2))
            and form.casefold() not in folded
        ]
        added += [
            short
            for short, forms in self.long_forms.items()
            if short not in words and any(form.casefold() in folded for form in forms)
        ]
        return " ".join(dict.fromkeys(added))


def lexicon(library: Library) -> Lexicon:
    """Gather what all reports of the library know."""
    forms: dict[str, dict[str, None]] = {}
    places: dict[str, None] = {}
    for details in library.details:
        report = library.report(details.id)
        for term in report.terms:
            if term.long:
                forms.setdefault(term.short, {})[term.long] = None
        places.update(dict.fromkeys(details.places))
        places.update(dict.fromkeys(place for sentence in report.sentences for place in sentence.places))
    return Lexicon({short: tuple(long) for short, long in forms.items()}, tuple(places))
