# SPDX-License-Identifier: MIT
"""Documents from the rows of a table.

What no slot takes is kept as metadata under the column's name.  Rows that cannot
be read are told together, the first few and how many.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from annotator.formats.faults import Faults
from annotator.formats.making import make_document
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import Notes, ReadOptions
from annotator.formats.placing import canonical
from annotator.formats.tables.dating import when
from annotator.formats.tables.slots import METADATA, SLOTS, choose
from annotator.formats.tables.table import Open, Row, Table
from annotator.formats.text import shown_name
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import METADATA_KEYS, Document, SourceFile
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

#: How many values of a column are shown, and how long each is at most.
_VALUES: Final = 5
_LONGEST: Final = 200
#: What is no text to read, besides white space of all kinds.
_MARK: Final = "\ufeff"


def reader(open_table: Open) -> Callable[[Path, ReadOptions], Bundle]:
    """The `read` of a format whose tables `open_table` opens."""

    def read(path: Path, options: ReadOptions) -> Bundle:
        """The documents in the table; its rows are read as they are asked for.

        Raises InputError where columns are wrong; faults of rows are raised when
        all rows have been read.
        """
        # What the user should know is told once, when the rows are read.
        with _opened(open_table, path, replace(options, notes=Notes())) as table:
            choose(table.columns, options.columns, path)
        return Bundle(
            header=ProjectHeader(), documents=_Documents(open_table, path, options)
        )

    return read


def columns(
    open_table: Open,
) -> Callable[[Path, ReadOptions], Sequence[tuple[str, Sequence[str]]]]:
    """The `columns` of a format whose tables `open_table` opens."""

    def listed(path: Path, options: ReadOptions) -> Sequence[tuple[str, Sequence[str]]]:
        """The columns and the first values of each that are not empty."""
        with _opened(open_table, path, replace(options, notes=Notes())) as table:
            values: dict[str, list[str]] = {name: [] for name in table.columns}
            for row in islice(table.rows, 10 * _VALUES):
                for name, value in row.cells.items() if isinstance(row, Row) else ():
                    kept = values.setdefault(name, [])
                    if len(kept) < _VALUES:
                        kept.append(value[:_LONGEST])
            return list(values.items())

    return listed


class _opened:
    """A table in a `with` statement: its file is closed at the end."""

    def __init__(self, open_table: Open, path: Path, options: ReadOptions) -> None:
        self._table = open_table(path, options)
        self._closing = closing(self._table.rows)

    def __enter__(self) -> Table:
        return self._table

    def __exit__(self, *error: object) -> None:
        self._closing.__exit__(*error)


@dataclass(frozen=True, slots=True)
class _Documents:
    """The documents of a table; each iteration reads it anew."""

    open_table: Open
    path: Path
    options: ReadOptions

    def __iter__(self) -> Iterator[DocumentRecord]:
        faults, done = Faults(self.path), False
        with _opened(self.open_table, self.path, self.options) as table:
            making = _Making(self.path, self.options, table)
            for row in table.rows:
                try:
                    if isinstance(row, InputError):
                        raise row
                    record = making.record(row)
                except InputError as error:
                    faults.add(error)
                    continue
                if record is not None:
                    done = True
                    yield record
        if faults:
            raise faults.error()
        if not done:
            raise InputError("the table has no row with a text.", file=self.path)


@dataclass(slots=True)
class _Making:
    """Makes a document of each row."""

    path: Path
    options: ReadOptions
    table: Table
    slots: Mapping[str, str] = field(init=False)
    slot_of: dict[str, str] = field(init=False)
    file: SourceFile = field(init=False)
    ids: dict[str, tuple[int, str]] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slots = choose(self.table.columns, self.options.columns, self.path)
        with self.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self.file = SourceFile(shown_name(self.path), digest, self.table.encoding)

    def record(self, row: Row) -> DocumentRecord | None:
        """The document of a row; None where it has no text, which is told."""
        try:
            return self._record(row)
        except InputError as error:
            error.line = row.line
            raise

    def _record(self, row: Row) -> DocumentRecord | None:
        column = self.slots["text"]
        raw = row.cells.get(column, "")
        if column in row.odd:
            raise InputError("this is no text.", field=column)
        _refuse_nul(row)
        if not raw.strip().strip(_MARK):
            if row.cells:
                said = Sentence("“{column}” is empty; left out.", column=column)
                self.options.notes.add(said, file=self.path, line=row.line)
            return None
        title = row.cells.get(self.slots.get("title", ""), "")
        document = make_document(
            raw,
            uid=self._uid(row, raw),
            title=title,
            file=self.file,
            metadata=self._metadata(row),
            field=column,
        )
        if self._is_repeated(row, document):
            return None
        return DocumentRecord(document=document, line=row.line)

    def _is_repeated(self, row: Row, document: Document) -> bool:
        """Whether an earlier row has this document; InputError: its id alone."""
        column = self.slots.get("id", "")
        if not row.cells.get(column, "").strip():
            return False
        own = row.line, document.text_sha256
        line, text_sha256 = self.ids.setdefault(document.uid, own)
        if line == row.line:
            return False
        if text_sha256 != document.text_sha256:
            raise InputError(
                "the id “{uid}” stands in line {first} already, with another text.",
                field=column,
                remedy="Give each row an id of its own, or choose no column for ids.",
                uid=document.uid,
                first=line,
            )
        said = Sentence(
            "the document “{uid}” stands there twice; skipped.", uid=document.uid
        )
        self.options.notes.add(said, file=self.path, line=row.line)
        return True

    def _uid(self, row: Row, raw: str) -> str:
        uid = row.cells.get(self.slots.get("id", ""), "").strip()
        if uid:
            return uid
        text = canonical(raw)
        key = _key(text)
        # The same text again is another document.
        count = self.texts[key] = self.texts.get(key, 0) + 1
        more = (str(count),) if count > 1 else ()
        return stable_uid("document", self.file.name, text, *more)

    def _metadata(self, row: Row) -> dict[str, Any]:
        cells = row.cells
        found: dict[str, Any] = {}
        for slot, column in self.slots.items():
            value = cells.get(column)
            if value is None or slot in ("text", "id", "title"):
                continue
            if slot == "published":
                self._published(row, column, value, found)
            else:
                found[slot.removeprefix(METADATA)] = value
        if self.options.language:
            found.setdefault("language", self.options.language)
        used = set(self.slots.values())
        for column, value in cells.items():
            if column not in used:
                found[_free(column.removeprefix(METADATA), found)] = value
        known = [key for key in METADATA_KEYS if key in found]
        others = [key for key in found if key not in known]
        return {key: found[key] for key in known + others}

    def _published(
        self, row: Row, column: str, value: str, found: dict[str, Any]
    ) -> None:
        date = when(value)
        if date is not None:
            found["published"], zone = date
            if zone is not None and "timezone" not in self.slots:
                found["timezone"] = zone
            return
        kept = column if column not in SLOTS else f"{column} as written"
        found[_free(kept, found)] = value
        said = Sentence(
            "“{value}” is no date that can be read for certain; it is kept as “{key}”.",
            value=value[:60],
            key=kept,
        )
        self.options.notes.add(said, file=self.path, line=row.line)


def _free(key: str, found: Mapping[str, Any]) -> str:
    """`key`, or one like it that nothing is kept under."""
    made, number = key, 2
    while made in found:
        made, number = f"{key} {number}", number + 1
    return made


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_nul(row: Row) -> None:
    for column, value in row.cells.items():
        at = value.find("\0")
        if at >= 0:
            raise InputError(
                "character {number} is NUL, which is no text.",
                field=column,
                remedy="Remove it.",
                number=at + 1,
            )
