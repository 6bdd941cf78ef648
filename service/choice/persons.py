"""Names of persons in passages, told by what stands beside them: a title, or the role they hold."""

import re

_CAPITALISED = r"[A-ZÀ-Þ][\w’']{1,24}(?:-[A-ZÀ-Þ]?[\w’']{1,24})?"
_NAME = rf"(?<![\w-]){_CAPITALISED}(?: (?:[A-ZÀ-Þ]\.?|de|van|von|da|di|el|al)){{0,2}} {_CAPITALISED}"
_TITLE = r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Cllr|Councillor)\b\.?"
_ROLE = (
    r"(?:managers?|directors?|leads?|leaders?|heads?|chairs?|chief|officers?|co-?ordinat(?:or|eur|rice)s?"
    r"|advis[eo]rs?|consultants?|professors?|researchers?|evaluators?|analysts?|fellows?|authors?|presidents?"
    r"|ministers?|secretar(?:y|ies)|représentante?s?|responsables?|contact)"
)
NAMED = re.compile(
    rf"\b{_TITLE} {_CAPITALISED}"
    rf"|\b{_NAME} ?(?:,|\(|–|-|:) ?(?:(?:the|a|an|its|our|their) )?(?:[\w&’'-]{{1,25}} ){{0,4}}(?i:{_ROLE})\b"
    rf"|\b(?i:{_ROLE})\)? ?(?::|,|–|\t) ?{_NAME}"
)
"""Somebody's name: behind a title, before a role ("Ada Brook, Research Manager"), behind one ("Author: Ada Brook")."""
