# SPDX-License-Identifier: MIT
"""Everyday changes of the codebook, with the form as it will look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from annotator.model.errors import UserError
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.dialogs.codebook_draft import CodebookDraft, Place
from annotator.ui.dialogs.codebook_editor import PartEditor
from annotator.ui.dialogs.codebook_preview import FormPreview
from annotator.ui.dialogs.codebook_tree import PartTree
from annotator.ui.theme import Theme
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.events import Changed
    from annotator.services.session import Session


class CodebookDialog(Dialog):
    """Tree, fields and preview over a draft; saving is one step.

    Attributes:
        draft: the codebook as edited so far.
    """

    _heard = Signal(object)

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Codebook"))
        self.setObjectName("codebookDialog")
        self.resize(1160, 720)
        self._session = session
        self._warned = False
        self.draft = CodebookDraft(session, self)
        self.tree = PartTree(theme, self.draft)
        self.editor = PartEditor(theme, self.draft)
        self.preview = FormPreview(theme, session)
        self._build()
        self._connect()
        types = session.codebook.types
        if types:
            self.tree.choose(Place("type", types[0].id))
        self._refresh()
        self.tree.setFocus()

    def _build(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(self.tree, 5)
        columns.addWidget(_scrolled(self.editor), 4)
        columns.addWidget(self.preview)
        self.body.addLayout(columns, 1)
        self.version = plain_label("", "heading")
        self.version.setObjectName("codebookVersion")
        self.why = plain_label("", "quiet")
        self.why.setObjectName("codebookWhy")
        self.add_left(self.why)
        self.add_left(self.version)
        self.foot.setSpacing(12)
        self.add_cancel()
        self.save = self.add_button(self.tr("Save"), "primary")
        self.save.setObjectName("codebookSave")
        # Enter ends a field; it must not save the codebook by the way.
        self.save.setAutoDefault(False)
        self.save.setDefault(False)

    def _connect(self) -> None:
        self.tree.chosen.connect(self._on_chosen)
        self.editor.wanted.connect(self.tree.choose)
        self.editor.left.connect(self.tree.setFocus)
        self.tree.itemActivated.connect(lambda *_: self.editor.fields.enter())
        self.draft.changed.connect(self._refresh)
        self.save.clicked.connect(self._on_save)
        self._heard.connect(self._on_changed)
        unsubscribe = self._session.events.subscribe(self._heard.emit)
        self.finished.connect(lambda _: unsubscribe())

    # -- showing

    def _on_chosen(self, place: Place | None) -> None:
        self.editor.show_place(place)
        self._show_preview()

    def _refresh(self) -> None:
        self._warned = False
        self.tell("")
        self.tree.refresh()
        self.editor.show_place(self.tree.place())
        self.version.setText(self.draft.words())
        why = self.draft.why_not()
        self.why.setText(why)
        self.save.setEnabled(not why)
        self.save.setToolTip(why)
        self.save.setAccessibleDescription(why)
        self._show_preview()

    def _show_preview(self) -> None:
        place = self.tree.place()
        if place is None or not self.draft.edited.types:
            return
        kind = self.draft.type_of(place)
        head = place.path.partition(".")[0]
        row = head if kind.row(head) is not None else None
        self.preview.show_codebook(self.draft.edited, kind.id, row)

    # -- ending

    def _on_save(self) -> None:
        self.editor.fields.commit()
        why = self.draft.why_not()
        if why:
            self.tell(why)
            return
        try:
            self.draft.save()
        except UserError as error:
            self.tell(error_words(error))
        else:
            self.accept()

    def reject(self) -> None:
        """Close; where something would be lost, only when asked twice."""
        if self.draft.dirty and not self._warned:
            words = self.tr("The changes are not saved. Close again to drop them.")
            self.tell(words, "warning")
            self._warned = True
            return
        super().reject()

    def _on_changed(self, changed: Changed) -> None:
        """Somebody else changed the codebook, e.g. by undo: begin from theirs."""
        stale = self._session.codebook.sha256 != self.draft.base.sha256
        if "codebook" in changed.tables and stale:
            lost = self.draft.dirty
            self.draft.start()
            self._refresh()
            if lost:
                words = self.tr("The codebook was changed meanwhile. Begin again.")
                self.tell(words, "warning")


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
