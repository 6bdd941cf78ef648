"""Whether two cases with the same id are the same case: same question, same expectations."""

import hashlib

from eval.types import Case
from service.types import Filters


def digest_case(case: Case) -> str:
    """Sixteen hex digits of all that a score depends on: question, turns, filters, points, must not say, pair and gold.

    Asking for a brief changes no other score, so it does not change the digest. Gold counts by its words, so
    a report that is read again with other offsets does not change it either.
    """
    gold = [(claim.required, claim.quotes or claim.any_of) for claim in case.gold]
    asked = [(turn.role, turn.content) for turn in case.history]
    forbidden = (case.must_not_say,) if case.must_not_say else ()
    only_of = (case.filters,) if case.filters != Filters() else ()
    stances = [claim.stance for claim in case.gold]
    labelled = (stances,) if any(stances) else ()
    wanted = repr(
        (case.question, asked, case.answerable, case.points, gold, case.pair, *forbidden, *only_of, *labelled)
    )
    return hashlib.sha256(wanted.encode()).hexdigest()[:16]
