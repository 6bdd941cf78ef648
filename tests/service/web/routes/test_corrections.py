from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

REPORT = "stockport-governance"
Ended = Callable[[str], dict[str, Any]]


def test_programs_correct_one_field_and_leave_the_others(curator: TestClient, ended: Ended) -> None:
    before = curator.get(f"/v1/reports/{REPORT}").json()
    response = curator.patch(f"/v1/reports/{REPORT}", json={"programme": "A programme"})
    assert response.status_code == 202
    ended(response.headers["location"])
    after = curator.get(f"/v1/reports/{REPORT}").json()
    assert after["programme"] == "A programme"
    assert after["title"] == before["title"]


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({}, 422, "nothing to correct"),
        ({"date": "soon"}, 422, "date"),
        ({"id": "another"}, 422, "id"),
    ],
)
def test_what_can_not_be_is_said(curator: TestClient, sent: dict[str, str], status: int, said: str) -> None:
    response = curator.patch(f"/v1/reports/{REPORT}", json=sent)
    assert response.status_code == status
    assert said in response.json()["error"]["message"]
    assert curator.patch("/v1/reports/none", json={"title": "A"}).status_code == 404
