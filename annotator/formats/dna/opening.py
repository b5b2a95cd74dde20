# SPDX-License-Identifier: MIT
"""Opens the database of another program: read-only, bounded, and distrusted.

Nothing is written to the file or beside it.  Where SQLite would have to, to roll
a journal back or because the file is in WAL mode, a private copy is read.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from annotator.model.errors import InputError

#: No value may be longer, in bytes; no article comes near it.
MAX_BYTES: Final = 64 << 20
MAGIC: Final = b"SQLite format 3\0"

_BUSY_SECONDS: Final = 4.0
#: What SQLite says where it would have to write before it can read.
_MUST_WRITE: Final = ("SQLITE_READONLY", "SQLITE_CANTOPEN")
_BESIDE: Final = ("", "-journal", "-wal")
_PRAGMAS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA query_only = ON",
)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; every fault of SQLite becomes an InputError."""

    connection: sqlite3.Connection
    path: Path
    _columns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def rows(self, sql: str, *values: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a query; InputError where they cannot be read."""
        try:
            # Not `yield from`: it would close the cursor after the connection.
            for row in self.connection.execute(sql, values):  # noqa: UP028
                yield row
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise _fault(error, self.path) from error

    def columns(self, table: str) -> tuple[str, ...]:
        """The names of a table's columns, () where there is no such table."""
        if table not in self._columns:
            found = self.rows(f'PRAGMA table_info("{table}")')
            self._columns[table] = tuple(str(row[1]) for row in found)
        return self._columns[table]

    def require(self, table: str, columns: Sequence[str]) -> None:
        """InputError where the table or one of the columns is missing."""
        found = {name.lower() for name in self.columns(table)}
        if not found:
            raise InputError(
                "the database has no table “{table}”: it is not one of DNA.",
                file=self.path,
                table=table,
            )
        for name in columns:
            if name.lower() not in found:
                raise InputError(
                    "the table “{table}” has no column “{column}”.",
                    file=self.path,
                    field=f"{table}.{name}",
                    table=table,
                    column=name,
                )

    def verify(self) -> None:
        """InputError where SQLite finds damage."""
        verdict = next(iter(self.rows("PRAGMA quick_check(1)")))[0]
        if verdict != "ok":
            raise _damaged(self.path, verdict)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Database]:
    """A database to read from; InputError says why it is none.

    OSError where the file cannot be read at all.
    """
    with contextlib.ExitStack() as stack:
        if _require_sqlite(path):
            yield _copied(path, stack)
            return
        try:
            database = _connected(path, path, "ro", stack)
        except sqlite3.OperationalError as error:
            if not _name(error).startswith(_MUST_WRITE):
                raise _fault(error, path) from error
            database = _copied(path, stack)
        except sqlite3.Error as error:
            raise _fault(error, path) from error
        yield database


def _require_sqlite(path: Path) -> bool:
    """Refuse what is no whole SQLite file; tells whether it is in WAL mode."""
    if path.is_dir():
        raise InputError("this is a folder, not a database of DNA.", file=path)
    if path.exists() and not path.is_file():
        raise InputError("this is not a regular file.", file=path)
    size = path.stat().st_size
    if not size:
        raise InputError("the file is empty.", file=path)
    with path.open("rb") as stream:
        head = stream.read(100)
    if not head.startswith(MAGIC):
        raise InputError("the file is not an SQLite database.", file=path)
    _require_whole(path, head, size)
    return head[18:20] == b"\2\2"


def _require_whole(path: Path, head: bytes, size: int) -> None:
    pages = int.from_bytes(head[28:32], "big")
    page = int.from_bytes(head[16:18], "big")
    wanted = pages * (65536 if page == 1 else page)
    # An old SQLite left the count of pages as it was: then it says nothing.
    is_current = head[24:28] == head[92:96]
    if len(head) < 100 or (is_current and size < wanted):
        raise InputError(
            "the file is cut off: it has {size} of {wanted} bytes.",
            file=path,
            remedy="Copy it again from where it came.",
            size=f"{size:,}",
            wanted=f"{max(wanted, 100):,}",
        )


def _copied(path: Path, stack: contextlib.ExitStack) -> Database:
    """A private copy with its journal, which SQLite may roll back."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="annotator-"))
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        if beside.is_file():
            shutil.copyfile(beside, Path(folder) / f"copy.dna{ending}")
    try:
        return _connected(Path(folder) / "copy.dna", path, "rw", stack)
    except sqlite3.Error as error:
        raise _fault(error, path) from error


def _connected(
    file: Path, path: Path, mode: str, stack: contextlib.ExitStack
) -> Database:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
    )
    stack.enter_context(contextlib.closing(connection))
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
    connection.text_factory = _text
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    _require_plain(connection, path)
    return Database(connection, path)


def _require_plain(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse views, triggers and virtual tables: DNA makes none."""
    # Not by `Database.rows`: a journal that must be rolled back shows here first.
    for kind, name, sql in connection.execute(
        "SELECT type, name, sql FROM sqlite_master"
    ):
        virtual = str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL")
        if kind in ("view", "trigger") or virtual:
            raise InputError(
                "the database has a {kind} “{name}”, which no database of DNA has.",
                file=path,
                remedy="Ask whoever made the file what it is for.",
                kind="virtual table" if virtual else kind,
                name=str(name)[:80],
            )


def _text(value: bytes) -> str:
    return value.decode("utf-8")


def _name(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", "") or "")


def _fault(error: Exception, path: Path) -> Exception:
    """The user's fault behind an error of SQLite; the error where it is ours."""
    name = _name(error)
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return InputError("a text in the database is not valid UTF-8.", file=path)
    if name.startswith("SQLITE_NOTADB"):
        return InputError("the file is not an SQLite database.", file=path)
    if name.startswith("SQLITE_TOOBIG"):
        return InputError(
            "a value in the database is longer than {n} bytes.",
            file=path,
            n=f"{MAX_BYTES:,}",
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return InputError(
            "another program is writing to the database.",
            file=path,
            remedy="Close it there and try again.",
        )
    if isinstance(error, sqlite3.ProgrammingError):
        return error
    return _damaged(path, str(error))


def _damaged(path: Path, detail: object) -> InputError:
    return InputError(
        "the database is damaged ({detail}).",
        file=path,
        remedy="Open it in DNA, or use an older copy.",
        detail=detail,
    )
