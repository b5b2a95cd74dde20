# SPDX-License-Identifier: MIT
"""A speaker used many times: renamed, and unified with another."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from tests.benchmarks import bare_db, corpus
from tests.benchmarks.harness import Pair, Side, benchmark, timed
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from annotator.services.session import Session


@benchmark("rename a speaker used many times", aim=2.0)
def rename(stage: Stage, size: int) -> Iterator[Pair]:
    """One name changes; the baseline updates and commits one row."""
    yield from _beside_one_update(stage, size, "name", 30, _our_rename)


@benchmark("unify a speaker used many times with another", aim=2.0)
def unify(stage: Stage, size: int) -> Iterator[Pair]:
    """One row points to another; the baseline updates and commits one row."""
    yield from _beside_one_update(stage, size, "merged_into", 15, _our_unify)


def _beside_one_update(
    stage: Stage,
    size: int,
    column: str,
    repeats: int,
    ours: Callable[[Session], Side],
) -> Iterator[Pair]:
    from annotator.services.session import Session

    connection = bare_db.durable(bare_db.connect(stage.bare(size)))
    turn = count()

    def bare() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            f"UPDATE entity SET {column} = ? WHERE uid = ?",
            (f"Name {next(turn)}", corpus.FREQUENT_SPEAKER),
        )
        connection.execute("COMMIT")

    opened = Session.open(stage.project(size), annotator=corpus.ANNOTATORS[0])
    with contextlib.closing(connection), contextlib.closing(opened) as session:
        yield Pair(ours(session), bare, repeats, warmups=3)


def _our_rename(session: Session) -> Side:
    from annotator.services import entities

    turn = count()

    def side() -> None:
        speaker = entities.get(session, corpus.FREQUENT_SPEAKER)
        entities.update(session, replace(speaker, name=f"Name {next(turn)}"))

    return side


def _our_unify(session: Session) -> Side:
    from annotator.services import entities, history

    other = f"speaker-{corpus.SPEAKERS - 1:03d}"

    def side() -> float:
        taken = timed(
            lambda: _nothing(entities.unify(session, corpus.FREQUENT_SPEAKER, other))
        )
        history.undo(session)
        return taken

    return side


def _nothing(result: object) -> None:
    """A side that is timed says nothing."""
