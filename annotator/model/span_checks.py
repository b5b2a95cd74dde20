# SPDX-License-Identifier: MIT
"""Checks of the spans of one part: in the text, of known roles, well counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.model.annotation import Span
from annotator.model.codebook import Role
from annotator.model.part import Part
from annotator.model.problem import WARNING, Problem


def span_problems(part: Part, text: str) -> Iterator[Problem]:
    """What is wrong with the spans by themselves and with their number."""
    for role in part.roles:
        spans = part.spans_of(role.id)
        yield from _count(part, role, len(spans))
        for span in spans:
            yield from _one(part, role, span, text)
        if _run_together(spans):
            yield part.problem("pieces_overlap", role=role)
    known = {role.id for role in part.roles}
    for name in dict.fromkeys(s.role for s in part.spans if s.role not in known):
        yield part.problem("unknown_role", severity=WARNING, name=name)


def _count(part: Part, role: Role, count: int) -> Iterator[Problem]:
    if count < role.min:
        code = "role_too_few" if count else "role_missing"
        yield part.problem(code, role=role, limit=role.min)
    if role.max and count > role.max:
        yield part.problem("role_too_many", role=role, limit=role.max)
    elif role.contiguous and count > 1:
        yield part.problem("role_not_contiguous", role=role)


def _one(part: Part, role: Role, span: Span, text: str) -> Iterator[Problem]:
    if span.start >= span.end:
        yield part.problem("empty_span", role=role)
    elif not 0 <= span.start < span.end <= len(text):
        yield part.problem("outside_text", role=role)
    elif span.text != (found := text[span.start : span.end]):
        yield part.problem("quote_differs", role=role)
    elif found != found.strip():
        yield part.problem("white_space", severity=WARNING, role=role)


def _run_together(spans: Sequence[Span]) -> bool:
    real = [span for span in spans if span.start < span.end]
    return any(a.end > b.start for a, b in pairwise(real))
