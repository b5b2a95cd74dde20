# SPDX-License-Identifier: MIT
"""Text files whose bytes do not say in which encoding they are.

An import refuses them; before it begins the question can be put to a person,
who sees the same line in each of the likely encodings.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.formats import registry, text
from annotator.formats.encodings import candidates
from annotator.model.errors import InputError

#: So many files, and so many bytes of them, are looked at.
FILES: Final = 300
BYTES: Final = 32_000_000
#: Characters shown on either side of the first one that tells.
AROUND: Final = 28
#: So many encodings are offered, these among them.
SHOWN: Final = 5
COMMON: Final = ("cp1252", "cp1250", "cp1257", "cp1251")
#: Files that begin with one of these, or hold NUL, say what they are.
MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRANGE: Final = re.compile("[\udc80-\udcff]")
_BEYOND: Final = re.compile("[^\x00-\x7f]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is to be asked.

    `file` is the first of `count` files in doubt; `samples` are the likely
    encodings and the same passage in each, the likeliest first.  `others` files
    are no ASCII and in no doubt: read in any of these they would be misread.
    """

    file: Path
    count: int
    samples: tuple[tuple[str, str], ...]
    others: int = 0


def find_doubt(paths: Sequence[Path], format: str | None = None) -> Doubt | None:
    """The doubt about text files among `paths`, None where there is none.

    Folders are gone through as an import does.  What cannot be read at all is
    passed over: reading it tells why.
    """
    first: Doubt | None = None
    count = others = 0
    for path, data in _contents(paths, format):
        if data.isascii():
            continue
        if not _is_in_doubt(data):
            others += 1
            continue
        count += 1
        if first is None:
            first = _asked(path, data)
    if first is None:
        return None
    return Doubt(file=first.file, count=count, samples=first.samples, others=others)


def _asked(path: Path, data: bytes) -> Doubt | None:
    """The question about one file, None where no encoding fits it."""
    samples: dict[str, str] = {}
    # Guesses at short texts are poor: those that are common are shown too.
    for name in (*candidates(data), *COMMON):
        passage = _passage(data, name)
        if len(samples) < SHOWN and passage and passage not in samples.values():
            samples.setdefault(name, passage)
    if not samples:
        return None
    return Doubt(file=path, count=1, samples=tuple(samples.items()))


def _contents(
    paths: Sequence[Path], format: str | None
) -> Iterator[tuple[Path, bytes]]:
    """The text files and what is in them, as far as they are looked at."""
    left = BYTES
    for number, path in enumerate(_text_files(paths, format)):
        if number >= FILES or left <= 0:
            return
        try:
            data = path.read_bytes() if path.is_file() else b""
        except OSError:
            continue
        left -= len(data)
        yield path, data


def _text_files(paths: Sequence[Path], format: str | None) -> Iterator[Path]:
    if format not in (None, text.FORMAT.name):
        return
    for path in paths:
        try:
            if format is None and registry.sniff(path) is not text.FORMAT:
                continue
            yield from text.text_files(path) if path.is_dir() else [path]
        except (InputError, OSError):
            continue


def _is_in_doubt(data: bytes) -> bool:
    """Whether these are bytes of some encoding, and not damaged UTF-8."""
    # Asking `decode` would guess at every file: that takes too long for many.
    if data.startswith(MARKS) or b"\0" in data:
        return False
    loose = data.decode("utf-8", "surrogateescape")
    strange = len(_STRANGE.findall(loose))
    return strange > len(_BEYOND.findall(loose)) - strange


def _passage(data: bytes, name: str) -> str:
    """The words round the first byte that tells encodings apart, in this one.

    "" where the bytes are not in that encoding.
    """
    found = _HIGH.search(data)
    place = found.start() if found else 0
    start = max(data.rfind(b"\n", 0, place) + 1, place - AROUND)
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return ""
    words = data[start : place + AROUND].decode(name, "replace")
    return " ".join(words.split())
