# SPDX-License-Identifier: MIT
"""Who did what when; how a document was then; and bringing that back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model import labels as naming
from annotator.model.errors import UserError
from annotator.services import audit, entities, visibility
from annotator.services.audit import Subject
from annotator.ui.article.view import ArticleView
from annotator.ui.dialogs.base import Dialog, button, clear, plain_label
from annotator.ui.dialogs.history_list import HistoryList
from annotator.ui.dialogs.history_model import HistoryModel
from annotator.ui.documents.model import status_words
from annotator.ui.plain import one_line
from annotator.ui.team.words import number, tr
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words, in_words, step_words

if TYPE_CHECKING:
    from annotator.services.events import Changed
    from annotator.services.session import Session

_PERSON: Final = "person:"


class AuditDialog(Dialog):
    """The steps of a document, an annotation or a person, and the state after each.

    Arrows choose a step; what it changed is told, and the layer is shown as it was
    right after it.
    """

    _heard = Signal(object)

    def __init__(
        self,
        theme: Theme,
        session: Session,
        subject: Subject,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Who did what"), parent)
        self.setObjectName("auditDialog")
        self.resize(1160, 720)
        self._theme, self._session = theme, session
        self._asked = subject
        self.subject = subject
        self._sure = False
        self._wanted: str | None = None
        self._begun: frozenset[str] = frozenset()
        self.model = HistoryModel(session, self, partial(audit_marks, session, subject))
        self._build()
        self._heard.connect(self._on_changed)
        self._unsubscribe = session.events.subscribe(self._heard.emit)
        self.finished.connect(lambda _result: self._unsubscribe())
        self._show_whose()
        self._choose_first()
        self.list.setFocus()

    # -- building

    def _build(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(20)
        left = QVBoxLayout()
        left.setSpacing(8)
        self.what = QComboBox()
        self.what.setObjectName("auditSubject")
        self.what.setAccessibleName(tr("What is asked about"))
        for identifier, words in self._subjects():
            self.what.addItem(words, identifier)
        wanted = "annotation" if self.subject.annotation else "document"
        if self.subject.person:
            wanted = _PERSON + self.subject.person
        self.what.setCurrentIndex(max(0, self.what.findData(wanted)))
        self.what.activated.connect(lambda _: self._on_subject())
        left.addWidget(self.what)
        self.list = HistoryList(self.model, self._theme)
        self.list.setObjectName("auditList")
        self.list.setMinimumWidth(400)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._on_step())
        left.addWidget(self.list, 1)
        columns.addLayout(left, 4)
        columns.addLayout(self._build_right(), 6)
        self.body.addLayout(columns, 1)
        self.back = button(tr("Bring this back"))
        self.back.setObjectName("auditBringBack")
        self.back.clicked.connect(self._on_back)
        self.add_left(self.back)
        self.add_cancel(tr("Close"))

    def _build_right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(8)
        self.heading = plain_label("", "heading", wrap=True)
        right.addWidget(self.heading)
        self._told = QVBoxLayout()
        self._told.setSpacing(2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._told)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.setMaximumHeight(116)
        right.addWidget(area)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.state = plain_label("", "secondary")
        self.state.setObjectName("auditState")
        self.whose = QComboBox()
        self.whose.setObjectName("auditWhose")
        self.whose.setAccessibleName(tr("Whose layer"))
        self.whose.activated.connect(lambda _: self._on_whose())
        row.addWidget(self.state, 1)
        row.addWidget(self.whose)
        right.addLayout(row)
        self.article = ArticleView(self._theme, self)
        self.article.setObjectName("auditArticle")
        self.article.set_compact(True)
        self.article.setMinimumHeight(280)
        right.addWidget(self.article, 1)
        return right

    def _subjects(self) -> list[tuple[str, str]]:
        found = []
        if self._asked.document is not None:
            title = self._session.project.documents.get(self._asked.document).title
            words = tr("Document: {0}").replace("{0}", one_line(title, 60))
            found.append(("document", words))
        if self._asked.annotation is not None:
            found.append(("annotation", tr("The chosen annotation")))
        everything = visibility.sees_everything(self._session)
        for person in self._session.annotators():
            if everything or person.uid == self._session.annotator.uid:
                words = tr("Person: {0}").replace("{0}", one_line(person.name, 60))
                found.append((_PERSON + person.uid, words))
        return found

    # -- choosing

    def _on_subject(self) -> None:
        wanted = str(self.what.currentData())
        if wanted.startswith(_PERSON):
            self.subject = Subject(person=wanted.removeprefix(_PERSON))
        elif wanted == "annotation":
            self.subject = Subject(self._asked.document, self._asked.annotation)
        else:
            self.subject = Subject(self._asked.document)
        self.model.show(partial(audit_marks, self._session, self.subject))
        self._show_whose()
        self._choose_first()

    def _choose_first(self) -> None:
        rows = range(min(self.model.rowCount(), 2))
        row = next((n for n in rows if self.model.step(n) is not None), -1)
        self.list.setCurrentIndex(self.model.index(max(row, 0)))
        self._on_step()

    def _on_whose(self) -> None:
        self._wanted = self.whose.currentData()
        self._on_step()

    def _choose_whose(self, maker: str | None) -> None:
        """The layer asked for; else that of who made the step; else any begun one."""
        begun = (uid for uid in self._offered() if uid in self._begun)
        made = maker if maker in self._begun else None
        wanted = self._wanted or made or next(begun, None)
        self.whose.setCurrentIndex(max(0, self.whose.findData(wanted)))

    def _offered(self) -> list[str]:
        return [str(self.whose.itemData(row)) for row in range(self.whose.count())]

    def _show_whose(self) -> None:
        """The layers of the document that may be looked at."""
        self.whose.clear()
        document = self._document()
        if document is None:
            self.whose.hide()
            return
        names = {each.uid: each.name for each in self._session.annotators()}
        layers = visibility.visible_layers(self._session, document)
        self._begun = frozenset(
            each.annotator
            for each in layers
            if each.annotator is not None and (each.revs or each.status != "new")
        )
        for layer in layers:
            if layer.kind == "primary" and layer.annotator is not None:
                name = names.get(layer.annotator, self._session.annotator.name)
                self.whose.addItem(one_line(name, 60), layer.annotator)
        self.whose.setVisible(self.whose.count() > 1)

    def _document(self) -> str | None:
        """The document whose state is shown: the subject's, else the step's."""
        if self.subject.document is not None:
            return self.subject.document
        step = self.model.step(self.list.currentIndex().row())
        found = step.args.get("document") if step else None
        if not isinstance(found, str):
            return None
        known = self._session.project.documents.row_id(found)
        return found if known is not None else None

    # -- showing

    def _on_step(self) -> None:
        self._sure = False
        self.back.setText(tr("Bring this back"))
        self.tell("")
        step = self.model.step(self.list.currentIndex().row())
        clear(self._told)
        if step is None:
            empty = not self.model.rowCount()
            self.heading.setText(tr("Nothing was done here yet.") if empty else "")
            self._show_state(None)
            return
        self.heading.setText(step_words(step))
        told = audit.told(self._session, step.id, self.subject)
        for sentence in told.changes[:200]:
            self._told.addWidget(_line(in_words(sentence)))
        if self.subject.person is not None:
            self._show_whose()
        self._choose_whose(step.annotator)
        self._show_state(step.id if step.state == "done" else None)

    def _show_state(self, step: int | None) -> None:
        document, who = self._document(), self.whose.currentData()
        possible = step is not None and document is not None and who is not None
        self.back.setEnabled(possible and not self._session.read_only)
        if not possible or document is None or step is None:
            self.state.setText("")
            self.article.clear(tr("No state of a document belongs to this step."))
            return
        try:
            desk = audit.as_of(self._session, document, str(who), step)
        except UserError as error:
            self.back.setEnabled(False)
            self.state.setText(error_words(error))
            self.article.clear()
            return
        words = tr("Right after this step: {0}, {1} annotations")
        words = words.replace("{0}", status_words(desk.layer.status))
        self.state.setText(words.replace("{1}", number(len(desk.annotations))))
        self.article.set_document(
            desk.document,
            desk.annotations,
            self._session.codebook,
            naming.labels(desk.annotations),
            self._names(),
            self._issues(),
        )

    def _names(self) -> Callable[[str], str]:
        known = {
            each.uid: each.name
            for kind in self._session.codebook.entity_types
            for each in entities.entities(self._session, kind.id)
        }
        return lambda uid: known.get(uid, uid)

    def _issues(self) -> Callable[[str], str]:
        known = {
            each.uid: each.label
            for vocabulary in self._session.codebook.vocabularies
            for each in entities.entries(self._session, vocabulary.id)
        }
        return lambda uid: known.get(uid, uid)

    # -- bringing back

    def _on_back(self) -> None:
        step = self.model.step(self.list.currentIndex().row())
        document, who = self._document(), self.whose.currentData()
        if step is None or document is None or who is None:
            return
        if str(who) != self._session.annotator.uid and not self._sure:
            self._sure = True
            words = tr(
                "This changes {0}’s layer. Everything is kept; undo takes it back."
            )
            name = self.whose.currentText()
            self.tell(words.replace("{0}", name), "warning")
            self.back.setText(tr("Bring it back all the same"))
            return
        try:
            count = audit.bring_back(self._session, document, str(who), step.id)
        except UserError as error:
            self.tell(error_words(error))
            return
        words = tr("Brought back: {0} annotations changed. Undo takes it back.")
        if not count:
            words = tr("The layer is like that already.")
        self.tell(words.replace("{0}", number(count)), "secondary")

    def _on_changed(self, changed: Changed) -> None:
        if not changed.tables & {"history", "annotator"}:
            return
        said, role = self.message.text(), self.message.property("role")
        step = self.model.step(self.list.currentIndex().row())
        if not self.model.refresh() and step is not None:
            row = self.model.row_of(step.id)
            if row >= 0:
                self.list.setCurrentIndex(self.model.index(row))
        self.tell(said, role or "error")


def audit_marks(
    session: Session, subject: Subject, limit: int, before: int | None
) -> list[tuple[int, int]]:
    """The steps of a subject; none where they may not be seen."""
    try:
        return audit.marks(session, subject, limit, before)
    except UserError:
        return []


def _line(words: str) -> QLabel:
    return plain_label(one_line(words, 300), "secondary", wrap=True)
