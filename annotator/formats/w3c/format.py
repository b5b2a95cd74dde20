# SPDX-License-Identifier: MIT
"""`w3c`: Web Annotations as JSON-LD, with the texts that they are about."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.format import Format
from annotator.formats.json_objects import first_object
from annotator.formats.marks.reading import reader
from annotator.formats.w3c.names import FORMAT as NAME
from annotator.formats.w3c.names import SUFFIX, SUFFIXES
from annotator.formats.w3c.read import files_of, marks
from annotator.formats.w3c.simple import is_annotation
from annotator.formats.w3c.write import CARRIES, write
from annotator.model.errors import InputError

_CONTEXTS: Final = (b"www.w3.org/ns/anno", b"www.w3.org/ns/oa")
_HEAD_BYTES: Final = 1 << 16


def sniff(head: bytes, path: Path) -> float:
    """Sure by the context that the model asks for, likely by annotations as such."""
    if path.is_dir():
        return _sniff_folder(path)
    if path.suffix.lower() not in (*SUFFIXES, ""):
        return 0.0
    if any(context in head for context in _CONTEXTS):
        return 0.97
    if path.suffix.lower() == SUFFIX:
        return 0.5
    row = first_object(head, path)
    return 0.9 if row is not None and "target" in row and is_annotation(row) else 0.0


def _sniff_folder(folder: Path) -> float:
    """As its first file."""
    try:
        first = files_of(folder)[0]
    except InputError:
        return 0.0
    with first.open("rb") as stream:
        return min(0.9, sniff(stream.read(_HEAD_BYTES), first))


FORMAT: Final = Format(
    name=NAME,
    title="W3C Web Annotation (JSON-LD)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader(NAME, marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    folder=True,
    many=True,
)
