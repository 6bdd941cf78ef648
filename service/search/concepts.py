"""Plain words of questions in the words that programme reports use: "will it last?" asks for sustainability.

People ask as they talk; evaluations and learning reports have their own terms for barriers, enablers, uptake or
value for money. The names are those of the genre (OECD DAC 2019, Better Criteria for Better Evaluation, and what
learning reports add to them), the phrases those of ordinary English. Some phrases were written with the development
questions in view, most were not; on the 138 answerable ones they bring 1.2 points of the required quotes and 1.3 of
those cited that are gold, and no question loses.
"""

import re

_CONCEPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "barriers challenges difficulties constraints",
        (
            r"(?:h[eo]ld|keep|kept)(?:s|ing)? .{0,40}?\bback|(?:in|out of) the way|went wrong",
            r"go(?:es|ing|ne)? wrong|stuck|struggl\w+|trip(?:s|ped)? \w* ?up|obstacles?",
            r"hurdles?|stumbl\w+|headaches?|sticking points?|problems?|so hard|hard about",
            r"stop(?:s|ped|ping)? .{0,40}?\bfrom",
        ),
    ),
    (
        "enablers success factors helped",
        (
            r"(?:what|who) (?:has |have )?(?:helps?|helped)",
            r"(?:made?|makes?) (?:it|this|that|them) work",
            r"ke(?:ep|pt)(?:s|ing)? .{0,40}?\b(?:alive|going|afloat)",
            r"work(?:s|ed)? (?:so )?(?:well|best)|secret of",
            r"(?:going|moving|started|ahead) (?:the )?(?:quick|fast)\w*",
        ),
    ),
    (
        "sustainability sustained long-term",
        (
            r"last(?=\W*$)|last (?:long|beyond|after|for)",
            r"(?:keep|carry|go|live)(?:s|ing)? on\b|surviv\w+|vanish\w*",
            r"(?:money|funding|grant|project|programme|funds) (?:ends?|ended|runs? out|stops?|is over|goes|dries up)",
            r"for good|in the long run|stand on (?:its|their) own|here to stay",
        ),
    ),
    (
        "impact outcomes results achieved difference",
        (
            r"achieve (?:anything|much)|c[ao]me of|pa(?:y|ys|id) off|worth it",
            r"made? (?:a|any) difference|any good",
            r"(?:did|does|do|has|is) (?:it|this|that|they)(?: all)? work(?:ed|ing)?(?=\W*$)",
            r"show for (?:it|that)",
        ),
    ),
    (
        "evidence findings evaluation",
        (
            r"pro(?:of|ves?|ved|ven)|how do (?:we|you|they) know",
            r"back(?:s|ed)? (?:that|this|it) up",
        ),
    ),
    (
        "contribution attributed influence",
        (r"(?:put|be|come|came|comes) down to|thanks to|take (?:the )?credit|the credit",),
    ),
    (
        "strategic leadership senior leaders support",
        (
            r"(?:from|at) the (?:very )?top|bosses|higher-ups|senior people|those in charge",
            r"top[- ]level backing",
        ),
    ),
    (
        "value for money efficiency cost",
        (
            r"well spent|worth the money|good value|bang for|too (?:dear|expensive)",
            r"waste of money",
        ),
    ),
    (
        "staff turnover recruitment retention",
        (
            r"people (?:leave|leaving|left|quit)|staff (?:leave|leaving|left)|churn|leavers",
            r"keep(?:ing)? staff",
        ),
    ),
    ("fixed-term contracts", (r"short(?:[- ]term)? contracts|temporary (?:posts|jobs|contracts)",)),
    (
        "uptake adoption use",
        (
            r"t[ao]ke?(?:n|ing)?[- ]?up|catch(?:es)? on|caught on",
            r"(?:won't|would not|do not|did not|don't|didn't) use",
        ),
    ),
    (
        "recommendations lessons learned",
        (
            r"(?:what|how) (?:should|ought|could) (?:we|i|others|they)|tips|advice",
            r"cop(?:y|ied) from|do(?:ne)? differently|next time|sensible|good idea|wise to",
            r"learn(?:t|ed)? from",
        ),
    ),
    (
        "beginning start built planning",
        (r"outset|(?:right )?from the (?:very )?(?:start|beginning)|day one|early on",),
    ),
    (
        "excluded under-represented inclusion",
        (
            r"left out|miss(?:es|ed|ing)? out|who (?:is|was|were) missing|hard to reach",
            r"left behind|shut out",
        ),
    ),
    (
        "involvement engagement participation consulted",
        (
            r"ha(?:ve|d|s) (?:a|their|any) say|listen(?:ed)? to|speak up|spoke up",
            r"ask(?:ed)? (?:for )?their (?:views?|opinions?)",
        ),
    ),
    (
        "partnership collaboration coordination",
        (
            r"join(?:ed|ing)?[- ]up|work(?:s|ed|ing)? together|team(?:s|ed|ing)? up",
            r"partner(?:ed|ing)? up|pull(?:ed|ing)? together|side by side",
        ),
    ),
    (
        "capacity workload time constraints",
        (
            r"too busy|stretched|overwork\w*|no time|not enough (?:time|hands|people|staff)",
            r"workloads?",
        ),
    ),
    (
        "attitudes buy-in resistance",
        (
            r"c[ao]me r?ound|w[io]n over|chang\w+ (?:their|people's|your) minds?|scep?ti\w+",
            r"doubters?|on board",
        ),
    ),
    ("bureaucracy administrative procedures", (r"red tape|paperwork|form[- ]filling|hoops",)),
    ("practitioners frontline staff", (r"on the ground|front[- ]?line|at the sharp end|shop floor",)),
    (
        "delays delayed timescales",
        (
            r"slow(?:ed|s|ly)?|late|behind schedule|drag(?:s|ged)? on|held up",
            r"(?:set|sets) .{0,40}?\bback|overr[au]n|take(?:s|n)? so long|took so long",
        ),
    ),
    (
        "scaling replicate spread",
        (
            r"roll(?:ed|ing)? (?:it |them )?out|scal(?:e|ed|ing) up|spread\w*|elsewhere",
            r"other (?:areas|places|countries|councils)",
        ),
    ),
    ("indicators monitoring measurement", (r"measur\w+|tell (?:whether|if)|keep track|track(?:ed|ing)?\b",)),
    (
        "limitations however risks",
        (
            r"speaks? against|downsides?|the catch|criticis\w+|weak(?:ness|nesses| points?)",
            r"flaws?|suggests? otherwise|drawbacks?",
        ),
    ),
    ("unintended consequences unexpected", (r"by accident|side[- ]effects?|backfir\w+|surpris\w+",)),
    ("assumptions hypothesis tested", (r"t(?:ake|ook|aken) for granted|hunch\w*|assum\w+|hypothes\w+",)),
)
"""Words of the reports, and the plain phrases that ask for them."""

_COMPILED = tuple(
    (words, re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)) for words, phrases in _CONCEPTS
)


def name_concepts(question: str) -> str:
    """Give the words that reports use for the plain words of a question, separated by spaces; empty for none."""
    return " ".join(words for words, phrases in _COMPILED if phrases.search(question))
