"""Faults of servers that the service uses, while clients ask: Chroma slow or killed, PostgreSQL stopped or crashed."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx

from ingest.build import ingest
from ingest.index import chroma_server
from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app
from tests.chroma import ChromaProcess
from tests.faults.apart import run_apart
from tests.faults.scene import BEFORE, Scene, tell
from tests.postgres import Cluster
from tests.serving import served

CLIENTS = 4
"""Fewer than are answered at once: none is refused for the load."""
PATIENCE = 1.0
"""Seconds that the service waits for Chroma here: as long as a real one does, a try would take a minute."""
LONGEST = 60.0
"""Seconds within which every client must get an answer again."""


def slow_chroma(scene: Scene, _: int, chance: Random) -> str | None:
    """A Chroma server whose answers come late, some too late: right answers or a message, and health meanwhile."""
    data = scene.copy("chroma")
    delay, pause = chance.uniform(0, 2 * PATIENCE), chance.uniform(0.5, 1.5)

    def ask() -> bool:
        chroma_server._PATIENCE = PATIENCE  # in this fork only
        with ChromaProcess(data / "server") as process, _Delaying(process.url) as proxy:
            settings = _move_vectors(scene, data, proxy.url)

            def disturb(address: str) -> None:
                proxy.delay = delay
                ends = time.monotonic() + pause
                while time.monotonic() < ends:
                    httpx.get(f"{address}/healthz", timeout=5).raise_for_status()
                proxy.delay = 0.0

            return _ask_meanwhile(scene, settings, disturb)

    ended = run_apart(lambda _: ask())
    return None if ended.value is True else f"{delay:.2f} s late: {tell(ended)}"


def restart_chroma(scene: Scene, _: int, chance: Random) -> str | None:
    """A Chroma server that is killed and started again: right answers or a message, and then right answers."""
    data = scene.copy("chroma")
    pauses = chance.uniform(0, 1), chance.uniform(0, 1)

    def ask() -> bool:
        with ChromaProcess(data / "server") as process:
            return _ask_meanwhile(
                scene,
                _move_vectors(scene, data, process.url),
                lambda _: _restart(process.stop, process.start, pauses),
            )

    ended = run_apart(lambda _: ask())
    return None if ended.value is True else tell(ended)


def restart_postgres(scene: Scene, number: int, chance: Random) -> str | None:
    """A database server that stops or, by turns, crashes, and is started again: no answer that was given is lost."""
    pauses = chance.uniform(0, 1), chance.uniform(0, 1)
    with Cluster() as cluster:
        url = cluster.make_database()
        settings = scene.settings(scene.copy("postgres")).model_copy(update={"database_url": url})

        def disturb(_: str) -> None:
            _restart(lambda: cluster.stop(crash=bool(number % 2)), cluster.start, pauses)

        ended = run_apart(lambda _: _ask_meanwhile(scene, settings, disturb))
    return None if ended.value is True else tell(ended)


def _restart(stop: Callable[[], None], start: Callable[[], None], pauses: tuple[float, float]) -> None:
    time.sleep(pauses[0])
    stop()
    time.sleep(pauses[1])
    start()


def _move_vectors(scene: Scene, data: Path, url: str) -> Settings:
    """Write the vectors of a data folder's library into a Chroma server; gives the settings for it."""
    settings = scene.settings(data).model_copy(update={"chroma_url": url})
    assert not ingest([], settings, embedder=scene.embedder).failures
    return settings


def _ask_meanwhile(scene: Scene, settings: Settings, disturb: Callable[[str], None]) -> bool:
    """Let clients talk while something happens; afterwards each must get on, and find all that it was told."""
    done = threading.Event()
    app = create_app(settings, Assistant(settings, embedder=scene.embedder))
    with served(app) as address, ThreadPoolExecutor(CLIENTS) as pool:
        talking = [pool.submit(_talk, address, done) for _ in range(CLIENTS)]
        try:
            disturb(address)
        finally:
            done.set()
        assert all(each.result() for each in talking)
    return True


def _talk(address: str, done: threading.Event) -> int:
    """Ask in a conversation of one's own until all is well again; gives how many answers there were."""
    given: list[str] = []
    with httpx.Client(base_url=address, timeout=LONGEST) as client:
        id_ = ""
        while not id_:
            id_ = _post(client, "/v1/conversations", {}).get("id", "")
        ends = None
        while True:
            last = bool(ends)
            subject = [*BEFORE.values()][len(given) % len(BEFORE)]
            question = f"What did partners learn in {subject}?"
            answer = _post(client, "/v1/answers", {"question": question, "conversation_id": id_})
            if answer:
                assert answer["status"] == "answered", answer
                assert any(subject in each["text"] for each in answer["passages"]), (subject, answer)
                given.append(answer["id"])
                if last:
                    break
            if done.is_set():
                ends = ends or time.monotonic() + LONGEST
                assert time.monotonic() < ends, "it does not recover by itself"
        turns = client.get(f"/v1/conversations/{id_}").raise_for_status().json()["turns"]
    assert [turn["role"] for turn in turns] == ["user", "assistant"] * (len(turns) // 2)
    kept = [turn["answer"]["id"] for turn in turns if turn["answer"]]
    # An answer may have been kept whose acknowledgement was lost, but none the other way round.
    assert [each for each in kept if each in given] == given, (kept, given)
    return len(given)


def _post(client: httpx.Client, path: str, body: dict[str, str]) -> dict[str, Any]:
    """Post; gives nothing where the service says that a server is away, and fails at any other error."""
    response = client.post(path, json=body)
    if response.is_success:
        found: dict[str, Any] = response.json()
        return found
    error = response.json()["error"]
    told = (response.status_code, error["code"], error["retryable"])
    assert told == (503, "storage", True), response.text
    time.sleep(0.05)
    return {}


class _Delaying:
    """A proxy before a server, which lets each piece of the server's answers wait `delay` seconds."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._to = (parts.hostname or "", parts.port or 80)
        self.delay = 0.0

    def __enter__(self) -> "_Delaying":
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def _accept(self) -> None:
        for client in _accept_all(self._listening):
            server = socket.create_connection(self._to)
            for source, target, late in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pass_on, args=(source, target, late), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, late: bool) -> None:
        try:
            while piece := source.recv(1 << 16):
                if late and self.delay:
                    time.sleep(self.delay)
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            target.close()


def _accept_all(listening: socket.socket) -> Iterator[socket.socket]:
    """Each connection until the socket is closed."""
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        yield connection
