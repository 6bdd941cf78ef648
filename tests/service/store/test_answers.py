import json

import pytest
from pydantic import TypeAdapter

from ingest.errors import StorageError
from service.store.answers import load_answer
from service.types import Answer
from tests.service.store.suite import ANSWER


def body_without(*names: str) -> str:
    fields = json.loads(TypeAdapter(Answer).dump_json(ANSWER))
    return json.dumps({name: value for name, value in fields.items() if name not in names})


def test_a_field_that_an_older_version_did_not_have_gets_its_default() -> None:
    assert load_answer(body_without("notes")) == ANSWER


def test_an_answer_that_cannot_be_read_names_the_field() -> None:
    with pytest.raises(StorageError, match="its statements is not"):
        load_answer(body_without("statements"))
