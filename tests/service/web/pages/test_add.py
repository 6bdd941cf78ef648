from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from ingest.library.sources import SUFFIXES
from service.assistant import Assistant
from service.web.app import create_app


def test_the_form_is_shown_to_those_who_may_add_and_the_reason_to_others(
    sample_assistant: Assistant, client: TestClient, tmp_path: Path, seen: type[Any]
) -> None:
    refused = client.get("/add")
    assert refused.status_code == 403
    assert not [form for form in seen(refused.text).forms if form.action == "/add"]
    settings = sample_assistant.settings.model_copy(
        update={"uploads": "on", "database_url": f"sqlite:///{tmp_path / 'other.sqlite'}"}
    )
    with TestClient(create_app(settings, sample_assistant)) as allowed:
        page = allowed.get("/add")
    assert page.status_code == 200
    assert [form.method for form in seen(page.text).forms if form.action == "/add"] == ["post"]
    assert all(suffix in page.text for suffix in SUFFIXES)
