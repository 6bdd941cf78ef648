"""What is not taken up at all, told from the question's words: orders, advice on one's own case, private data.

A question about what others did ("did teams bypass the rules?") has the same words as an order to do it. So each rule
asks for what only an order or a private matter has: a verb that opens a clause, the asker's own case, one person.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from service.types import Status


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, in the reader's words."""

    status: Status
    reason: str


_OPENS = (
    r"(?:^|[.!?;:,(\[\"“>\n-]|\b(?:and|then|now|please|but|so|also|just|instead|kindly)\b"
    r"|\b(?:can|could|will|would|must|should|may) you\b|\byou (?:must|should|can|may|will|shall|to"
    r"|have to|need to)\b"
    r"|\b(?:i (?:want|need|order|command)|it['’]s time) (?:you )?to\b)\W{0,4}(?:please |just |now "
    r"|also |simply ){0,2}"
)
"""Where an order begins. After a subject ("teams ignore", "leaders act as") the same verb only tells what was done."""
_PERSON = (
    r"(?:worker|practitioner|mother|mum|father|dad|parent|child|girl|boy|teenager|young person"
    r"|resident|manager"
    r"|officer|leader|lead|director|author|councillor|service user|participant|interviewee|volunteer"
    r"|carer|teacher"
    r"|nurse|person|woman|man|family|patient|victim|whistle-?blower|social worker|baby|couple)"
)
_ONE = rf"(?:the|that|this|each|every|any) (?:[\w-]+ ){{0,2}}?{_PERSON}"
_ENDS = r"(?=\W*$|[?.,;!]| (?:in|who|that|from|quoted|mentioned|described|behind|with|and|so|we|you|i|whose|at|on)\b)"
"""What follows a person; "the family hub" and "the lead organisation" go on with a noun."""
_ASKS = (
    rf"(?:\bwhat(?:['’]?s| is| are| was| were)\b|{_OPENS}(?:give|tell|find|list|send|show|look up|get"
    r"|provide)\b)"
)
_CONTACT = (
    r"(?:(?:e-?mail|home|postal|private)(?: address(?:es)?)?|address(?:es)?|(?:tele)?(?:phone"
    r"|mobile)(?: number)?s?|phone|date of birth|birthday|age|salary)"
)

_ORDERS = (
    # The assistant's own rules: "ignore (all) previous instructions", "bypass your restrictions", "forget the above".
    rf"{_OPENS}(?:ignore|disregard|forget|override|bypass|drop|skip)\b.{{0,40}}?\b(?:"
    r"(?:all|any|your|previous|prior|earlier|those|these|the|of)\s+(?:[\w-]+ )?(?:instructions?"
    r"|prompts?|guardrails?)"
    r"|(?:your|previous|prior|all(?: the| your)?|these|any) (?:[\w-]+ )?(?:rules?|guidelines?"
    r"|restrictions?|limits|orders)"
    r"|(?:the )?(?:rules?|restrictions?|everything|all|text|instructions?) (?:above|before this|so far"
    r"|you (?:were|have|know))"
    r"|the above|everything|what you were told|all (?:the )?previous)\b",
    # The same in German, French and Spanish, the languages in which it was tried.
    r"\b(?:vergiss|ignoriere|ignorez?|oubliez?|ignora|olvida)\b.{0,40}\b(?:anweisungen|instructions?"
    r"|consignes|instrucciones)\b",
    # The sources: "forget the documents." A report named by more words ("ignore the report of 2019") is a filter.
    rf"{_OPENS}(?:forget|ignore|disregard) (?:the|all|your|these|any)(?: the)? (?:documents?|reports"
    r"|passages?|sources)(?=\W*$|[.,;!]| and\b)",
    # Its prompt. A case management system may prompt staff, and staff had initial instructions.
    r"\b(?:your|full|whole|entire|vollständigen|deinen?) (?:[\w-]+ )?(?:system|hidden|initial"
    r"|developer|original)[ -]?(?:prompts?|instructions?|messages?)\b",
    rf"{_OPENS}(?:print|show|reveal|repeat|output|give|tell|list|dump|display|translate|summari[sz]e"
    r"|quote|leak)\b.{0,30}"
    r"\b(?:(?:system|hidden|developer) (?:prompt|instructions|message)|your (?:prompt|instructions"
    r"|rules|guidelines))\b",
    rf"{_OPENS}repeat (?:everything|all|the (?:text|words))\b.*\b(?:above|before)\b",
    r"\bwhat (?:is|are|does|do|were|was) (?:in )?your (?:system |hidden |exact )?(?:prompt|instructions)\b",
    # A mode it has not; "is there an admin mode in the case system" only mentions one.
    r"\b(?:debug|developer|admin|god|jailbreak|dan|root|sudo|maintenance) mode (?:on|enabled|activated"
    r"|now)\b",
    rf"(?:{_OPENS}(?:enter|enable|activate|switch to|go into|turn on)|\byou are (?:now )?in) (?:the )?"
    r"(?:debug|developer|admin|god|jailbreak|dan|root|sudo|maintenance) mode\b",
    # Something to write that no report holds.
    rf"{_OPENS}(?:write|compose|draft|make up|invent|sing|tell|give) (?:me |us )?(?:an?|some|the) (?:[\w-]+ ){{0,3}}?"
    r"(?:poem|song|joke|rap|limerick|haiku|shanty|insult|(?:insulting|offensive|rude|funny|angry) \w+|recipe)\b",
    # A part to play.
    r"(?:^|[.!?,;:(-]\s?)you(?:['’]re| are) (?:now (?!in the|part)|(?:an? )?[\w-]+ now\b)",
    rf"{_OPENS}(?:pretend (?:to be|you are|you['’]re|that you|there)|act as (?:an? |if |my |the )"
    r"|role-?play|imagine you(?:['’]re| are)|repeat after me)",
    r"\bfrom now on\b,? ?(?:you|answer|reply|respond|treat|only|always|never|speak)\b",
    # What is to come out, whatever the reports say.
    rf"{_OPENS}(?:state|say|claim|write|report|present|confirm)\b.{{0,40}}\bas (?:an? )?(?:established "
    r"|proven |known )?(?:fact|finding)\b",
    rf"{_OPENS}(?:say|reply|answer|respond)(?: only| exactly| just)? (?:with (?:only )?[\"“']"
    r"|with (?:the )?(?:words?|yes|no|nothing)\b|[\"“'])",
    rf"{_OPENS}(?:begin|start|end|finish|close) (?:each|every|your|all) (?:answers?|replies|reply"
    r"|sentences?) with\b",
    rf"{_OPENS}(?:make up|fabricate|invent) (?:me |us )?(?:an?|some|the|one|two|three"
    r"|any) (?:[\w-]+ ){0,2}"
    r"(?:quot\w+|answers?|figures?|numbers?|statistics?|sources?|citations?|references?|evidence"
    r"|findings?|story)\b",
    rf"{_OPENS}treat \S+ as (?:an? )?(?:valid|true|trusted|real)\b",
    rf"{_OPENS}write (?:me |us )?an? (?:[\w-]+ )?(?:poem|song|shanty|story|joke|rap|limerick|script"
    r"|program|code)\b",
    # Marks by which chats part their speakers.
    r"^\W*(?:system|assistant|developer)\s*:|<\|?(?:im_start|system|endoftext)\|?>|\[/?INST\]"
    r"|(?:^|[.!?\n#-]\s?)(?:new|updated|important|real) instructions?\s*:",
    # The machine below it.
    rf"(?:{_OPENS}|\b)(?:print|show|list|reveal|dump|give|tell|display|output|what (?:is|are)"
    r"|read)\b.{0,30}"
    r"\b(?:environment variables?|environment|(?:api|access|secret|private) (?:keys?|tokens?)"
    r"|your (?:[\w-]+ )?(?:passwords?|secrets?|keys?|credentials|configuration|source code|database)"
    r"|the (?:admin |database )?passwords?|/etc/\w+)(?=\W*$|[?.,;!]| (?:and|of|you|that|in|as)\b)",
)
_LEGAL = (
    # Advice asked for oneself; "did families get legal advice" asks what was done.
    r"\b(?:i|we) (?:need|want|would like|require|am after|are after)\b.{0,20}\blegal advice\b"
    r"|\b(?:give|offer|get) (?:me|us) (?:[\w-]+ ){0,2}legal advice\b|\byour legal (?:advice|opinion"
    r"|view)\b",
    r"\b(?:can|could|should|may|do|would|must) (?:i|we|my [\w-]+|our [\w-]+)\b.{0,40}\b"
    r"(?:sue|plead|press charges|litigate|take (?:[\w'’-]+ ){1,4}to (?:court|a tribunal)"
    r"|appeal against|appeal the"
    r"|prosecute|sign (?:the|this|a) (?:settlement|contract|agreement))\b",
    r"\bam i (?:legally )?(?:liable|entitled|allowed by law|in breach|breaking the law)\b"
    r"|\bare we (?:legally (?:liable|entitled|allowed|obliged|responsible)|liable|in breach"
    r"|breaking the law)\b",
    r"\b(?:is it|would it be) (?:legal|lawful|illegal|unlawful|against the law) (?:for|if|that"
    r"|when) (?:me|us|my|our|i|we)\b",
    r"\b(?:my|our) (?:[\w-]+ ){1,4}(?:breach of contract|unfair dismissal|legal case|court case"
    r"|tribunal|lawsuit)\b"
    r"|\b(?:i|we|me|my|our)\b.{0,40}\b(?:breach of contract|unfairly dismissed|constructive dismissal)\b"
    r"|\bis (?:this|that) a breach of contract\b",
    r"\bmy (?:own )?(?:legal|statutory|employment|tenancy|parental|custody) (?:position|rights"
    r"|standing|liability|obligations|case)\b"
    r"|\bdo i have (?:a |any )?(?:legal|good|strong) (?:rights?|case|claim)\b",
    # What others may do to the asker: evict, dismiss, take the children.
    r"\b(?:can|may|could|are|is|will|do|does) (?:my|the|they|he|she|it)\b.{0,40}\b(?:evict|sack"
    r"|dismiss|fire|arrest|deport|sue|prosecute) (?:me|us)\b"
    r"|\btake (?:away )?my (?:child|children|kids|son|daughter|baby)\b|\bcustody of my\b"
    r"|\bmy (?:landlord|solicitor|divorce|court date)\b",
    # Medicine for oneself or one's own.
    r"\b(?:diagnos\w+|medicat\w+|prescri\w+|dos(?:e|age)|tablets?)\b.{0,40}\b(?:me|my|i)\b"
    r"|\b(?:do|have) i (?:got |have )?(?:depression|adhd|autism|cancer|ptsd)\b",
)
_PRIVATE = (
    # Whoever stands behind initials or an anonymous voice. "Who uses the initials PSR?" asks for an organisation.
    # Nor is anybody behind a glossary of words and initials.
    r"\bwho(?:se)?(?:['’]s)?\b(?! uses?\b| decided\b)(?!.{0,40}\bwords and initials\b).{0,40}\binitials\b"
    r"|\bwho(?:['’]s| is| was| are| were)\b.{0,30}\b(?:behind (?:the|that|this) (?:initials?|names?"
    r"|quot\w+|pseudonyms?|words|voice)"
    r"|(?:the|that|this) (?:anonymous|anonymi[sz]ed|unnamed)|really said)\b|\bwho really said\b",
    rf"{_OPENS}(?:identify|unmask|name|reveal|expose|de-?anonymi[sz]e)\b.{{0,40}}"
    r"\b(?:anonymous|anonymi[sz]ed|unnamed|pseudonym\w*|whistle-?blower|initials|real (?:person|people"
    r"|family))\b",
    rf"\b(?:identity|(?:real|true|full|last|actual) names?|surname) of {_ONE}{_ENDS}",
    rf"\b{_PERSON}s?['’]s?,? (?:real |true |full |actual |last )(?:identity|names?)\b"
    rf"|\b{_PERSON}['’]s surname\b",
    r"\bnames? of (?:the|that|this) (?:[\w-]+ )?(?:child|girl|boy|baby|mother|mum|father|dad|parent"
    r"|patient|victim|service user|young person|teenager)"
    rf"{_ENDS}|\b(?:child|girl|boy|baby|mother|mum|father|dad|victim|teenager)['’]s (?:name|school)\b",
    # How to reach one person, or where and when that one was born or lives.
    rf"{_ASKS}.{{0,40}}\b(?:his|her|their|{_PERSON}s?['’]s?"
    rf"|[A-Z]\w+ [A-Z]\w+['’]s) (?:[\w-]+ )?{_CONTACT}\b",
    rf"{_ASKS}.{{0,40}}\b{_CONTACT} (?:of|for) (?:{_ONE}|all|(?-i:[A-Z]\w+ [A-Z]\w+)\W*$)",
    rf"\bwhere (?:does|do|did) {_ONE}\b.{{0,40}}\blives?\b|\bwhich (?:street|house|school) (?:does|do"
    rf"|did) {_ONE}\b",
)
_INITIALS = re.compile(r"(?i:\bwho (?:is|was|are)) [\"'“(]?(?P<initials>[A-Z]{2})[\"'”)]?\s*\?*$")
"""Two capitals asked for with "who": a speaker's initials, unless the reports spell them out as an acronym."""
_DECLINED = {
    reason: [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    for reason, patterns in (("orders", _ORDERS), ("advice", _LEGAL), ("identity", _PRIVATE))
}
_REASONS = {
    "orders": "The question contains orders to the assistant. It answers questions about the reports and takes no "
    "orders from a question; ask for what you want to know in plain words.",
    "advice": "This asks for legal or medical advice, which a library of learning reports can't give. Ask what the "
    "reports say about it, or ask a professional.",
    "identity": "Reports use initials and roles to protect people, so the assistant does not say or guess who "
    "somebody is, or how to reach them. It can show what was said, and in which role.",
    "loose": "This goes on from an earlier question, and there is none here. Ask it as a whole, for example: What was "
    "done in Salford?",
    "empty": "The question has no subject to look for. Name a place, a programme, a term or a theme, for example: "
    "What is No Wrong Door?",
}
_TALK = tuple(
    (re.compile(rf"^\W*+(?:{pattern})\W*$", re.IGNORECASE), reason)
    for pattern, reason in (
        (
            r"(?!.*(?:\?|\b(?:what|how|who|which|when|where|why|tell|did|does)\b))"
            r"(?:many |ok |great |no |yes )?(?:thanks?|thank you|cheers|ta|merci|great|perfect|brilliant|lol|haha|wow"
            r"|bye|goodbye|see you)\b[^?]{0,40}|yes(?: please)?|no|nope|yep|ok(?:ay)?|sure",
            "There is no question in this. Ask what you would like to know next.",
        ),
        (
            r"(?:no |but )?(?:that|this|it)(?:['’]s| is| was)(?: just| simply)? (?:wrong|not right|not true"
            r"|incorrect|rubbish)"
            r"|(?:wrong|incorrect|are you (?:really )?sure)",
            "The passages under the answer are the reports' own words; look there whether they say it, and tell us "
            "with the buttons below the answer if they do not.",
        ),
        (
            r"(?:on |and )?(?:which|what) page(?: is (?:that|it|this)| was (?:that|it))?(?: on)?",
            "The page stands beside each passage of the answer above.",
        ),
        (
            r"(?:(?:a bit |much )?shorter|in short|(?:make it )?(?:shorter|simpler|longer)|again|repeat)(?: please)?"
            r"|what(?:['’]s| is| was) the (?:first|second|third|fourth|last) (?:point|sentence|item|passage)",
            "An earlier answer can't be changed or taken apart here. Ask about the part of it that matters to you.",
        ),
    )
)
"""Talk about the conversation itself; read as a question it would only bring the old answer again."""
_LOOSE_END = re.compile(
    r"^\W*(?:and|but|so|or) (?:in|for|at|from|with|what about|how about)\s+\S+(?:\s+\S+){0,3}\W*$",
    re.IGNORECASE,
)
"""A follow-up that nothing goes before ("And in Salford?"); one with an earlier question is whole by now."""
_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
"""Words and numbers of two signs and more: one letter alone ("a") has no subject."""
_EMPTY_WORDS = frozenset(
    """hi hello hey good morning afternoon evening thanks thank you please help me test testing ok okay yes
    no why what how who when where which and so but the an is are was it that this there do does did can
    could tell about more else to of in for on we they them one other something anything question info
    information""".split()
)
"""A question of nothing but these has no subject."""


def screen_talk(text: str) -> Refusal | None:
    """Say why what was typed, as it was typed, asks nothing of the reports; None for a question."""
    return next((Refusal("clarify", reason) for pattern, reason in _TALK if pattern.match(text)), None)


def screen(question: str, acronyms: Collection[str] = ()) -> Refusal | None:
    """Say why the question can't be taken up at all, or None. Looks at no report.

    `acronyms`: those of the reports; other pairs of capitals are taken for somebody's initials.
    """
    for reason, patterns in _DECLINED.items():
        if any(pattern.search(question) for pattern in patterns):
            return Refusal("declined", _REASONS[reason])
    match = _INITIALS.search(question)
    if match and match["initials"] not in acronyms:
        return Refusal("declined", _REASONS["identity"])
    if _LOOSE_END.match(question):
        return Refusal("clarify", _REASONS["loose"])
    if all(word.casefold() in _EMPTY_WORDS for word in _WORD.findall(question)):
        return Refusal("clarify", _REASONS["empty"])
    return None
