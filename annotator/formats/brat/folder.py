# SPDX-License-Identifier: MIT
"""Which files of a folder are one document, and whose they are.

brat knows no annotators.  Where several people annotate, each has a copy of the
texts in a folder of their own: a folder is taken for a person where our own
comment in `annotation.conf` says so, and where the same document lies in more
than one of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.formats.brat import configuration
from annotator.formats.brat.configuration import Configuration
from annotator.formats.options import Notes
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

SUFFIX: Final = ".ann"
TEXT: Final = ".txt"
#: The folder of the adjudicated layer.
ADJUDICATED: Final = "adjudicated"


@dataclass(frozen=True, slots=True)
class Part:
    """One annotation file: where it lies, whose it is ("" nobody's), its layer."""

    path: Path
    folder: str
    person: str
    layer: str | None

    @property
    def text_path(self) -> Path:
        """The text beside it."""
        return self.path.with_suffix(TEXT)


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents of a path, each with its files, and what is configured."""

    configuration: Configuration
    documents: Mapping[str, Sequence[Part]]


def collection(path: Path, notes: Notes) -> Collection:
    """The documents in a folder, or the one of a single file.

    Raises InputError where there is no annotation file.
    """
    found = configuration.find(path)
    if path.is_dir():
        files = list(_files(path))
        _tell_others(path, files, notes)
    else:
        files = [path.with_suffix(SUFFIX).name]
        path = path.parent
    if not files or not (path / files[0]).is_file():
        raise InputError(
            "there is no annotation file (.ann) here.",
            file=path if path.is_dir() and not files else path / files[0],
            remedy="brat has a .txt and an .ann file of the same name for each"
            " document.",
        )
    people = _people(files, found)
    documents: dict[str, list[Part]] = {}
    for name in files:
        part, stem = _part(path, name, people)
        documents.setdefault(stem, []).append(part)
    return Collection(found, documents)


def _files(folder: Path) -> Iterator[str]:
    """The annotation files in a folder and those below, as paths with `/`."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = Path(where).relative_to(folder)
        for name in sorted(names):
            if name.endswith(SUFFIX) and not name.startswith("."):
                yield (inside / name).as_posix()


def _tell_others(folder: Path, files: Sequence[str], notes: Notes) -> None:
    """Note the texts that brat does not list: they have no annotation file."""
    listed = {name.removesuffix(SUFFIX) for name in files}
    inside = {Path(name).parent for name in files}
    for each in sorted(inside):
        for path in sorted((folder / each).glob(f"*{TEXT}")):
            if (each / path.stem).as_posix() not in listed:
                words = Sentence("it has no .ann file, so it was left out.")
                notes.add(words, file=path)


def _people(files: Sequence[str], found: Configuration) -> dict[str, str]:
    """The folders that are people's, with their names; "." is the folder itself."""
    if found.people:
        return found.people
    tops: dict[str, set[str]] = {}
    for name in files:
        top, slash, rest = name.partition("/")
        if slash:
            tops.setdefault(rest, set()).add(top)
    shared = {top for several in tops.values() if len(several) > 1 for top in several}
    # One shared document is enough: the others may be still to do.
    folders = sorted({top for several in tops.values() for top in several})
    return {top: top for top in folders} if shared else {}


def _part(path: Path, name: str, people: Mapping[str, str]) -> tuple[Part, str]:
    """A file with its person and layer, and the name of its document."""
    pieces = name.removesuffix(SUFFIX).split("/")
    layer = "adjudicated" if pieces[0] == ADJUDICATED and people else None
    for depth in (2, 1):
        folder = "/".join(pieces[:depth])
        if len(pieces) > depth and folder in people and folder != ADJUDICATED:
            stem = "/".join(pieces[depth:])
            return Part(path / name, folder, people[folder], layer), stem
    if layer is not None:
        person = people.get(ADJUDICATED, "")
        person = "" if person == ADJUDICATED else person
        return Part(path / name, ADJUDICATED, person, layer), "/".join(pieces[1:])
    return Part(path / name, "", people.get(".", ""), None), "/".join(pieces)
