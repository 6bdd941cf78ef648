"""Places that a report names: offline, by rules that look at how the report itself uses a name."""

import re
from collections.abc import Sequence


def place_pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    """One pattern for all names, longest first."""
    if not names:
        return None
    ordered = sorted(set(names), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")
