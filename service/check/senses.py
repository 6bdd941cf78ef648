"""Which words mean the same, which mean the opposite, and who is who: the tables that sentences are compared by.

The words are those of reports on public programmes; each line is one sense. They are compared as stems, so one
form of a word stands for all regular ones. A word stands in a table only where reports use it in that sense alone.
"""

import re
from functools import cache

from ingest.language.stems import stems

_SAME = """
say said tell told state note explain describe remark comment mention add talk speak spoke recall report
feel felt believe think thought view opinion see seen saw perceive consider
find found conclude discover
use utilise employ
help assist aid support enable
hinder hamper impede
start begin began begun launch
end finish close cease disband dissolve conclude stop
create establish form build built
get obtain gain receive
give gave given provide offer supply
keep kept retain maintain
need require call-for
order mandate impose dictate
show showed shown demonstrate reveal illustrate indicate
work job task
place area locality location
authority council borough
child children youngster kid
practitioner worker
organisation body agency institution
resident inhabitant
make made
take took taken
money funding finance fund grant
meeting gathering session
learn learnt learned
change alter shift
important crucial critical vital key essential
hard difficult tough challenging
often frequently
seldom rarely
many numerous
significant marked considerable substantial
small slight limited
sole only
distance distant remote remotely
operate run ran running
go went gone
continue
possible potential
early initial
view perspective
chance opportunity
respect regard
prioritise priority
wide broad extensive
decide decision
pilot trial experiment
transitory temporary
move transfer
rate share
participate take-part participation
stay remain
withdraw quit left leave
previously earlier before beforehand
several multiple
assume assumption suppose hypothesis hypothesise
recommend recommendation advise
likely probable probably
"""

_OPPOSITE = """
more greater higher improve rise rose risen rising increase grow grew grown growth gain gained expand up upward
  | fewer less lower worsen fall fell fallen falling decrease drop dropped decline shrink shrank shrunk reduce
  reduction cut
  loss lost lose down downward
improve better best enhance strengthen upheld | worsen worse worst deteriorate weaken undermine harm damage
support help enable enabler assist facilitate | hinder hamper impede prevent barrier obstruct block
easy easily simple simply straightforward smooth smoothly | hard difficult difficulty tough complicated complex
  challenging demanding
fast faster quick quickly rapid rapidly speed swift | slow slower slowly gradually gradual
build built develop developed gain gained | lose lost
begin began begun start launch created create formed introduced founded | end ended disband disbanded close
  closed dissolve dissolved stop stopped ceased abolish abolished
before beforehand previously earlier prior already | after afterwards later subsequently following
first firstly initially beginning outset originally | last lastly finally eventually
sooner earlier early | later late
always invariably often frequently frequent usually commonly routinely | seldom rarely rare occasionally
always continually constantly | sometimes yearly monthly
inside within internal | outside external
together alongside beside jointly | apart separate separately alone
include included including | exclude excluded excluding omit
strong stronger robust | weak weaker fragile
confident confidence | doubtful unsure insecure hesitant
praise welcome welcomed applaud | criticise question doubt object
support favour agree approve endorse | oppose disagree reject refuse
succeed success successful | fail failure unsuccessful failed
hope hoped hopeful | fear feared worry worried
remember | forget
significant considerable substantial marked | slight negligible
positive | negative
majority most | minority
large big major | small minor little
long longer | short shorter brief
open opened | shut closed
accept accepted | refuse refused rejected declined
same similar alike identical | different differ differed unlike
possible feasible | impossible
formal | informal
permanent | temporary
trust | distrust mistrust
clear clarity | unclear ambiguous confusing
satisfied satisfaction | dissatisfied dissatisfaction
win | defeat
stay stayed remain remained | left leave withdrew withdraw
join joined | left withdrew
extensive wide considerable much | little limited narrow slight scant
directive | facilitative
uneven unequal | even equal
safe safety | unsafe danger dangerous
centralise central | devolve local
spring | summer
day | week
public | private
relevant | irrelevant
adequate sufficient enough | inadequate insufficient lacking
continued continue | stopped ceased discontinued
whole entire complete | part partial
overspent | underspent
urban | rural
men man male boys | women woman female girls
adult adults | children child
arrive arrived | depart departed
optimistic | pessimistic
compulsory mandatory obligatory | voluntary optional
missing absent | present existing available
progress | lag
ambitious | modest
deep deeper thorough | shallow superficial
broad broader | narrow narrower
cheap cheaper inexpensive affordable | expensive costly dearer
new newly | old
modern | outdated obsolete
flexible flexibly | rigid rigidly
active actively proactive | passive reactive
ready prepared | unprepared
willing keen eager | reluctant unwilling hesitant
supportive | sceptical hostile
skilled experienced expert | unskilled inexperienced novice
visible | invisible hidden
reliable | unreliable
stable steady | unstable volatile
sustainable | unsustainable
effective | ineffective
efficient | inefficient
aware | unaware
able capable | unable incapable
likely probable | unlikely improbable
necessary needed | unnecessary needless
realistic | unrealistic
common widespread | uncommon isolated
equal fair | unequal unfair
complete finished | incomplete unfinished
direct directly | indirect indirectly
known familiar | unknown unfamiliar
usual normal | unusual exceptional
encourage motivate | discourage demotivate deter
allow permit | forbid ban prohibit prevent
agree agreement | disagree disagreement dispute
advantage benefit strength | disadvantage drawback weakness downside
ahead | behind
near nearby close | far
simplify | complicate
accelerate hasten | delay
shorten | lengthen prolong
strengthen reinforce | undermine erode
solve resolve | aggravate exacerbate
maximum most | minimum least
senior | junior
individual individually | collective collectively jointly
planned intended | unplanned unintended accidental
deliberate deliberately | accidental accidentally
"""
"""Two poles of one dimension on each line."""

_SETS = """
spring | summer | autumn | winter
hour hourly | day daily | week weekly | fortnight fortnightly | month monthly | quarter quarterly | year yearly
  annual annually | decade
monday | tuesday | wednesday | thursday | friday | saturday | sunday
"""
"""Words of which at most one is right."""

_ACTORS = """
practitioner worker frontline
lead leader
manager management
director dcs
officer
police policing force constable gmp
social-worker
health nhs clinician
nurse midwife
doctor gp
psychologist therapist
teacher head-teacher
school
pupil student
resident citizen inhabitant
family household
parent mother father mum dad
carer foster
child youngster teenager young-person adolescent
researcher evaluator
author report
consultant adviser
partner
volunteer
councillor
mayor
board
committee
government minister
department ministry
ofsted inspector
authority council borough
charity
funder donor
participant respondent interviewee
visitor
facilitator
trainer
coach
analyst
coordinator
chief executive
commissioner
employer
tenant
patient
farmer
supervisor
handbook manual
"""
"""Who may do or say something in a report; each line is one kind of actor."""


def _lines(table: str) -> list[str]:
    """The lines of a table; one that is indented goes on with the one before."""
    return re.sub(r"\n +", " ", table).strip().splitlines()


@cache
def _canonical() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _lines(_SAME):
        first, *_ = found = [_stem(word) for word in line.split()]
        for each in found:
            table.setdefault(each, table.get(first, first))
    return table


@cache
def _poles() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for kind, listed in (("opposite", _OPPOSITE), ("set", _SETS)):
        for number, line in enumerate(_lines(listed)):
            for pole, words in enumerate(line.split("|")):
                for word in words.split():
                    table.setdefault(_stem(word), []).append((f"{kind}{number}", str(pole)))
    return {word: tuple(found) for word, found in table.items()}


@cache
def _kinds() -> dict[str, str]:
    lines = [line.split() for line in _lines(_ACTORS)]
    return {_stem(word): line[0] for line in lines for word in line}


def _stem(word: str) -> str:
    return "".join(stems(word))


def find_sense(stem: str) -> str:
    """The stem that stands for all words of its sense."""
    return _canonical().get(stem, stem)


def find_poles(stem: str) -> tuple[tuple[str, str], ...]:
    """The dimensions that a word says something of, each with the pole that it names."""
    return _poles().get(stem, ())


def find_actor(stem: str) -> str | None:
    """The kind of actor that a word names, None for other words."""
    return _kinds().get(stem)
