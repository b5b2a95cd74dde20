# SPDX-License-Identifier: MIT
"""What stored fields and rows say on the lines of the CSV table, remembered.

Most annotations say in their fields, and in their rows, what others said already.
The columns that these fill are put together once for each text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from annotator.formats.csv_cells import Cell
from annotator.formats.csv_columns import Group, ids_of
from annotator.formats.csv_lines import Line, Names, each_row
from annotator.formats.remembered import Remembered
from annotator.model.annotation import Annotation
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Document
from annotator.model.stored import RowReader

#: What a layer says of entities.
Here: TypeAlias = Mapping[str, Mapping[str, str]]
#: The same of those whom a text names, as what can be remembered.
Local: TypeAlias = tuple[tuple[Any, ...], ...]
#: The JSON of rows, and of those there are none of.
Rows: TypeAlias = tuple[str | None, str | None]
#: Groups of columns that stand next to each other, several times.
Runs: TypeAlias = Sequence[Sequence[Group]]
#: One text for each run.
Texts: TypeAlias = tuple[str, ...]

_NO_DOCUMENT: Final = DocumentRecord(
    document=Document(uid="", title="", text="", text_sha256="")
)


class Known:
    """What texts of fields and rows say on a line, remembered.

    `fields` and `rows` are the runs of columns that they fill; a text is spelled
    once for each of these.
    """

    def __init__(
        self,
        fields: Runs,
        rows: Runs,
        names: Names,
        reader: RowReader,
        part: Callable[[Iterable[Cell]], str],
    ) -> None:
        self._names = names
        self._reader = reader
        self._part = part
        self._of_fields = fields
        self._of_rows = rows
        self._speakers = [each.ids[0] for each in _entities(fields)]
        self._in_rows = bool(_entities(rows))
        self._named: Remembered[str | None, list[str]] = Remembered()
        self._fields: Remembered[tuple[str | None, Local], Texts] = Remembered()
        self._rows: Remembered[Rows, list[Texts]] = Remembered()

    def fields(self, text: str | None, here: Here) -> Texts | None:
        """The texts of the runs that fields fill; None where nothing is kept of it."""
        uids = self._named.get(text)
        if uids is None:
            if not self._named.has_room(text):
                return None
            line = self._line(text, None, None, here)
            uids = [u for name in self._speakers for u in ids_of(line, None, name)]
            self._named[text] = uids
        key = (text, tuple([(u, *here[u].items()) for u in uids if u in here]))
        found = self._fields.get(key)
        if found is None and self._fields.has_room(text):
            line = self._line(text, None, None, here)
            found = self._fields[key] = self._spell(line, self._of_fields)
        return found

    def rows(
        self, text: str | None, none: str | None, here: Here
    ) -> Sequence[Texts] | None:
        """The same of rows, for each row, and once where there is none."""
        if self._in_rows and here:
            # What is said here of entities in rows is no part of the key.
            return None
        found = self._rows.get((text, none))
        if found is None and self._rows.has_room(text):
            lines = each_row(self._line(None, text, none, here))
            found = [self._spell(each, self._of_rows) for each in lines]
            self._rows[text, none] = found
        return found

    def _spell(self, line: Line, runs: Runs) -> Texts:
        cells = [[cell for group in run for cell in group.cells(line)] for run in runs]
        return tuple(map(self._part, cells))

    def _line(
        self, fields: str | None, rows: str | None, none: str | None, here: Here
    ) -> Line:
        """A line of an annotation that has these alone."""
        annotation = Annotation(
            uid="",
            document="",
            type="",
            annotator="",
            fields=self._reader.fields(fields) if fields else {},
            rows=self._reader.parts(rows, ())[1] if rows else {},
            none=self._reader.none(none) if none else (),
        )
        return Line(_NO_DOCUMENT, self._names, annotation, 1, here)


def _entities(runs: Runs) -> list[Group]:
    return [group for run in runs for group in run if group.kind == "entity"]
