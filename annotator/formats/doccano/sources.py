# SPDX-License-Identifier: MIT
"""The files of a doccano export: one, those in a folder, those in its archive.

Where people work apart, the archive has a file for each of them, named after them;
shared work is in `all.jsonl`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from annotator.formats import archives
from annotator.formats.doccano.names import NOBODY
from annotator.model.errors import InputError

_SUFFIXES: Final = (".jsonl", ".json", ".ndjson")
ZIP: Final = ".zip"
#: So much an archive may hold: lines of text are not packed smaller than that.
_LIMITS: Final = archives.Limits(member=4 << 30, ratio=100)
#: So many bytes a line may have.
_LONGEST: Final = 1 << 26
#: What parts of a data set are called: those are no people.
_PARTS: Final = frozenset(
    {"train", "training", "dev", "develop", "valid", "validation", "val", "test"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what messages call it, and whose it may be by its name.

    `sure` tells that the name is a person's.
    """

    path: Path
    name: str
    person: str | None = None
    sure: bool = False


@contextmanager
def opened(path: Path) -> Iterator[list[Source]]:
    """The files in a file, folder or archive; those of an archive are unpacked.

    Raises InputError where there are none, or the archive is refused.
    """
    if path.is_dir():
        found = _in_folder(path)
        _require(found, path)
        yield found
    elif path.suffix.lower() == ZIP:
        with TemporaryDirectory() as folder:
            found = _in_zip(path, Path(folder))
            _require(found, path)
            yield found
    else:
        yield [Source(path, str(path))]


def first_file(path: Path) -> Path | None:
    """The first file in a folder that may be doccano's."""
    found = _in_folder(path)
    return found[0].path if found else None


def first_bytes(path: Path, count: int) -> bytes:
    """The beginning of the first file in an archive; b"" where there is none."""
    with archives.open_zip(path, _LIMITS) as archive:
        for name in archive.names:
            if name.lower().endswith(_SUFFIXES):
                with archive.open(name) as stream:
                    return stream.read(count)
    return b""


def _require(found: list[Source], path: Path) -> None:
    if not found:
        raise InputError(
            "there is no file that ends with {suffixes} in it.",
            file=path,
            suffixes=", ".join(_SUFFIXES),
        )


def _in_folder(path: Path) -> list[Source]:
    """The files in a folder, not those further down."""
    files = sorted(
        each
        for each in path.iterdir()
        if each.suffix.lower() in _SUFFIXES and each.is_file()
    )
    return [Source(each, str(each), person_of(each.stem)) for each in files]


def _in_zip(path: Path, folder: Path) -> list[Source]:
    made: list[Source] = []
    with archives.open_zip(path, _LIMITS) as archive:
        for number, name in enumerate(archive.names):
            if not name.lower().endswith(_SUFFIXES):
                continue
            file = folder / f"{number}{_SUFFIXES[0]}"
            _unpack(archive, name, file)
            person = person_of(PurePosixPath(name).stem)
            made.append(Source(file, f"{path}: {name}", person, sure=True))
    return made


def _unpack(archive: archives.Archive, name: str, file: Path) -> None:
    """Write a member to a file; InputError where a line would fill the memory."""
    length = 0
    with file.open("wb") as stream:
        for block in archive.blocks(name):
            end = block.rfind(b"\n")
            length = length + len(block) if end < 0 else len(block) - end
            if length > _LONGEST:
                raise InputError(
                    "it has a line of more than {most} bytes.",
                    file=f"{archive.path}: {name}",
                    remedy="Each line of JSON Lines holds one document.",
                    most=f"{_LONGEST:,}",
                )
            stream.write(block)


def person_of(stem: str) -> str | None:
    """Who a file of that name belongs to; None where it is nobody's."""
    return None if stem.casefold() in NOBODY | _PARTS else stem
