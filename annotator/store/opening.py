# SPDX-License-Identifier: MIT
"""From a path to an open, checked SQLite file.

Whatever is refused here was not changed, and nothing was created beside it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.model.bundle import CodebookVersion
from annotator.model.errors import NotAProjectError, StoreError
from annotator.model.identity import new_uid
from annotator.model.sentence import Sentence
from annotator.store import schema
from annotator.store.connection import (
    HOT_JOURNAL,
    SCHEMA_SECONDS,
    connect,
    damaged,
    error_name,
    opening_error,
    require_file,
    sync_folder,
    within,
)
from annotator.store.lock import Lock
from annotator.store.rows import dump

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

#: Files up to this size are checked for damage whenever they are opened.
QUICK_CHECK_BYTES: Final = 8 << 20

#: No setting comes near this length, in characters.
LONGEST_SETTING: Final = 64 << 20


@dataclass(slots=True)
class Opened:
    """An open file: what `Project` is made of."""

    path: Path
    connection: sqlite3.Connection
    read_only: bool
    lock: Lock | None = None
    private_folder: TemporaryDirectory[str] | None = None


# -- creating ---------------------------------------------------------------------


def create(path: Path, codebook: CodebookVersion, title: str) -> None:
    """Write a new, empty project file; it appears whole or not at all."""
    if os.path.lexists(path):
        raise StoreError(
            "there is already a file of that name.",
            file=path,
            remedy="Choose another name.",
        )
    if not path.parent.is_dir():
        raise StoreError("there is no such folder.", file=path.parent)
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.new")
    try:
        _write_new(draft, codebook, title)
        _publish(draft, path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            "it cannot be created ({error}).", file=path, error=error
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _write_new(path: Path, codebook: CodebookVersion, title: str) -> None:
    path.unlink(missing_ok=True)
    with contextlib.closing(connect(path, "rwc")) as connection:
        schema.create(connection)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO codebook (codebook_id, version, sha256, body)"
            " VALUES (?, ?, ?, ?)",
            (codebook.id, codebook.version, codebook.sha256, dump(codebook.body)),
        )
        connection.executemany(
            "INSERT INTO setting VALUES (?, ?)",
            [
                ("codebook", dump(codebook.sha256)),
                ("title", dump(title)),
                ("uid", dump(new_uid())),
            ],
        )
        connection.execute("COMMIT")


def _publish(draft: Path, path: Path) -> None:
    """Give the finished file its name; never over another file."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.rename(draft, path)
    sync_folder(path.parent)


# -- opening ----------------------------------------------------------------------


def open_file(path: Path, *, read_only: bool = False) -> Opened:
    """Open and check a project file; see `Project.open`."""
    require_file(path)
    if read_only or not _writable(path):
        return _open_for_reading(path)
    inspect(path)
    try:
        lock = Lock.acquire(path)
    except OSError:
        return _open_for_reading(path)
    try:
        connection = _open_for_writing(path)
    except BaseException:
        lock.release()
        raise
    return Opened(path, connection, False, lock)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def inspect(path: Path) -> int:
    """Refuse what is no project, without writing; returns its version."""
    with _faults(path), contextlib.closing(connect(path, "ro")) as connection:
        try:
            return _check(connection, path)
        except sqlite3.OperationalError as error:
            if not error_name(error).startswith(HOT_JOURNAL):
                raise
    _require_our_mark(path)  # the journal is rolled back by the real opening
    return 0


def _check(connection: sqlite3.Connection, path: Path) -> int:
    with within(connection, SCHEMA_SECONDS):
        version = schema.require_project(connection, path)
        schema.require_plain(connection, path)
        if version == schema.VERSION:
            schema.require_exact(connection, path)
            _require_small_settings(connection, path)
    _quick_check(connection, path)
    return version


def _require_small_settings(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a setting beyond all measure.

    The table is its own index: a value is read whole, whatever its length, when
    another is looked up.  Here they are met in order, and only measured.
    """
    longest = connection.execute("SELECT max(length(value)) FROM setting").fetchone()
    if (longest[0] or 0) > LONGEST_SETTING:
        raise damaged(path, Sentence("a setting is too long"))


def _quick_check(connection: sqlite3.Connection, path: Path) -> None:
    if path.stat().st_size > QUICK_CHECK_BYTES:
        return
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise damaged(path, str(verdict))


def _require_our_mark(path: Path) -> None:
    """The application id from the file's header, where SQLite may not read it."""
    with path.open("rb") as file:
        header = file.read(100)
    mark = schema.APPLICATION_ID.to_bytes(4, "big")
    if not header.startswith(b"SQLite format 3\0") or header[68:72] != mark:
        raise NotAProjectError("the file is not a project.", file=path)


def _open_for_writing(path: Path) -> sqlite3.Connection:
    with _faults(path):
        connection = connect(path, "rw")
        try:
            version = _check(connection, path)  # rolls a hot journal back
            connection.execute("PRAGMA journal_mode = TRUNCATE")
            connection.execute("PRAGMA synchronous = FULL")
            if version < schema.VERSION:
                _migrate(connection, path, version)
            _complete(connection)
            return connection
        except BaseException:
            close_for_good(connection)
            raise


def _complete(connection: sqlite3.Connection) -> None:
    """Create missing indexes; on a full disk the project is opened without."""
    try:
        schema.complete(connection)
    except sqlite3.OperationalError as error:
        if not error_name(error).startswith("SQLITE_FULL"):
            raise


def close_for_good(connection: sqlite3.Connection) -> None:
    """Close what was open for writing; no empty journal stays beside the file."""
    with contextlib.suppress(sqlite3.Error):
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def _migrate(connection: sqlite3.Connection, path: Path, version: int) -> None:
    from annotator.store import migrations
    from annotator.store.backup import backup_beside

    kept = backup_beside(connection, path, version)
    try:
        migrations.migrate(connection, path, version)
    except NotAProjectError:
        kept.unlink(missing_ok=True)
        raise


def _open_for_reading(path: Path) -> Opened:
    with _faults(path):
        connection = connect(path, "ro")
        try:
            version = _check(connection, path)
        except sqlite3.OperationalError as error:
            connection.close()
            if not error_name(error).startswith(HOT_JOURNAL):
                raise
            return _open_private_copy(path)
        except BaseException:
            connection.close()
            raise
        if version == schema.VERSION:
            return Opened(path, connection, True)
        connection.close()
        return _open_private_copy(path)


def _open_private_copy(path: Path) -> Opened:
    """Copy a file with its journal, and roll back or migrate the copy."""
    import tempfile

    _require_our_mark(path)
    folder = tempfile.TemporaryDirectory(prefix="annotator-")
    try:
        connection = _open_copy(_copy_files(path, folder.name), path)
    except BaseException:
        folder.cleanup()
        raise
    return Opened(path, connection, True, private_folder=folder)


def _copy_files(path: Path, folder: str) -> Path:
    import shutil

    copy = Path(folder) / "project"
    shutil.copyfile(path, copy)
    journal = path.with_name(path.name + "-journal")
    if journal.is_file():
        shutil.copyfile(journal, copy.with_name("project-journal"))
    return copy


def _open_copy(copy: Path, path: Path) -> sqlite3.Connection:
    connection = connect(copy, "rw")
    try:
        version = _check(connection, path)
        if version < schema.VERSION:
            from annotator.store import migrations

            migrations.migrate(connection, path, version)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


# -- reading what may be damaged --------------------------------------------------


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A project to look at, however damaged; a copy where a journal is hot.

    Raises NotAProjectError where it is none; SQLite's own errors come through.
    """
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(contextlib.closing(connect(path, "ro")))
        try:
            version = schema.require_project(connection, path)
        except sqlite3.OperationalError as error:
            if not error_name(error).startswith(HOT_JOURNAL):
                raise
            connection = stack.enter_context(copied(path))
            version = schema.require_project(connection, path)
        schema.require_plain(connection, path)
        if version < schema.VERSION:
            from annotator.store import migrations

            connection = stack.enter_context(copied(path))
            migrations.migrate(connection, path, version)
        schema.require_exact(connection, path)
        yield connection


@contextlib.contextmanager
def copied(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a private copy of a file and its journal."""
    import tempfile

    with (
        tempfile.TemporaryDirectory(prefix="annotator-") as folder,
        contextlib.closing(connect(_copy_files(path, folder), "rw")) as connection,
    ):
        yield connection


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise opening_error(error, path) from error
