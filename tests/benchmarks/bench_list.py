# SPDX-License-Identifier: MIT
"""The list of documents: open, sort, filter, search while typing."""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.benchmarks import bare_db, corpus
from tests.benchmarks.harness import Pair, Side, benchmark
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from annotator.services.session import Session

#: Rows that are read at once when the list shows a part of itself.
PAGE: Final = 200

_PAGE: Final = (
    "SELECT d.id, d.uid, d.title, d.published, d.source, d.author,"
    " l.status, l.seconds, (SELECT count(*) FROM annotation a"
    " WHERE a.document_id = d.id AND a.annotator_id = 1 AND NOT a.deleted)"
    " FROM document d LEFT JOIN layer l"
    " ON l.document_id = d.id AND l.annotator_id = 1 WHERE d.id IN ({})"
)


@benchmark("list of documents: open, by title", aim=1.5)
def open_list(stage: Stage, size: int) -> Iterator[Pair]:
    """The ids of all documents in order, and the first page of rows."""
    yield from _listed(stage, size, {"sort": "title"}, "1 ORDER BY title")


@benchmark("list of documents: sort by date", aim=1.5)
def sort_list(stage: Stage, size: int) -> Iterator[Pair]:
    """The latest first."""
    order = "1 ORDER BY published DESC"
    yield from _listed(stage, size, {"sort": "published", "descending": True}, order)


@benchmark("list of documents: filter by source", aim=1.5)
def filter_list(stage: Stage, size: int) -> Iterator[Pair]:
    """About a quarter of the documents stay."""
    chosen = "source = 'Radio Varn' ORDER BY title"
    yield from _listed(stage, size, {"filter": 'source:"Radio Varn"'}, chosen)


@benchmark("search while typing", aim=2.0)
def search(stage: Stage, size: int) -> Iterator[Pair]:
    """A rare, a common and a very common word; the first 50 documents of each.

    The word is taken for a beginning, as when it is still being typed.  All that
    have it are listed, in order, only when typing rests.
    """
    words = _words(stage.bare(size))
    with _sides(stage, size) as (session, connection):
        yield Pair(_our_search(session, words), _bare_search(connection, words), 30)


@contextlib.contextmanager
def _sides(stage: Stage, size: int) -> Iterator[tuple[Session, sqlite3.Connection]]:
    from annotator.services.session import Session

    opened = Session.open(stage.project(size), annotator=corpus.ANNOTATORS[0])
    with (
        contextlib.closing(opened) as session,
        contextlib.closing(bare_db.connect(stage.bare(size))) as connection,
    ):
        yield session, connection


def _listed(
    stage: Stage, size: int, wanted: dict[str, Any], where: str
) -> Iterator[Pair]:
    from annotator.services import documents

    with _sides(stage, size) as (session, connection):

        def ours() -> None:
            ids = documents.rows(session, **wanted)
            documents.page(session, ids[:PAGE])

        def bare() -> None:
            sql = f"SELECT id FROM document WHERE {where}"
            ids = array("q", [row[0] for row in connection.execute(sql)])
            _bare_page(connection, ids[:PAGE])

        yield Pair(ours, bare, repeats=15)


def _bare_page(connection: sqlite3.Connection, ids: array[int]) -> None:
    marks = ",".join("?" * len(ids))
    connection.execute(_PAGE.format(marks), tuple(ids)).fetchall()


# -- search


def _words(database: Path) -> tuple[str, ...]:
    with contextlib.closing(bare_db.connect(database)) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.term USING fts5vocab (main, document_fts, row)"
        )
        ordered = connection.execute(
            "SELECT term FROM temp.term ORDER BY doc"
        ).fetchall()
    return tuple(ordered[len(ordered) * part // 100][0] for part in (20, 90, 99))


def _our_search(session: Session, words: tuple[str, ...]) -> Side:
    from annotator.services import documents

    def side() -> None:
        for word in words:
            found = documents.first(session, word, limit=50)
            assert found, word
            documents.page(session, found)

    return side


def _bare_search(connection: sqlite3.Connection, words: tuple[str, ...]) -> Side:
    sql = (
        "SELECT rowid FROM document_fts WHERE document_fts MATCH ?"
        " ORDER BY rowid LIMIT 50"
    )

    def side() -> None:
        for word in words:
            found = connection.execute(sql, (f'"{word}"*',)).fetchall()
            _bare_page(connection, array("q", [row[0] for row in found]))

    return side
