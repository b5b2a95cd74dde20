# SPDX-License-Identifier: MIT
"""The chain: a pair, one of its fields, a cell of its table, the passages behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from annotator.model.progress import Job, Progress
from annotator.model.team import initials_of
from annotator.ui.analysis import shown
from annotator.ui.analysis.passage_rows import rows
from annotator.ui.analysis.words import NOTHING_IN_PARTS, PARTS, named, number, tr
from annotator.ui.plain import one_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.services.agreement.exploring import FieldFigures, Overview, Pair
    from annotator.services.agreement.passages import Cell, Confusion, Found
    from annotator.services.agreement.result import Line
    from annotator.services.session import Session
    from annotator.ui.analysis.centre import Centre

#: Resamples of the intervals, and passages that are listed.
SAMPLES: Final = 1000
MOST_PASSAGES: Final = 300
#: Runs a job under a title and hands over its result.
Start = Callable[[str, Any, Callable[[Any], object]], None]


class Chain(QObject):
    """What is looked at, and how each link follows from the one before.

    Attributes:
        seen: every two of them, None while nothing was measured.
        pair: the two that are looked at.
        by, part: what the pair's figures are taken apart by, "" for fields, and the
            key of the round, month or document that is looked at.
        field, key: path of the field whose table is shown, and number of the issue.
        cell: whose passages are shown.

    Signals:
        opened(Found): a passage is to be seen in its article.
        compared(Found): both layers are to be seen beside each other.
    """

    opened = Signal(object)
    compared = Signal(object)

    def __init__(
        self, session: Session, centre: Centre, start: Start, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.session, self.centre, self._start = session, centre, start
        self.seen: Overview | None = None
        self.pair: Pair | None = None
        self.by = self.part = ""
        self.field = ""
        self.key: int | None = None
        self._fields: list[FieldFigures] = []
        self.cell: Cell | None = None
        self._table: Confusion | None = None
        self._said = shown.TableWords()
        centre.pairs.chosen.connect(self._on_pair)
        centre.pairs.entered.connect(lambda: _focus(centre.fields))
        centre.figures.opened.connect(self._on_figure)
        centre.fields.field_chosen.connect(self._on_row)
        centre.by.currentIndexChanged.connect(self._on_by)
        centre.fields.entered.connect(lambda: _focus(centre.values))
        centre.key.currentIndexChanged.connect(self._on_key)
        centre.values.chosen.connect(self._on_value)
        centre.values.entered.connect(lambda: _focus(centre.passages))
        centre.passages.opened.connect(self.opened)
        centre.passages.compared.connect(self.compared)

    # -- the pairs

    def show_pairs(self, seen: Overview) -> None:
        """Show every two; the pair that was looked at stays where it can."""
        centre = self.centre
        self.seen = seen
        if self.pair not in seen.pairs:
            self.pair = seen.pairs[0]
        people = seen.made.active
        place = (people.index(self.pair[0]), people.index(self.pair[1]))
        centre.pairs.set_name(tr("F1 of every two"))
        centre.set_pairs(shown.pairs(seen), place)
        self._show_pair()

    # -- the pair

    def _on_pair(self, row: int, column: int) -> None:
        if self.seen is not None:
            people = self.seen.made.active
            one, other = people[row], people[column]
            self.show_pair((min(one, other), max(one, other)))

    def show_pair(self, pair: Pair) -> None:
        """Look at two others."""
        if pair != self.pair:
            self.pair = pair
            self._show_pair()

    def _show_pair(self) -> None:
        """Measure the fields of the pair."""
        from annotator.services.agreement.exploring import fields

        assert self.seen is not None
        assert self.pair is not None
        kind = self.seen.made.frame.kind
        main = kind.main_role.id if kind.roles else ""
        self.centre.figures.set_figures(shown.pair_figures(self.seen, self.pair, main))
        job = fields(self.seen, self.pair, SAMPLES)
        self._start(tr("Measuring fields"), job, self._on_fields)

    def _on_fields(self, found: list[FieldFigures]) -> None:
        self._fields = found
        if self.field not in [each.path for each in found]:
            self.field, self.key = self._first(found), None
        self._show_rows()

    def _on_by(self) -> None:
        self.by, self.part = self.centre.by.currentData(), ""
        if self._fields:
            self._show_rows()

    def _show_rows(self) -> None:
        """The fields of the pair, or the parts of one of them."""
        from annotator.services.agreement.exploring import parts

        assert self.seen is not None
        assert self.pair is not None
        if self.by:
            job = parts(
                self.session, self.seen, self.pair, self.field, self.by, SAMPLES
            )
            self._start(tr("Measuring parts"), job, self._on_parts)
            return
        used = max((each.alpha.figure.used for each in self._fields), default=0)
        words = tr("{0} and {1}, {2} matched units. Krippendorff’s α, 95 % interval.")
        self._set_rows(self._fields, self.field, words, number(used))

    def _on_parts(self, found: list[FieldFigures]) -> None:
        assert self.seen is not None
        keys = [each.path for each in found]
        if self.part not in keys:
            # Of rounds and months the last one is news.
            latest = 0 if self.by == "document" else -1
            self.part = keys[latest] if keys else ""
        words = tr("{0} and {1}, {2}. Krippendorff’s α, 95 % interval.")
        label = self.seen.made.names.subject_label(self.field)
        if not found:
            words = NOTHING_IN_PARTS[self.by]()
        self._set_rows(found, self.part, words, named(label))

    def _set_rows(
        self, rows: list[FieldFigures], chosen: str, words: str, more: str
    ) -> None:
        """Show rows, with a sentence on whose they are."""
        centre = self.centre
        what = PARTS[self.by]() if self.by else ""
        centre.fields.set_fields(rows, chosen, what)
        for place, text in enumerate((*self.names, more)):
            words = words.replace(f"{{{place}}}", text)
        centre.fields_note.setText(words)
        centre.fit()
        centre.fields.show_chosen()
        self._show_field()

    def _on_row(self, path: str) -> None:
        if not self.by:
            self.show_field(path)
        elif path != self.part:
            self.part = path
            self._show_field()

    def _first(self, found: list[FieldFigures]) -> str:
        """The field to look at first: the stance, else what is coded least alike."""
        assert self.seen is not None
        names = self.seen.made.names
        defined = [each for each in found if each.alpha.figure.value is not None]
        for each in defined:
            field = names.field(each.path)
            if field is not None and any(v.score is not None for v in field.values):
                return each.path
        defined.sort(key=lambda each: each.alpha.figure.value or 0.0)
        listed = [*defined, *found]
        return listed[0].path if listed else ""

    @property
    def names(self) -> tuple[str, str]:
        """The names of the pair."""
        assert self.seen is not None
        assert self.pair is not None
        coders = self.seen.made.frame.scope.coders
        one, other = (one_line(coders[place].name, 40) for place in self.pair)
        return one, other

    # -- the field

    def show_field(self, path: str) -> None:
        """Show the table of another field."""
        if path != self.field:
            self.field, self.key = path, None
            self._show_field()

    def _show_field(self) -> None:
        from annotator.services.agreement.passages import Confusion, field_of

        if self.seen is None or self.pair is None or not self.field:
            return
        made, pair, path = self.seen.made, self.pair, self.field
        label = named(made.names.subject_label(path))
        part = named(self.centre.fields.current_label()) if self.by else ""
        title = f"{label} · {part}" if part else label
        self.centre.field_title.setText(one_line(title, 60))
        if self.by and not self.part:
            self._show_table((Confusion(pair, path, None, (), (), (), ()), ()))
            return
        within = self._within()
        self._ask(
            lambda: field_of(made, pair, path, None, within).subjects, self._show_keys
        )

    def _within(self) -> tuple[str, str]:
        """The part that the table and its passages are of."""
        return self.by, self.part

    def _show_keys(self, subjects: list[tuple[int, Any]]) -> None:
        """Offer the issues that the field's rows are about."""
        assert self.seen is not None
        key, names = self.centre.key, self.seen.made.names
        key.blockSignals(True)
        key.clear()
        key.addItem(tr("All"), None)
        for place, subject in subjects:
            key.addItem(named(names.subject(self.field, subject)), place)
        chosen = key.findData(self.key) if self.key is not None else 0
        key.setCurrentIndex(max(chosen, 0))
        self.key = key.currentData()
        key.blockSignals(False)
        key.setVisible(key.count() > 2)
        self._measure_table()

    def _on_key(self) -> None:
        self.key = self.centre.key.currentData()
        self._measure_table()

    def _measure_table(self) -> None:
        from annotator.services.agreement.exploring import of_table
        from annotator.services.agreement.passages import confusion

        assert self.seen is not None
        assert self.pair is not None
        made, pair, path, key = self.seen.made, self.pair, self.field, self.key
        within = self._within()
        self._ask(
            lambda: (
                confusion(made, pair, path, key, shown.MOST_VALUES, within),
                of_table(made, pair, path, key, within),
            ),
            self._show_table,
        )

    def _show_table(self, answer: tuple[Confusion, Sequence[Line]]) -> None:
        centre = self.centre
        table, lines = answer
        self._table = table
        everyone = None
        if not self.by and self.key is None:
            rows = centre.fields.fields.fields
            everyone = next((x.everyone for x in rows if x.path == self.field), None)
        self._said = shown.table_words(self.names, lines, everyone)
        centre.set_table_words(self._said)
        centre.values.set_name(centre.field_title.text())
        place = shown.largest(table)
        centre.values.set_heat(shown.values(table, self.names), place)
        centre.fit()
        if place is not None:
            self._on_value(*place)
        else:
            self._show_nothing()

    def _ask(
        self, question: Callable[[], Any], answered: Callable[[Any], None]
    ) -> None:
        """Have a question about the units answered, at once where that is quick."""
        assert self.seen is not None
        if self.seen.is_large:
            self._start(tr("Looking up passages"), _job(question), answered)
        else:
            answered(question())

    # -- the cell

    def _on_value(self, row: int, column: int) -> None:
        from annotator.services.agreement.passages import VALUES, Cell

        assert self.pair is not None
        if self._table is None or not self._table.codes:
            return
        table = self._table
        values = (table.codes[row], table.codes[column])
        words = tr("{0} and {1}").replace("{0}", named(table.labels[row]))
        words = words.replace("{1}", named(table.labels[column]))
        self.centre.figures.choose("")
        within = self._within()
        cell = Cell(self.pair, VALUES, self.field, self.key, values, within)
        self.show_cell(cell, words)

    def _on_figure(self, kind: str) -> None:
        from annotator.services.agreement.passages import Cell

        if self.seen is None or self.pair is None or not kind:
            return
        role = self.seen.made.frame.kind
        main = role.main_role.id if role.roles else ""
        figures = {each.cell: each.words for each in self.centre.figures.figures}
        self.centre.figures.choose(kind)
        self.show_cell(Cell(self.pair, kind, main), figures[kind])

    def show_cell(self, cell: Cell, words: str) -> None:
        """List the passages behind a cell."""
        from annotator.services.agreement.passages import count, passages

        assert self.seen is not None
        self.cell = cell
        made, session = self.seen.made, self.session
        self.centre.cell_title.setText(one_line(words, 60))
        self._ask(
            lambda: (
                count(made, cell),
                passages(session, made, cell, MOST_PASSAGES),
            ),
            lambda answer: self._show_passages(cell, *answer),
        )

    def _show_passages(self, cell: Cell, total: int, found: list[Found]) -> None:
        from annotator.services.agreement.passages import VALUES

        assert self.seen is not None
        badges = [self._badge(place) for place in cell.coders]
        kind = self.seen.made.frame.kind
        main = kind.main_role.id if kind.roles else ""
        # What an annotation points to is said by no name of a cell.
        said = cell.kind != VALUES or self.seen.made.names.points(cell.subject)
        listed = rows(found, badges, main, values=said)
        self.centre.passages.set_rows(listed)
        self.centre.cell_count.setText(_counted(total, len(found)))
        self.centre.open_hint.setVisible(bool(found))

    def _badge(self, place: int) -> tuple[str, str | None]:
        assert self.seen is not None
        coder = self.seen.made.frame.scope.coders[place]
        person = self.session.project.annotators.find(coder.uid)
        if person is None:
            return initials_of(coder.name), None
        return person.initials or initials_of(coder.name), person.colour

    def _show_nothing(self) -> None:
        self.cell = None
        self.centre.passages.set_rows([])
        self.centre.cell_title.setText("")
        self.centre.cell_count.setText(self._said.undefined)
        self.centre.open_hint.setVisible(False)


def _job(question: Callable[[], Any]) -> Job[Any]:
    yield Progress(0)
    return question()


def _focus(widget: QWidget) -> None:
    widget.setFocus()


def _counted(total: int, listed: int) -> str:
    words = tr("1 passage") if total == 1 else tr("{0} passages")
    words = words.replace("{0}", number(total))
    if listed < total:
        words += ", " + tr("the first {0}").replace("{0}", number(listed))
    return words
