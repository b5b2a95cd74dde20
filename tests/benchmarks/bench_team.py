# SPDX-License-Identifier: MIT
"""The matrix of documents and people: jump anywhere and paint, count, filter."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from tests.benchmarks import bare_db, corpus
from tests.benchmarks.harness import Pair, Side, benchmark
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from annotator.services.session import Session

PEOPLE: Final = 20
#: Documents are each read by so many.
READERS: Final = 3
_SIZE: Final = (1280, 800)
_WINDOW: Final = 64


@benchmark("matrix of documents × 20 people: jump and paint", aim=1.5)
def jump(stage: Stage, size: int) -> Iterator[Pair]:
    """A page of rows that was not read yet; the baseline paints plain words."""
    with _session(stage, size) as session, _bare(stage, size) as connection:
        sides = _our_matrix(session), _bare_matrix(connection)
        yield Pair(*sides, repeats=60)
        # A window left open would take the mouse from those shown later.
        for side in sides:
            side.table.close()  # type: ignore[attr-defined]


@benchmark("matrix of documents × 20 people: count and filter", aim=2.0)
def figures(stage: Stage, size: int) -> Iterator[Pair]:
    """Read who has what, count it, list what is left; the baseline groups by SQL."""
    from annotator.services import board, board_rows, board_totals, rounds

    with _session(stage, size) as session:
        here = rounds.newest(session)
        assert here is not None

        def ours() -> None:
            found = board.load(session, here.uid)
            board_totals.totals(found)
            board_rows.rows(session, found, state="open")

        def bare() -> None:
            for sql in _BARE_FIGURES:
                session.project.connection.execute(sql, (here.uid,)).fetchall()

        yield Pair(ours, bare, repeats=10)


_CELLS: Final = (
    " FROM item i JOIN annotator p ON p.uid = json_extract(i.data, '$.annotator')"
    " LEFT JOIN layer l ON l.document_id = i.document_id AND l.annotator_id = p.id"
    " AND l.kind = 'primary' JOIN document d ON d.id = i.document_id"
    " JOIN document_text t ON t.id = d.id WHERE i.kind = 'assignments'"
    " AND i.deleted = 0 AND json_extract(i.data, '$.round') = ?"
)
_BARE_FIGURES: Final = (
    f"SELECT p.id, l.status, count(*), sum(l.seconds), sum(length(t.text)){_CELLS}"
    " GROUP BY p.id, l.status",
    f"SELECT d.id{_CELLS} GROUP BY d.id HAVING sum(ifnull(l.status, '') <> 'complete')"
    " ORDER BY d.title",
)


@contextlib.contextmanager
def _session(stage: Stage, size: int) -> Iterator[Session]:
    """A project with twenty people, every document assigned to three of them."""
    from annotator.services import assigning, people
    from annotator.services.assignment_wish import Wish
    from annotator.services.session import Session

    path = stage.folder / f"team-{size}.annotator"
    new = not path.exists()
    if new:
        shutil.copyfile(stage.project(size), path)
    with Session.open(path, annotator=corpus.ANNOTATORS[0]) as session:
        if new:
            for n in range(PEOPLE - len(session.annotators())):
                people.add(session, f"Person {n}")
            who = [each.uid for each in session.annotators()]
            wish = Wish(people=who, per_document=READERS, seed=1)
            assigning.assign(session, assigning.plan(session, wish))
        yield session


@contextlib.contextmanager
def _bare(stage: Stage, size: int) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(bare_db.connect(stage.bare(size))) as connection:
        yield connection


def _our_matrix(session: Session) -> Side:
    from annotator.services import board, board_rows, rounds
    from annotator.ui.team.model import MatrixModel
    from annotator.ui.team.table import MatrixTable
    from annotator.ui.theme import Theme, apply
    from tests.benchmarks.painting import bare_application

    app = bare_application()
    theme = Theme.load("light")
    apply(app, theme)
    here = rounds.newest(session)
    assert here is not None
    found = board.load(session, here.uid)
    model = MatrixModel(partial(board_rows.page, session, found))
    table = MatrixTable(model, theme)
    model.set_matrix(found.people, board_rows.rows(session, found))
    return _painted(table, model, model.forget)


def _bare_matrix(connection: sqlite3.Connection) -> Side:
    from PySide6.QtWidgets import QTableView

    model = _plain_model(connection)
    table = QTableView()
    table.setModel(model)
    table.horizontalHeader().setDefaultSectionSize(64)
    return _painted(table, model, model.pages.clear)


def _painted(table: Any, model: Any, forget: Any) -> Side:
    """Jump to a place further on and paint it, everything read anew."""
    from tests.benchmarks.painting import settle

    table.resize(*_SIZE)
    table.show()
    settle()
    turn = count(1)

    def side() -> None:
        forget()
        bar = table.verticalScrollBar()
        bar.setValue(next(turn) * 7919 % max(bar.maximum(), 1))
        table.viewport().repaint()
        table.verticalHeader().viewport().repaint()

    side.table, side.model = table, model  # type: ignore[attr-defined]
    return side


def _plain_model(connection: sqlite3.Connection) -> Any:
    from PySide6.QtCore import QAbstractTableModel, Qt

    ids = array("q", [r[0] for r in connection.execute("SELECT id FROM document")])

    class Plain(QAbstractTableModel):
        def __init__(self) -> None:
            super().__init__()
            self.pages: OrderedDict[int, dict[tuple[int, int], str]] = OrderedDict()

        def rowCount(self, _parent: object = None) -> int:
            return len(ids)

        def columnCount(self, _parent: object = None) -> int:
            return PEOPLE

        def data(self, index: Any, role: int = 0) -> object:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            page = index.row() // _WINDOW
            if page not in self.pages:
                some = ids[page * _WINDOW : (page + 1) * _WINDOW]
                self.pages[page] = _bare_cells(connection, some)
            return self.pages[page].get((ids[index.row()], index.column() + 1))

    return Plain()


def _bare_cells(
    connection: sqlite3.Connection, ids: Sequence[int]
) -> dict[tuple[int, int], str]:
    marks = ",".join("?" * len(ids))
    sql = (
        "SELECT l.document_id, l.annotator_id, l.status FROM layer l"
        f" WHERE l.document_id IN ({marks})"
    )
    found = {(d, p): status for d, p, status in connection.execute(sql, tuple(ids))}
    titles = f"SELECT id, title FROM document WHERE id IN ({marks})"
    connection.execute(titles, tuple(ids)).fetchall()
    return found
