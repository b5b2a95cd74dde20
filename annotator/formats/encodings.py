# SPDX-License-Identifier: MIT
"""Bytes of a text file to text, exactly, or a question which encoding it is.

A byte order mark decides; then valid UTF-8; then UTF-16 without a mark, told by
its NULs.  Everything else is ambiguous by nature: single-byte encodings accept
almost any bytes, so the reader names the likely ones and asks.  What is decoded
never holds U+FFFD that the bytes did not hold.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from annotator.formats.newlines import normalise
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

# The marks of UTF-32 come first: that of UTF-16-LE begins like UTF-32-LE's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: The codecs that say nothing of the byte order, where a mark has said it.
_GENERAL: Final = {
    "utf-8": ("utf-8", "utf-8-sig"),
    "utf-16-le": ("utf-16", "utf-16-le"),
    "utf-16-be": ("utf-16", "utf-16-be"),
    "utf-32-le": ("utf-32", "utf-32-le"),
    "utf-32-be": ("utf-32", "utf-32-be"),
}

_CANDIDATES: Final = 3
#: What most files are that are not UTF-8: Windows, western European.
_WESTERN: Final = "cp1252"
_USUAL: Final = re.compile(
    r"cp125\d|iso8859-\d+|koi8-[rut]|gb\w+|big5\w*|shift_jis\w*|euc_\w+|cp9(?:32|49|50)"
    r"|cp874|tis_620"
)
_SAMPLE_BYTES: Final = 1 << 16

# A lead byte of UTF-8 with its continuation: single-byte text holds them rarely.
_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_LATIN: Final = re.compile(rb"[\t\n\r -~]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
# Surrogates written as UTF-8, as CESU-8 and some databases do.
_CESU: Final = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_OVERLONG: Final = re.compile(rb"[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f]|\xf0[\x80-\x8f]")


_NO_DOUBT: Final = Sentence("")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Canonical text, the encoding it was read in, and what makes one doubt it."""

    text: str
    encoding: str
    doubt: Sentence = _NO_DOUBT


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The canonical text of `data`: decoded, mark stripped, line ends LF.

    `encoding` is what the user named, None to find out.  Raises InputError
    (without the file) where the bytes are not in it, where nothing says which
    encoding it is, and where the text holds NUL.
    """
    name = _named(encoding) if encoding else None
    body, found = _strip_mark(data, name)
    if found is None:
        found = name or _detect(body)
    text = _strictly(body, found)
    _refuse_nul(text)
    return Decoded(normalise(text), found, _doubt(body, found))


def _doubt(data: bytes, name: str) -> Sentence:
    """What speaks against the encoding that the user named; "" for nothing."""
    if name.startswith("utf") or data.isascii() or not _decodes(data, "utf-8"):
        return _NO_DOUBT
    return Sentence(
        "it was read as {name}, as told, and is valid UTF-8 too.", name=name
    )


def _named(encoding: str) -> str:
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError):
        reason = Sentence("there is no encoding “{encoding}”.", encoding=encoding)
        raise InputError(reason, remedy="Try utf-8, cp1252 or utf-16.") from None
    # Codecs such as rot13 turn text into text.
    if not getattr(info, "_is_text_encoding", True):
        raise InputError("“{encoding}” is not an encoding of text.", encoding=encoding)
    return info.name


def _strip_mark(data: bytes, name: str | None) -> tuple[bytes, str | None]:
    """The bytes without their mark and what it says; (data, None) without one."""
    for mark, found in _MARKS:
        if not data.startswith(mark):
            continue
        if name is None or name in _GENERAL[found]:
            return data[len(mark) :], found
        if found == "utf-8":
            raise InputError(
                "it begins with the byte order mark of UTF-8; it is not {name}.",
                remedy="Leave --encoding out for this file.",
                name=name,
            )
    return data, None


def _detect(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        wide = _wide(data)
        if wide is None:
            raise _ask(data, error) from None
        return wide
    # ASCII letters in UTF-16 are valid UTF-8 full of NULs.
    return _wide(data) or "utf-8"


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where its NULs stand; None: neither."""
    sample = data[:_SAMPLE_BYTES]
    if len(data) % 2 or b"\0" not in sample or _is_plain(sample):
        return None
    zero, one, two, three = (sample[place::4].count(0) for place in range(4))
    whole, most = len(sample) // 4, len(sample) // 8
    fours = whole > 0 and len(data) % 4 == 0
    for name, looks in (
        ("utf-32-le", fours and three == whole and two > most),
        ("utf-32-be", fours and zero == whole and one > most),
        ("utf-16-le", one + three > 4 * (zero + two)),
        ("utf-16-be", zero + two > 4 * (one + three)),
    ):
        if looks and _decodes(data, name):
            return name
    return None


def _is_plain(sample: bytes) -> bool:
    """Whether it is text of single bytes with a stray NUL in it.

    In UTF-16 half of the bytes are NUL where the letters are Latin, and hardly half
    of them look like Latin letters where they are not.
    """
    if sample.count(0) * 4 >= len(sample):
        return False
    return len(_LATIN.findall(sample)) * 4 > 3 * len(sample)


def _decodes(data: bytes, name: str) -> bool:
    try:
        return "\0" not in data.decode(name)
    except UnicodeDecodeError:
        return False


def _strictly(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(
            "byte {number} is not {name}: {reason}.",
            remedy="Name the right encoding with --encoding.",
            number=error.start + 1,
            name=name,
            reason=error.reason,
        ) from None
    except Exception as error:  # codecs of the system raise what they like
        raise InputError(
            "it cannot be read as {name}: {error}.", name=name, error=error
        ) from None
    if not isinstance(text, str):
        raise InputError("“{name}” is not an encoding of text.", name=name)
    half = re.search("[\ud800-\udfff]", text)
    if half:
        reason = Sentence(
            "character {number} is half of a surrogate pair.", number=half.start() + 1
        )
        raise InputError(reason, remedy="Name the right encoding with --encoding.")
    return text


def _refuse_nul(text: str) -> None:
    place = text.find("\0")
    if place >= 0:
        raise InputError(
            "character {number} is NUL, which no text holds.",
            remedy="If it is UTF-16 or the like, name it with --encoding.",
            number=place + 1,
        )


def _ask(data: bytes, error: UnicodeDecodeError) -> InputError:
    """The question which encoding it is, with what is known of it."""
    at = Sentence(
        "byte {number} (0x{byte})",
        number=error.start + 1,
        byte=f"{data[error.start]:02x}",
    )
    if _CESU.search(data):
        return InputError(
            "{at} begins a surrogate written as UTF-8 (CESU-8), which is not UTF-8.",
            remedy="Convert the file to UTF-8 in the program it comes from.",
            at=at,
        )
    if not data[: error.start].isascii() or _mostly_utf8(data):
        return InputError(
            "it is UTF-8, but {at} is not: {fault}.",
            remedy="Mend it in an editor, or name another encoding with --encoding.",
            at=at,
            fault=_fault(data, error),
        )
    names = candidates(data)
    likely = Sentence("nothing says which it is")
    if names:
        likely = Sentence("it may be {names}", names=_either(names))
    choice = names[0] if names else "cp1252"
    return InputError(
        "it is not UTF-8 (see {at}); {likely}.",
        remedy="Name the encoding, e.g. --encoding {choice}, and look at the result.",
        at=at,
        likely=likely,
        choice=choice,
    )


def _either(names: list[str]) -> Sentence:
    """The names as "a or b or c"."""
    said = Sentence("{name}", name=names[0])
    for name in names[1:]:
        said = Sentence("{one} or {other}", one=said, other=name)
    return said


def _fault(data: bytes, error: UnicodeDecodeError) -> str:
    if _OVERLONG.match(data, error.start):
        return Sentence("an overlong sequence")
    if "unexpected end" in error.reason or error.end >= len(data):
        return Sentence("the file is cut off in the middle of a character")
    return error.reason


def _mostly_utf8(data: bytes) -> bool:
    """Whether most of the bytes beyond ASCII form valid UTF-8 sequences."""
    high = len(_HIGH.findall(data))
    inside = sum(len(found) for found in _SEQUENCE.findall(data))
    overlong = len(_OVERLONG.findall(data))
    return inside * 2 >= high or overlong * 2 >= high


def candidates(data: bytes) -> list[str]:
    """The likely encodings of `data`, the likeliest first, at most three."""
    # Slow to load, and most files are UTF-8.
    from charset_normalizer import from_bytes

    found: list[str] = []
    western = data.decode(_WESTERN) if _decodes(data, _WESTERN) else None
    guesses = [codecs.lookup(m.encoding).name for m in from_bytes(data[:_SAMPLE_BYTES])]
    for name in sorted(guesses, key=_rarity):
        if _decodes(data, name):
            # Where it makes no difference, it is what most files are in.
            same = western is not None and data.decode(name) == western
            found.append(_WESTERN if same else name)
    found = list(dict.fromkeys(found))
    if western is not None and _WESTERN not in found[:_CANDIDATES]:
        usual = sum(not _rarity(name) for name in found)
        found.insert(min(1, usual), _WESTERN)
    return found[:_CANDIDATES]


def _rarity(name: str) -> int:
    """0 for what programs of today write, 1 for the rest, 2 for what it hardly is."""
    # Without NULs, bytes that could be UTF-16 rarely are.
    if name.startswith("utf"):
        return 2
    return 0 if _USUAL.fullmatch(name) else 1
