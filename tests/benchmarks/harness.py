# SPDX-License-Identifier: MIT
"""Measuring two sides of one operation turn by turn, at two sizes.

A benchmark is a generator: it prepares for a size, yields one `Pair`, cleans up.

    @benchmark("save one annotation", aim=2.0)
    def save(stage: Stage, size: int) -> Iterator[Pair]:
        with closing(open_project(stage.project(size))) as project:
            yield Pair(ours=lambda: ..., bare=lambda: ...)

A side is called without arguments and timed; where it returns a number, that
number counts instead (seconds, or MiB where the pair says so).  The baseline is
called right after ours, again and again, so that whatever else the machine does
slows both; what is reported is the ratio of the two medians.
"""

from __future__ import annotations

import contextlib
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from tests.benchmarks.stage import Stage

Side: TypeAlias = Callable[[], float | None]
Measure: TypeAlias = Callable[[Stage, int], Iterator["Pair"]]

#: No longer than this is one side measured again and again, in seconds.
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Pair:
    """The two sides of an operation, ready to be called.

    `repeats` is how often each is called for the record, after `warmups` calls
    that do not count.  `unit` is "ms", "s" or "MiB"; sides give seconds for the
    first two.
    """

    ours: Side
    bare: Side
    repeats: int = 9
    warmups: int = 1
    unit: str = "ms"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One row of the table.

    `aim` is the ratio to the baseline that we want at most, `limit` what the
    95th percentile of our time may be, in seconds.  `sizes` are its own where the
    run's numbers of documents mean nothing to it.
    """

    name: str
    aim: float
    measure: Measure
    limit: float | None = None
    sizes: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured at one size: the samples of either side."""

    size: int
    unit: str
    ours: tuple[float, ...]
    bare: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Our median over the baseline's."""
        return statistics.median(self.ours) / max(statistics.median(self.bare), 1e-9)


@dataclass(frozen=True, slots=True)
class Result:
    """A benchmark and its runs, the small size first; or why there are none."""

    benchmark: Benchmark
    runs: tuple[Run, ...] = ()
    failure: str = ""
    profile: str = ""

    @property
    def growth(self) -> tuple[float, float]:
        """By how much ours and the baseline grew from the first size to the last."""
        first, last = self.runs[0], self.runs[-1]
        return (
            statistics.median(last.ours) / max(statistics.median(first.ours), 1e-9),
            statistics.median(last.bare) / max(statistics.median(first.bare), 1e-9),
        )

    @property
    def holds(self) -> bool:
        """Whether the aim was met at the larger size."""
        if not self.runs:
            return False
        last, limit = self.runs[-1], self.benchmark.limit
        in_time = limit is None or percentile(last.ours, 95) <= limit
        return last.ratio <= self.benchmark.aim and in_time


@dataclass(slots=True)
class Registry:
    """The benchmarks in the order in which they were declared."""

    entries: list[Benchmark] = field(default_factory=list)

    def matching(self, words: Sequence[str]) -> list[Benchmark]:
        """Those whose name holds one of `words`; all where there are none."""
        if not words:
            return list(self.entries)
        lower = [word.lower() for word in words]
        return [b for b in self.entries if any(w in b.name.lower() for w in lower)]


REGISTRY: Final = Registry()


def benchmark(
    name: str,
    aim: float,
    *,
    limit: float | None = None,
    sizes: tuple[int, int] | None = None,
) -> Callable[[Measure], Measure]:
    """Declare a benchmark.

    Args:
        name: the operation, as the table names it.
        aim: the ratio to the baseline that we want at most.
        limit: what our 95th percentile may be, in seconds.
        sizes: sizes of its own in place of the run's numbers of documents.
    """

    def declare(measure: Measure) -> Measure:
        REGISTRY.entries.append(Benchmark(name, aim, measure, limit, sizes))
        return measure

    return declare


def measure(stage: Stage, entry: Benchmark, sizes: Sequence[int]) -> Result:
    """Run a benchmark at each size; a failure becomes part of the result."""
    runs: list[Run] = []
    profile = ""
    try:
        for size in entry.sizes or sizes:
            with contextlib.contextmanager(entry.measure)(stage, size) as pair:
                runs.append(take(pair, size, stage.repeats))
                if stage.profile and size == (entry.sizes or sizes)[-1]:
                    profile = profiled(pair.ours)
    except Exception as error:
        return Result(entry, failure=f"{type(error).__name__}: {error}")
    return Result(entry, tuple(runs), profile=profile)


def take(pair: Pair, size: int, repeats: int | None = None) -> Run:
    """Call both sides by turns and keep what each took."""
    for _ in range(pair.warmups):
        timed(pair.ours)
        timed(pair.bare)
    ours: list[float] = []
    bare: list[float] = []
    began = time.perf_counter()
    for _ in range(repeats or pair.repeats):
        ours.append(timed(pair.ours))
        bare.append(timed(pair.bare))
        if time.perf_counter() - began > 2 * PATIENCE:
            break
    return Run(size, pair.unit, tuple(ours), tuple(bare))


def timed(side: Side) -> float:
    """What the side says of itself, else how long it took in seconds."""
    began = time.perf_counter()
    said = side()
    passed = time.perf_counter() - began
    return passed if said is None else said


def profiled(side: Side, times: int = 5) -> str:
    """Where the time of a side goes: its functions by time of their own."""
    beside = getattr(side, "profile", None)
    if beside is not None:
        return str(beside(times))
    return profile_here(side, times)


def profile_here(side: Side, times: int, lines: int = 25) -> str:
    """As `profiled`, for a side that runs in this process."""
    import cProfile
    import io
    import pstats

    recorder = cProfile.Profile()
    for _ in range(times):
        recorder.runcall(side)
    text = io.StringIO()
    stats = pstats.Stats(recorder, stream=text)
    stats.sort_stats("cumulative").print_stats(lines)
    stats.sort_stats("tottime").print_stats(lines)
    return text.getvalue()


def percentile(samples: Sequence[float], share: int) -> float:
    """The value that `share` per cent of the samples do not exceed."""
    ordered = sorted(samples)
    place = math.ceil(share / 100 * len(ordered)) - 1
    return ordered[max(0, min(place, len(ordered) - 1))]
