# SPDX-License-Identifier: MIT
"""Dividing documents among people: what is wished, and what would come of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.team import ROUND_KINDS
from annotator.services import assigning, people, rounds
from annotator.services.assignment_wish import Wish
from annotator.ui.badge import badge_icon
from annotator.ui.dialogs.assign_preview import PlanPreview
from annotator.ui.dialogs.base import Dialog, plain_label, spin_box
from annotator.ui.plain import one_line
from annotator.ui.tasks import Tasks
from annotator.ui.team import beside
from annotator.ui.team.words import kind_words, tr
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.session import Session

#: Choices may rest so long before the plan is made anew, in milliseconds.
PAUSE_MS: Final = 200
_SEEDS: Final = 1_000_000


class AssignDialog(Dialog):
    """Asks for a rule, shows the load of each person, and stores it as one step.

    Signals:
        assigned(str): it was done, in the round of that uid.
    """

    assigned = Signal(str)

    def __init__(
        self,
        theme: Theme,
        session: Session,
        chosen: Sequence[str] = (),
        round_uid: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`chosen` are uids of documents selected elsewhere."""
        super().__init__(tr("Assign documents"), parent)
        self.setObjectName("assignDialog")
        self.resize(980, 640)
        self._theme, self._session = theme, session
        self._chosen = tuple(dict.fromkeys(chosen))
        self._plan: assigning.Plan | None = None
        self._asked = 0
        self.tasks = Tasks(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._make_plan)
        self._build(round_uid)
        self.finished.connect(lambda _: self.tasks.stop())
        self._on_round()
        self._on_which()

    # -- building

    def _build(self, round_uid: str | None) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(28)
        form, side = QWidget(), QWidget()
        form.setFixedWidth(430)
        self._column = QVBoxLayout(form)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        outer, self.body = self.body, self._column
        self._build_round(round_uid)
        self._build_documents()
        self._build_people()
        self._build_rule()
        self._column.addStretch(1)
        self.body = outer
        preview = QVBoxLayout(side)
        preview.setContentsMargins(0, 0, 0, 0)
        preview.setSpacing(8)
        preview.addWidget(plain_label(tr("What comes of it"), "heading"))
        self.preview = PlanPreview(self._theme)
        preview.addWidget(self.preview, 1)
        columns.addWidget(form)
        columns.addWidget(side, 1)
        self.body.addLayout(columns, 1)
        self.add_cancel()
        self.go = self.add_button(tr("Assign"), "primary")
        self.go.setObjectName("assignGo")
        self.go.clicked.connect(self._on_go)

    def _build_round(self, round_uid: str | None) -> None:
        self.round = QComboBox()
        self.round.setObjectName("assignRound")
        for each in reversed(rounds.all_of(self._session)):
            self.round.addItem(one_line(each.name, 60), each.uid)
        self.round.addItem(tr("A new round"), None)
        place = self.round.findData(round_uid) if round_uid else 0
        self.round.setCurrentIndex(max(place, 0))
        self.round.activated.connect(lambda _: self._on_round())
        self.add_row(tr("Round"), self.round)
        self.name = QLineEdit()
        self.name.setObjectName("assignName")
        self.kind = QComboBox()
        self.kind.setObjectName("assignKind")
        for kind in ROUND_KINDS:
            self.kind.addItem(kind_words(kind), kind)
        self.kind.setCurrentIndex(len(ROUND_KINDS) - 1)
        self.kind.setAccessibleName(tr("Kind of round"))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.kind)
        both.setFocusProxy(self.name)
        self.name.setAccessibleName(tr("Name of the round"))
        self._new = both
        self._new_label = self.add_row(tr("Name and kind"), both)
        self.name.textChanged.connect(lambda _: self._pause.start())
        self.kind.activated.connect(lambda _: self._pause.start())

    def _build_documents(self) -> None:
        self.which = QComboBox()
        self.which.setObjectName("assignDocuments")
        self.which.addItem(tr("All documents"), "all")
        self.which.addItem(tr("Those that a filter lets through"), "filter")
        if self._chosen:
            words = tr("The {0} chosen in the matrix")
            self.which.addItem(words.replace("{0}", str(len(self._chosen))), "chosen")
        self.which.activated.connect(lambda _: self._on_which())
        self.add_row(tr("Documents"), self.which)
        self.filter = QLineEdit()
        self.filter.setObjectName("assignFilter")
        self.filter.setPlaceholderText(tr("as in the list: words, source:, date:"))
        self.filter.textChanged.connect(lambda _: self._pause.start())
        self.add_row(tr("Filter"), self.filter)

    def _build_people(self) -> None:
        self.people = QListWidget()
        self.people.setObjectName("assignPeople")
        self.people.setFixedHeight(132)
        usual = {each.uid for each in people.annotating(self._session)}
        for person in self._session.annotators():
            if person.inactive:
                continue
            item = QListWidgetItem(one_line(person.name, 60))
            item.setIcon(badge_icon(person.initials, person.colour, self._theme))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = person.uid in usual
            item.setCheckState(
                Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            )
            item.setData(Qt.ItemDataRole.UserRole, person.uid)
            self.people.addItem(item)
        self.people.itemChanged.connect(lambda _: self._pause.start())
        self.add_row(tr("People"), self.people)

    def _build_rule(self) -> None:
        self.per_document = _spin("assignPerDocument", 1, 99, 1)
        self._add_number(tr("People for each"), self.per_document)
        self.partly = QCheckBox(tr("for a share of them only"))
        self.partly.setObjectName("assignPartly")
        self.share = _spin("assignShare", 1, 99, 20)
        self.share.setSuffix(" %")
        self.share.setFixedWidth(92)
        self.share.setAccessibleName(tr("Share of the documents"))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.partly, 1)
        row.addWidget(self.share)
        both.setFocusProxy(self.partly)
        self.add_row(tr("Overlap"), both)
        self.gold = _spin("assignGold", 0, 999, 0)
        hint = tr("with a known answer, for everybody, hidden among the others")
        self._add_number(tr("More gold"), self.gold, hint)
        self.repeats = _spin("assignRepeats", 0, 99, 0)
        hint = tr("read a second time, much later")
        self._add_number(tr("Repeats each"), self.repeats, hint)
        self.seed = _spin("assignSeed", 0, 2**31 - 1, 0)
        hint = tr("the same one gives the same again")
        self._add_number(tr("Seed"), self.seed, hint)
        self.partly.toggled.connect(self._on_partly)
        for each in (self.per_document, self.share, self.gold, self.repeats, self.seed):
            each.valueChanged.connect(lambda _: self._pause.start())
        self.share.setEnabled(False)

    def _add_number(self, label: str, field: QSpinBox, hint: str = "") -> None:
        field.setAccessibleName(label)
        self.add_row(label, _at_left(field), hint)

    # -- what is wished

    def wish(self) -> Wish:
        """What the fields say now."""
        uid = self.round.currentData()
        which = self.which.currentData()
        return Wish(
            round=uid or self.name.text().strip() or None,
            kind=None if uid else self.kind.currentData(),
            documents=self._chosen if which == "chosen" else None,
            filter=self.filter.text() if which == "filter" else "",
            people=self._ticked(),
            per_document=self.per_document.value(),
            overlap=self.share.value() / 100 if self.partly.isChecked() else None,
            seed=self.seed.value(),
            more_gold=self.gold.value(),
            repeats=self.repeats.value(),
        )

    def _ticked(self) -> list[str]:
        items = (self.people.item(row) for row in range(self.people.count()))
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _on_round(self) -> None:
        """Another round: its rule is proposed again."""
        uid = self.round.currentData()
        self._set_visible(self._new, uid is None)
        here = self._session.project.rounds.find(uid) if uid else None
        settings = here.settings if here else {}
        if here is None and not self.name.text():
            known = len(rounds.all_of(self._session))
            self.name.setText(tr("Round {0}").replace("{0}", str(known + 1)))
        number = settings.get("per_document")
        self.per_document.setValue(number if isinstance(number, int) else 1)
        overlap = settings.get("overlap")
        self.partly.setChecked(isinstance(overlap, int | float))
        if isinstance(overlap, int | float):
            self.share.setValue(max(1, round(overlap * 100)))
        seed = settings.get("seed")
        if not isinstance(seed, int) or not 0 <= seed < 2**31:
            seed = secrets.randbelow(_SEEDS)
        self.seed.setValue(seed)
        self._pause.start(0)

    def _on_which(self) -> None:
        self._set_visible(self.filter, self.which.currentData() == "filter")
        self._pause.start()

    def _on_partly(self, on: bool) -> None:
        self.share.setEnabled(on)
        if on and self.per_document.value() < 2:
            self.per_document.setValue(2)
        self._pause.start()

    def _set_visible(self, field: QWidget, shown: bool) -> None:
        """Show or hide a field with its label."""
        field.setVisible(shown)
        for label in self.findChildren(type(self.message)):
            if label.buddy() is field:
                label.setVisible(shown)

    # -- what comes of it

    def _make_plan(self) -> None:
        self._pause.setInterval(PAUSE_MS)
        self._asked += 1
        wish, number = self.wish(), self._asked
        self._plan = None
        self.go.setEnabled(False)
        beside.ask(
            self._session,
            self.tasks,
            tr("Planning"),
            lambda: assigning.plan(self._session, wish),
            lambda plan: self._on_plan(plan, number),
            lambda error: self._on_impossible(error, number),
        )

    def _on_plan(self, plan: assigning.Plan, number: int) -> None:
        if number != self._asked:
            return
        self._plan = plan
        self.tell("")
        self.preview.show_plan(plan)
        possible = bool(plan.assignments) or plan.is_new
        self.go.setEnabled(possible and not self._session.read_only)

    def _on_impossible(self, error: UserError, number: int) -> None:
        if number == self._asked:
            self.preview.show_plan(None)
            self.tell(error_words(error))

    def _on_go(self) -> None:
        if self._plan is None:
            return
        try:
            stored = assigning.assign(self._session, self._plan)
        except UserError as error:
            self.tell(error_words(error))
            return
        self.assigned.emit(stored.uid)
        self.accept()


def _spin(name: str, least: int, most: int, value: int) -> QSpinBox:
    made = spin_box()
    made.setObjectName(name)
    made.setRange(least, most)
    made.setValue(value)
    made.setFixedWidth(140)
    return made


def _at_left(field: QWidget) -> QWidget:
    """A narrow field that stays at the left of its row."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(field)
    row.addStretch(1)
    made.setFocusProxy(field)
    return made
