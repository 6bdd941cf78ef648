import base64
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.access.keyring import mint_key
from service.access.roles import Role
from service.assistant import Assistant
from service.settings import Settings
from service.store.contract import Store
from service.store.sql import open_store
from service.web.app import create_app

KEY, OTHER = "first-key-of-the-service", "other-key-of-the-service"
PAGE = {"Accept": "text/html,*/*"}
As = Callable[[str], TestClient]


@pytest.fixture
def settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    return sample_settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/conversations.sqlite"})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings.database_url, settings.data_dir)
    yield store
    store.close()


@pytest.fixture
def keys(store: Store) -> dict[str, str]:
    return {role.word: mint_key(store, role.word, role)[0] for role in Role}


@pytest.fixture
def as_(settings: Settings, sample_assistant: Assistant, keys: dict[str, str]) -> Iterator[As]:
    """Clients of one service, each with the key of a name; the empty name has none."""
    app = create_app(settings, sample_assistant)
    with ExitStack() as stack:
        stack.enter_context(TestClient(app))

        def client(name: str) -> TestClient:
            headers = {"Authorization": f"Bearer {keys[name]}"} if name else {}
            return TestClient(app, headers=headers, follow_redirects=False)

        yield client


@pytest.fixture
def locked(sample_settings: Settings, sample_assistant: Assistant) -> Iterator[TestClient]:
    settings = Settings(**{**sample_settings.model_dump(), "api_keys": (KEY, OTHER)})
    with TestClient(create_app(settings, sample_assistant)) as client:
        yield client


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anyone:{password}".encode()).decode()


@pytest.mark.parametrize("header", [f"Bearer {KEY}", f"bearer {OTHER}", basic(KEY)])
def test_any_of_the_keys_opens(locked: TestClient, header: str) -> None:
    assert locked.get("/v1/reports", headers={"Authorization": header}).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        f"Token {KEY}",
        "Basic ???",
        basic("x"),
        "Bearer ü",
        "Bearer " + "x" * 60_000,
    ],
)
def test_anything_else_does_not(locked: TestClient, header: str) -> None:
    response = locked.get("/v1/reports", headers={b"Authorization": header.encode()})
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "unauthorised"
    assert "Bearer" in response.headers["www-authenticate"]


def test_page_schema_and_files_of_reports_need_the_key(locked: TestClient) -> None:
    for path in ("/", "/docs", "/openapi.json", "/v1/reports/no-wrong-door/file", "/nowhere"):
        assert locked.get(path).status_code == 401


def test_probes_and_what_the_page_for_signing_in_is_made_of_do_not(locked: TestClient) -> None:
    for path in ("/healthz", "/sign-in", "/static/app.css", "/favicon.ico"):
        assert locked.get(path).status_code == 200
    assert locked.get("/readyz").status_code != 401


def test_without_any_key_loopback_is_open(client: TestClient) -> None:
    assert client.get("/v1/reports").status_code == 200
    assert client.get("/v1/reports", headers={"Authorization": "Bearer wrong"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [("", 401), ("reader", 403), ("evaluator", 403), ("curator", 415), ("admin", 415)]
)
def test_a_role_opens_what_the_table_says(as_: As, name: str, status: int) -> None:
    response = as_(name).post("/v1/ingestions", json={})
    assert response.status_code == status
    assert response.json()["error"]["code"] == {401: "unauthorised", 403: "forbidden"}.get(
        status, "unsupported_media_type"
    )


def test_a_refusal_for_want_of_a_role_is_a_page_for_readers(as_: As) -> None:
    response = as_("reader").get("/add", headers=PAGE)
    assert response.status_code == 403
    assert "needs the role curator" in response.text


def test_what_is_not_there_is_not_found_whoever_asks(as_: As) -> None:
    for name in ("reader", "admin"):
        assert as_(name).get("/v1/nowhere").status_code == 404
        assert as_(name).put("/v1/answers").status_code == 405


def test_conversations_belong_to_whoever_began_them(as_: As) -> None:
    reader, admin = as_("reader"), as_("admin")
    id_ = reader.post("/v1/conversations", json={"title": "Mine"}).json()["id"]
    asked = {"question": "What is No Wrong Door?", "conversation_id": id_}
    answer = reader.post("/v1/answers", json=asked).json()["id"]
    loose = reader.post("/v1/answers", json={"question": "What is No Wrong Door?"}).json()["id"]
    own = {
        ("GET", f"/v1/conversations/{id_}"): 200,
        ("GET", f"/v1/answers/{answer}"): 200,
        ("GET", f"/v1/answers/{loose}"): 200,
        ("GET", f"/conversations/{id_}"): 200,
        ("GET", f"/answers/{answer}.md"): 200,
        ("GET", f"/answers/{answer}"): 303,
    }
    for (method, path), status in own.items():
        assert reader.request(method, path).status_code == status
        assert admin.request(method, path).status_code == 404, path
    assert admin.post("/v1/answers", json=asked).status_code == 404
    assert admin.patch(f"/v1/conversations/{id_}", json={"title": "Taken"}).status_code == 404
    assert admin.post(f"/v1/answers/{answer}/feedback", json={"verdict": "useful"}).status_code == 404
    assert admin.delete(f"/v1/conversations/{id_}").status_code == 404
    assert admin.get("/v1/conversations").json() == {"conversations": []}
    assert [row["title"] for row in reader.get("/v1/conversations").json()["conversations"]] == ["Mine"]
    assert reader.delete(f"/v1/conversations/{id_}").status_code == 204


def test_a_reader_is_led_to_the_page_for_signing_in(as_: As) -> None:
    response = as_("").get("/library?place=Salford&start=2", headers=PAGE)
    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?to=/library%3Fplace%3DSalford%26start%3D2"


def test_a_broken_database_is_told_of(as_: As, settings: Settings) -> None:
    reader = as_("reader")
    with sqlite3.connect(str(settings.database_url).removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TABLE keys")
    connection.close()
    response = reader.get("/v1/reports")
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "storage"
