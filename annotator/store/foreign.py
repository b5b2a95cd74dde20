# SPDX-License-Identifier: MIT
"""A colleague's project file: read only, and trusted in nothing.

It is opened for reading, never attached to ours, and stays byte for byte as it
was; one with a hot journal, or of an older version, is copied with its journal
and the copy is read.  All is read within one transaction, so that whoever still
works in it does no harm.  The file is checked as a whole before a row of it is
used, and each record once more as it comes (`foreign_records`).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from annotator.model.bundle import Bundle
from annotator.model.document import Document
from annotator.model.errors import DamagedError, UserError
from annotator.model.progress import Progress
from annotator.model.sentence import Sentence
from annotator.model.stored import SpanRow
from annotator.store import check
from annotator.store.bulk_carry import Carrier
from annotator.store.bulk_read import read_bundle
from annotator.store.connection import translate
from annotator.store.foreign_records import require_header, require_record, require_text
from annotator.store.project import Project

if TYPE_CHECKING:
    from annotator.store.bulk_insert import Inserter

#: The tables that are read, each with what names a row of it in a message.
_READ: Final = {
    "setting": "key",
    "codebook": "id",
    "annotator": "uid",
    "document": "uid",
    "document_text": "id",
    "layer": "id",
    "annotation": "uid",
    "span": "annotation_id",
    "entity": "uid",
    "vocabulary_entry": "uid",
    "item": "uid",
    "rival": "uid",
}
_CHECKING: Final = Sentence("Checking")
#: What a person can do about a file that somebody else has to send again.
_REMEDY: Final = Sentence(
    "Ask for the file again, or save what can be read of it with “recover”."
)
#: What rows that hold something else than they should lead to.
_MISREAD: Final = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class ForeignProject:
    """An open project file of somebody else; to be closed.

    Attributes:
        path: the file.
        project: what to read it by; nothing of it is to be believed before
            `verify` is through.
    """

    def __init__(self, path: Path | str) -> None:
        """Open the file.  Raises as `Project.open` does."""
        self.path = Path(path)
        self._carry = _Carry(self.path)
        with _told(self.path):
            self.project = Project.open(self.path, read_only=True)
        try:
            with _told(self.path):
                self.project.connection.execute("BEGIN")
        except BaseException:
            self.project.close()
            raise

    def close(self) -> None:
        """Let go of the file; twice does no harm."""
        self.project.close()

    # -- checking -----------------------------------------------------------------

    def verify(self) -> Iterator[Progress]:
        """Look through the whole file.  Raises DamagedError naming the first fault."""
        total = len(_READ) + 2
        with _told(self.path):
            yield Progress(0, total, _CHECKING)
            self._integrity()
            yield Progress(1, total, _CHECKING)
            self._foreign_keys()
            for found in check.rowless_spans(self.project.connection):
                raise _fault(self.path, found.where, found.message)
            for done, (table, name) in enumerate(_READ.items(), start=2):
                yield Progress(done, total, _CHECKING)
                self._values(table, name)

    def _integrity(self) -> None:
        sql = "PRAGMA integrity_check(20)"
        for (verdict,) in self.project.connection.execute(sql):
            # The search index is ours to make; theirs is not read.
            if verdict != "ok" and "fts" not in verdict.casefold():
                raise _fault(self.path, "file", verdict)

    def _foreign_keys(self) -> None:
        # Of the tables that are read; those with what is made anew here are large.
        for table in _READ:
            sql = f"PRAGMA foreign_key_check({table})"
            found = self.project.connection.execute(sql).fetchone()
            if found is None:
                continue
            where = f"{found[0]} {'' if found[1] is None else found[1]}".strip()
            said = Sentence("It points to a missing {parent}.", parent=found[2])
            raise _fault(self.path, where, said)

    def _values(self, table: str, name: str) -> None:
        """Every column holds what its type says: text or whole numbers."""
        info = self.project.connection.execute(f"PRAGMA table_info({table})")
        kinds = {row[1]: row[2] for row in info.fetchall()}
        wrong = " OR ".join(_wrong(column, kind) for column, kind in kinds.items())
        columns = ", ".join(f'CAST("{column}" AS BLOB)' for column in kinds)
        sql = f'SELECT CAST("{name}" AS BLOB), {columns} FROM {table} WHERE {wrong}'
        if self.project.connection.execute(f"{sql} LIMIT 1").fetchone() is not None:
            raise self._first_finding() or _fault(
                self.path, table, Sentence("It holds what no project holds.")
            )

    # -- reading ------------------------------------------------------------------

    def carry_into(self, inserter: Inserter) -> None:
        """Let annotations that are wholly new to it go over as rows."""
        self._carry.on = Carrier(inserter, self.project)

    def bundle(self) -> Bundle:
        """All that the project says, each record checked as it comes.

        Of what is carried over meanwhile (`carry_into`) it makes no records.

        Raises DamagedError naming the record that is not what it should be.
        """
        with self._rows():
            bundle = read_bundle(self.project, carry=self._carry)
            require_header(bundle, self.path)
        return replace(bundle, documents=self._records(bundle))

    def _records(self, bundle: Bundle) -> Iterator[Any]:
        documents = iter(bundle.documents)
        while True:
            with self._rows():
                record = next(documents, None)
                if record is None:
                    return
                require_record(record, self.path)
            yield record

    @contextlib.contextmanager
    def _rows(self) -> Iterator[None]:
        """What goes wrong in reading rows, told with the row at fault."""
        try:
            with _told(self.path):
                yield
        except DamagedError as error:
            raise self._first_finding() or error from error
        except UserError as error:
            error.file = error.file or str(self.path)
            raise
        except _MISREAD as error:
            said = Sentence("It cannot be read: {error}.", error=error)
            raise self._first_finding() or _fault(self.path, "file", said) from error

    def _first_finding(self) -> DamagedError | None:
        """The first fault that `check` finds, which looks more slowly."""
        for found in check.check_connection(self.project.connection):
            if found.severity == "error":
                return _fault(self.path, found.where, found.message)
        return None


class _Carry:
    """Looks at the text of each document before anything is carried over.

    Attributes:
        on: what takes new work over as rows; None: all is read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.on: Carrier | None = None

    def begin(self, documents: Mapping[int, Document]) -> None:
        """Refuse a text that is another than its hash says."""
        for each in documents.values():
            require_text(each, self._path)
        if self.on is not None:
            self.on.begin(documents)

    def layers(self, found: Sequence[Any]) -> Sequence[Any]:
        """The layers that are to be read."""
        return found if self.on is None else self.on.layers(found)

    def annotations(
        self, found: Sequence[Any], spans: Mapping[int, Sequence[SpanRow]]
    ) -> Sequence[Any]:
        """The annotations that are to be read."""
        return found if self.on is None else self.on.annotations(found, spans)


def _wrong(column: str, kind: str) -> str:
    """The condition that a column does not hold what its type says."""
    if kind == "INTEGER":
        return f"typeof(\"{column}\") NOT IN ('integer', 'null')"
    return f"typeof(\"{column}\") = 'blob'"


def _fault(path: Path, where: str, message: str) -> DamagedError:
    return DamagedError(
        "it is damaged or was changed by another program; {where}: {message}",
        file=path,
        remedy=_REMEDY,
        where=where,
        message=message,
    )


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's errors in our words; what is damaged with the remedy that helps."""
    try:
        yield
    except sqlite3.Error as error:
        found = translate(error, path)
        if isinstance(found, DamagedError):
            raise _as_foreign(found, path) from error
        raise found from error
    except DamagedError as error:
        if error.remedy == _REMEDY:
            raise
        raise _as_foreign(error, path) from error


def _as_foreign(error: DamagedError, path: Path) -> DamagedError:
    return DamagedError(error.reason, file=path, remedy=_REMEDY)
