"""The names of the months in the languages of reports; never those of the machine's locale."""

import re

ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""January first."""
_NAMES = (
    " ".join(ENGLISH).casefold(),
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januar februar märz april mai juni juli august september oktober november dezember",
)
"""English, French, Spanish, Portuguese, German."""
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
NUMBERS = {name: number for names in _NAMES for number, name in enumerate(names.split(), 1)}
"""Name in small letters -> 1 to 12, in each of the languages."""
SHORT = {name: number for number, name in enumerate(_SHORT.split(), 1)} | {"sept": 9}
"""English name cut short, in small letters and without its stop -> 1 to 12."""
ANY = "|".join(sorted(NUMBERS, key=lambda name: (-len(name), name)))
"""Pattern of a full name in any of the languages, in small letters."""
ANY_ENGLISH = "|".join(ENGLISH)
"""Pattern of a full English name, as it is written."""
DATE = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:(?:of|de)\s+)?)?"
    rf"\b(?P<month>{ANY}|{'|'.join(SHORT)})\b\.?,?"
    r"\s+(?:(?P<later>\d{1,2})(?:st|nd|rd|th)?,\s+)?(?:(?:de|del)\s+)?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""A month with its year, and its day where that is given: `3rd of May 2021`, `May 3, 2021`, `3 mai 2021`."""


def read_month(name: str) -> int | None:
    """1 to 12 for a month's name, full in any of the languages or cut short in English; None for other words."""
    plain = name.casefold().rstrip(".")
    return NUMBERS.get(plain) or SHORT.get(plain)


def format_iso(found: re.Match[str]) -> str:
    """What `DATE` has found, as exact as it is given: `2021-05` or `2021-05-03`; an impossible day is left out."""
    month = f"{found['year']}-{read_month(found['month']):02}"
    day = int(found["day"] or found["later"] or 0)
    return f"{month}-{day:02}" if 1 <= day <= 31 else month
