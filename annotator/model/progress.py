# SPDX-License-Identifier: MIT
"""What a long job says of itself at each point where it may be stopped."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """One report: `done` of `total` (0: unknown) units, and what is being done."""

    done: int
    total: int = 0
    message: str = ""


#: A long job: yields `Progress`, returns its result.  Closing the generator
#: (`.close()`) at any yield cancels it and leaves nothing half done.
Job: TypeAlias = Generator[Progress, None, T]


def run(job: Job[T]) -> T:
    """Drive `job` to its end without showing its progress; returns its result."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            result: T = stop.value
            return result


def as_part(job: Job[T], done: int, total: int) -> Job[T]:
    """Drive `job` as the next part of a longer one that has `done` of `total`."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            result: T = stop.value
            return result
        yield Progress(done, total)
