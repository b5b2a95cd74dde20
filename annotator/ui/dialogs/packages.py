# SPDX-License-Identifier: MIT
"""Files for annotators: for whom, of which round, into which folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from annotator.services import packaging, rounds
from annotator.ui.badge import HEIGHT, WIDTH, badge_icon
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.pathfield import PathField
from annotator.ui.plain import one_line
from annotator.ui.team.words import number, tr
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.session import Session

_ROLE: Final = Qt.ItemDataRole.UserRole


class PackageDialog(Dialog):
    """Asks what to pack; it does not pack itself.

    Signals:
        accepted_with(dict, list): uid of each person → path; uids of rounds or
            None for all.
    """

    accepted_with = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        session: Session,
        round_uid: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Packages for annotators"), parent)
        self.setObjectName("packageDialog")
        self.resize(620, 560)
        self._theme, self._session = theme, session
        self._confirmed: frozenset[Path] = frozenset()
        self._build(round_uid)
        self._on_round()

    def _build(self, round_uid: str | None) -> None:
        said = tr(
            "Each file holds one person’s documents, the codebook with its guideline,"
            " the speakers and issues, their own work and what was said to them."
            " Nothing of the others is in it."
        )
        self.body.addWidget(plain_label(said, "secondary", wrap=True))
        self.round = QComboBox()
        self.round.setObjectName("packageRound")
        self.round.addItem(tr("All rounds, and all that they annotated"), None)
        for each in reversed(rounds.all_of(self._session)):
            self.round.addItem(one_line(each.name, 60), each.uid)
        self.round.setCurrentIndex(max(self.round.findData(round_uid), 0))
        self.round.activated.connect(lambda _: self._on_round())
        self.add_row(tr("Round"), self.round)
        self.people = QListWidget()
        self.people.setObjectName("packagePeople")
        self.people.setIconSize(QSize(WIDTH, HEIGHT))
        self.people.itemChanged.connect(lambda _: self._on_choice())
        self.add_row(tr("For"), self.people)
        self.folder = PathField("packageFolder", tr("Folder"), "*", choosing="folder")
        self.folder.set_path(self._session.path.parent)
        self.folder.changed.connect(self._on_choice)
        self._hint = self.add_row(tr("Folder"), self.folder, " ")
        self.add_cancel()
        self.go = self.add_button(tr("Make files"), "primary")
        self.go.setObjectName("packageGo")
        self.go.clicked.connect(self._on_go)

    def names(self) -> list[str] | None:
        """Uids of the rounds that are wanted, None for all."""
        uid = self.round.currentData()
        return None if uid is None else [uid]

    def wanted(self) -> dict[str, Path]:
        """Uid → path of those that are ticked."""
        folder = self.folder.path()
        if folder is None:
            return {}
        people = {each.uid: each for each in self._session.annotators()}
        items = (self.people.item(row) for row in range(self.people.count()))
        return {
            uid: folder / packaging.file_name(self._session, people[uid])
            for item in items
            if item.checkState() == Qt.CheckState.Checked
            and (uid := str(item.data(_ROLE))) in people
        }

    def _on_round(self) -> None:
        counts: dict[str, int] = {}
        wanted = self.names()
        for each in self._session.project.assignments.of_round():
            if wanted is None or each.round in wanted:
                counts[each.annotator] = counts.get(each.annotator, 0) + 1
        self.people.blockSignals(True)
        self.people.clear()
        for person in packaging.receivers(self._session, wanted):
            words = tr("{0} – {1} documents")
            words = words.replace("{0}", one_line(person.name, 60))
            words = words.replace("{1}", number(counts.get(person.uid, 0)))
            item = QListWidgetItem(words)
            item.setIcon(badge_icon(person.initials, person.colour, self._theme))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(_ROLE, person.uid)
            self.people.addItem(item)
        self.people.blockSignals(False)
        self._on_choice()

    def _on_choice(self) -> None:
        self._confirmed = frozenset()
        wanted, folder = self.wanted(), self.folder.path()
        self.go.setText(tr("Make files"))
        self.tell("")
        if not self.people.count():
            self._hint.setText(tr("Nobody has documents yet: assign some first."))
        elif wanted:
            first = next(iter(wanted.values())).name
            words = tr("{0} files, such as “{1}”") if len(wanted) > 1 else tr("“{1}”")
            words = words.replace("{0}", number(len(wanted)))
            self._hint.setText(words.replace("{1}", one_line(first, 80)))
        else:
            self._hint.setText(tr("Choose whose files are wanted."))
        self.go.setEnabled(bool(wanted) and folder is not None)

    def _on_go(self) -> None:
        wanted, folder = self.wanted(), self.folder.path()
        if folder is None or not folder.is_dir():
            self.tell(tr("There is no such folder."))
            return
        there = frozenset(path for path in wanted.values() if path.exists())
        if there - self._confirmed:
            self._confirmed = there
            words = tr("{0} of these files are there already and will be replaced.")
            self.tell(words.replace("{0}", number(len(there))), "warning")
            self.go.setText(tr("Replace"))
            return
        self.accepted_with.emit(wanted, self.names())
        self.accept()
