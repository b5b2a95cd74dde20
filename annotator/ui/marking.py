# SPDX-License-Identifier: MIT
"""From words selected in the article to spans, fields and rows: the keys' verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject

from annotator.model import edits
from annotator.model.annotation import Annotation, FieldValue, Span
from annotator.model.nesting import moved_along
from annotator.model.textunits import next_word, prev_word, snap
from annotator.ui import keys
from annotator.ui.beginning import Beginning
from annotator.ui.keys import KeyMeaning
from annotator.ui.speakers import with_source

if TYPE_CHECKING:
    from annotator.ui.workbench import Workbench

#: (row type, index from 0) of the row meant, None for the annotation itself.
RowPlace: TypeAlias = tuple[str, int] | None


class Marker(QObject):
    """Carries out what the keyboard and the form ask for at the desk."""

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self.beginning = Beginning(bench, self)

    # -- keys

    def key(self, text: str) -> bool:
        """Act on one typed character.  False where it means nothing."""
        if not self.bench.editable:
            return False
        kind = self.beginning.kind
        if text == keys.ADD_ROW and keys.row_to_add(kind):
            return self._do(lambda: self.add_row(keys.row_to_add(kind) or ""))
        if text == keys.NO_ROW and keys.row_to_deny(kind):
            return self._do(lambda: self.toggle_none(keys.row_to_deny(kind) or ""))
        book = self.bench.session.codebook
        meaning = keys.meanings(book, kind.id).get(text.lower())
        if self.bench.chosen is not None and meaning is not None:
            return self._do(lambda: self._act_on(meaning))
        return self.beginning.by_key(text) or meaning is not None

    def _do(self, verb: object) -> bool:
        self.bench.guarded(verb)  # type: ignore[arg-type]
        return True

    def _act_on(self, meaning: KeyMeaning) -> None:
        if meaning.role is not None:
            self.role(meaning.role.id, self._row_for(meaning.row))
        elif meaning.field is not None and meaning.value is not None:
            self._toggle_value(meaning)
        elif meaning.field is not None:
            self.focus_field(meaning.field.id, meaning.row)

    def _row_for(self, row_id: str | None) -> RowPlace:
        """The row that a row's key acts on; made where there is none yet."""
        if row_id is None or self.bench.chosen is None:
            return None
        active = self.bench.active_row
        if active is not None and active[0] == row_id:
            return active
        count = len(self.bench.chosen.rows.get(row_id, ()))
        if not count:
            self.add_row(row_id)
        self.bench.set_active_row((row_id, max(count - 1, 0)))
        return self.bench.active_row

    def _toggle_value(self, meaning: KeyMeaning) -> None:
        if self.bench.chosen is None or not meaning.field or not meaning.value:
            return
        row = self._row_for(meaning.row)
        field, value = meaning.field, meaning.value.id
        now = self.value_of(field.id, row)
        if field.type == "multichoice":
            had = now if isinstance(now, tuple) else ()
            new = tuple(v for v in had if v != value) if value in had else (*had, value)
            self.set_field(field.id, new or None, row)
        elif now != value:
            self.set_field(field.id, value, row)
        elif not field.required:
            self.set_field(field.id, None, row)

    def value_of(self, field_id: str, row: RowPlace) -> FieldValue | None:
        """What the field of the chosen annotation (or row) holds; None: unset."""
        chosen = self.bench.chosen
        if chosen is None:
            return None
        fields = chosen.rows[row[0]][row[1]].fields if row else chosen.fields
        return fields.get(field_id)

    def focus_field(self, field_id: str, row_id: str | None) -> None:
        """Put the keyboard into a field of the form."""
        if self.bench.chosen is not None:
            row = self._row_for(row_id)
            self.bench.form.focus_field(field_id, row)

    # -- spans

    def role(self, role: str, row: RowPlace = None) -> None:
        """Give the selected words that role; without a selection, pick its spans."""
        selection = self.bench.article.selection()
        if selection is None:
            self.pick(role, row)
            return
        start, end = selection
        chosen = self.bench.chosen
        if chosen is None:
            self.beginning.begin(self.beginning.kind.id, role)
        elif self.bench.picked and self.bench.picked[:2] == (role, row):
            self._replace_picked(start, end)
        else:
            self._mark(chosen, role, start, end, row)
        self.bench.article.set_caret(end)

    def role_by_name(self, role: str, row_id: str | None) -> None:
        """As `role`, for the active row of that kind; the keyboard goes back."""
        self.role(role, self._row_for(row_id))
        self.bench.article.setFocus()

    def _mark(
        self, chosen: Annotation, role: str, start: int, end: int, row: RowPlace
    ) -> None:
        bench = self.bench
        edited = edits.mark(
            chosen,
            bench.session.codebook,
            bench.text,
            role,
            start,
            end,
            row=row,
            others=bench.annotations,
        )
        self.store(edited, "annotation.mark", role=self._role_name(role, row))

    def pick(self, role: str, row: RowPlace = None) -> None:
        """Select the words of the role's span (the next one at each call)."""
        chosen = self.bench.chosen
        spans = self._spans(chosen, role, row) if chosen else ()
        if not spans:
            return
        picked = self.bench.picked
        n = (picked[2] + 1) % len(spans) if picked and picked[:2] == (role, row) else 0
        self.bench.article.set_selection(spans[n].start, spans[n].end)
        self.bench.picked = (role, row, n)

    def _spans(
        self, annotation: Annotation, role: str, row: RowPlace
    ) -> tuple[Span, ...]:
        spans = annotation.rows[row[0]][row[1]].spans if row else annotation.spans
        return tuple(s for s in spans if s.role == role)

    def _replace_picked(self, start: int, end: int) -> None:
        chosen, picked = self.bench.chosen, self.bench.picked
        if chosen is None or picked is None:
            return
        role, row, n = picked
        edited = self._resized(chosen, role, n, start, end, row)
        self.store(edited, "annotation.move", role=self._role_name(role, row))
        self.bench.picked = None

    def _resized(
        self,
        chosen: Annotation,
        role: str,
        n: int,
        start: int,
        end: int,
        row: RowPlace,
    ) -> Annotation:
        return edits.set_span(
            chosen,
            self.bench.text,
            role,
            n,
            start,
            end,
            row=row,
            codebook=self.bench.session.codebook,
            others=self.bench.annotations,
        )

    def move_edge(self, *, start_edge: bool, forward: bool) -> None:
        """Move one edge of the picked span (else of the first content) by a word."""
        bench = self.bench
        if bench.chosen is None:
            return
        if bench.picked is None:
            main = bench.session.codebook.type(bench.chosen.type).main_role
            bench.picked = (main.id, None, 0)
        role, row, n = bench.picked
        spans = self._spans(bench.chosen, role, row)
        if n >= len(spans):
            return
        start, end = _moved(bench.text, spans[n], start_edge, forward)
        if start < end:
            edited = self._resized(bench.chosen, role, n, start, end, row)
            self.store(edited, "annotation.move", role=self._role_name(role, row))
            bench.picked = (role, row, n)
            bench.article.set_selection(start, end)

    def cut(self) -> None:
        """Take the selected words out of the chosen annotation's content."""
        bench = self.bench
        selection = bench.article.selection()
        if bench.chosen is None or selection is None:
            return
        main = bench.session.codebook.type(bench.chosen.type).main_role
        edited = edits.cut(
            bench.chosen,
            bench.text,
            *selection,
            main.id,
            codebook=bench.session.codebook,
        )
        self.store(edited, "annotation.cut", role=main.id)

    def delete(self) -> None:
        """Delete the picked span, else the whole chosen annotation."""
        bench = self.bench
        if bench.chosen is None:
            return
        if bench.picked is not None:
            role, row, n = bench.picked
            bench.picked = None
            bench.article.set_caret(bench.article.caret())
            self.unmark(role, n, row)
        else:
            label = bench.labels.get(bench.chosen.uid, "")
            bench.delete(bench.chosen)
            bench.told.emit(
                self.tr("Deleted {0}. Ctrl+Z brings it back.").format(label)
            )

    def unmark(self, role: str, n: int | None = None, row: RowPlace = None) -> None:
        """Take away one span of the role, or (n None) all of them."""
        edited = self.bench.chosen
        if edited is None:
            return
        count = len(self._spans(edited, role, row))
        for index in [n] if n is not None else reversed(range(count)):
            edited = edits.unmark(edited, role, index, row=row)
        self.store(edited, "annotation.unmark", role=self._role_name(role, row))

    def repeat_source(self) -> None:
        """Give the chosen annotation the source and speaker of the one before it."""
        bench = self.bench
        if bench.chosen is None:
            return
        kind = self.beginning.kind
        at = bench.annotations.index(bench.chosen)
        for other in reversed(bench.annotations[:at]):
            if other.type == kind.id and other.spans_of("source"):
                edited = with_source(bench.chosen, other, kind)
                self.store(edited, "annotation.source")
                return
        bench.told.emit(self.tr("No annotation before this one has a source."))

    # -- fields and rows

    def set_field(
        self, field_id: str, value: FieldValue | None, row: RowPlace = None
    ) -> None:
        """Set a field of the chosen annotation or row; None unsets it."""
        chosen = self.bench.chosen
        if chosen is None:
            return
        edited = edits.set_field(
            chosen, self.bench.session.codebook, field_id, value, row=row
        )
        self._store_field(edited, field_id, value, row)

    def _store_field(
        self,
        edited: Annotation,
        field_id: str,
        value: FieldValue | None,
        row: RowPlace,
    ) -> None:
        kind = self.bench.session.codebook.type(edited.type)
        part = kind.row(row[0]) if row else kind
        field = part.field(field_id) if part else None
        name = field.label.lower() if field else field_id
        if value is None:
            self.store(edited, "annotation.unset", field=name)
        else:
            words = self.bench.in_words(field, value)
            self.store(edited, "annotation.field", field=name, value=words)

    def _role_name(self, role: str, row: RowPlace) -> str:
        """The role as a step names it."""
        kind = self.beginning.kind
        part = kind.row(row[0]) if row else kind
        known = part.role(role) if part else None
        return known.label.lower() if known else role

    def add_row(self, row_id: str) -> None:
        """Add a row and make it the active one."""
        chosen = self.bench.chosen
        if chosen is None:
            return
        edited = edits.add_row(chosen, self.bench.session.codebook, row_id)
        n = len(edited.rows[row_id]) - 1
        self.store(edited, "annotation.row.add", row=row_id)
        self.bench.set_active_row((row_id, n))

    def remove_row(self, row_id: str, n: int) -> None:
        """Remove the n-th row (from 0) of that kind."""
        if self.bench.chosen is not None:
            edited = edits.remove_row(self.bench.chosen, row_id, n)
            self.store(edited, "annotation.row.remove", row=row_id)

    def toggle_none(self, row_id: str, value: bool | None = None) -> None:
        """Say (or take back) that there are no rows of that kind."""
        chosen = self.bench.chosen
        if chosen is not None:
            said = row_id not in chosen.none if value is None else value
            edited = edits.set_none(chosen, row_id, said)
            self.store(edited, "annotation.none", row=row_id)

    def store(self, edited: Annotation, title: str, **args: str) -> None:
        """Save an edited annotation as one step, with those that it takes in."""
        bench = self.bench
        book, others = bench.session.codebook, bench.annotations
        along = moved_along(bench.find(edited.uid), edited, book, others)
        bench.update(edited, title, along, **args)


def _moved(text: str, span: Span, start_edge: bool, forward: bool) -> tuple[int, int]:
    """The span with one edge moved to the neighbouring word's edge."""
    if start_edge:
        move = next_word if forward else prev_word
        return move(text, span.start), span.end
    if forward:
        return snap(text, span.start, min(next_word(text, span.end) + 1, len(text)))
    return snap(text, span.start, max(prev_word(text, span.end), span.start))
