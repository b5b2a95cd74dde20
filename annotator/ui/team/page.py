# SPDX-License-Identifier: MIT
"""The page of the team: rounds at the left, the matrix, people at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from annotator.model.errors import UserError
from annotator.services import board, board_rows, board_totals, rounds, visibility
from annotator.ui.page import Page
from annotator.ui.tasks import Tasks
from annotator.ui.team import beside
from annotator.ui.team.beside_panel import Beside
from annotator.ui.team.centre import Centre
from annotator.ui.team.judging import Judged, judge
from annotator.ui.team.model import MatrixModel
from annotator.ui.team.side import Side
from annotator.ui.team.words import duration, number, round_words, tr
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.model.team import Round
    from annotator.services.board import Board
    from annotator.services.events import Changed
    from annotator.services.lights import Light
    from annotator.ui.theme import Theme
    from annotator.ui.window import MainWindow

#: Changes within this time are shown together, in milliseconds.
GATHER_MS: Final = 120


class TeamPage(Page):
    """Who has what, how far everybody is, and what should be looked at.

    Attributes:
        round: uid of the round that is shown, None for all documents.
    """

    _heard = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("teamPanel")
        self._window = window
        self.session = window.session
        self.round: str | None = None
        self.board: Board | None = None
        self.person: str | None = None
        self.scores: Mapping[str, str] = {}
        self._totals: board_totals.Totals | None = None
        self._stale: set[str] | None = None
        self._fresh = False
        self.tasks = Tasks(self)
        window.status.tasks.watch(self.tasks)
        self.model = MatrixModel(self._page, self)
        self._build(window.theme)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._take_changes)
        self._heard.connect(self._on_changed)
        self._unsubscribe: Callable[[], object] | None
        self._unsubscribe = self.session.events.subscribe(self._heard.emit)
        newest = rounds.newest(self.session)
        self.round = newest.uid if newest else None

    def _build(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = Side(theme, self)
        self.centre = Centre(self.model, theme, self)
        self.beside = Beside(theme, self)
        self.people = self.beside.people
        row.addWidget(self.side)
        row.addWidget(self.centre, 1)
        row.addWidget(self.beside)
        self.side.round_chosen.connect(self._on_round)
        self.side.state_chosen.connect(lambda _: self.show_rows())
        self.centre.filtered.connect(self.show_rows)
        self.centre.person_dropped.connect(lambda: self.show_person(None))
        self.people.chosen.connect(self.show_person)
        self.beside.lights.chosen.connect(self._on_light)
        table = self.centre.table
        table.person_chosen.connect(self._on_column)
        table.opened.connect(self._on_opened)
        table.toggled.connect(lambda *_: self._window.registry.run("team.toggle"))
        table.menu_wanted.connect(self._on_menu)
        registry = self._window.registry
        for pressed, name in (
            (self.centre.assign, "team.assign"),
            (self.centre.package, "team.package"),
            (self.centre.open_round, "team.open_round"),
        ):
            pressed.clicked.connect(partial(registry.run, name))

    # -- what a page does

    def enter(self) -> None:
        if not self._fresh:
            self.reload()

    def focus_places(self) -> list[QWidget]:
        middle: list[QWidget] = [self.centre.table, self.people]
        if self.beside.lights.isVisible():
            middle.append(self.beside.lights)
        return [*middle, self.side.rounds, self.side.states, self.centre.filter]

    def set_theme(self, theme: Theme) -> None:
        self.side.set_theme(theme)
        self.centre.set_theme(theme)
        self.beside.set_theme(theme)

    def shut(self) -> None:
        self._gather.stop()
        self.tasks.stop()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    # -- reading

    def reload(self) -> None:
        """Read rounds and matrix again."""
        self._stale, self._fresh = set(), True
        known = rounds.all_of(self.session)
        if self.round is not None and all(each.uid != self.round for each in known):
            self.round = known[-1].uid if known else None
        self.side.set_rounds(known, self.round)
        self._show_round(self.here())
        wanted = self.round
        beside.ask(
            self.session,
            self.tasks,
            tr("Reading the matrix"),
            lambda: board_totals.counted(board.load(self.session, wanted)),
            self._on_read,
            self._window.tell,
        )

    def here(self) -> Round | None:
        """The round that is shown, as it is now."""
        if self.round is None:
            return None
        return self.session.project.rounds.find(self.round)

    def _on_read(self, counted: tuple[Board, board_totals.Totals]) -> None:
        found, totals = counted
        if found.round != self.round:
            return  # another round was chosen meanwhile
        self.board = found
        if self.person not in {each.uid for each in found.people}:
            self.person = None
        self._show_totals(totals)
        self.show_rows()
        self._ask_for_quality(found)

    def _ask_for_quality(self, found: Board) -> None:
        """Scores and lights, for those who may see them; they come a moment later."""
        if not visibility.sees_everything(self.session):
            self._on_quality(None)
            return
        beside.ask(
            self.session,
            self.tasks,
            tr("Looking at the quality"),
            lambda: judge(self.session, found),
            lambda judged: self._on_quality(judged) if found is self.board else None,
            self._window.tell,
        )

    def _on_quality(self, judged: Judged | None) -> None:
        self.scores = judged.scores if judged else {}
        self.beside.show_lights(judged.lights if judged else None)
        self.model.set_lights(judged.sentences if judged else {})
        if self._totals is not None:
            self._show_totals(self._totals)

    def _page(self, ids: object) -> list[board_rows.Line]:
        if self.board is None:
            return []
        return board_rows.page(self.session, self.board, ids)  # type: ignore[arg-type]

    def show_rows(self) -> None:
        """Ask anew which documents are shown, and keep the place."""
        if self.board is None:
            return
        table, centre = self.centre.table, self.centre
        row, column = table.currentIndex().row(), table.currentIndex().column()
        kept = self.model.ids[row] if 0 <= row < len(self.model.ids) else None
        try:
            ids = board_rows.rows(
                self.session,
                self.board,
                centre.filter.text(),
                self.side.state(),
                centre.sort,
                centre.descending,
                self.person,
            )
        except UserError as error:
            centre.tell(error_words(error))
            return
        centre.tell("")
        self.model.set_matrix(self.board.people, ids)
        table.fit()
        centre.show_count(len(ids), len(self.board.documents))
        self._show_empty()
        place = self.model.row_of(kept) if kept is not None else -1
        if ids and self.board.people:
            index = self.model.index(max(place, 0), max(column, 0))
            table.setCurrentIndex(index)

    def _show_totals(self, found: board_totals.Totals | None = None) -> None:
        assert self.board is not None
        found = found or board_totals.totals(self.board)
        self._totals = found
        self.centre.table.people.set_shares({s.person.uid: s for s in found.shares})
        self.beside.show_people(found.shares, self.scores)
        self.centre.figures.set_figures(_figures(found))
        self.side.set_detail(self.round, _done_words(found))

    def _show_round(self, here: Round | None) -> None:
        opened = here is not None and here.opened
        words = tr("Close the round") if opened else tr("Open the round")
        self.centre.open_round.setText(words)
        self.centre.open_round.setVisible(here is not None)
        if here is None:
            codebook = self.session.codebook
            words = f"{codebook.id} {codebook.version}"
            self.centre.set_heading(tr("All documents"), words)
        else:
            self.centre.set_heading(here.name, round_words(here))

    def _show_empty(self) -> None:
        shown, total = (
            len(self.model.ids),
            len(self.board.documents if self.board else ()),
        )
        if shown and self.model.people:
            self.centre.set_empty("")
        elif total and not shown:
            self.centre.set_empty(tr("No document fits."))
        elif total:
            self.centre.set_empty(
                tr("Nobody annotates here yet. Add people, then assign documents.")
            )
        elif self.round is not None:
            self.centre.set_empty(tr("Nothing is assigned in this round yet."))
        else:
            self.centre.set_empty(tr("There are no documents yet."))

    # -- choosing

    def _on_round(self, uid: str) -> None:
        self.show_round(uid or None)

    def show_round(self, uid: str | None) -> None:
        """Show another round, None: all documents."""
        if uid != self.round:
            self.round = uid
            self.reload()

    def show_person(self, person: str | None) -> None:
        """Show one person's documents alone; the same one again: everybody's."""
        self.person = None if person == self.person else person
        self.people.choose(self.person)
        self.centre.table.people.choose(self.person)
        name = ""
        if self.person is not None:
            name = self.session.project.annotators.get(self.person).name
        self.centre.show_person(name)
        self.show_rows()

    def _on_column(self, column: int) -> None:
        if 0 <= column < len(self.model.people):
            self.show_person(self.model.people[column].uid)

    def chosen(self) -> list[tuple[str, str]]:
        """(document, person) of the selected cells."""
        found = []
        for row, column in self.centre.table.cells():
            line = self.model.line(row)
            if line is not None and column < len(self.model.people):
                found.append((line.uid, self.model.people[column].uid))
        return found

    def document(self) -> str | None:
        """The uid of the document in the current row."""
        line = self.model.line(self.centre.table.currentIndex().row())
        return line.uid if line else None

    def _on_light(self, light: Light) -> None:
        """Go to the cell that a light is about."""
        if light.document is None:
            self.show_person(light.person if self.person != light.person else None)
            return
        number_of = self.session.project.documents.row_id(light.document)
        row = self.model.row_of(number_of) if number_of is not None else -1
        columns = [n for n, p in enumerate(self.model.people) if p.uid == light.person]
        if row >= 0 and columns:
            index = self.model.index(row, columns[0])
            self.centre.table.setCurrentIndex(index)
            self.centre.table.scrollTo(index)
            self.centre.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_opened(self, row: int, _column: int) -> None:
        line = self.model.line(row)
        if line is not None:
            self._window.modes.show("annotate")
            self._window.open_document(line.uid)
            self._window.documents.show_current(line.uid)

    def _on_menu(self, row: int, column: int, place: QPoint) -> None:
        registry = self._window.registry
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_it = menu.addAction(tr("Open the document"))
        open_it.triggered.connect(lambda: self._on_opened(row, column))
        for name in ("team.toggle", "team.gold", "team.audit"):
            if registry.reason(name) is None:
                menu.addAction(registry.qaction(name))
        menu.popup(place)

    # -- what changed

    def _on_changed(self, changed: Changed) -> None:
        wide = changed.tables & {"document", "annotator", "round", "assignment"}
        if not wide and not changed.tables & {"layer", "annotation"}:
            return
        if wide or changed.documents is None:
            self._stale = None
        elif self._stale is not None:
            self._stale |= changed.documents
        self._fresh = False
        if self.isVisible():
            self._gather.start()

    def _take_changes(self) -> None:
        stale, self._stale = self._stale, set()
        if stale is None or self.board is None:
            self.reload()
            return
        board.refresh(self.session, self.board, stale)
        self._fresh = True
        self._show_totals()
        self.model.forget()
        self._ask_for_quality(self.board)


def _figures(found: board_totals.Totals) -> list[tuple[str, str]]:
    percent = found.done * 100 // found.assigned if found.assigned else 0
    figures = [
        (number(found.documents), tr("documents")),
        (f"{number(found.finished)}", tr("done by all who have them")),
        (
            f"{percent} %",
            tr("of {0} assignments").replace("{0}", number(found.assigned)),
        ),
    ]
    if found.seconds:
        figures.append((duration(found.seconds), tr("spent")))
    if found.done < found.assigned:
        words = tr("left, all together")
        if found.unknown and found.forecast is not None:
            words = tr("left, as far as it can be foreseen")
        figures.append((duration(found.forecast), words))
    return figures


def _done_words(found: board_totals.Totals) -> str:
    words = tr("{0} of {1} assignments done").replace("{0}", number(found.done))
    return words.replace("{1}", number(found.assigned))


def make(window: MainWindow) -> TeamPage:
    """The page, for the registry of modes."""
    return TeamPage(window)
