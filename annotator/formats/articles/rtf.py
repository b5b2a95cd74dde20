# SPDX-License-Identifier: MIT
"""`rtf`: the text of a Rich Text document, and what its head says of it.

Bytes are decoded as the file says, font by font; characters given in Unicode
take the place of the substitutes after them.  Objects are never looked at.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats.articles.article import Article, reader, require_size
from annotator.formats.articles.rtf_signs import (
    ASIDE,
    CHARSETS,
    SIGNS,
    SYMBOLS,
    WHOLE,
)
from annotator.formats.format import Format
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_MOST: Final = 64 << 20
_DEEPEST: Final = 1_000
_TOKEN: Final = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,9})? ?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>.)"
    rb"|(?P<brace>[{}])|(?P<ends>[\r\n\0]+)|(?P<plain>[^\\{}\r\n\0]+)|(?P<odd>.)",
    re.DOTALL,
)
_INFO: Final = {"title", "author", "subject", "keywords", "doccomm", "company"}


@dataclass(slots=True)
class _State:
    """What holds in a group: where its text goes, its font, what is skipped."""

    into: str | None = "text"
    font: int | None = None
    substitutes: int = 1
    gone: bool = False
    first: bool = True


@dataclass(slots=True)
class _Reader:
    """Goes through the file; `found` is the text of each destination."""

    encoding: str = "cp1252"
    font: int | None = None
    fonts: dict[int, str] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    held: bytearray = field(default_factory=bytearray)
    skip: int = 0
    notes: int = 0

    def read(self, data: bytes) -> None:
        """Read it all; InputError where bytes are not in their encoding."""
        at = 0
        while found := _TOKEN.match(data, at):
            at = found.end()
            word = found["word"]
            if found["byte"] is not None:
                self._byte(bytes((int(found["byte"], 16),)))
                continue
            if found["plain"] is not None:
                self._plain(found["plain"])
                continue
            if found["ends"] is not None:
                continue
            self._flush()
            if word is not None:
                number = found["number"]
                at += self._word(word.decode(), None if number is None else int(number))
            elif found["brace"] is not None:
                self._brace(found["brace"] == b"{")
                continue
            elif found["symbol"] is not None:
                self._symbol(found["symbol"].decode("latin-1"))
                continue
            self.state.first = False
        self._flush()

    def _plain(self, data: bytes) -> None:
        cut = min(self.skip, len(data))
        self.skip -= cut
        self.held += data[cut:]
        self.state.first = False

    def _byte(self, data: bytes) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self.held += data
        self.state.first = False

    def _flush(self) -> None:
        if self.held:
            data = bytes(self.held)
            self.held.clear()
            if self._heard():
                self._put(_decoded(data, self._encoding()))

    def _heard(self) -> bool:
        return self.state.into is not None and not self.state.gone

    def _encoding(self) -> str:
        font = self.font if self.state.font is None else self.state.font
        return self.fonts.get(-1 if font is None else font, self.encoding)

    def _put(self, text: str) -> None:
        if self.state.into is not None and not self.state.gone:
            self.found.setdefault(self.state.into, []).append(text)

    def _brace(self, opens: bool) -> None:
        self.skip = 0
        if opens:
            if len(self.stack) >= _DEEPEST:
                raise InputError(
                    "more than {n} groups stand in each other.", n=_DEEPEST
                )
            self.stack.append(self.state)
            self.state = replace(self.state, first=True)
        elif self.stack:
            self.state = self.stack.pop()

    def _symbol(self, sign: str) -> None:
        if sign == "*" and self.state.first:
            # A destination that not every program knows.
            self.state.into = None
            return
        if self.skip:
            self.skip -= 1
        elif sign in SYMBOLS:
            self._put(SYMBOLS[sign])
        self.state.first = False

    def _word(self, word: str, number: int | None) -> int:
        """Obey a control word; how many bytes after it are data."""
        if word == "bin":
            return max(number or 0, 0)
        if word == "u" and number is not None:
            # Numbers are 16 bits with a sign; beyond stand two of them.
            self._put(chr(number % 65536))
            self.skip = self.state.substitutes
        elif word in SIGNS:
            if self.skip:
                self.skip -= 1
            else:
                self._put(SIGNS[word])
        elif self.state.first and self._destination(word):
            pass
        elif word in WHOLE:
            self.encoding = WHOLE[word]
        else:
            self._property(word, number)
        return 0

    def _destination(self, word: str) -> bool:
        if word in ASIDE:
            self.notes += word == "footnote"
            self.state.into = None
        elif word == "info":
            self.state.into = None
        elif word in _INFO and len(self.stack) == 3:
            self.state.into = word
        elif word == "creatim":
            self.state.into = "creatim"
        else:
            return False
        return True

    def _property(self, word: str, number: int | None) -> None:
        on = number != 0
        if word == "ansicpg" and number:
            self.encoding = "utf-8" if number == 65001 else f"cp{number}"
        elif word == "deff":
            self.font = number
        elif word == "f":
            self.state.font = number
        elif word == "fcharset" and number in CHARSETS:
            self.fonts[self.state.font or 0] = CHARSETS[number]
        elif word == "uc" and number is not None:
            self.state.substitutes = min(max(number, 0), 255)
        elif word in ("deleted", "v"):
            self.state.gone = on
        elif word == "plain":
            self.state.gone, self.state.font = False, None
        elif self.state.into == "creatim" and number is not None:
            self.created[word] = number

    def text(self, name: str) -> str:
        """What was found for a destination; pairs of half characters joined."""
        text = "".join(self.found.get(name, ()))
        try:
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise InputError(
                "half of a surrogate pair stands in it, which is no character."
            ) from None


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            "the byte 0x{byte} is not {encoding}, in which the file says it is.",
            remedy="Open it in a word processor and save it anew.",
            byte=f"{data[error.start]:02x}",
            encoding=encoding,
        ) from None
    except LookupError:
        raise InputError(
            "the file is in the encoding {encoding}, which is not known here.",
            remedy="Open it in a word processor and save it as .docx.",
            encoding=encoding,
        ) from None


def read_article(path: Path, options: ReadOptions) -> Article:
    """The paragraphs, a line each; cells of tables are divided by tabs."""
    require_size(path, _MOST)
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError("this is no Rich Text document.", file=path)
    found = _Reader()
    found.read(data)
    if found.notes:
        said = Sentence("{n} footnotes were not read.", n=found.notes)
        options.notes.add(said, file=path)
    metadata = {
        "author": found.text("author"),
        "subject": found.text("subject"),
        "keywords": found.text("keywords"),
        "description": found.text("doccomm"),
        "created": _created(found.created),
    }
    text = re.sub("\t+\n", "\n", found.text("text"))
    return Article(text=text, title=found.text("title"), metadata=metadata)


def _created(parts: dict[str, int]) -> str:
    if not {"yr", "mo", "dy"} <= parts.keys():
        return ""
    day = f"{parts['yr']:04d}-{parts['mo']:02d}-{parts['dy']:02d}"
    if {"hr", "min"} <= parts.keys():
        return f"{day}T{parts['hr']:02d}:{parts['min']:02d}"
    return day


def sniff(head: bytes, path: Path) -> float:
    """Sure of the mark that such documents begin with."""
    return 0.9 if head.removeprefix(codecs.BOM_UTF8).startswith(b"{\\rtf") else 0.0


FORMAT: Final = Format(
    name="rtf",
    title="Rich Text document (RTF)",
    suffixes=(".rtf",),
    sniff=sniff,
    read=reader(read_article),
    besides=("layout", "pictures", "footnotes", "comments", "tracked deletions"),
)
