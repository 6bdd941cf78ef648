"""`python -m tests.service.answer.runs`: the sample questions put to scripted chat models, counted.

Of a model that writes nonsense no sentence may reach the reader; of one that echoes its passages none may be dropped.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from eval.sets.files import CURATED, read_set
from ingest.build import ingest
from ingest.embedding.embedder import Embedder
from ingest.language.sentences import split_sentences
from service.assistant import Assistant
from service.settings import Settings
from service.types import Ask
from tests.serving import QuietHandler, served_handler

ROOT = Path(__file__).parents[3]
PASSAGES = re.compile(r'<passage key="\[(S\d+)\]">\n[^\n]*\n+(.*?)\n</passage>', re.DOTALL)
_WHO = (
    "Penguins|Astronauts|Every dentist|The royal navy|Two lighthouses|Nobody|All bakers|Seven glaciers".split(
        "|"
    )
)
_DID = "melted|always sang to|bought|were fined by|never forgave|outlawed|painted|won".split("|")
_WHAT = "the violins of Oslo|a volcano|9,471 bicycles|the moon in March 1803|each other's beards|opera".split(
    "|"
)
Write = Callable[[list[tuple[str, str]], Random], list[str]]
"""From the passages of a prompt, as (key, text), to the sentences that the model writes."""


def write_nonsense(passages: list[tuple[str, str]], chance: Random) -> list[str]:
    """Inventions with real keys: alone, behind a passage's own words, and with its number changed."""
    key, text = chance.choice(passages)
    invented = " ".join(chance.choice(words) for words in (_WHO, _DID, _WHAT))
    # The number of a list's item says nothing: with another one the sentence is still the passage's.
    first = re.sub(r"^\W*\d+[.)]\s*", "", _split(text)[0]).rstrip(".")
    changed = (
        re.sub(r"\d+", lambda match: str(int(match[0][:9]) + 37), first) if re.search(r"\d", first) else ""
    )
    written = [f"{invented} [{key}].", f"{first}, because {invented.lower()} [{key}]."]
    return [*written, f"{changed} [{key}]."] if changed else written


def write_echo(passages: list[tuple[str, str]], _: Random) -> list[str]:
    """Every sentence of every passage, with its key."""
    return [f"{sentence} [{key}]" for key, text in passages for sentence in _split(text)]


def _split(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in split_sentences(text, 0, len(text))]


@dataclass(frozen=True)
class Counted:
    """What became of what a model wrote."""

    asked: int
    written: int
    told: tuple[str, ...]
    """Sentences of the model that reached the reader."""
    dropped: tuple[str, ...]


def count(assistant: Assistant, write: Write, questions: list[str]) -> Counted:
    """Ask every question of a model that writes so."""
    written: list[str] = []
    told: list[str] = []
    dropped: list[str] = []
    chance = Random(0)

    def reply(prompt: str) -> str:
        sentences = write([(key, text) for key, text in PASSAGES.findall(prompt)], chance)
        written.extend(sentences)
        return "\n".join(sentences)

    with serve_replies(reply) as url:
        settings = assistant.settings.model_copy(update={"chat_model": "any", "chat_base_url": url})
        asked = Assistant(settings, embedder=assistant.embedder)
        for question in questions:
            answer = asked.answer(Ask(question, engine="chat"))
            if answer.engine.name == "chat":
                told.extend(each.text for each in answer.statements)
            dropped.extend(each.text for each in answer.dropped)
    return Counted(len(questions), len(written), tuple(told), tuple(dropped))


@contextmanager
def serve_replies(reply: Callable[[str], str]) -> Iterator[str]:
    """Give the address of an OpenAI-compatible server that streams what `reply` makes of the last message."""

    class Answering(QuietHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            choice = {"index": 0, "delta": {"content": reply(asked["messages"][-1]["content"])}}
            head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for finish in (None, "stop"):
                chunk = {**head, "choices": [{**choice, "finish_reason": finish}]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                choice = {"index": 0, "delta": {}}
            self.wfile.write(b"data: [DONE]\n\n")

    with served_handler(Answering) as address:
        yield f"{address}/v1"


def sample_questions(most: int) -> list[str]:
    """Questions of the curated sets, in their order."""
    return [entry.form.question for entry in read_set([CURATED]).entries][:most]


def main(embedder: Embedder | None = None) -> int:
    """Run both models over the sample reports; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    questions = sample_questions(parser.parse_args().questions)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), embedding_dtype="float32")
        ingest([ROOT / "corpus"], settings)
        assistant = Assistant(settings, embedder=embedder)
        nonsense = count(assistant, write_nonsense, questions)
        echo = count(assistant, write_echo, questions)
    for name, run, wrong in (("nonsense", nonsense, nonsense.told), ("echo", echo, echo.dropped)):
        sys.stdout.write(
            f"{name}: {run.asked} questions, {run.written} sentences written, {len(run.told)} told, "
            f"{len(run.dropped)} dropped\n"
        )
        sys.stdout.writelines(f"  wrong: {each}\n" for each in wrong)
    return 1 if nonsense.told or echo.dropped else 0


if __name__ == "__main__":
    sys.exit(main())
