# SPDX-License-Identifier: MIT
"""The cells of a line: escapes, stacked values, disambiguation ids."""

from __future__ import annotations

import re
from typing import Final

NONE: Final = "_"
NO_VALUE: Final = "*"
STACK: Final = "|"
SLOTS: Final = ";"

_RESERVED: Final = re.compile(r"->|[\\\[\]|_;*\t\n]")
_LETTERS: Final = {"\t": "\\t", "\n": "\\n"}
_ESCAPE: Final = re.compile(r"\\(->|.)", re.DOTALL)
_PIECES: Final = {
    STACK: re.compile(r"(?:\\.|[^\\|])*", re.DOTALL),
    SLOTS: re.compile(r"(?:\\.|[^\\;])*", re.DOTALL),
}
# What belongs to a value has a backslash before its closing bracket.
_ID: Final = re.compile(r"\[(\d{1,9})(?:_(\d{1,9}))?\]$")
_TEXT_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)")
_TEXT_LETTERS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}


def escape(value: str) -> str:
    """A value with its reserved characters marked."""
    return _RESERVED.sub(lambda found: _LETTERS.get(found[0], f"\\{found[0]}"), value)


def unescape(value: str) -> str:
    """The inverse."""
    return _ESCAPE.sub(
        lambda found: {"t": "\t", "n": "\n"}.get(found[1], found[1]), value
    )


def split(cell: str, separator: str) -> list[str]:
    """The values between separators that are not escaped."""
    found, at = [], 0
    while True:
        piece = _PIECES[separator].match(cell, at)
        assert piece is not None
        # A lone backslash at the end escapes nothing.
        end = piece.end() if piece.end() > at or at >= len(cell) else at
        if end < len(cell) and cell[end] != separator:
            end = len(cell)
        found.append(cell[at:end])
        if end >= len(cell):
            return found
        at = end + 1


def split_id(value: str) -> tuple[str, int, int]:
    """A value without what stands in brackets, and the two ids; 0: there is none."""
    found = _ID.search(value)
    if found is None:
        return value, 0, 0
    return value[: found.start()], int(found[1]), int(found[2] or 0)


def with_id(value: str, number: int) -> str:
    """A value with its disambiguation id, where it has one."""
    return f"{value}[{number}]" if number else value


def escape_text(line: str) -> str:
    """A line of a sentence's text."""
    plain = line.replace("\\", "\\\\").replace("\t", "\\t")
    return plain.replace("\n", "\\n").replace("\r", "\\r")


def unescape_text(line: str) -> str:
    """The inverse; earlier versions wrote more escapes, those of Java."""
    return _TEXT_ESCAPE.sub(_text_char, line)


def _text_char(found: re.Match[str]) -> str:
    said = found[1]
    if len(said) > 1:
        return chr(int(said[1:], 16))
    return _TEXT_LETTERS.get(said, said)
