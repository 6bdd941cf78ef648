"""Sixty ways to make a run worse on purpose, each a kind of its own, and twenty changes that make it no worse.

Each takes the outcomes of a run and gives them changed. Words are changed where they stand; nothing is asked anew.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from eval.scorers.context import is_answered
from eval.types import Outcome
from service.types import Answer, Engine, Passage, Statement

Outcomes = list[Outcome]
Change = Callable[[Outcomes], Outcomes]
AnswerChange = Callable[[Answer], Answer]


def answers(change: AnswerChange, wanted: Callable[[Outcome], bool] = lambda _: True) -> Change:
    """Change the answers of the cases that are wanted."""
    return lambda outcomes: [
        replace(each, answer=change(each.answer)) if wanted(each) else each for each in outcomes
    ]


def answered(outcome: Outcome) -> bool:
    return is_answered(outcome.answer)


def refused(outcome: Outcome) -> bool:
    return not is_answered(outcome.answer)


def is_right_refusal(outcome: Outcome) -> bool:
    return refused(outcome) and not outcome.case.answerable


def first_of(wanted: Callable[[Outcome], bool], count: int, change: Callable[[Outcome], Outcome]) -> Change:
    """Change the first so many outcomes that are wanted."""

    def changed(outcomes: Outcomes) -> Outcomes:
        chosen = [id(each) for each in outcomes if wanted(each)][:count]
        return [change(each) if id(each) in chosen else each for each in outcomes]

    return changed


def words(pattern: str, other: str) -> Change:
    """Put other words into every statement and first line."""

    def told(statement: Statement) -> Statement:
        return replace(statement, text=re.sub(pattern, other, statement.text))

    return answers(
        lambda answer: replace(
            answer,
            statements=tuple(map(told, answer.statements)),
            headline=told(answer.headline) if answer.headline else None,
        )
    )


def statements(change: Callable[[tuple[Statement, ...]], Iterable[Statement]]) -> Change:
    return answers(lambda answer: replace(answer, statements=tuple(change(answer.statements))), answered)


def passages(change: Callable[[Passage], Passage]) -> Change:
    """Change every cited, nearest and found passage."""

    def whole(outcome: Outcome) -> Outcome:
        answer = replace(
            outcome.answer,
            passages=tuple(map(change, outcome.answer.passages)),
            nearest=tuple(map(change, outcome.answer.nearest)),
        )
        return replace(outcome, answer=answer, found=tuple(map(change, outcome.found)))

    return lambda outcomes: [whole(outcome) for outcome in outcomes]


def field(**changed: object) -> Change:
    return passages(lambda passage: replace(passage, **changed))  # type: ignore[arg-type]


def silence(answer: Answer) -> Answer:
    return replace(answer, status="not_in_reports", statements=(), passages=(), headline=None)


def refuse(outcome: Outcome) -> Outcome:
    return replace(outcome, answer=silence(outcome.answer))


def answer_with(other: Outcome, outcome: Outcome) -> Outcome:
    kept = {"id": outcome.answer.id, "question": outcome.answer.question}
    return replace(outcome, answer=replace(other.answer, **kept))  # type: ignore[arg-type]


def answer_refusals(count: int) -> Change:
    """Refusals that become the answer to another question."""

    def changed(outcomes: Outcomes) -> Outcomes:
        other = next(each for each in outcomes if answered(each))
        wanted = first_of(
            lambda each: refused(each) and not each.case.answerable,
            count,
            lambda each: answer_with(other, each),
        )
        return wanted(outcomes)

    return changed


def swap(kind: str, count: int) -> Change:
    """Cases of a kind that get each other's answers."""

    def changed(outcomes: Outcomes) -> Outcomes:
        rows = [row for row, each in enumerate(outcomes) if answered(each) and kind in ("", each.case.kind)][
            :count
        ]
        found = list(outcomes)
        for row, other in zip(rows, [*rows[1:], *rows[:1]], strict=True):
            found[row] = answer_with(outcomes[other], outcomes[row])
        return found

    return changed


def shifted(given: tuple[Statement, ...]) -> Iterable[Statement]:
    keys = [each.passage_ids for each in (*given[1:], *given[:1])]
    return (replace(each, passage_ids=key) for each, key in zip(given, keys, strict=True))


def cite_all(answer: Answer) -> Answer:
    keys = tuple(passage.id for passage in answer.passages)
    return replace(answer, statements=tuple(replace(each, passage_ids=keys) for each in answer.statements))


def reverse_all(answer: Answer) -> Answer:
    return replace(
        answer, statements=tuple(reversed(answer.statements)), passages=tuple(reversed(answer.passages))
    )


def reverse_found(outcomes: Outcomes) -> Outcomes:
    return [replace(each, found=tuple(reversed(each.found))) for each in outcomes]


def cut_found(share: float) -> Change:
    return lambda outcomes: [
        replace(each, found=each.found[: int(len(each.found) * share)]) for each in outcomes
    ]


def forget_question(answer: Answer) -> Answer:
    return replace(answer, standalone_question=answer.question)


def add_libel(outcome: Outcome) -> Outcome:
    first = outcome.answer.statements[0]
    libel = replace(first, text="Stockport shut its steering group over corruption, as is well known.")
    return replace(outcome, answer=replace(outcome.answer, statements=(libel, *outcome.answer.statements)))


def move(passage: Passage, by: int) -> Passage:
    return replace(passage, start=passage.start + by, end=passage.end + by)


def misspeak(answer: Answer) -> Answer:
    """Every statement in front of which a speaker of its own is set."""
    return replace(
        answer, statements=tuple(replace(each, text=f"Everyone: “{each.text}”") for each in answer.statements)
    )


def other_group(given: tuple[Statement, ...]) -> Iterable[Statement]:
    groups = list(dict.fromkeys(each.group for each in given))
    return (replace(each, group=groups[groups.index(each.group) - 1]) for each in given)


def kinds(*names: str) -> Callable[[Outcome], bool]:
    return lambda outcome: outcome.case.kind in names and is_answered(outcome.answer)


DAMAGES: dict[str, Change] = {
    # What the genre is known for: more is claimed than was found.
    "may becomes will": words(r"\b(may|might|could)\b", "will"),
    "some becomes all": words(r"\b([Ss]ome|[Mm]any|[Mm]ost|[Ff]ew)\b", "all"),
    "hope becomes finding": words(r"\b(hoped?|expect(?:ed|s)?|believed?|thought|felt)\b", "found"),
    "one becomes everyone": words(r"\b([Oo]ne|[Aa]n?) (\w+)\b", r"every \2"),
    "some authorities become the programme": words(
        r"\b([Aa]n|[Oo]ne|[Tt]he) authorit(?:y|ies)\b", "the whole programme"
    ),
    "a boast is added": words(r"\.$", ", which was a great success."),
    "everything is denied": words(r"\b(is|are|was|were|has|have|had)\b", r"\1 not"),
    "nothing is denied": words(r"\b(not|no|never|nobody|none) ", ""),
    "up becomes down": words(r"\b(more|better|stronger|increase[ds]?|gr[eo]w)\b", "less"),
    "before becomes after": words(r"\b(before|after|until|since|during)\b", "because of"),
    "with becomes without": words(r"\bwith\b", "without"),
    "should becomes did": words(r"\b(should|must|needs? to|has to|have to)\b", "did"),
    # Facts.
    "years are changed": words(r"\b20(\d)(\d)\b", r"20\g<2>\g<1>9"),
    "numbers are changed": words(r"\b(two|three|four|five|ten|\d+)\b", "seven"),
    "places are changed": words(r"\b(Salford|Stockport|Manchester|Wigan|Bolton)\b", "Rochdale"),
    "names of services are changed": words(r"\bNo Wrong Door\b|\bNWD\b", "Right First Time"),
    "a speaker is made up": answers(misspeak, answered),
    # What is left out, or too much.
    "all but the first statement is lost": statements(lambda given: given[:1]),
    "the last statement is lost": statements(lambda given: given[:-1] or given),
    "the first statement is lost": statements(lambda given: given[1:] or given),
    "definitions keep their last statement": answers(
        lambda answer: replace(answer, statements=answer.statements[-1:]), kinds("definition")
    ),
    "answers for leaders are halved": answers(
        lambda answer: replace(answer, statements=answer.statements[: len(answer.statements) // 2 or 1]),
        lambda outcome: answered(outcome) and outcome.case.persona == "leader",
    ),
    "first lines are lost": answers(lambda answer: replace(answer, headline=None)),
    "everything is said twice": statements(lambda given: (*given, *given)),
    "one statement is said again": statements(lambda given: (*given, given[0])),
    "sentences are cut in the middle": statements(
        lambda given: (replace(each, text=each.text[: len(each.text) // 2]) for each in given)
    ),
    "words are swapped": words(r"\b(\w+) (\w+)\b", r"\2 \1"),
    # Citations.
    "citations are shifted": statements(shifted),
    "every statement cites everything": answers(cite_all, answered),
    "a statement cites nothing": statements(lambda given: (replace(given[0], passage_ids=()), *given[1:])),
    "a key is made up": statements(lambda given: (replace(given[0], passage_ids=("S99",)), *given[1:])),
    "passages lose their place": passages(lambda passage: move(passage, 1)),
    "passages move by a sentence": passages(lambda passage: move(passage, 80)),
    "pages are off by one": passages(lambda passage: replace(passage, page=passage.page + 1)),
    "passages are cut": passages(lambda passage: replace(passage, text=passage.text[:-5])),
    "cited passages are lost": answers(
        lambda answer: replace(answer, passages=answer.passages[:-1]), answered
    ),
    "order of statements is reversed": answers(
        lambda answer: replace(answer, statements=tuple(reversed(answer.statements)))
    ),
    "order of everything is reversed": answers(reverse_all),
    # Labels.
    "titles are wrong": field(report_title="Another report"),
    "printed pages are wrong": field(page_label="99"),
    "everything is a finding": field(voice="finding", speaker=None),
    "voices are lost": field(voice="description"),
    "speakers are others": field(speaker="Chief executive"),
    "places are others": field(places=("Rochdale",)),
    "headings are lost": field(headings=()),
    "groups are others": statements(other_group),
    "groups are made up": statements(lambda given: (replace(each, group="Findings") for each in given)),
    # Status and what stands beside.
    "one refusal becomes an answer": answer_refusals(1),
    "two refusals become answers": answer_refusals(2),
    "three questions are refused": first_of(answered, 3, refuse),
    "refusals ask back": answers(lambda answer: replace(answer, status="clarify"), refused),
    "answers are called partial": answers(lambda answer: replace(answer, status="partial"), answered),
    "notes are lost": answers(lambda answer: replace(answer, notes=())),
    "nearest passages are lost": answers(lambda answer: replace(answer, nearest=()), refused),
    "missing words are lost": answers(lambda answer: replace(answer, missing=()), refused),
    "follow-ups are not rewritten": answers(forget_question, lambda outcome: bool(outcome.case.history)),
    "another engine wrote it": answers(lambda answer: replace(answer, engine=Engine("chat", "m"))),
    # Other answers, and search.
    "two factual answers are swapped": swap("factual", 2),
    "ten answers are swapped": swap("", 10),
    "a libel is added": first_of(lambda each: answered(each) and bool(each.case.must_not_say), 1, add_libel),
    "search is reversed": reverse_found,
    "search is halved": cut_found(0.5),
    "search finds nothing": cut_found(0.0),
}


def later(outcomes: Outcomes) -> Outcomes:
    return answers(lambda answer: replace(answer, id=f"{answer.id}0"))(outcomes)


def take(times: float) -> Change:
    return answers(
        lambda answer: replace(answer, timings_ms={key: times * ms for key, ms in answer.timings_ms.items()})
    )


def swap_equal(outcomes: Outcomes) -> Outcomes:
    """Found passages of the same score change places."""
    backwards = [replace(each, found=tuple(reversed(each.found))) for each in outcomes]
    return [
        replace(each, found=tuple(sorted(each.found, key=lambda passage: -passage.score)))
        for each in backwards
    ]


def context(text: str) -> Change:
    return passages(lambda passage: replace(passage, context=text))


def rekey(answer: Answer) -> Answer:
    """Other keys for the same passages."""
    names = {passage.id: f"P{number}" for number, passage in enumerate(answer.passages)}

    def told(statement: Statement) -> Statement:
        return replace(statement, passage_ids=tuple(names[key] for key in statement.passage_ids))

    return replace(
        answer,
        passages=tuple(replace(each, id=names[each.id]) for each in answer.passages),
        statements=tuple(map(told, answer.statements)),
        headline=told(answer.headline) if answer.headline else None,
    )


HARMLESS: dict[str, Change] = {
    "nothing is changed": list,
    "answers have other ids": later,
    "answers take 20% longer": take(1.2),
    "answers take twice as long": take(2.0),
    "answers are quicker": take(0.5),
    "notes are worded in another way": answers(
        lambda answer: replace(
            answer,
            notes=tuple(
                note if "was read as" in note else f"To put it another way: {note}" for note in answer.notes
            ),
        )
    ),
    "nearest passages come in another order": answers(
        lambda answer: replace(answer, nearest=tuple(reversed(answer.nearest)))
    ),
    "nearest passages have other keys": answers(
        lambda answer: replace(
            answer, nearest=tuple(replace(each, id=f"M{each.id}") for each in answer.nearest)
        )
    ),
    "missing words come in another order": answers(
        lambda answer: replace(answer, missing=tuple(reversed(answer.missing)))
    ),
    "missing words are in capitals as typed": answers(
        lambda answer: replace(answer, missing=tuple(answer.missing))
    ),
    "passages of the same score are found in another order": swap_equal,
    "scores have another scale": passages(lambda passage: replace(passage, score=10 * passage.score)),
    "cited scores are lost": answers(
        lambda answer: replace(answer, passages=tuple(replace(each, score=0.0) for each in answer.passages))
    ),
    "more is shown around passages": context("more around it"),
    "nothing is shown around passages": context(""),
    "passages have other keys": answers(rekey),
    "found passages have other keys": lambda outcomes: [
        replace(each, found=tuple(replace(passage, id=f"F{passage.id}") for passage in each.found))
        for each in outcomes
    ],
    "statements end in a space": words(r"$", " "),
    "the question has other spaces": answers(
        lambda answer: replace(answer, standalone_question=answer.standalone_question.replace(" ", "  "))
    ),
    "the engine names its version": answers(
        lambda answer: replace(answer, engine=Engine(answer.engine.name, "extractive-2"))
    ),
    "cases come in another order": lambda outcomes: list(reversed(outcomes)),
}
