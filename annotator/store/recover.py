# SPDX-License-Identifier: MIT
"""Saving what can be read of a damaged project into a new file.

Each table is read forwards until a page fails, then backwards until a page
fails; what lies between is lost, and is counted.  The damaged file is only read.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from annotator.model.errors import NotAProjectError, StoreError
from annotator.model.sentence import Sentence
from annotator.store import opening, schema
from annotator.store.connection import connect, damaged, require_file, sync_folder

#: Table → the columns that give its rows an order; parents before children.
_TABLES: Final = {
    "setting": ("key",),
    "codebook": ("id",),
    "annotator": ("id",),
    "document": ("id",),
    "document_text": ("id",),
    "layer": ("id",),
    "annotation": ("id",),
    "span": ("annotation_id", "n"),
    "reference": ("target", "annotation_id"),
    "entity": ("id",),
    "vocabulary_entry": ("id",),
    "item": ("id",),
    "rival": ("id",),
    "step": ("id",),
    "change": ("step_id", "n"),
}

#: Rows that cannot stand without another one, once all is read.
_ORPHANS: Final = (
    "DELETE FROM document WHERE id NOT IN (SELECT id FROM document_text)",
    "DELETE FROM document_text WHERE id NOT IN (SELECT id FROM document)",
    "DELETE FROM layer WHERE document_id NOT IN (SELECT id FROM document)"
    " OR annotator_id NOT IN (SELECT id FROM annotator)",
    "DELETE FROM annotation WHERE document_id NOT IN (SELECT id FROM document)"
    " OR annotator_id NOT IN (SELECT id FROM annotator)",
    "UPDATE annotation SET codebook_id = NULL"
    " WHERE codebook_id NOT IN (SELECT id FROM codebook)",
    "DELETE FROM span WHERE annotation_id NOT IN (SELECT id FROM annotation)",
    "DELETE FROM reference WHERE annotation_id NOT IN (SELECT id FROM annotation)",
    "UPDATE item SET document_id = NULL"
    " WHERE document_id NOT IN (SELECT id FROM document)",
    "DELETE FROM rival WHERE document_id NOT IN (SELECT id FROM document)",
    "DELETE FROM change WHERE step_id NOT IN (SELECT id FROM step)",
    # A step that lost a part of itself must not be taken back by half.
    "UPDATE step SET state = 'dropped' WHERE id NOT IN (SELECT step_id FROM change)",
)


@dataclass(slots=True)
class Recovery:
    """What was saved: rows by table, and sentences on what was not."""

    rows: dict[str, int] = field(default_factory=dict)
    notes: list[Sentence] = field(default_factory=list)


def recover(path: Path | str, dest: Path | str) -> Recovery:
    """Save all rows that can be read of `path` into a new project at `dest`.

    The search index is built anew.  Raises DamagedError where nothing can be
    read, StoreError where `dest` exists.
    """
    source, target = Path(path), Path(dest)
    require_file(source)
    if os.path.lexists(target):
        raise StoreError(
            "there is already a file of that name.",
            file=target,
            remedy="Choose another name.",
        )
    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        report = _salvage(source, draft)
        os.replace(draft, target)
        sync_folder(target.parent)
    except sqlite3.Error as error:
        raise damaged(source, str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    return report


def _salvage(source: Path, draft: Path) -> Recovery:
    report = Recovery()
    with (
        opening.copied(source) as damaged_file,
        contextlib.closing(connect(draft, "rwc")) as new,
    ):
        if schema.application_id(damaged_file) != schema.APPLICATION_ID:
            raise NotAProjectError("the file is not a project.", file=source)
        damaged_file.text_factory = bytes
        schema.create(new)
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        for table, keys in _TABLES.items():
            _copy_table(damaged_file, new, table, keys, report)
        for sql in _ORPHANS:
            new.execute(sql)
        _complete_settings(new, report)
        new.execute("INSERT INTO document_fts (document_fts) VALUES ('rebuild')")
        new.execute("COMMIT")
        new.execute("PRAGMA foreign_keys = ON")
    return report


def _copy_table(
    old: sqlite3.Connection,
    new: sqlite3.Connection,
    table: str,
    keys: tuple[str, ...],
    report: Recovery,
) -> None:
    columns = _columns(old, new, table)
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
    for row in _rows(old, f"SELECT {names} FROM {table}", keys, table, report):
        values = _decoded(row)
        if values is None:
            report.notes.append(
                Sentence(
                    "{table} {row} was left out: its text is not valid UTF-8.",
                    table=table,
                    row=_shown(row[0]),
                )
            )
            continue
        try:
            new.execute(insert, values)
        except sqlite3.Error as error:
            report.notes.append(
                Sentence(
                    "{table} {row} was left out: {error}.",
                    table=table,
                    row=_shown(row[0]),
                    error=error,
                )
            )
    count = new.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    report.rows[table] = count


def _columns(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> list[str]:
    """The columns that both have; an older version lacks some."""
    wanted = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
    found = old.execute(f"PRAGMA table_info({table})").fetchall()
    known = {row[1].decode() for row in found}
    return [name for name in wanted if name in known]


def _rows(
    old: sqlite3.Connection,
    select: str,
    keys: tuple[str, ...],
    table: str,
    report: Recovery,
) -> Iterator[Any]:
    """Rows from the front, and where that fails, from the back."""
    try:
        yield from old.execute(f"{select} ORDER BY {', '.join(keys)}")
        return
    except sqlite3.Error as error:
        report.notes.append(
            Sentence(
                "{table} could not be read in whole: {error}.", table=table, error=error
            )
        )
    with contextlib.suppress(sqlite3.Error):
        order = ", ".join(f"{key} DESC" for key in keys)
        yield from old.execute(f"{select} ORDER BY {order}")


def _decoded(row: Any) -> list[Any] | None:
    try:
        return [v.decode("utf-8") if isinstance(v, bytes) else v for v in row]
    except UnicodeDecodeError:
        return None


def _shown(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _complete_settings(new: sqlite3.Connection, report: Recovery) -> None:
    """A project needs a current codebook: the newest that was saved."""
    known = [row[0] for row in new.execute("SELECT sha256 FROM codebook ORDER BY id")]
    if not known:
        raise sqlite3.DatabaseError("no codebook can be read")
    sql = "SELECT value FROM setting WHERE key = 'codebook'"
    found = new.execute(sql).fetchone()
    if found is None or found[0].strip('"') not in known:
        values = ("codebook", f'"{known[-1]}"')
        new.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", values)
        report.notes.append(
            Sentence("The newest codebook that could be read is the current one.")
        )
