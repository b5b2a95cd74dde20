# SPDX-License-Identifier: MIT
"""`uima-json`: UIMA CAS as JSON 0.4, each file with its types in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.formats import archives
from annotator.formats.format import Format
from annotator.formats.inception.files import ZIP, grouped
from annotator.formats.marks.reading import reader
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.placing import UTF16
from annotator.formats.uima.json_read import STRUCTURES, TYPES, VIEWS, read_json
from annotator.formats.uima.read import documents
from annotator.formats.uima.write import BESIDES, CARRIES, Kind
from annotator.formats.uima.write import write as write_all
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import Job

if TYPE_CHECKING:
    from cassis import Cas

SUFFIX: Final = ".json"
_KEYS: Final = tuple(f'"{key}"'.encode() for key in (TYPES, STRUCTURES, VIEWS))


def sniff(head: bytes, path: Path) -> float:
    """Sure where one of the keys of the format is there."""
    if path.is_dir() or (path.suffix.lower() == ZIP and archives.is_zip(head)):
        return 0.9 if _holds(path) else 0.0
    return 0.95 if any(key in head for key in _KEYS) else 0.0


def _holds(path: Path) -> bool:
    """Whether the first JSON file of a folder or archive is a CAS."""
    try:
        groups = grouped(path, SUFFIX)
        head = groups[0][0].read() if groups and groups[0] else b""
    except (InputError, OSError):
        return False
    return any(key in head for key in _KEYS)


def marks(path: Path, options: ReadOptions) -> Iterable[MarkedDocument]:
    """The documents in a file, folder or archive."""
    return documents(path, SUFFIX, read_json, options)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write a folder with a file for each person's work on each document."""
    yield from write_all(bundle, path, options, Kind(SUFFIX, _save, _clean))


def _save(cas: Cas, path: Path) -> None:
    cas.to_json(path, pretty_print=False)


def _clean(text: str, options: WriteOptions) -> str:
    return text


FORMAT: Final = Format(
    name="uima-json",
    title="UIMA CAS JSON 0.4 (INCEpTION)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader("uima-json", marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=BESIDES,
    unit=UTF16,
    extra="cas",
    requires={"cassis": "dkpro-cassis"},
    folder=True,
    many=True,
)
