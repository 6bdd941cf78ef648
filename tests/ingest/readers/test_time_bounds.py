"""No pattern of the readers and the layout takes long on any text: each is fed 50 kB of what such patterns fear."""

import importlib
import pkgutil
import re
import signal
from collections import deque
from collections.abc import Callable, Iterator
from types import FrameType

import pytest

import ingest.layout
import ingest.readers

LENGTH = 50_000
SECONDS = 2.0
"""Of processor time for one pattern and one string; the slowest takes a tenth of a second. Doubling time with each
letter, or squaring it with the length, takes minutes or years."""
SEEDS = (
    *(
        "A",
        "a",
        "1",
        " ",
        "\t",
        "\n",
        ".",
        "-",
        "–",
        "=",
        "#",
        "|",
        "<",
        "&",
        "\\",
        "[",
        "(",
        "“",
        "%",
        "…",
        "i",
        "é",
    ),
    *(
        "a ",
        "1.",
        ". ",
        "A1",
        "x. ",
        "1 2",
        "a-",
        "- ",
        "= ",
        "| a",
        " \n",
        "\r\n",
        "> ",
        "page ",
        "p. ",
        "i v ",
    ),
    *(
        "<!--",
        "-->",
        "<b ",
        "</b",
        "<sup>",
        "<table",
        "![",
        "data:image/png;base64,",
        "{#",
        "# {#",
        "&amp",
        "\\.",
    ),
    *(
        "Table 1 ",
        "Recommendation 2 ",
        "January ",
        "of ",
        "draft ",
        ".a{",
        "display:",
        "(a) ",
        "1.1. ",
        "[1]: ",
    ),
)
ENDS = ("!", "9")


def patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """The compiled patterns in a value, also inside tuples, lists and dictionaries."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, dict)) and depth < 3:
        for each in value.values() if isinstance(value, dict) else value:
            yield from patterns_in(each, depth + 1)


def all_patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    found: dict[str | bytes, tuple[str, re.Pattern[str] | re.Pattern[bytes]]] = {}
    for package in (ingest.readers, ingest.layout):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                for at, pattern in enumerate(patterns_in(value)):
                    found.setdefault(pattern.pattern, (f"{module.name}.{name}.{at}", pattern))
    return dict(found.values())


def give_up(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


PATTERNS = all_patterns()


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_quick_on_any_text(name: str) -> None:
    pattern = PATTERNS[name]
    finditer: Callable[[str | bytes], Iterator[object]] = pattern.finditer  # type: ignore[assignment]
    fullmatch: Callable[[str | bytes], object] = pattern.fullmatch  # type: ignore[assignment]
    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        for seed in SEEDS:
            for end in ENDS:
                text = (seed * LENGTH)[:LENGTH] + end
                subject = text if isinstance(pattern.pattern, str) else text.encode()
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
                deque(finditer(subject), maxlen=0)
                fullmatch(subject)
    except TimeoutError:
        pytest.fail(f"{pattern.pattern!r} on {seed!r} and {end!r}")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_the_patterns_of_all_rooms_are_among_them() -> None:
    rooms = {".".join(name.split(".")[:3]) for name in PATTERNS}
    assert {
        "ingest.readers.html",
        "ingest.readers.text",
        "ingest.layout.text",
        "ingest.layout.furniture",
    } <= rooms
