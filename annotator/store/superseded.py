# SPDX-License-Identifier: MIT
"""Rows of imports that were undone and can never be done again.

An import that is undone keeps its rows, hidden, because redo shows them again.
Once something new was done there is no redo, and the rows are only in the way.

Removing them is safe: a hidden row is reachable through its own import step
alone, and a step that was dropped is never replayed.  Changes of older steps
name older rows, and those of later steps were dropped with the import.  The
step itself and its change stay, so the history still tells what was done.
People and codebooks that came along were never hidden, and stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from annotator.model.progress import Progress
from annotator.model.sentence import Sentence
from annotator.store import rows

if TYPE_CHECKING:
    from annotator.store.project import Project

#: So many rows are removed at once when a step is stored; more wait for a job
#: that shows its progress, the next import.
AT_ONCE: Final = 1_000
#: Documents removed between two reports of progress.
BATCH: Final = 200

#: What is being done when the new rows are there.
_REMOVING: Final = Sentence("Removing what was undone")

#: Children before parents; ? is a document.
_OF_DOCUMENT: Final = (
    "DELETE FROM span WHERE annotation_id IN"
    " (SELECT id FROM annotation WHERE document_id = ?)",
    "DELETE FROM reference WHERE annotation_id IN"
    " (SELECT id FROM annotation WHERE document_id = ?)",
    "DELETE FROM annotation WHERE document_id = ?",
    "DELETE FROM layer WHERE document_id = ?",
    "DELETE FROM item WHERE document_id = ?",
    "DELETE FROM rival WHERE document_id = ?",
    "INSERT INTO document_fts (document_fts, rowid, title, text)"
    " SELECT 'delete', id, title, text FROM document_text WHERE id = ?",
    "DELETE FROM document_text WHERE id = ?",
    "DELETE FROM document WHERE id = ?",
)

#: What came to documents that were there before, and to the project.
_HIDDEN: Final = "SELECT id FROM {table} WHERE id BETWEEN ? AND ? AND withdrawn = ?"
_OF_PROJECT: Final = (
    *("annotation", "layer", "item", "rival", "entity", "vocabulary_entry"),
)
_OF_ANNOTATION: Final = ("span", "reference")

#: (step, {table: [first id, last id]})
_Import = tuple[int, dict[str, list[int]]]


def remove_few(project: Project) -> None:
    """Remove the rows of imports now being dropped, where they are few.

    Call it in the transaction that drops them, while they are still `undone`.
    """
    for found in _imports(project, "s.state = 'undone'"):
        if sum(last - first + 1 for first, last in found[1].values()) <= AT_ONCE:
            for _ in _remove(project, found):
                pass


def remove_all(project: Project) -> Iterator[Progress]:
    """Remove the rows of all imports that can never be done again.

    Call it in the transaction whose step drops those that are still `undone`.
    """
    for found in _imports(project, "s.state IN ('undone', 'dropped')"):
        yield from _remove(project, found)


def _imports(project: Project, state: str) -> list[_Import]:
    sql = (
        "SELECT s.id, c.key FROM step s CROSS JOIN change c ON c.step_id = s.id"
        f" WHERE {state} AND c.kind = 'import'"
    )
    return [(step, _ranges(rows.load(key))) for step, key in project.query(sql)]


def _ranges(key: Any) -> dict[str, list[int]]:
    known = ("document", *_OF_PROJECT)
    return {table: key[table] for table in known if table in key}


def _remove(project: Project, found: _Import) -> Iterator[Progress]:
    step, ranges = found
    project.caches.clear()
    hidden = _hidden(project, "document", ranges, step)
    for done, number in enumerate(hidden):
        if done % BATCH == BATCH - 1:
            yield Progress(done, len(hidden), _REMOVING)
        for sql in _OF_DOCUMENT:
            project.run(sql, (number,))
    for table in _OF_PROJECT:
        for number in _hidden(project, table, ranges, step):
            _remove_row(project, table, number)


def _remove_row(project: Project, table: str, number: int) -> None:
    for part in _OF_ANNOTATION if table == "annotation" else ():
        project.run(f"DELETE FROM {part} WHERE annotation_id = ?", (number,))
    project.run(f"DELETE FROM {table} WHERE id = ?", (number,))


def _hidden(
    project: Project, table: str, ranges: dict[str, list[int]], step: int
) -> list[int]:
    """The rows that the step brought, and that its undoing hid."""
    if table not in ranges:
        return []
    sql = _HIDDEN.format(table=table)
    return [row[0] for row in project.query(sql, (*ranges[table], step))]
