"""`walkalong eval judge`: lets a chat model judge the answers of a finished run, and keeps its verdicts with them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from eval.runs.folder import Run, append_results, load_run, mark_judged
from eval.scorers.judge import Judge
from eval.types import Result
from ingest.errors import ModelUnavailable

WORKERS = 4
"""Answers that are judged at once; as many as a run asks at once with a chat model."""
_JUDGED = "judged_"

Progress = Callable[[int, int], None]


def judge_run(folder: Path, judge: Judge, progress: Progress, workers: int = WORKERS) -> Run:
    """Judge each answer that this judge has not judged yet; gives the run with the new verdicts.

    A result with verdicts is appended as soon as it is there, and counts instead of the earlier one. So after an
    interruption the same call continues. Raises ModelUnavailable if the judge gave no verdict on several answers in
    a row; earlier verdicts are kept. Raises NotFound, InvalidRequest, StorageError.
    """
    run = load_run(folder)
    left = [result for result in run.results if not _is_judged(result, judge)]
    begun = len(run.results) - len(left)
    mark_judged(run, judge.label)
    progress(begun, len(run.results))
    with append_results(run) as file, ThreadPoolExecutor(workers, thread_name_prefix="judge") as pool:
        try:
            asked = [pool.submit(_judge_result, result, judge) for result in left]
            for done, future in enumerate(as_completed(asked), begun + 1):
                file.append(future.result())
                progress(done, len(run.results))
        except ModelUnavailable:
            pool.shutdown(cancel_futures=True)
            raise
    judge.require_verdict()
    return load_run(folder)


def _judge_result(result: Result, judge: Judge) -> Result:
    judge.require_alive()
    own = tuple(score for score in result.scores if not score.scorer.startswith(_JUDGED))
    judged = judge.scores(result.outcome)
    judge.require_alive()
    return replace(result, scores=(*own, *judged))


def _is_judged(result: Result, judge: Judge) -> bool:
    """Whether this judge has given verdicts, as many as are wanted, or had nothing to judge."""
    scores = [score for score in result.scores if score.scorer.startswith(_JUDGED)]
    given = [score.details for score in scores if score.details]
    if not given:
        return bool(scores)
    return all(each["judge"] == judge.name for each in given) and any(
        sum(one["verdict"] is not None for one in each["verdicts"]) >= judge.repeats for each in given
    )
