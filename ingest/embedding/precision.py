"""Whether bfloat16 pays on this machine: measured once for each data folder, because no CPU flag tells."""

import json
import os
import platform
import statistics
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.disk.folder import write_atomically
from ingest.embedding.embedder import Embedder
from ingest.embedding.load import load_embedder
from ingest.embedding.local import LocalEmbedder
from ingest.settings import IndexSettings

MIN_SPEEDUP = 1.2
"""What rounding must bring: the time of one measurement varies by a tenth on a busy machine."""
MIN_COSINE = 0.999
"""What a vector must keep: neighbours in a ranking lie about 0.01 apart, so that none change places for it."""
HOPELESS = 0.5
"""Where rounding slows the model down so much, one round is enough to know."""
_TEXTS = [
    " ".join(f"Partners in place {place} shared what they had learned in week {week}." for week in range(12))
    for place in range(4)
]
_ROUNDS = 4
"""The first warms up, and of three the median is not moved by one that another process disturbed."""


def load_quickest(settings: IndexSettings, cache: Path) -> Embedder:
    """Load the model of the settings, in the number type that they say or that is quicker."""
    embedder = load_embedder(settings.embedding_model)
    if isinstance(embedder, LocalEmbedder) and (
        settings.embedding_dtype == "bfloat16"
        or (settings.embedding_dtype == "auto" and prefers_bfloat16(embedder, cache))
    ):
        embedder.use_bfloat16()
    return embedder


def prefers_bfloat16(embedder: LocalEmbedder, cache: Path) -> bool:
    """Tell whether the embedder should round its weights; asks the cache, else takes a second or two."""
    machine = _describe_machine()
    verdicts = _read(cache)
    if machine not in verdicts:
        verdicts[machine] = _measure(embedder)
        write_atomically(cache, lambda file: file.write(json.dumps(verdicts, indent=1).encode()))
    found = verdicts[machine]
    return found["speedup"] >= MIN_SPEEDUP and found["cosine"] >= MIN_COSINE


def _measure(embedder: LocalEmbedder) -> dict[str, float]:
    """Both number types in turns, and the median ratio: other work on the machine must not decide."""
    twin = embedder.round_weights()
    ratios, cosines = [], []
    for _ in range(_ROUNDS):
        exact, slow = _time_embedding(embedder)
        rounded, fast = _time_embedding(twin)
        ratios.append(slow / fast)
        cosines.append(float((exact * rounded).sum(axis=1).min()))
        if ratios[-1] < HOPELESS:
            break
    # The first round warms up.
    return {"speedup": round(statistics.median(ratios[1:] or ratios), 2), "cosine": min(cosines)}


def _time_embedding(embedder: LocalEmbedder) -> tuple[NDArray[np.float32], float]:
    """The vectors, and the seconds of processor time, which waiting for a turn does not lengthen."""
    start = time.process_time()
    vectors = embedder.embed_chunks(_TEXTS, [()] * len(_TEXTS)).chunks
    return vectors, time.process_time() - start


def _describe_machine() -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = [line for line in info.read_text().splitlines() if line.startswith(("model name", "flags"))]
        # Two machines may share a name and differ in what they can do.
        cpu = f"{lines[0].partition(': ')[2]}, amx {'amx_bf16' in lines[-1]}" if lines else cpu
    threads = os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0))
    return f"{cpu}, torch {version('torch')}, {threads} threads"


def _read(cache: Path) -> dict[str, dict[str, float]]:
    try:
        found: dict[str, dict[str, float]] = json.loads(cache.read_bytes())
    except (OSError, ValueError):
        return {}
    return found
