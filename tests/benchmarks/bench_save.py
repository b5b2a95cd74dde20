# SPDX-License-Identifier: MIT
"""Saving one annotation: durable, with its history, as one undo step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import orjson

from tests.benchmarks import bare_db, corpus
from tests.benchmarks.harness import Pair, Side, benchmark
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from annotator.services.session import Session


@benchmark("save one annotation durably, with history", aim=2.0)
def save(stage: Stage, size: int) -> Iterator[Pair]:
    """A field of one annotation changes; the baseline updates one row."""
    from annotator.services.session import Session

    bare = bare_db.durable(bare_db.connect(stage.bare(size)))
    session = Session.open(stage.project(size), annotator=corpus.ANNOTATORS[0])
    yield Pair(_ours(session), _bare(bare), repeats=100, warmups=5)
    session.close()
    bare.close()


def _ours(session: Session) -> Side:
    from annotator.services import annotate

    desk = annotate.load(session, "article-0000007")
    stored = desk.annotations[0]
    turn = count()

    def side() -> None:
        nonlocal stored
        kind = ("direct", "indirect")[next(turn) % 2]
        edited = replace(stored, fields={**stored.fields, "quote_type": kind})
        stored = annotate.update(
            session, edited, "annotation.field", field="quote_type"
        )

    return side


def _bare(connection: sqlite3.Connection) -> Side:
    wanted = "SELECT fields FROM annotation WHERE id = 71"
    fields = orjson.loads(connection.execute(wanted).fetchone()[0])
    turn = count()

    def side() -> None:
        fields["quote_type"] = ("direct", "indirect")[next(turn) % 2]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE annotation SET fields = ? WHERE id = 71",
            (orjson.dumps(fields).decode(),),
        )
        connection.execute("COMMIT")

    return side
