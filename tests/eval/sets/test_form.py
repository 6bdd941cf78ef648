import json

from eval.sets.files import CURATED
from eval.sets.form import CaseForm, write_schema


def test_the_published_schema_is_the_one_of_the_form() -> None:
    published = (CURATED / "schema.json").read_text("utf-8")
    assert published == write_schema(), "write it anew: walkalong eval schema > eval/questions/schema.json"
    assert set(json.loads(published)["$defs"]["CaseForm"]["properties"]) == set(CaseForm.model_fields)


def test_the_curated_set_names_its_schema() -> None:
    files = sorted(CURATED.glob("*.yaml"))
    assert files
    assert [path.name for path in files if "$schema=schema.json" not in path.read_text("utf-8")] == []
