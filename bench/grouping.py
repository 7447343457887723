"""Opinions grouped: how right it is by the labels of a made-up corpus, and what it takes beside the exact pass.

Each corpus is made and grouped in a process of its own, so that memory and the processor's time are its own.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from resource import RUSAGE_SELF, getrusage
from statistics import mean
from time import process_time
from typing import NamedTuple

import orjson

from opinions.grouping import Progress, group
from tests.opinions.grouping.corpus import HARSH, HUMAN, corpus
from tests.opinions.grouping.measures import after_suggestions, exact_pass, figures, sets_of

SEEDS = (1, 2, 3)
PRECISION, MEAN_PRECISION, MERGED, RECALL, HELPED, TIMES = 0.98, 0.99, 0.003, 0.90, 0.93, 3.5
"""What is promised (CONSULTATION): each precision and their mean, opposites merged, recall by the machine alone
and after 500 suggestions per 100,000 letters, and processor time beside the exact pass."""


class Run(NamedTuple):
    """Shares 0 to 1, seconds of processor time, megabytes beyond the text."""

    precision: float
    recall: float
    merged: float
    helped: float
    suggested: int
    took: float
    exact: float
    megabytes: float


def report(letters: int) -> Iterator[str]:
    """Three seeds, then harsher typing errors; a million is run for one seed, for time and memory."""
    yield "grouping: precision of grouped, recall of duplicated, opposites merged, recall after suggestions, CPU"
    runs = []
    for seed in SEEDS if letters < 1_000_000 else SEEDS[:1]:
        runs.append(_apart(letters, seed, "human"))
        yield _line(f"{letters:,} letters, seed {seed}", runs[-1])
    if letters < 1_000_000:
        yield _line(f"{letters:,} letters, seed 1, harsh typing", _apart(letters, 1, "harsh"))
    yield from _promises(runs)


def _line(what: str, run: Run) -> str:
    return (
        f"grouping, {what}: P {run.precision:.4f}, R {run.recall:.4f}, opposites merged {run.merged:.3%}, "
        f"R {run.helped:.4f} after {run.suggested} suggestions; {run.took:.1f} s of processor time, "
        f"{run.took / run.exact:.2f} times the exact pass ({run.exact:.1f} s), {run.megabytes:.0f} MB beyond the text"
    )


def _promises(runs: list[Run]) -> Iterator[str]:
    for what, kept in (
        (f"each precision at least {PRECISION}", min(r.precision for r in runs) >= PRECISION),
        (
            f"their mean at least {MEAN_PRECISION}",
            mean(r.precision for r in runs) >= MEAN_PRECISION,
        ),
        (f"opposites merged at most {MERGED:.1%}", max(r.merged for r in runs) <= MERGED),
        (f"mean recall at least {RECALL}", mean(r.recall for r in runs) >= RECALL),
        (f"after suggestions at least {HELPED}", mean(r.helped for r in runs) >= HELPED),
        (f"at most {TIMES} times the exact pass", max(r.took / r.exact for r in runs) <= TIMES),
    ):
        yield f"grouping, {what}: {'kept' if kept else 'NOT kept'}"


def _apart(letters: int, seed: int, typing: str) -> Run:
    command = [sys.executable, "-m", "bench.grouping", str(letters), str(seed), typing]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Run(*orjson.loads(done.stdout))


def _measured(letters: int, seed: int, typing: str) -> Run:
    labelled = corpus(letters, seed, HARSH if typing == "harsh" else HUMAN)
    exact = _took(lambda: exact_pass(labelled.letters))
    before = getrusage(RUSAGE_SELF).ru_maxrss
    begun = process_time()
    grouping = group(labelled.letters, labelled.draft, _told)
    took = process_time() - begun
    megabytes = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    found = figures(labelled, sets_of(grouping))
    many = 500 * letters // 100_000
    helped, _ = after_suggestions(labelled, grouping, many)
    recall = figures(labelled, helped).recall
    return Run(*found, recall, min(many, len(grouping.suggestions)), took, exact, megabytes)


def _took(run: Callable[[], object]) -> float:
    begun = process_time()
    run()
    return process_time() - begun


def _told(progress: Progress) -> None:
    line = f"\r{progress.step} {progress.done:,}/{progress.total:,}，每秒{progress.rate:,.0f}件，还需{progress.remaining:.0f}秒 "
    print(line, end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(orjson.dumps(tuple(_measured(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))).decode())
