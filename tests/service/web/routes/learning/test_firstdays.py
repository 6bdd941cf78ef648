from fastapi.testclient import TestClient

from service.wire.learning import FirstDaysModel


def test_the_path_is_given_with_passages_that_can_be_opened(client: TestClient) -> None:
    path = FirstDaysModel(**client.get("/v1/first-days").json())
    cited = [role.passage for role in path.people] + [
        event.passage for event in path.timeline if event.passage
    ]
    assert cited
    for passage in cited:
        assert client.get(passage.url).status_code == 200
    assert path.lingo


def test_of_some_reports_the_path_is_theirs(client: TestClient) -> None:
    path = client.get("/v1/first-days", params={"kind": "nothing"}).json()
    assert path == {"programmes": [], "timeline": [], "people": [], "ideas": [], "lingo": []}
