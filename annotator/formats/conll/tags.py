# SPDX-License-Identifier: MIT
"""Tags of tokens and the spans they stand for, in the schemes there are.

IOB2 begins each span with B-; IOB1, the scheme of CoNLL-2003, only where a span
follows another of its label at once; BILOU (also written IOBES or BMEWO) marks
the last token of a span, and one that stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn

from annotator.formats.tokens import Range
from annotator.model.errors import InputError

IOB1: Final = "IOB1"
IOB2: Final = "IOB2"
BILOU: Final = "BILOU"

OUTSIDE: Final = "O"

#: So many different tags are kept at a time.
_DIFFERENT: Final = 4096

_TAG: Final = re.compile(r"([BILUESMW])-(.+)", re.DOTALL)
#: The letters of the other spellings of BILOU, in ours.
_SAME: Final = {"E": "L", "S": "U", "W": "U", "M": "I"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: one of the letters B, I, L, U, O, and a label; how it is written."""

    letter: str
    label: str
    text: str


#: Stands before the first tag of a sentence.
_BEFORE: Final = Tag(OUTSIDE, "", OUTSIDE)


def is_tag(text: str) -> bool:
    """Whether `text` is written as a tag."""
    return text == OUTSIDE or _TAG.fullmatch(text) is not None


@lru_cache(_DIFFERENT)
def parse_tag(text: str) -> Tag:
    """The tag that `text` is; InputError without a place where it is none."""
    if text == OUTSIDE:
        return Tag(OUTSIDE, "", text)
    found = _TAG.fullmatch(text)
    if found is None:
        raise InputError(
            "“{tag}” is no tag.",
            field="tag",
            remedy="A tag is O, or a label after B-, I-, L-, U-, E- or S-.",
            tag=text,
        )
    return Tag(_SAME.get(found[1], found[1]), found[2], text)


def scheme_of(sentences: Iterable[Sequence[Tag]]) -> str:
    """The scheme that the tags follow.

    A span that begins with I- speaks for IOB1, one that begins with B- without
    need for IOB2; where both stand there it is IOB2 with mistakes.
    """
    inside = needless = False
    for sentence in sentences:
        before = _BEFORE
        for tag in sentence:
            if tag.letter in "LU":
                return BILOU
            follows = before.letter != OUTSIDE and before.label == tag.label
            inside |= tag.letter == "I" and not follows
            needless |= tag.letter == "B" and not follows
            before = tag
    return IOB1 if inside and not needless else IOB2


def spans_of(
    sentence: Sequence[Tag], scheme: str, lines: Sequence[int]
) -> Iterator[tuple[Range, str]]:
    """The ranges of tokens with their labels; `lines` say where the tags stand.

    Raises InputError naming the line of a tag that the scheme does not allow there.
    """
    start, before = 0, _BEFORE
    for number, tag in enumerate(sentence):
        if tag is before and tag.letter == OUTSIDE:
            continue
        begins = _begins(before, tag, scheme, lines[number])
        if before.letter != OUTSIDE and (begins or tag.letter == OUTSIDE):
            _require_closed(before, scheme, lines[number - 1])
            yield (start, number), before.label
        if begins:
            start = number
        before = tag
    if before.letter != OUTSIDE:
        _require_closed(before, scheme, lines[-1])
        yield (start, len(sentence)), before.label


def _begins(before: Tag, tag: Tag, scheme: str, line: int) -> bool:
    """Whether a span begins at `tag`."""
    if tag.letter == OUTSIDE:
        return False
    if tag.letter in "BU":
        return True
    goes_on = before.letter in "BI" and before.label == tag.label
    if goes_on or scheme == IOB1:
        return not goes_on
    _refuse_inside(tag, scheme, line)


def _refuse_inside(tag: Tag, scheme: str, line: int) -> NoReturn:
    raise InputError(
        "“{tag}” continues a span, and none with the label “{label}” comes before it"
        " (the tags of this file follow {scheme}).",
        line=line,
        field="tag",
        remedy="Begin the span with “B-{label}”.",
        tag=tag.text,
        label=tag.label,
        scheme=scheme,
    )


def _require_closed(last: Tag, scheme: str, line: int) -> None:
    if scheme == BILOU and last.letter in "BI":
        raise InputError(
            "the span “{label}” has no last token: “{tag}” is followed by no L-.",
            line=line,
            field="tag",
            remedy="End the span with “L-{label}”, or write “U-{label}” where it is"
            " one token long.",
            label=last.label,
            tag=last.text,
        )


def iob2(spans: Iterable[tuple[Range, str]], length: int) -> list[str]:
    """The tags of `length` tokens for spans that do not overlap."""
    tags = [OUTSIDE] * length
    for (start, end), label in spans:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tags
