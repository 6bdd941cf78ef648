import json
from pathlib import Path
from typing import Any

from service.store.reflection_contract import NewReflection
from service.store.sql import open_store


def test_the_first_days_are_told_in_words_and_as_json(run: Any) -> None:
    told = run("first-days").stdout
    assert "Who is who, by role" in told
    assert "The lingo" in told
    path = json.loads(run("first-days", "--json").stdout)
    assert path["people"][0]["passage"]["text"]
    assert path["lingo"][0]["short"]


def test_reflections_are_listed_as_words_table_and_json(run: Any, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/conversations.sqlite", tmp_path)
    kept = store.add_reflection(NewReflection("=We meet weekly.", "lead", "Bury", "2026", "How?", "q1"))
    store.close()
    assert "(waiting, lead, Bury, 2026) On: How?" in run("reflections").stdout
    assert kept.id in run("reflections", "--csv").stdout
    assert ",=We" not in run("reflections", "--csv").stdout
    listed = json.loads(run("reflections", "--json", "--state", "waiting").stdout)["reflections"]
    assert [each["id"] for each in listed] == [kept.id]
    assert json.loads(run("reflections", "--json", "--state", "declined").stdout) == {"reflections": []}
