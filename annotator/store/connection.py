# SPDX-License-Identifier: MIT
"""Connections to SQLite files, and its errors in our words.

A project file is never opened by any other means while it is open here: on
POSIX, closing a second descriptor would drop SQLite's locks.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from annotator.model.errors import (
    DamagedError,
    NotAProjectError,
    NotSavedError,
    StoreError,
    UserError,
)
from annotator.model.sentence import Sentence

#: How long a statement waits for another process, in seconds.
BUSY_SECONDS: Final = 4.0

#: The longest value that is read or written, in bytes: hostile files hold more.
MAX_BYTES: Final = 256 << 20

#: What SQLite says where a journal must be rolled back and it may not write.
HOT_JOURNAL: Final = ("SQLITE_READONLY", "SQLITE_CANTOPEN")

#: So long may it take to read what tables there are, in seconds.
SCHEMA_SECONDS: Final = 3.0

#: So many of SQLite's steps are made between two looks at the clock: more than
#: an honest schema needs.
_STEPS: Final = 20_000

_PRAGMAS: Final = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16384",
)

_WRITE_FAULTS: Final = (
    (
        "SQLITE_FULL",
        Sentence("the disk is full."),
        Sentence("Free some space and save again."),
    ),
    (
        "SQLITE_READONLY_DBMOVED",
        Sentence("the project file was moved, deleted or replaced while it was open."),
        Sentence("Save a copy under another name."),
    ),
    (
        "SQLITE_READONLY",
        Sentence("the file is read-only."),
        Sentence("Save a copy somewhere else."),
    ),
    (
        "SQLITE_IOERR",
        Sentence("the disk reported an error."),
        Sentence("Check the disk and save again."),
    ),
    (
        "SQLITE_BUSY",
        Sentence("another program is using the file."),
        Sentence("Try again in a moment."),
    ),
    (
        "SQLITE_LOCKED",
        Sentence("another program is using the file."),
        Sentence("Try again in a moment."),
    ),
    (
        "SQLITE_CANTOPEN",
        Sentence("the folder cannot be written."),
        Sentence("Check the folder and save again."),
    ),
)


def require_file(path: Path) -> None:
    """Refuse what is no regular file, before SQLite could create or hang on it."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(
            "there is no such file.", file=path, remedy="Check the name."
        ) from None
    except (OSError, ValueError) as error:
        raise StoreError(
            "it cannot be read ({error}).", file=path, error=error
        ) from error
    if stat.S_ISDIR(status.st_mode):
        raise NotAProjectError("this is a folder, not a project file.", file=path)
    if not stat.S_ISREG(status.st_mode):
        raise NotAProjectError("this is not a regular file.", file=path)
    if status.st_size == 0:
        raise NotAProjectError("the file is empty; it is not a project.", file=path)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection in URI mode `ro`, `rw` or `rwc` with our settings.

    It may be used from several threads, one at a time (`Project` sees to it).
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
        cached_statements=256,
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
    try:
        with within(connection, SCHEMA_SECONDS):
            for pragma in _PRAGMAS:
                connection.execute(pragma)
    except sqlite3.Error as error:
        # Some of them read the file.  A hot journal is the caller's affair: the
        # next statement, which says the same, is the one that it watches.
        if not error_name(error).startswith(HOT_JOURNAL):
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def within(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Stop what takes longer inside than any honest file could make it take.

    Pages of a hostile file can point to each other so that reading them has no
    end; SQLite then raises an error of the name SQLITE_INTERRUPT.
    """
    limit = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > limit, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def error_name(error: BaseException) -> str:
    """SQLite's name of an error, e.g. "SQLITE_FULL", or ""."""
    return str(getattr(error, "sqlite_errorname", "") or "")


def translate(error: sqlite3.Error, path: Path) -> Exception:
    """The user's fault behind an SQLite error; the error itself where it is ours."""
    name = error_name(error)
    if name.startswith("SQLITE_NOTADB"):
        return NotAProjectError("the file is not a project.", file=path)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_TOOBIG")):
        return damaged(path, str(error))
    if name.startswith("SQLITE_INTERRUPT"):
        return damaged(path, Sentence("reading it has no end"))
    if "decode to UTF-8" in str(error):
        return damaged(path, Sentence("a text in it is not valid UTF-8"))
    for prefix, reason, remedy in _WRITE_FAULTS:
        if name.startswith(prefix):
            return NotSavedError(
                "not saved: {reason}", file=path, remedy=remedy, reason=reason
            )
    return error


def damaged(path: Path, detail: str) -> DamagedError:
    """The error for a project of which a part cannot be read."""
    return DamagedError(
        "the project is damaged ({detail}).",
        file=path,
        remedy="Restore a backup, or save what can be read with “recover”.",
        detail=detail,
    )


def opening_error(error: sqlite3.Error, path: Path) -> Exception:
    """As `translate`, for an error met while a file is being opened."""
    found = translate(error, path)
    if isinstance(found, NotSavedError):
        return StoreError("it cannot be opened ({error}).", file=path, error=error)
    if isinstance(found, UserError):
        return found
    return damaged(path, str(error))


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in `folder` survive a power loss (POSIX)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
