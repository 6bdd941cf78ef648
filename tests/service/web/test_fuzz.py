"""Requests made up from the schema, sent to a real server: it never fails, and always answers as the schema says."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.schemas import OpenApiSchema

from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app
from tests.serving import served

EXAMPLES = int(os.environ.get("WALKALONG_TEST_EXAMPLES", "3"))
"""Made-up requests for each operation and mode; `make soak` sends many more."""


@pytest.fixture(scope="module")
def schema(
    sample_settings: Settings, sample_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenApiSchema]:
    # Made-up requests add reports as well: not to the library of the other tests.
    folder = shutil.copytree(sample_settings.data_dir, tmp_path_factory.mktemp("fuzz") / "data")
    own = sample_settings.model_copy(update={"data_dir": folder})
    with served(create_app(own, Assistant(own, embedder=sample_assistant.embedder))) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_the_schema_says(schema: OpenApiSchema, mode: GenerationMode) -> None:
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 20
    problems = [problem for operation in operations for problem in problems_of(operation, mode)]
    assert problems == [], "\n".join(problems)


def problems_of(operation: Any, mode: GenerationMode) -> list[str]:
    """What schemathesis finds wrong with the answers to made-up requests of one operation."""
    left_out = left_out_checks(operation)

    @settings(
        max_examples=EXAMPLES, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.call_and_validate(excluded_checks=left_out)

    try:
        send()
    except Unsatisfiable:
        # Nothing can be wrong in a request without parameters.
        assert mode is GenerationMode.NEGATIVE
    except BaseExceptionGroup as found:
        return [f"{operation.label}: {each}" for each in found.exceptions]
    return []


def left_out_checks(operation: Any) -> list[Any]:
    """Checks that would ask for more than a schema can say.

    An empty question or a report that is not there may be refused; and a number in an address or a form is a text,
    so it is not wrong where the schema asks for a text.
    """
    is_json = any(body.media_type == "application/json" for body in operation.body)
    return [positive_data_acceptance] if is_json else [positive_data_acceptance, negative_data_rejection]
