"""The words by which a sentence tells what helps, what hinders and on what condition; patterns, and no judgement."""

import re


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(stems)})", re.IGNORECASE)


_CHANGES = (
    r"(?:trust|confidence|engagement|capacity|understanding|access|uptake|take-up|skills?|morale|ownership)"
)
HELPS = _words(
    r"(?:has |have |had |also |that |which |and |this |it |greatly )?helps?\b(?= (?:\w+ ){0,3}to\b|ed\b|ing\b)",
    r"helped\b(?! by\b)|helpful(?:ly)?\b|were helped by\b|was helped by\b|a help in\b",
    r"enabl(?:e|es|ed|ing)\b|allow(?:s|ed) (?!for\b)|made (?:it )?(?:possible|easier)|facilitated\b",
    r"improv(?:es|ed|ement|ements)\b|improving (?:outcomes|trust|access)|strengthen(?:s|ed)?\b|deepen(?:s"
    r"|ed)\b",
    rf"(?:increas|build|develop|gain|grew|grow|rais)\w*\b (?:in )?(?:\w+ )?{_CHANGES}\b",
    r"(?:grew|grows|grown) (?:through|out of|from|in confidence)|gained\b|thriv(?:e|es|ed|ing)\b|flourish\w*",
    r"benefit(?:s|ed|ted)? (?:of|from|for|to|was|were|include)|benefited\b|beneficial\b|reap\w* ",
    r"success(?:ful|fully|es)\b|success (?:came|was|of|in)|succeeded\b|(?:is|was|were|been|more|most"
    r"|very) effective\b",
    r"positive(?:ly)?\b|appreciated?\b|welcomed\b|prais\w+|commend\w*|award(?:s|ed)?\b|proud\b|satisf(?:ied"
    r"|action)\b",
    r"(?:highly |particularly |much |greatly )?valued\b|valuable\b|useful\b|worthwhile\b|invaluable\b"
    r"|well received\b",
    r"better (?:\w+ )?(?:outcomes?|engagement|relationships?|understanding|use|access|results?|care"
    r"|signposting)",
    r"better as a result|get(?:s|ting)? better|got better|works? (?:very |really )?well|worked (?:very "
    r"|really |out )?well",
    r"(?:really |very |so )?(?:good|great|nice|strong|excellent) (?:relationships?|progress|example|to \w+"
    r"|results?|links)",
    r"(?:marked|good|significant|great|considerable|real|substantial) (?:progress|change|difference"
    r"|improvement|impact)",
    r"made (?:a|the) (?:\w+ )?difference|paid off|tipping point|momentum\b|ripple effects?\b|milestone\b",
    r"(?:was|were|is|are|been|seen as|proved) (?:\w+ )?(?:important|crucial|critical|vital|key|essential"
    r"|central|inspir\w+)\b",
    r"matter(?:s|ed)\b(?! of)|overriding importance|key (?:enabler|factor|strength|success)s?\b",
    r"persuad(?:es|ed)\b|convinc(?:es|ed)\b|inspired\b|empower(?:s|ed|ing)\b|motivat(?:es|ed|ing)\b"
    r"|encourag(?:es|ed)\b",
    r"reduc(?:e|es|ed|tion|tions) (?:in |of |the )?|(?:exclusions|admissions|delays?|escalation) avoided",
    r"overc[oa]me\b|(?:was|were|been) (?:dealt with|resolved|addressed|overcome)|achiev(?:es|ed|ement"
    r"|ements)\b",
    r"(?:held (?:during|through|together|up)|kept (?:going|operating|to)|stayed in (?:operation|place)"
    r"|persisted|lasted)\b",
    r"turned (?:it|them|this) into|gives? (?:\w+ )?confidence|gave (?:\w+ ){0,3}(?:confidence|ownership"
    r"|grip|a feeling)",
    r"shared (?:vision|values|understanding|purpose|ownership)|common (?:language|purpose|values|agenda)",
    r"came to (?:understand|respect|trust|appreciate|see|be shared)|understood each other|mutual (?:respect"
    r"|trust)",
    r"(?:is|was|were|been) (?:widely |fully |quickly )?(?:adopted|taken up|embedded|embraced|sustained"
    r"|delivered)\b",
    r"(?:was|were|is|are|been|become|became) (?:\w+ )?(?:robust|resilient|engaged|committed|sustainable"
    r"|trusted)\b",
)
HINDERS = _words(
    r"barriers?\b|obstacles?\b|hindranc\w+|hinder\w*|hamper\w*|imped(?:e|es|ed|iment|iments)\b|obstruct\w*",
    r"challeng(?:es|ed)\b|(?:a|the|is|was|were|are|be|been|very|more|particularly|proved) challeng(?:e|ing)\b",
    r"(?:is|was|were|are|be|been|found|it|very|more|proved|made \w+|make \w+) (?:\w+ )?(?:difficult|hard"
    r"|harder)\b",
    r"difficult(?:y|ies)\b|difficult to\b|hard(?:er)? to\b|why it['’]s hard|made (?:\w+ ){1,2}hard(?:er)?\b",
    r"problem(?:s|atic)?\b(?! (?:together|solv))|lack(?:s|ed|ing)?\b|shortages?\b|(?:is|was|were"
    r"|are) (?:too )?scarce\b",
    r"fail(?:s|ed|ing|ure|ures)?\b|(?:was|were|is|are|been|very|more|too) limited\b|limitations?\b"
    r"|limited (?:time|capacity"
    r"|resources?|support|access|evidence|impact|progress|engagement|number|success|use)",
    r"delay(?:s|ed|ing)?\b|struggl\w+|tensions?\b|strain(?:s|ed)?\b|friction\b|conflict(?:s"
    r"|ing)?\b(?! at home)",
    r"concern(?:s|ed) (?:about|over|that|was|were)|worr(?:y|ies|ied)\b|trouble(?:d)?\b|uneasy\b|nervous\b"
    r"|wary\b",
    r"trepidation\b|fear(?:s|ed|ful)\b|anxi(?:ety|eties|ous)\b|reluctan\w+|resistance\b|resisted\b"
    r"|scepti\w+|suspicio\w+",
    r"undermin\w+|weak(?:en|ens|ened|ness|nesses|er)?\b|insufficient\w*|inadequate\w*|inconsisten\w+"
    r"|insecur\w+",
    r"uncertain(?:ty|ties)?\b|unclear\b|confus\w+|unable\b|unsettled\b|uneven(?:ly)?\b|unequal\b"
    r"|unrealistic\w*",
    r"constrain(?:s|ed|t|ts)\b|short[- ]term (?:\w+ )?(?:funding|contracts?|posts?|nature)"
    r"|posts were (?:\w+ )?short-term",
    r"fixed[- ]term\b|(?:were|was|is|are) (?:\w+ )?(?:short|costly|expensive|exposed|isolated|ending)\b",
    r"turnover\b|vacanc\w+|burnout\b|austerity\b|(?:budget|funding|spending) cuts\b|cuts (?:in|to)\b"
    r"|pressures?\b",
    r"harm(?:s|ed|ful)\b|slow(?:ed)? (?:down|progress|uptake|to\b)|(?:the|of|by) loss of\b|(?:has|have|was"
    r"|were|had|been|and|they|often) lost\b|losing\b|withdr[ae]w\w*",
    r"compet(?:e|es|ed|ing)\b|burden(?:s|ed|some)?\b|bureaucra\w+|silos?\b|red tape\b|gaps? in\b|poor(?:ly"
    r"|er)?\b",
    r"wors(?:e|en|ened)\b|too (?:few|little|much|many|late|early|short|small|long|busy|difficult|slow)\b"
    r"|missing\b",
    r"frustrat\w+|disappoint\w+|distrust\w*|mistrust\w*|isolated\b|at the mercy of|drawback\w*|disadvantage\w*",
    r"(?:could|can|did|do|does|would|was|were|is|are|had|has|have)(?: not|n['’]t) (?:always|yet|fully|hold"
    r"|replace|reach"
    r"|deliver\w*|work\b|improve|help\b|reduce|translate|happen|materiali[sz]e|result|lead to|engage|use\b"
    r"|take|support|aligned?"
    r"|share)",
    r"(?:by no means|not) (?:every|all)\b|(?:time|labour|resource)-(?:intensive|consuming)\b"
    r"|f(?:e|a)ll(?:s|ing)? short\b|elusive\b|absence of\b|rethink\w*|reassess\w*"
    r"|(?:has|have|had) not (?:covered|met|reached|achieved|kept)\b|"
    r"not (?:always|fully|yet)\b|no (?:coherent|common|shared|formal|clear|longer"
    r"|evidence|single"
    r"|significant|dedicated|consistent|lasting)\b|rarely\b|seldom\b|hardly any\b|scarcely\b"
    r"|little (?:evidence|impact"
    r"|progress|time|appetite|engagement|support|use|change|sign|or no)",
    r"without (?:it|this|them|such)\b|not (?:enough|clear|possible|prompt|measured|quoted|attribut\w+|shown)\b",
    r"(?:only|merely) (?:tell|part|partly|partially|a few|some|one)\b|neglect\w*|overlook\w*|ignor(?:ed"
    r"|ing)\b|divert\w*",
    r"(?:feel|felt|feels) (?:\w+ )?(?:temporary|like a burden|isolated|unsupported|judged|excluded)"
    r"|thought? of being judged",
    r"(?:think of|with) being judged|aims that (?:pull|do not|did not)|(?:can|could)(?:not"
    r"|n['’]t) be (?:\w+ )?(?:sustained|met)",
)
OVERCOMES = re.compile(
    r"\b(?:overc[oa]me\w*|address(?:ed|es|ing)?|resolv\w+|solv\w+|tackl\w+|remov\w+|reduc\w+|lower\w*"
    r"|mitigat\w+"
    r"|break(?:s|ing)? down|avoid\w*|prevent\w*|despite|in spite of"
    r"|(?:conversations?|honest|open|talk(?:ed|ing)?) about|voic(?:e|ed|ing)"
    r"|free (?:of|from)|fewer|less|end(?:ed|ing)?)"
    r"\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
"""Before a hindering word: the hindrance is told as overcome."""
_NOT = r"\bneither\W+(?:\w+\W+){0,6}|(?:\b(?:not|no|never|nor|cannot|without"
DENIED = re.compile(rf"(?:{_NOT})|n['’]t)\W+(?:\w+\W+){{0,2}})$", re.IGNORECASE)
"""Before a hindering word: the hindrance is denied."""
_INSTEAD = r"rather than(?: as)?(?: an?)?(?: \w+ of)?"
NEGATED = re.compile(
    rf"(?:{_NOT}|lack of|fail(?:ed|s)? to|unable to|rarely|hardly|little|{_INSTEAD})|n['’]t)\W+(?:\w+\W+){{0,2}})$",
    re.IGNORECASE,
)
"""Before a helping word: the help is denied, or hardly there."""
CONTRAST = re.compile(
    r"\b(?:but|however|yet|nevertheless|nonetheless|although|though|whereas|on the other hand|conversely)\b",
    re.IGNORECASE,
)
"""Words that set off what comes before them: "It went slowly at first, but staff stayed"."""
_REST = r"\b[^.;:!?]{8,160}"
NEEDS = re.compile(
    r"(?:^|(?<=[.;:] ))(?P<condition>(?:in order )?for (?:\w+ ){1,5}to [^.;:!?]{3,80}?"
    r"\b(?:must|needs?|have to|has to)\b"
    r"[^.;:!?]{8,160})",
    re.IGNORECASE,
)
"""A sentence that is a condition as a whole: for this to happen, that must be. No word for or against outweighs it."""
CONDITION = re.compile(
    r"(?P<condition>"
    r"(?:^|(?<=[.;:] )|(?<=works well )|(?<=worked well )|(?<=works best )|(?<=worked best )|(?<=possible )"
    r"|(?<=likely ))(?:where|if|unless|once|until|only (?:if|when|where))" + _REST + r"|\b(?:"
    r"provided that|as long as|so long as|only (?:when|if|where|by|with|through)|unless|until"
    r"|(?:will |may |might |would )?depend(?:s|ed)? (?:up)?on|depending on|reli(?:es|ed) (?:up)?on|rests? on"
    r"|conditional on|subject to|requires?|called? for|calls? for"
    r"|(?:will |also |would |still )?needs? (?:the |a |an |more |time|support|leaders|people|resources)"
    r"|(?:has|have|had) to be|(?:it|this|that) takes|(?:is|are|was|were) influenced by|must (?:be|feel|have|go|not)"
    r")" + _REST + r")",
    re.IGNORECASE,
)
"""A condition that governs its sentence, from its first word on. "Where" in mid-sentence mostly tells a place only."""
UNASSERTED = re.compile(
    r"^\W*(?:\d+\W+)?(?:whether|how (?:many|much|far|long|families|authorities|often)|which (?:parts?|of)"
    r"|what (?:would"
    r"|the|happen\w*|schools)|if you\b|this (?:guide|report|digest|case study|chapter|section|synthesis)\b"
    r"|(?:it is )?an? (?:digest|guide)\b|it covers\b|the report (?:lists|covers|looks|counts|holds)"
    r"|two questions\b"
    r"|one asks\b|missing:|the assumption\b|the hope\b)",
    re.IGNORECASE,
)
"""So begins a sentence that asks, supposes or tells what a text is about; it asserts nothing of the subject."""
SUPPOSED = re.compile(
    r"\b(?:hope[sd]?|assum\w+|expect\w+|suppos\w+|intend\w+|aim(?:s|ed)? to|planned)\b",
    re.IGNORECASE,
)
"""What a sentence with one of these says counts half: it is not said to be so."""
MODAL = re.compile(r"\b(?:may|might|could|would)\b", re.IGNORECASE)
"""What comes after one of these counts half: "this helped them see what might be needed" says that it helped."""
