# SPDX-License-Identifier: MIT
"""What the form asks for, carried out: its signals joined to the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from annotator.model import edits, validation
from annotator.services import annotate, entities
from annotator.ui.speakers import alias_to_learn

if TYPE_CHECKING:
    from annotator.model.annotation import FieldValue
    from annotator.model.entity import Entity
    from annotator.ui.form.context import NewEntity
    from annotator.ui.marking import Marker, RowPlace
    from annotator.ui.workbench import Workbench


class FormVerbs(QObject):
    """Listens to the form and stores what it says, one step at a time."""

    def __init__(
        self, bench: Workbench, marker: Marker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.bench = bench
        self.marker = marker
        form = bench.form
        form.field_edited.connect(self._on_field_edited)
        form.row_added.connect(self._on_row_added)
        form.row_removed.connect(self._on_row_removed)
        form.none_toggled.connect(self._on_none_toggled)
        form.role_activated.connect(self._on_role_activated)
        form.role_cleared.connect(self._on_role_cleared)
        form.entity_requested.connect(self._on_entity_requested)
        form.entry_requested.connect(self._on_entry_requested)
        form.accept_requested.connect(self.accept)
        form.draft_requested.connect(self.leave_draft)
        form.delete_requested.connect(lambda: bench.guarded(marker.delete))
        form.left.connect(bench.article.setFocus)
        form.empty.begin_wanted.connect(self._on_begin)
        form.empty.offer_wanted.connect(marker.beginning.take_offer)
        bench.counted.connect(self._show_beginnings)
        bench.annotation_chosen.connect(self._show_beginnings)
        bench.codebook_changed.connect(self._show_beginnings)
        form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse over the form is the mouse over the annotation it shows."""
        if event.type() == QEvent.Type.Enter:
            self.bench.hover(self.bench.chosen_uid)
        elif event.type() == QEvent.Type.Leave:
            self.bench.hover(None)
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Mark the chosen annotation complete, or show what is missing."""
        bench = self.bench
        chosen = bench.chosen
        if chosen is None or not bench.editable:
            return
        found = validation.problems(
            chosen, bench.session.codebook, bench.text, bench.annotations
        )
        if any(p.severity == "error" for p in found):
            bench.demand_completeness()
            bench.form.focus_problem()
            return
        if chosen.state != "complete":
            edited = edits.set_state(chosen, "complete")
            self.marker.store(edited, "annotation.complete")
        bench.choose(None)
        bench.article.setFocus()

    def _on_begin(self, type_id: str, role: str) -> None:
        begin = self.marker.beginning.begin
        self.bench.guarded(lambda: begin(type_id, role))
        self.bench.article.setFocus()

    def _show_beginnings(self, _what: object = None) -> None:
        """Show which keys mark the selected words, and what the codebook offers."""
        beginning = self.marker.beginning
        self.bench.article.hints.set_roles(beginning.roles_at_hand())
        if self.bench.chosen is None:
            page = self.bench.form.empty
            page.show_codebook(self.bench.session.codebook, beginning.kind.id)
            page.show_offer(beginning.offered())

    def leave_draft(self) -> None:
        """Leave the chosen annotation as it is and choose none."""
        self.bench.choose(None)
        self.bench.article.setFocus()

    def _on_field_edited(
        self, row_id: str | None, n: int | None, field_id: str, value: object
    ) -> None:
        row = _place(row_id, n)
        self.bench.guarded(lambda: self._set(field_id, value, row))  # type: ignore[arg-type]

    def _set(self, field_id: str, value: FieldValue | None, row: RowPlace) -> None:
        """Set a field; a speaker chosen for marked words is known by them from now."""
        session = self.bench.session
        if not (isinstance(value, str) and self._is_entity(field_id)):
            self.marker.set_field(field_id, value, row)
            return
        with session.grouped("annotation.speaker"):
            self.marker.set_field(field_id, value, row)
            self._learn(entities.get(session, value))

    def _is_entity(self, field_id: str) -> bool:
        chosen = self.bench.chosen
        if chosen is None:
            return False
        field = self.bench.session.codebook.type(chosen.type).field(field_id)
        return field is not None and field.type == "entity"

    def _learn(self, entity: Entity) -> None:
        chosen = self.bench.chosen
        alias = alias_to_learn(chosen, entity) if chosen else None
        if alias:
            entities.learn_alias(self.bench.session, entity.uid, alias)

    def _on_entity_requested(
        self, new: NewEntity, field_id: str, row_id: str | None, n: int | None
    ) -> None:
        def create() -> None:
            bench = self.bench
            assert bench.desk is not None
            with bench.session.grouped("annotation.speaker"):
                made = entities.create(
                    bench.session,
                    new.type,
                    new.name,
                    kind=new.kind,
                    aliases=new.aliases,
                    attributes=new.attributes,
                    document_uid=bench.desk.document.uid,
                    document_attributes=new.document_attributes,
                )
                self.marker.set_field(field_id, made.uid, _place(row_id, n))
                self._learn(made)

        self.bench.guarded(create)

    def _on_entry_requested(
        self,
        vocabulary: str,
        label: str,
        definition: str,
        field_id: str,
        row_id: str | None,
        n: int | None,
    ) -> None:
        def create() -> None:
            with self.bench.session.grouped("annotation.issue"):
                made = entities.create_entry(
                    self.bench.session, vocabulary, label, definition=definition
                )
                self.marker.set_field(field_id, made.uid, _place(row_id, n))

        self.bench.guarded(create)

    def _on_row_added(self, row_id: str) -> None:
        self.bench.guarded(lambda: self.marker.add_row(row_id))

    def _on_row_removed(self, row_id: str, n: int) -> None:
        self.bench.guarded(lambda: self.marker.remove_row(row_id, n))

    def _on_none_toggled(self, row_id: str, said: bool) -> None:
        self.bench.guarded(lambda: self.marker.toggle_none(row_id, said))

    def _on_role_activated(self, role: str, row_id: str | None, n: int | None) -> None:
        self.bench.guarded(lambda: self.marker.role(role, _place(row_id, n)))
        self.bench.article.setFocus()

    def _on_role_cleared(self, role: str, row_id: str | None, n: int | None) -> None:
        self.bench.guarded(lambda: self.marker.unmark(role, row=_place(row_id, n)))

    def save_note(self, text: str) -> None:
        """Keep the note on the open document's layer."""
        desk = self.bench.desk
        if desk is not None and text != desk.layer.note:
            self.bench.guarded(
                lambda: annotate.set_note(self.bench.session, desk.document.uid, text)
            )


def _place(row_id: str | None, n: int | None) -> RowPlace:
    return (row_id, n) if row_id is not None and n is not None else None
