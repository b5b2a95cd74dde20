# SPDX-License-Identifier: MIT
"""`label-studio`: tasks of Label Studio as JSON, with their configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.format import Format
from annotator.formats.json_objects import first_object
from annotator.formats.labelstudio.names import FORMAT as NAME
from annotator.formats.labelstudio.names import SUFFIX
from annotator.formats.labelstudio.read import declare, marks
from annotator.formats.labelstudio.sources import files_of, first_in
from annotator.formats.labelstudio.tasks import is_short, is_task
from annotator.formats.labelstudio.write import CARRIES, write
from annotator.formats.marks.reading import reader
from annotator.model.errors import InputError

_SUFFIXES: Final = (SUFFIX, ".jsonl", ".ndjson", "")


def sniff(head: bytes, path: Path) -> float:
    """Sure where the first object is a task."""
    if path.is_dir():
        return _sniff_folder(path)
    if path.suffix.lower() not in _SUFFIXES:
        return 0.0
    first = first_object(head, path)
    # The short form is known too, so that whoever has it is told what to do.
    return 0.97 if is_task(first) else 0.96 if is_short(first) else 0.0


def _sniff_folder(folder: Path) -> float:
    """As its first file."""
    try:
        first = files_of(folder)[0]
    except InputError:
        return 0.0
    return 0.9 if is_task(first_in(first)) else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="Label Studio (JSON)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader(NAME, marks, declare),
    marks=marks,
    write=write,
    carries=CARRIES,
    folder=True,
    many=True,
)
