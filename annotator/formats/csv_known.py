# SPDX-License-Identifier: MIT
"""What stored fields and rows say on the lines of the CSV table, remembered.

Most annotations say in their fields, and in their rows, what others said already.
The columns that these fill are put together once for each text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from annotator.formats.csv_cells import Cell
from annotator.formats.csv_columns import Group, ids_of
from annotator.formats.csv_lines import Line, Names, each_row
from annotator.model.annotation import Annotation
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Document
from annotator.model.stored import RowReader

#: How many texts are remembered of fields, and of rows; and how long they may be.
REMEMBERED: Final = 4096
SHORT: Final = 400

#: What a layer says of entities.
Here: TypeAlias = Mapping[str, Mapping[str, str]]
#: The same of those whom a text names, as what can be remembered.
Local: TypeAlias = tuple[tuple[Any, ...], ...]
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
        self._in_rows = [(each.row, each.ids[0]) for each in _entities(rows)]
        self._in_fields = lru_cache(REMEMBERED)(self._find_in_fields)
        self._fields = lru_cache(REMEMBERED)(self._spell_fields)
        self._rows = lru_cache(REMEMBERED)(self._spell_rows)

    def fields(self, text: str | None, here: Here) -> Texts:
        """The texts of the runs that fields fill."""
        if text is None or len(text) > SHORT:
            return self._spell_fields(text, _local(self._find_in_fields(text), here))
        return self._fields(text, _local(self._in_fields(text), here) if here else ())

    def rows(self, text: str | None, none: str | None, here: Here) -> tuple[Texts, ...]:
        """The same of rows, for each row, and once where there is none."""
        local = self._local_of_rows(text, here) if self._in_rows and here else ()
        if text is not None and len(text) > SHORT:
            return self._spell_rows(text, none, local)
        return self._rows(text, none, local)

    def _find_in_fields(self, text: str | None) -> tuple[str, ...]:
        """The entities that fields name."""
        line = self._line(text, None, None, ())
        return tuple(
            [uid for name in self._speakers for uid in ids_of(line, None, name)]
        )

    def _local_of_rows(self, text: str | None, here: Here) -> Local:
        line = self._line(None, text, None, ())
        found = [
            uid
            for each in each_row(line)
            for row, name in self._in_rows
            for uid in ids_of(each, row, name)
        ]
        return _local(found, here)

    def _spell_fields(self, text: str | None, local: Local) -> Texts:
        return self._spell(self._line(text, None, None, local), self._of_fields)

    def _spell_rows(
        self, text: str | None, none: str | None, local: Local
    ) -> tuple[Texts, ...]:
        line = self._line(None, text, none, local)
        return tuple([self._spell(each, self._of_rows) for each in each_row(line)])

    def _spell(self, line: Line, runs: Runs) -> Texts:
        cells = [[cell for group in run for cell in group.cells(line)] for run in runs]
        return tuple(map(self._part, cells))

    def _line(
        self, fields: str | None, rows: str | None, none: str | None, local: Local
    ) -> Line:
        """A line of an annotation that has these alone."""
        annotation = Annotation(
            uid="",
            document="",
            type="",
            annotator="",
            fields=self._reader.fields(fields) if fields else {},
            rows=self._reader.parts(rows, ())[1],
            none=self._reader.none(none) if none else (),
        )
        here = {uid: dict(said) for uid, *said in local}
        return Line(_NO_DOCUMENT, self._names, annotation, 1, here)


def _entities(runs: Runs) -> list[Group]:
    return [group for run in runs for group in run if group.kind == "entity"]


def _local(uids: Iterable[str], here: Here) -> Local:
    """What is said `here` of some entities."""
    return tuple([(uid, *here[uid].items()) for uid in uids if uid in here])
