"""Which language a text is written in. The only home of py3langid."""

from typing import TYPE_CHECKING

import pycountry

from ingest.lazy import Once

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SHORTEST = 400
"""Characters; below that a list of names is taken for any language."""
_LOOKED_AT = 10_000
"""Characters from the middle of a text: cover and contents have names in them, references other languages."""
_LEAST_SURE = 0.9
"""Every development report has 1.00; what is below is a text of figures or in several languages."""


def find_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, such as `en`; None for a short or unclear one."""
    if len(text) < SHORTEST:
        return None
    start = max(0, (len(text) - _LOOKED_AT) // 2)
    code, probability = _IDENTIFIER.get().classify(text[start : start + _LOOKED_AT])
    return str(code) if probability >= _LEAST_SURE and len(code) == 2 else None


def name_language(code: str) -> str:
    """The English name of a language, such as `French`; the code itself where it has none."""
    found = pycountry.languages.get(alpha_2=code)
    return str(found.name) if found else code


def _load() -> "LanguageIdentifier":
    # Unpacking its model takes half a second, and most commands need none.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


_IDENTIFIER = Once(_load)
