# SPDX-License-Identifier: MIT
"""Making a new speaker or issue from within the form: one panel at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import Field
from annotator.model.names import propose_role
from annotator.ui.form.common import source_names
from annotator.ui.form.context import FormContext, NewEntity, RowPlace
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.form.newpanels import NewEntityPanel, NewEntryPanel


class Making(QObject):
    """Owns the open panel, if there is one.

    Signals:
        opened: a panel stands in place of the fields.
        closed: (field id, row place, whether something is made); it is gone.
        entity_requested, entry_requested: as the form's.
    """

    opened = Signal()
    closed = Signal(str, object, bool)
    entity_requested = Signal(object, str, object, object)
    entry_requested = Signal(str, str, str, str, object, object)

    def __init__(self, theme: Theme, home: QWidget) -> None:
        super().__init__(home)
        self.theme, self.home = theme, home
        self.panel: NewEntityPanel | NewEntryPanel | None = None

    def begin(
        self,
        context: FormContext,
        annotation: Annotation,
        field: Field,
        place: RowPlace,
        words: str,
    ) -> None:
        """Open the panel that makes something for `field`, called `words`."""
        self.drop()
        if field.type == "entity":
            self._begin_entity(context, annotation, field, place, words)
        else:
            self._begin_entry(context, field, place, words)
        if self.panel is not None:
            self.panel.cancelled.connect(lambda: self._on_cancelled(field.id, place))
            self.opened.emit()
            self.panel.enter()

    def _begin_entity(
        self,
        context: FormContext,
        annotation: Annotation,
        field: Field,
        place: RowPlace,
        words: str,
    ) -> None:
        from annotator.ui.form.newpanels import NewEntityPanel

        kind = context.codebook.entity_type(field.entity_type)
        if kind is None:
            return
        panel = NewEntityPanel(self.theme, kind, context.entities(kind.id), self.home)
        role = ""
        if words in source_names(annotation):
            marked = annotation.spans_of("source")
            role = propose_role(" ".join(span.text for span in marked))
        panel.propose(words, {"role": role} if role else {})
        panel.made.connect(lambda new: self._on_entity(new, field.id, place))
        self.panel = panel

    def _begin_entry(
        self, context: FormContext, field: Field, place: RowPlace, words: str
    ) -> None:
        from annotator.ui.form.newpanels import NewEntryPanel

        name = field.vocabulary or field.id
        vocabulary = context.codebook.vocabulary(field.vocabulary)
        needs = vocabulary is not None and vocabulary.require_definition
        known = [entry.label for entry in context.entries(name)]
        panel = NewEntryPanel(self.theme, field.label, needs, known, self.home)
        panel.propose(words)
        panel.made.connect(lambda new: self._on_entry(name, new, field.id, place))
        self.panel = panel

    def drop(self) -> None:
        """Take the panel away, if there is one; nothing is made."""
        if self.panel is not None:
            gone, self.panel = self.panel, None
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()

    def _on_cancelled(self, field_id: str, place: RowPlace) -> None:
        self.drop()
        self.closed.emit(field_id, place, False)

    def _on_entity(self, new: NewEntity, field_id: str, place: RowPlace) -> None:
        self.drop()
        self.closed.emit(field_id, place, True)
        self.entity_requested.emit(new, field_id, *_split(place))

    def _on_entry(
        self, name: str, new: tuple[str, str], field_id: str, place: RowPlace
    ) -> None:
        self.drop()
        self.closed.emit(field_id, place, True)
        self.entry_requested.emit(name, *new, field_id, *_split(place))


def _split(place: RowPlace) -> tuple[str | None, int | None]:
    return place if place is not None else (None, None)
