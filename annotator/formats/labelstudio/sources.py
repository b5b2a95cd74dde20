# SPDX-License-Identifier: MIT
"""The tasks in a file or folder.

A storage that the program writes to has a file for each annotation, with its task
in it: there the annotations of a task are gathered from their files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.formats.json_groups import Groups, Item
from annotator.formats.json_lines import dumps
from annotator.formats.json_objects import Row, first_object, objects
from annotator.formats.labelstudio.names import ANNOTATIONS, PREDICTIONS, SUFFIX, TASKS
from annotator.formats.mistakes import Mistakes
from annotator.model.errors import InputError

_HEAD_BYTES: Final = 1 << 16
_ANNOTATION: Final = re.compile(rf"{ANNOTATIONS}\[(\d+)\]")
_NO_TASK: Final = "the file is empty: there is no task in it."


@dataclass(frozen=True, slots=True)
class Source:
    """A task, and the file and line of each of its annotations, or of itself."""

    row: Row
    places: Sequence[tuple[Path, int]]

    def placed(self, error: InputError) -> InputError:
        """The error with the place of the annotation that it is about."""
        found = _ANNOTATION.match(error.field or "")
        number = int(found[1]) if found and len(self.places) > 1 else 0
        file, line = self.places[min(number, len(self.places) - 1)]
        error.file, error.line = str(file), error.line or line
        return error


def tasks_in(path: Path, mistakes: Mistakes | None = None) -> Iterator[Source]:
    """The tasks in a file, or in the files of a folder; InputError names the place.

    `mistakes` takes lines that hold no object.
    """
    mistakes = mistakes or Mistakes()
    files = files_of(path)
    if len(files) > 1 and _is_apart(first_in(files[0])):
        groups = Groups(files, _key, mistakes=mistakes)
        groups.look()
        for items in groups:
            places = [(files[each.file], each.line) for each in items]
            yield Source(_together(items), places)
        return
    for file in files:
        found = None
        for found in objects(file, mistakes):
            yield Source(_alone(found.row), [(file, found.place.line)])
        if found is None and not mistakes.count:
            raise InputError(_NO_TASK, file=file)


def files_of(path: Path) -> list[Path]:
    """The files with tasks in a folder, ours alone where it is there.

    Storages have files without a suffix.
    """
    if not path.is_dir():
        return [path]
    ours = path / TASKS
    if ours.is_file():
        return [ours]
    listed = sorted(each for each in path.iterdir() if each.is_file())
    found = [each for each in listed if each.suffix.lower() == SUFFIX]
    found = found or [each for each in listed if each.name.isdigit()]
    if not found:
        raise InputError(
            "there is no file that ends with {suffix} in it.", file=path, suffix=SUFFIX
        )
    return found


def first_in(file: Path) -> Row | None:
    """The first object of a file, None where there is none."""
    with file.open("rb") as stream:
        return first_object(stream.read(_HEAD_BYTES), file)


def _is_apart(row: Row | None) -> bool:
    """Whether an object is an annotation with its task in it."""
    return row is not None and isinstance(row.get("task"), dict) and "result" in row


def _key(item: Item) -> str:
    """The same for annotations of one task, something else for all the rest."""
    if not _is_apart(item.row):
        return f"{item.file}\0{item.line}"
    task = item.row["task"]
    data = hashlib.sha256(dumps(task.get("data"))).hexdigest()
    return f"{task.get('id')}\0{data}"


def _alone(row: Row) -> Row:
    return _of([row]) if _is_apart(row) else row


def _together(items: Sequence[Item]) -> Row:
    rows = [each.row for each in items]
    return _of(rows) if _is_apart(rows[0]) else rows[0]


def _of(rows: Sequence[Row]) -> Row:
    """The task that is in each of its annotations, with them in it."""
    found: list[dict[str, Any]] = [
        {key: value for key, value in row.items() if key != "task"} for row in rows
    ]
    return {**rows[0]["task"], ANNOTATIONS: found, PREDICTIONS: []}
