# SPDX-License-Identifier: MIT
"""Checks of what the fields of one part of an annotation hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from annotator.model.annotation import FieldValue
from annotator.model.codebook import Codebook, Field
from annotator.model.part import Part
from annotator.model.problem import TEMPLATES, WARNING, Problem
from annotator.model.values import has_kind, is_date, is_visible, unknown_values


def field_problems(
    part: Part, codebook: Codebook, uids: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with the fields; what the codebook hides is passed over.

    `uids` are the annotations that a link may point to.
    """
    for spec in part.specs:
        if is_visible(spec, part.fields):
            yield from _one(part, spec, codebook, uids)
    known = {spec.id for spec in part.specs}
    for name in part.fields:
        if name not in known:
            yield part.problem("unknown_field", severity=WARNING, name=name)


def _one(
    part: Part, spec: Field, codebook: Codebook, uids: Collection[str]
) -> Iterator[Problem]:
    value = part.fields.get(spec.id)
    if value is None or value in ("", ()):
        if spec.required:
            kind = "choice" if spec.type == "multichoice" else spec.type
            template = TEMPLATES.get(f"required_{kind}", TEMPLATES["required"])
            yield part.problem("required", template=template, field=spec)
    elif not has_kind(spec, value):
        yield part.problem("wrong_type", field=spec, value=value)
    elif isinstance(value, int):
        yield from _bounds(part, spec, value)
    else:
        for each in value if isinstance(value, tuple) else (value,):
            yield from _text(part, spec, each, codebook, uids)


def _bounds(part: Part, spec: Field, value: int) -> Iterator[Problem]:
    if isinstance(value, bool):
        return
    if spec.min is not None and value < spec.min:
        yield part.problem("too_small", field=spec, value=value, limit=spec.min)
    if spec.max is not None and value > spec.max:
        yield part.problem("too_large", field=spec, value=value, limit=spec.max)


def _text(
    part: Part, spec: Field, value: str, codebook: Codebook, uids: Collection[str]
) -> Iterator[Problem]:
    code = ""
    if spec.type == "date" and not is_date(value):
        code = "not_a_date"
    elif spec.type == "vocabulary" and _is_off_list(spec, value, codebook):
        code = "unknown_entry"
    elif spec.type == "link" and value == part.annotation:
        code = "link_to_itself"
    elif spec.type == "link" and value not in uids:
        code = "unknown_link"
    elif unknown_values(spec, value):
        code = "unknown_value"
    if code:
        yield part.problem(code, field=spec, value=value)


def _is_off_list(spec: Field, value: FieldValue, codebook: Codebook) -> bool:
    """Open vocabularies grow in the project, of which nothing is known here."""
    vocabulary = codebook.vocabulary(spec.vocabulary)
    if vocabulary is None or vocabulary.open:
        return False
    return all(entry.id != value for entry in vocabulary.values)
