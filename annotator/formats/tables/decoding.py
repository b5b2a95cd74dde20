# SPDX-License-Identifier: MIT
"""Text files of any size: streamed where they are UTF-8, else asked about."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from annotator.formats.encodings import decode
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError

_BLOCK: Final = 1 << 20
_UTF8: Final = ("utf-8", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read line by line, and the encoding it is in."""

    path: Path
    encoding: str
    #: the text itself, where it could not be streamed
    held: str | None = None

    def open(self) -> TextIO:
        """A stream of it that keeps line ends as they are."""
        if self.held is not None:
            return io.StringIO(self.held, newline="")
        return self.path.open(encoding="utf-8-sig", newline="")


def text_of(path: Path, options: ReadOptions) -> Text:
    """The text of a file in the encoding that was named or is found out.

    Raises InputError where nothing says which encoding it is, and OSError.
    """
    if not path.is_file():
        raise InputError("this is not a file that can be read as text.", file=path)
    if path.stat().st_size == 0:
        raise InputError("the file is empty.", file=path)
    named = options.encoding
    if (named is None or named.lower() in _UTF8) and _is_utf8(path):
        return Text(path, "utf-8")
    try:
        decoded = decode(path.read_bytes(), named)
    except InputError as error:
        error.file = str(path)
        raise
    if decoded.doubt:
        options.notes.add(decoded.doubt, file=path)
    return Text(path, decoded.encoding, decoded.text)


def _is_utf8(path: Path) -> bool:
    """Whether a file is valid UTF-8 and has no more than a stray NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = nuls = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            size, nuls = size + len(block), nuls + block.count(0)
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return False
    # ASCII letters in UTF-16 are valid UTF-8 full of NULs.
    if nuls * 8 > size:
        return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
