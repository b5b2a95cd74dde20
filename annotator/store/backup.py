# SPDX-License-Identifier: MIT
"""Copies of a project: made by SQLite's backup API, verified before they count.

A copy is written to a temporary file, synced, reopened and checked, and only
then given its name.  Automatic backups lie in a folder per project identity and
are numbered, because clocks can go backwards.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from annotator.model.errors import NotSavedError, StoreError
from annotator.model.identity import instant_to_text, now_ms
from annotator.store import schema
from annotator.store.connection import connect, opening_error, require_file, sync_folder
from annotator.store.rows import dump, load

if TYPE_CHECKING:
    from annotator.store.project import Project

#: A project, open or by its path.
Source: TypeAlias = "Project | Path | str"

_NAME: Final = re.compile(r"(\d{6,})-[\dTZ]+\.annotator")


@dataclass(frozen=True, slots=True)
class Backup:
    """One automatic backup: its running number and its file."""

    number: int
    path: Path


def backup(project_or_path: Source, dest: Path | str) -> Path:
    """Copy a project, open or not, to `dest` (replaced whole, or not at all).

    Returns the path of the copy.  Raises StoreError or NotSavedError.
    """
    target = Path(dest)
    if isinstance(project_or_path, (str, Path)):
        path = Path(project_or_path)
        require_file(path)
        with _reading(path) as connection:
            schema.require_project(connection, path)
            schema.require_plain(connection, path)
            _copy(connection, target, path)
    else:
        project = project_or_path
        with project.reading_alone():
            _copy(project.connection, target, project.path)
    return target


def backup_beside(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """The verified copy that is made before a migration; its path."""
    number = 1
    while True:
        tail = "" if number == 1 else f"-{number}"
        target = path.with_name(f"{path.stem}.version-{version}{tail}{path.suffix}")
        if not os.path.lexists(target):
            break
        number += 1
    _copy(connection, target, path)
    return target


def backups(folder: Path | str, uid: str) -> list[Backup]:
    """The automatic backups of the project with that identity, oldest first."""
    place = Path(folder) / safe_name(uid)
    if not place.is_dir():
        return []
    names = ((_NAME.fullmatch(each.name), each) for each in place.iterdir())
    found = [Backup(int(match[1]), each) for match, each in names if match]
    return sorted(found, key=lambda each: each.number)


def rotate(project: Source, folder: Path | str, keep: int = 10) -> Path | None:
    """Make an automatic backup unless nothing changed; keep the newest `keep`.

    Returns the new backup's path, or None where the newest one is still good.
    It opens the file by itself, so it may run in another thread.  Older ones
    are removed only after the new one was verified.
    """
    path = Path(project) if isinstance(project, (str, Path)) else project.path
    with _reading(path) as connection:
        schema.require_project(connection, path)
        uid, state = identity(connection), fingerprint(connection)
        known = backups(folder, uid)
        if known and _fingerprint_of(known[-1].path) == state:
            return None
        place = Path(folder) / safe_name(uid)
        place.mkdir(parents=True, exist_ok=True)
        number = known[-1].number + 1 if known else 1
        stamp = re.sub(r"[-:]|\.\d+", "", instant_to_text(now_ms()))
        target = place / f"{number:06d}-{stamp}.annotator"
        _copy(connection, target, path)
    for old in known[: max(0, len(known) + 1 - max(1, keep))]:
        old.path.unlink(missing_ok=True)
    return target


def safe_name(uid: str) -> str:
    """A folder name for a project's identity, whatever the file says it is."""
    return re.sub(r"[^0-9A-Za-z-]", "_", uid)[:64] or "_"


def identity(connection: sqlite3.Connection) -> str:
    """The project's own uid."""
    sql = "SELECT value FROM setting WHERE key = 'uid'"
    found = connection.execute(sql).fetchone()
    return str(load(found[0])) if found else "_"


def fingerprint(connection: sqlite3.Connection) -> str:
    """Differs whenever the content does: each change is a step or counted time."""
    steps = connection.execute(
        "SELECT count(*), max(id), sum(state = 'undone'), max(at) FROM step"
    ).fetchone()
    counts = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("document", "annotator", "codebook")
    ]
    seconds = connection.execute("SELECT sum(seconds) FROM layer").fetchone()[0]
    people = connection.execute("SELECT group_concat(name) FROM annotator").fetchone()
    return dump([*steps, *counts, seconds, *people])


def _fingerprint_of(path: Path) -> str | None:
    """The fingerprint of a backup; None where it is no good."""
    try:
        with contextlib.closing(connect(path, "ro")) as connection:
            return fingerprint(connection)
    except sqlite3.Error:
        return None


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of its own for reading, with SQLite's errors in our words."""
    try:
        with contextlib.closing(connect(path, "ro")) as connection:
            yield connection
    except sqlite3.Error as error:
        raise opening_error(error, path) from error


def _copy(source: sqlite3.Connection, target: Path, path: Path) -> None:
    if not target.parent.is_dir():
        raise StoreError("there is no such folder.", file=target.parent)
    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        with contextlib.closing(connect(draft, "rwc")) as copy:
            copy.execute("PRAGMA synchronous = FULL")
            source.backup(copy)
        _verify(draft)
        _sync(draft)
        os.replace(draft, target)
        sync_folder(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise NotSavedError(
            "the backup could not be made ({error}).", file=target, error=error
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _verify(draft: Path) -> None:
    with contextlib.closing(connect(draft, "ro")) as connection:
        schema.require_project(connection, draft)
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise OSError(f"the copy is damaged: {verdict}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
