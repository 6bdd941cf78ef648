from dataclasses import fields, replace

import pytest
from pydantic import ValidationError

from ingest.types import Details
from service.types import Answer, Ask, CitedRow, Engine, Filters, Passage, Statement, Turn
from service.wire import bodies, views
from service.wire.checks import EngineModel

PASSAGE = Passage(
    "S1",
    "r",
    "A report",
    2,
    "iv",
    3,
    9,
    "Trust.",
    "A. Trust.",
    ("One",),
    "bullet",
    "quotation",
    "A lead",
    ("Salford",),
    0.5,
)


@pytest.mark.parametrize(
    ("kind", "model", "added"),
    [
        (Passage, views.PassageModel, {"url", "cells"}),
        (Statement, views.StatementModel, set()),
        (Answer, views.AnswerModel, set()),
        (Engine, EngineModel, set()),
        (Details, views.DetailsModel, set()),
    ],
)
def test_the_wire_has_every_field_of_the_domain(kind: type, model: type[views.View], added: set[str]) -> None:
    assert set(model.model_fields) == {field.name for field in fields(kind)} | added


def test_a_passage_names_the_picture_of_its_page() -> None:
    assert views.PassageModel.of(PASSAGE).url == "/v1/reports/r/pages/2.png?start=3&end=9"


def test_a_row_of_a_table_has_its_heads_and_the_places_of_its_cells() -> None:
    heads = (("", "Budget", "Budget"), ("Place", "Planned", "Spent"))
    row = CitedRow("Money", heads, ("Bury", "", "£3"), ((3, 7), None, (8, 10)), (2,))
    found = views.PassageModel.of(replace(PASSAGE, table=row))
    assert found.table is not None
    assert found.table.model_dump() == {
        "caption": "Money",
        "heads": [["", "Budget", "Budget"], ["Place", "Planned", "Spent"]],
        "row": ["Bury", "", "£3"],
        "asked": [(0, 2)],
    }
    assert [(cell.text, cell.heads, cell.column, cell.asked) for cell in found.cells] == [
        ("Bury", ["Place"], 0, False),
        ("£3", ["Budget", "Spent"], 2, True),
    ]
    assert found.url == "/v1/reports/r/pages/2.png?start=3&end=9&cells=8-10"
    assert found.cells[1].url == "/v1/reports/r/pages/2.png?start=8&end=10"


def test_a_question_arrives_as_it_was_sent() -> None:
    body = bodies.AnswerBody.model_validate(
        {
            "question": "And in Salford?",
            "history": [{"role": "user", "content": "What grew?"}],
            "filters": {"places": ["Salford"], "voices": ["finding"], "from": "2021", "to": "2022-10-31"},
            "engine": "chat",
        }
    )
    filters = Filters(places=("Salford",), voices=("finding",), from_date="2021", to_date="2022-10-31")
    assert body.ask() == Ask("And in Salford?", (Turn("user", "What grew?"),), filters, "chat")


def test_only_the_question_is_needed() -> None:
    stored = (Turn("user", "before"),)
    assert bodies.AnswerBody(question="Why?").ask(stored) == Ask("Why?", stored)


@pytest.mark.parametrize("date", ["2022", "2022-10", "2022-10-31"])
def test_dates_are_as_exact_as_wanted(date: str) -> None:
    assert bodies.FiltersBody.model_validate({"from": date, "to": date}).from_date == date


@pytest.mark.parametrize("date", ["22", "2022-13", "2022-1", "31.10.2022", "2022-10-32", "soon", "2022\n"])
def test_other_dates_are_refused(date: str) -> None:
    with pytest.raises(ValidationError):
        bodies.FiltersBody.model_validate({"from": date})
