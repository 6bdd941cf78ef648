"""Faults of a service at work: a chat model that dies, two ingestions at once, an ingestion while clients ask."""

import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random

import httpx

from service.assistant import Assistant
from service.types import Ask
from service.web.app import create_app
from tests.faults.apart import run_apart
from tests.faults.scene import AFTER, BEFORE, Scene, tell
from tests.serving import served

CLIENTS = 20
WRITTEN = b'data: {"choices": [{"index": 0, "delta": {"content": "Trust grows slowly [S1]. "}}]}\n\n' * 8
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def lose_chat(scene: Scene, _: int, chance: Random) -> str | None:
    """A chat model's server that breaks off after a random byte: an answer is given, and says so."""
    scene.copy("chat")
    cut = chance.randrange(len(HEAD + WRITTEN))
    ended = run_apart(lambda _: _ask_dying(scene, cut))
    return None if ended.value is True else tell(ended)


def ingest_twice(scene: Scene, _: int, __: Random) -> str | None:
    """Two ingestions of one folder at once: each comes through or is told to wait, and the next is whole."""
    data = scene.copy("twice")
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(run_apart, lambda _: scene.ingest(data, "old"))
        one = run_apart(lambda _: scene.ingest(data, "new"))
        ends = (one, other.result())
    for ended in ends:
        if not ended.value and "library_busy" not in (ended.refused or ""):
            return tell(ended)
    return scene.judge(data, BEFORE, AFTER) or scene.recover(data, "new", AFTER)


def ingest_while_asked(scene: Scene, _: int, __: Random) -> str | None:
    """An ingestion while 20 clients ask a service: no error, and nobody sees half of it."""
    data = scene.copy("asked")
    ended = run_apart(lambda _: _ask_meanwhile(scene))
    return scene.judge(data, AFTER) if ended.value is True else tell(ended)


def _ask_dying(scene: Scene, cut: int) -> bool:
    with _dying_server(cut) as port:
        settings = scene.settings(scene.work / "chat").model_copy(
            update={"chat_base_url": f"http://127.0.0.1:{port}/v1", "chat_model": "openai:any"}
        )
        answer = Assistant(settings, embedder=scene.embedder).answer(Ask("What did partners learn in Bury?"))
    assert (answer.status, bool(answer.statements)) == ("answered", True), answer.status
    assert answer.notes, "nothing says that the model broke off"
    return True


@contextmanager
def _dying_server(cut: int) -> Iterator[int]:
    """A server that gives the first `cut` bytes of an answer to each request, and then resets the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(1 << 16)
                    connection.sendall((HEAD + WRITTEN)[:cut])
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _ask_meanwhile(scene: Scene) -> bool:
    """Serve and ask in this process, while another, forked before there is any thread, ingests."""
    settings = scene.settings(scene.work / "asked").model_copy(update={"answers_wait_seconds": 60})
    go_on, told = os.pipe()
    if os.fork() == 0:
        os.read(go_on, 1)
        os._exit(0 if scene.ingest(settings.data_dir, "new") else 1)
    done = threading.Event()
    app = create_app(settings, Assistant(settings, embedder=scene.embedder))
    with served(app) as address, ThreadPoolExecutor(CLIENTS) as pool:
        asking = [pool.submit(_ask_until, address, done) for _ in range(CLIENTS)]
        os.write(told, b"!")
        _, status = os.wait()
        done.set()
        assert sum(each.result() for each in asking) >= CLIENTS
    return status == 0


def _ask_until(address: str, done: threading.Event) -> int:
    """Ask of each report in turn until the ingestion is done; gives how often."""
    asked = 0
    subjects = [*BEFORE.values(), *AFTER.values()]
    with httpx.Client(base_url=address, timeout=120) as client:
        while not asked or not done.is_set():
            question = f"What did partners learn in {subjects[asked % len(subjects)]}?"
            answer = client.post("/v1/answers", json={"question": question}).raise_for_status().json()
            for passage in answer["passages"]:
                # A report's file has its subject's name as its first line, so half a report would show.
                assert passage["report_title"].split()[1] in passage["text"], passage["text"]
            asked += 1
    return asked
