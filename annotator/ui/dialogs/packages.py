# SPDX-License-Identifier: MIT
"""Files for annotators or reviewers: for whom, of which round, into which folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QListWidgetItem, QWidget

from annotator.services import packaging, rounds
from annotator.ui.badge import HEIGHT, WIDTH, badge_icon
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.pathfield import PathField
from annotator.ui.plain import one_line
from annotator.ui.team.words import number, tr
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.model.team import Annotator
    from annotator.services.session import Session

_ROLE: Final = Qt.ItemDataRole.UserRole


def _to_annotate() -> str:
    return tr(
        "Each file holds one person’s documents, the codebook with its guideline,"
        " the speakers and issues, their own work and what was said to them."
        " Nothing of the others is in it."
    )


def _to_review() -> str:
    return tr(
        "Each file holds what the people below have completed, the adjudicated layer,"
        " decisions and comments, for somebody who compares and decides. What is not"
        " finished stays out."
    )


#: What the files are for, by whether they are reviewed.
_WORDS: Final = {False: _to_annotate, True: _to_review}


def _ticked(listed: QListWidget) -> list[str]:
    items = (listed.item(row) for row in range(listed.count()))
    return [
        str(item.data(_ROLE))
        for item in items
        if item.checkState() == Qt.CheckState.Checked
    ]


class PackageDialog(Dialog):
    """Asks what to pack; it does not pack itself.

    Signals:
        accepted_with(dict, list, list): uid of each person → path; uids of rounds
            or None for all; uids of those whose work they review, None where they
            are to annotate.
    """

    accepted_with = Signal(object, object, object)

    def __init__(
        self,
        theme: Theme,
        session: Session,
        round_uid: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Packages"), parent)
        self.setObjectName("packageDialog")
        self.resize(640, 640)
        self._theme, self._session = theme, session
        self._confirmed: frozenset[Path] = frozenset()
        self._build(round_uid)
        self._on_round()

    def _build(self, round_uid: str | None) -> None:
        self.purpose = QComboBox()
        self.purpose.setObjectName("packagePurpose")
        self.purpose.addItem(tr("To annotate"), False)
        self.purpose.addItem(tr("To review what others completed"), True)
        self.purpose.activated.connect(lambda _: self._on_round())
        self.add_row(tr("Purpose"), self.purpose)
        self._said = plain_label("", "secondary", wrap=True)
        self.body.addWidget(self._said)
        self.round = QComboBox()
        self.round.setObjectName("packageRound")
        self.round.addItem(tr("All rounds, and all that they annotated"), None)
        for each in reversed(rounds.all_of(self._session)):
            self.round.addItem(one_line(each.name, 60), each.uid)
        self.round.setCurrentIndex(max(self.round.findData(round_uid), 0))
        self.round.activated.connect(lambda _: self._on_round())
        self.add_row(tr("Round"), self.round)
        self.people = self._add_list("packagePeople", tr("For"))
        self.whose = self._add_list("packageWhose", tr("Work of"))
        self.folder = PathField("packageFolder", tr("Folder"), "*", choosing="folder")
        self.folder.set_path(self._session.path.parent)
        self.folder.changed.connect(self._on_choice)
        self._hint = self.add_row(tr("Folder"), self.folder, " ")
        self.add_cancel()
        self.go = self.add_button(tr("Make files"), "primary")
        self.go.setObjectName("packageGo")
        self.go.clicked.connect(self._on_go)

    def _add_list(self, name: str, title: str) -> QListWidget:
        made = QListWidget()
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setIconSize(QSize(WIDTH, HEIGHT))
        made.itemChanged.connect(lambda _: self._on_choice())
        self.add_row(title, made)
        return made

    @property
    def reviews(self) -> bool:
        """Whether the files are for reviewers."""
        return bool(self.purpose.currentData())

    def review_of(self) -> list[str] | None:
        """Uids of those whose work is reviewed; None where it is not."""
        return _ticked(self.whose) if self.reviews else None

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
        review = self.reviews
        return {
            uid: folder / packaging.file_name(self._session, people[uid], review=review)
            for uid in _ticked(self.people)
            if uid in people
        }

    def _on_round(self) -> None:
        rounds_wanted, review = self.names(), self.reviews
        self._said.setText(_WORDS[review]())
        self.whose.setVisible(review)
        for label in self.findChildren(QLabel):
            if label.buddy() is self.whose:
                label.setVisible(review)
        done = packaging.completed_counts(self._session, rounds_wanted)
        if review:
            everybody = self._session.annotators()
            self._fill(self.people, packaging.reviewers(self._session), None)
            self._fill(self.whose, (p for p in everybody if p.uid in done), done)
        else:
            found = packaging.receivers(self._session, rounds_wanted)
            self._fill(self.people, found, self._assigned(rounds_wanted))
            self._fill(self.whose, (), None)
        self._on_choice()

    def _assigned(self, wanted: list[str] | None) -> dict[str, int]:
        counts: dict[str, int] = {}
        for each in self._session.project.assignments.of_round():
            if wanted is None or each.round in wanted:
                counts[each.annotator] = counts.get(each.annotator, 0) + 1
        return counts

    def _fill(
        self,
        listed: QListWidget,
        people: Iterable[Annotator],
        counts: Mapping[str, int] | None,
    ) -> None:
        """List people with how many documents they have; all of them are ticked."""
        listed.blockSignals(True)
        listed.clear()
        for person in people:
            words = one_line(person.name, 60)
            if counts is not None:
                said = tr("{0} – {1} documents").replace("{0}", words)
                words = said.replace("{1}", number(counts.get(person.uid, 0)))
            item = QListWidgetItem(words)
            item.setIcon(badge_icon(person.initials, person.colour, self._theme))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(_ROLE, person.uid)
            listed.addItem(item)
        listed.blockSignals(False)

    def _on_choice(self) -> None:
        self._confirmed = frozenset()
        wanted, folder = self.wanted(), self.folder.path()
        self.go.setText(tr("Make files"))
        self.tell("")
        if self._missing():
            self._hint.setText(self._missing())
        elif wanted:
            first = next(iter(wanted.values())).name
            words = tr("{0} files, such as “{1}”") if len(wanted) > 1 else tr("“{1}”")
            words = words.replace("{0}", number(len(wanted)))
            self._hint.setText(words.replace("{1}", one_line(first, 80)))
        else:
            self._hint.setText(tr("Choose whose files are wanted."))
        named = not self.reviews or bool(self.review_of())
        self.go.setEnabled(bool(wanted) and named and folder is not None)

    def _missing(self) -> str:
        """What there is not, without which no file can be made; "" if all is there."""
        if self.reviews and not self.people.count():
            return tr("Nobody else is a reviewer or lead: make somebody one first.")
        if self.reviews and not self.whose.count():
            return tr("Nobody has completed anything yet.")
        if not self.people.count():
            return tr("Nobody has documents yet: assign some first.")
        return ""

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
        self.accepted_with.emit(wanted, self.names(), self.review_of())
        self.accept()
