# SPDX-License-Identifier: MIT
"""The file beside a CoNLL file that says where its tokens stand in which text.

CoNLL has tokens and no text.  One JSON object a line holds, for each document in
the order of the CoNLL file, `id`, `title`, `text` and the half-open ranges of its
tokens in code points: `tokens: [[0,3],[4,5]]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.json_lines import Place, dumps, lines, parse
from annotator.formats.tokens import Range
from annotator.model.document import Document
from annotator.model.errors import InputError

ENDING: Final = ".offsets.jsonl"


@dataclass(frozen=True, slots=True)
class Offsets:
    """What the file says of one document."""

    uid: str
    title: str
    text: str
    ranges: tuple[Range, ...]
    file: Path
    line: int

    def check(self, words: Sequence[str]) -> None:
        """Raise InputError where the document's tokens are other ones."""
        if len(words) != len(self.ranges):
            raise self._stale(f"{len(self.ranges)}", f"{len(words)}")
        for word, (start, end) in zip(words, self.ranges, strict=True):
            if self.text[start:end] != word:
                raise self._stale(f"“{self.text[start:end]}”", f"“{word}”")

    def _stale(self, here: str, there: str) -> InputError:
        return InputError(
            "the tokens are not those of the CoNLL file: {here} here, {there} there.",
            file=self.file,
            line=self.line,
            field="tokens",
            remedy="Remove this file; the texts are then put together from the tokens.",
            here=here,
            there=there,
        )


def sidecar_of(path: Path) -> Path:
    """The file beside the CoNLL file `path`: `train.offsets.jsonl`."""
    return path.with_name(f"{path.stem}{ENDING}")


def line_of(document: Document, ranges: Sequence[Range]) -> bytes:
    """The line for one document, its line end included."""
    said = {
        "id": document.uid,
        "title": document.title,
        "text": document.text,
        "tokens": [list(each) for each in ranges],
    }
    return dumps(said) + b"\n"


def read_offsets(file: Path) -> Iterator[Offsets]:
    """What the file says, document by document; InputError names line and field."""
    for place, raw in lines(file, Place()):
        try:
            yield _offsets(parse(raw), file, place.line)
        except InputError as error:
            error.file, error.line = str(file), place.line
            raise


def _offsets(table: dict[str, Any], file: Path, line: int) -> Offsets:
    text = typed.text(table, "text")
    listed = typed.items(table, "tokens")
    ranges = tuple(_range(each, n, len(text)) for n, each in enumerate(listed))
    uid, title = typed.identifier(table), typed.text(table, "title")
    return Offsets(uid, title, text, ranges, file, line)


def _range(value: object, number: int, length: int) -> Range:
    if isinstance(value, list) and len(value) == 2:
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start < end <= length:
            return start, end
    typed.wrong(f"tokens[{number}]", "start and end inside the text", value)
