# SPDX-License-Identifier: MIT
"""Arithmetic of the ranges that play one role: unite, cut, contain.

Ranges are half-open, in code points.  Lists are in text order and disjoint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.model.annotation import Span
from annotator.model.errors import ValidationError
from annotator.model.sentence import Sentence


def make(role: str, text: str, start: int, end: int) -> Span:
    """The span [start, end) of `text`; ValidationError where there is none."""
    if not 0 <= start < end <= len(text):
        reason = Sentence(
            "[{start}, {end}) is not a range of this text ({length} long).",
            start=start,
            end=end,
            length=len(text),
        )
        raise ValidationError(reason, remedy="Select some words first.")
    return Span(role, start, end, text[start:end])


def united(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans in text order, overlapping and touching ones made one."""
    done: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if done and span.start <= done[-1].end:
            last = done.pop()
            end = max(last.end, span.end)
            span = Span(last.role, last.start, end, text[last.start : end])
        done.append(span)
    return tuple(done)


def without(spans: Iterable[Span], text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans with [start, end) taken out.

    White space (no-break spaces too) goes from the edges that are new; a piece
    of nothing but white space goes altogether.
    """
    left: list[Span] = []
    for span in spans:
        if span.end <= start or end <= span.start:
            left.append(span)
            continue
        before = text[span.start : max(start, span.start)].rstrip()
        after = text[min(end, span.end) : span.end].lstrip()
        if before:
            stop = span.start + len(before)
            left.append(Span(span.role, span.start, stop, before))
        if after:
            left.append(Span(span.role, span.end - len(after), span.end, after))
    return tuple(left)


def contains(outer: Sequence[Span], inner: Iterable[Span], text: str = "") -> bool:
    """Whether every inner span lies within one of the outer ones.

    With `text`, outer pieces parted by nothing but white space count as one.
    """
    pieces = _bridged(outer, text)
    return all(any(a <= s.start and s.end <= b for a, b in pieces) for s in inner)


def length(spans: Iterable[Span]) -> int:
    """How many code points the (disjoint) spans cover."""
    return sum(span.end - span.start for span in spans)


def overlap(one: Iterable[Span], other: Sequence[Span]) -> bool:
    """Whether some span of the one shares a code point with one of the other."""
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def _bridged(spans: Sequence[Span], text: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: s.start):
        gap = text[pieces[-1][1] : span.start] if pieces else ""
        near = pieces and (span.start <= pieces[-1][1] or gap.isspace())
        start = pieces.pop()[0] if near else span.start
        pieces.append((start, span.end))
    return pieces
