# SPDX-License-Identifier: MIT
"""The form as an edited codebook will make it, to be tried; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.errors import UserError
from annotator.services import entities
from annotator.services.session import Session
from annotator.ui.dialogs.base import plain_label
from annotator.ui.form.context import FormContext
from annotator.ui.form.form import AnnotationForm
from annotator.ui.theme import Theme

_NOWHERE = Document(uid="preview", title="", text="", text_sha256="")


class FormPreview(QWidget):
    """A form on an empty draft, with one row of each kind."""

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._codebook: Codebook | None = None
        self._draft: Annotation | None = None
        self.form = AnnotationForm(theme, self)
        # Two forms in one program must not be taken for each other.
        self.form.setObjectName("formPreview")
        self.form.setAccessibleName(self.tr("Preview of the form"))
        self.form.setFixedWidth(384)
        self.form.field_edited.connect(self._on_field)
        self.form.none_toggled.connect(
            lambda row, on: self._take(lambda a: edits.set_none(a, row, on))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain_label(self.tr("The form"), "heading"))
        column.addWidget(self.form, 1)

    def show_codebook(self, codebook: Codebook, kind: str, row: str | None) -> None:
        """Show the form of an annotation type; `row` is the kind of open row."""
        if self._codebook is None or codebook.sha256 != self._codebook.sha256:
            self.form.set_context(_context(self._session, codebook))
            self._draft = None
        self._codebook = codebook
        if self._draft is None or self._draft.type != kind:
            self._draft = edits.begin(codebook, kind, _NOWHERE, "")
            for each in codebook.type(kind).rows:
                self._draft = edits.add_row(self._draft, codebook, each.id)
        self.form.show(self._draft)
        self.form.set_active_row((row, 0) if row else None)

    def _on_field(
        self, row: str | None, n: int | None, field: str, value: object
    ) -> None:
        place = (row, n) if row is not None and n is not None else None
        assert self._codebook is not None
        codebook = self._codebook
        self._take(lambda a: edits.set_field(a, codebook, field, value, place))  # type: ignore[arg-type]

    def _take(self, verb: Callable[[Annotation], Annotation]) -> None:
        if self._draft is None:
            return
        try:
            self._draft = verb(self._draft)
        except UserError:
            return  # only a trial: what makes no sense does nothing
        self.form.show(self._draft)


def _context(session: Session, codebook: Codebook) -> FormContext:
    return FormContext(
        codebook=codebook,
        entities=lambda kind: entities.entities(session, kind),
        use_counts=lambda kind: entities.use_counts(session, kind),
        entries=lambda name: entities.entries(session, name),
        speaker_attributes=lambda _: {},
        annotations=list,
        labels=dict,
    )
