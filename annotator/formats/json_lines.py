# SPDX-License-Identifier: MIT
"""JSON Lines as such: lines of a file, parsed one by one, faults told exactly.

Lines end at LF and nowhere else: U+2028, U+0085 and the like may stand inside a
string.  Parsing is fast where a line has as many quotation marks as we would write
and no long number, and thorough else, because the fast parser lets double keys and
rounded numbers through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import orjson

from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \t\r\n"
#: The byte order marks of UTF-16.
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
#: NUL as JSON spells it, and as a backslash before “u0000” is spelt.
NUL: Final = b"\\u0000"
#: More digits than every number of 64 bits keeps.
_LONG: Final = re.compile(rb"\d{16}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: a byte, and the number of the line that begins there."""

    byte: int = 0
    line: int = 1


def lines(path: Path, start: Place) -> Iterator[tuple[Place, bytes]]:
    """The lines of a file that are not empty, from `start` on, with their places."""
    byte = start.byte
    with path.open("rb") as stream:
        stream.seek(byte)
        for number, raw in enumerate(stream, start.line):
            line = raw.removeprefix(_BOM) if byte == 0 else raw
            line = line.strip(_BLANK)
            if line:
                yield Place(byte, number), line
            byte += len(raw)


def count_lines(path: Path, start: Place) -> int:
    """How many lines there are from `start` on, empty ones included."""
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        stream.seek(start.byte)
        while block := stream.read(1 << 20):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def parse(line: bytes) -> dict[str, Any]:
    """The object on a line; InputError, without its place, where there is none."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _fault(line, error) from None
    if not isinstance(value, dict):
        raise InputError(
            "this line is not a JSON object.",
            remedy="Each line of JSON Lines holds one object: {…}.",
        )
    return value if _is_ours(value, line) else _thorough(line)


def dumps(value: Any) -> bytes:
    """`value` in the canonical spelling: UTF-8, no spaces, no needless escapes."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # Whole numbers past 64 bits: slower, the same bytes.
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return plain.encode("utf-8")


def refuse_nul(value: Any, where: str = "") -> None:
    """Raise InputError, which names the field, where a text holds NUL."""
    if isinstance(value, str) and "\0" in value:
        reason = Sentence(
            "character {number} is NUL, which is no text.",
            number=value.index(chr(0)) + 1,
        )
        raise InputError(reason, field=where, remedy="Remove it.")
    if isinstance(value, list):
        for number, item in enumerate(value):
            refuse_nul(item, f"{where}[{number}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            refuse_nul(key, where)
            refuse_nul(item, f"{where}.{key}" if where else key)


def _is_ours(value: dict[str, Any], line: bytes) -> bool:
    again = orjson.dumps(value)
    if again == line:
        return True
    # A key that stood twice, and its value, are not in it a second time.
    same = again.count(b'"') == line.count(b'"') and b"\\u0022" not in line
    return same and _LONG.search(line) is None


def decoded(text: str, start: int = 0) -> tuple[Any, int]:
    """The value that begins at `start` of `text`, and where it ends in it.

    Raises JSONDecodeError where it does not end, and InputError, without its
    place, where it is JSON and may not be so.  Keys that stand twice are not seen
    here: that is for `parse`.
    """
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError) as error:
        raise InputError("this object cannot be read: {error}.", error=error) from None
    return value, end


def _thorough(line: bytes) -> dict[str, Any]:
    try:
        value: dict[str, Any] = json.loads(
            line, object_pairs_hook=_unique, parse_constant=_refuse
        )
    except (RecursionError, ValueError) as error:
        raise InputError("this line cannot be read: {error}.", error=error) from None
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("this key stands twice in one object.", field=twice)
    return found


def _refuse(constant: str) -> NoReturn:
    raise InputError("{constant} is not a JSON number.", constant=constant)


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse)


def _fault(line: bytes, error: orjson.JSONDecodeError) -> InputError:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        byte = line[wrong.start]
        wide = line[:2] in _WIDE or b"\0" in line
        return InputError(
            "this line is not UTF-8: its byte {number} is 0x{byte}.",
            remedy="It looks like UTF-16; save the file as UTF-8."
            if wide
            else "Save the file as UTF-8.",
            number=wrong.start + 1,
            byte=f"{byte:02x}",
        )
    if "surrogate" in error.msg:
        return InputError(
            "half of a surrogate pair stands at character {number}; it is "
            "no character.",
            remedy="Remove it.",
            number=error.pos + 1,
        )
    hint = ""
    if line in (b"{", b"["):
        hint = "This looks like JSON over several lines; put each object on one line."
    reason = Sentence(
        "this line is not JSON: {msg}, at character {number}.",
        msg=error.msg,
        number=error.pos + 1,
    )
    return InputError(reason, remedy=hint)
