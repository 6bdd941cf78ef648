"""Two processes of the service, each with a folder of its own, on one PostgreSQL and one Chroma server."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from service.access.keyring import mint_key
from service.access.roles import Role
from service.store.sql import open_store
from tests.chroma import ChromaProcess
from tests.postgres import Cluster
from tests.workers import PATIENCE, WorkerProcess

pytestmark = pytest.mark.postgres
Clients = tuple[httpx.Client, httpx.Client]


@pytest.fixture(scope="module")
def database(postgres: Cluster) -> str:
    """The address of an empty database."""
    return postgres.make_database()


@pytest.fixture(scope="module")
def key(database: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The key of a curator."""
    store = open_store(database, tmp_path_factory.mktemp("none"))
    made, _ = mint_key(store, "Ada", Role.CURATOR)
    store.close()
    return made


@pytest.fixture(scope="module")
def clients(
    database: str, key: str, chroma: ChromaProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    """One client for each of the two processes."""
    headers = {"Authorization": f"Bearer {key}"}
    with ExitStack() as started:
        workers = [
            started.enter_context(
                WorkerProcess(
                    tmp_path_factory.mktemp(name),
                    database_url=database,
                    chroma_url=chroma.url,
                    limit_answers="off",
                )
            )
            for name in ("one", "other")
        ]
        for worker in workers:
            worker.wait()
        one, other = (
            started.enter_context(httpx.Client(base_url=worker.address, headers=headers, timeout=PATIENCE))
            for worker in workers
        )
        yield one, other


def write_report(subject: str) -> str:
    """A report whose every sentence names its subject, so that another's would show."""
    parts = [f"# The {subject} report"]
    for number in range(4):
        parts.append(f"## What partners learned in {subject}, part {number}")
        parts.append(f"In {subject}, partners learned that trust grows slowly over {number + 2} meetings.")
    return "\n\n".join(parts)


def add(client: httpx.Client, subject: str) -> str:
    """Send a report to a worker and wait until that has it; gives its id."""
    files = {"files": (f"{subject}.md", write_report(subject).encode())}
    id_ = client.post("/v1/ingestions", files=files).raise_for_status().json()["id"]
    state = wait_for(
        lambda: client.get(f"/v1/ingestions/{id_}").json(), lambda found: found["stage"] in ("done", "failed")
    )
    assert state["stage"] == "done", state
    [file] = state["files"]
    return str(file["report_id"])


@pytest.fixture(scope="module")
def salford(clients: Clients) -> str:
    """The id of a report that the first worker was sent."""
    return add(clients[0], "Salford")


def ask(client: httpx.Client, subject: str, conversation: str | None = None) -> dict[str, Any]:
    """Ask what a report says, which a worker may not have yet."""
    asked = {"question": f"What did partners learn in {subject}?", "conversation_id": conversation}
    response = client.post("/v1/answers", json=asked)
    if response.status_code == 503:
        return {"passages": [], "error": response.json()["error"]}
    answer: dict[str, Any] = response.raise_for_status().json()
    for passage in answer["passages"]:
        assert passage["report_title"].split()[1] in passage["text"], passage
    return answer


def cites(answer: dict[str, Any], report_id: str) -> bool:
    return any(passage["report_id"] == report_id for passage in answer["passages"])


def wait_for(look: Callable[[], Any], is_there: Callable[[Any], bool]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not is_there(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def test_what_one_worker_takes_in_the_other_answers_from(clients: Clients, salford: str) -> None:
    one, other = clients
    wait_for(lambda: ask(other, "Salford"), lambda answer: cites(answer, salford))
    # The other one has all that belongs to the report, though its folder was empty.
    assert "trust grows slowly" in other.get(f"/v1/reports/{salford}/file").raise_for_status().text
    asking, done = threading.Event(), threading.Event()

    def keep_asking() -> int:
        number = 0
        while not done.is_set():
            assert cites(ask(one, "Salford"), salford)
            number += 1
            asking.set()
            time.sleep(0.1)
        return number

    with ThreadPoolExecutor(1) as pool:
        counted = pool.submit(keep_asking)
        assert asking.wait(PATIENCE)
        try:
            wigan = add(other, "Wigan")
            wait_for(lambda: ask(one, "Wigan"), lambda answer: cites(answer, wigan))
        finally:
            done.set()
        assert counted.result() > 1
    assert cites(ask(other, "Salford"), salford), "a worker that adds a report keeps what another added"
    one.delete(f"/v1/reports/{wigan}").raise_for_status()
    listed = wait_for(
        lambda: [report["id"] for report in other.get("/v1/reports").json()["reports"]],
        lambda ids: wigan not in ids,
    )
    assert listed == [salford]


def test_a_conversation_and_a_sign_in_hold_at_both(clients: Clients, key: str, salford: str) -> None:
    one, other = clients
    wait_for(lambda: ask(other, "Salford"), lambda answer: cites(answer, salford))
    conversation = one.post("/v1/conversations", json={}).json()["id"]
    assert cites(ask(one, "Salford", conversation), salford)
    assert cites(ask(other, "Salford", conversation), salford)
    turns = one.get(f"/v1/conversations/{conversation}").json()["turns"]
    assert [turn["role"] for turn in turns] == ["user", "assistant"] * 2
    signed_in = httpx.post(f"{one.base_url}/sign-in", data={"key": key, "to": "/"}, timeout=PATIENCE)
    with httpx.Client(base_url=other.base_url, cookies=dict(signed_in.cookies), timeout=PATIENCE) as reader:
        assert conversation in reader.get("/v1/conversations").raise_for_status().text
    assert httpx.get(f"{other.base_url}/v1/conversations", timeout=PATIENCE).status_code == 401
