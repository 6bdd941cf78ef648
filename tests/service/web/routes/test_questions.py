from fastapi.testclient import TestClient

from service.wire.learning import QuestionEntryModel, QuestionsModel


def test_each_question_has_its_theme_conclusion_and_entry(client: TestClient) -> None:
    listed = client.get("/v1/questions").json()["questions"]
    for each in QuestionsModel(questions=listed).questions:
        assert each.text.strip() in each.question
        entry = QuestionEntryModel(**client.get(f"/v1/questions/{each.entry_id}").json())
        assert entry.theme == each.theme
        assert any(source.passage.report_id == each.report_id for source in entry.sources)
        assert client.get(f"/v1/questions/{each.id}").json()["id"] == each.entry_id


def test_questions_are_chosen_by_theme_report_and_place(client: TestClient) -> None:
    whole = client.get("/v1/questions").json()["questions"]
    theme, report = whole[0]["theme"], whole[-1]["report_id"]
    by_theme = client.get("/v1/questions", params={"theme": theme.upper()}).json()["questions"]
    assert by_theme
    assert {each["theme"] for each in by_theme} == {theme}
    by_report = client.get("/v1/questions", params={"report": report}).json()["questions"]
    assert by_report
    assert {each["report_id"] for each in by_report} == {report}
    assert client.get("/v1/questions", params={"place": "Nowhere"}).json() == {"questions": []}


def test_a_question_that_is_not_there_is_named(client: TestClient) -> None:
    refused = client.get("/v1/questions/nothing")
    assert refused.status_code == 404
    assert "'nothing'" in refused.json()["error"]["message"]


def test_the_table_of_questions_has_their_conclusions_as_words(client: TestClient) -> None:
    head, *rows = client.get("/v1/questions.csv").text.splitlines()
    assert rows
    assert head.endswith("entry_id,question,theme,conclusion")
