# SPDX-License-Identifier: MIT
"""Whether an annotation may be called complete, and if not, what is to be done.

Drafts may have any problem.  "Complete" may have warnings and no errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.model.annotation import Annotation
from annotator.model.codebook import AnnotationType, Codebook, RowType
from annotator.model.field_checks import field_problems
from annotator.model.part import Part, inside, own_part, row_parts
from annotator.model.place_checks import place_problems
from annotator.model.problem import ERROR, TEMPLATES, WARNING, Problem
from annotator.model.rules import rule_problems
from annotator.model.span_checks import span_problems
from annotator.model.surroundings import Surroundings

__all__ = ["ERROR", "WARNING", "Problem", "document_problems", "is_valid", "problems"]


def problems(
    annotation: Annotation,
    codebook: Codebook,
    text: str,
    others: Iterable[Annotation] | Surroundings = (),
) -> list[Problem]:
    """All that is wrong with the annotation, errors first.

    `text` is the document's, `others` its annotations (the one itself may be
    among them; a stored older state of it is passed over).
    """
    kind = next((t for t in codebook.types if t.id == annotation.type), None)
    if kind is None:
        return [_unknown_type(annotation)]
    around = others if isinstance(others, Surroundings) else Surroundings(others)
    own = own_part(annotation, kind)
    parts = [own, *row_parts(annotation, kind)]
    found: list[Problem] = []
    for part in parts:
        found += span_problems(part, text)
        found += field_problems(part, codebook, around.by_uid.keys())
    found += place_problems(annotation, kind, own, text, around)
    found += _row_problems(annotation, kind, own)
    for rule in codebook.rules:
        found += rule_problems(rule, parts, text)
    return sorted(found, key=lambda each: each.severity != ERROR)


def document_problems(
    annotations: Iterable[Annotation], codebook: Codebook, text: str
) -> list[Problem]:
    """The problems of all live annotations of one document, in their order."""
    live = [each for each in annotations if not each.deleted]
    around = Surroundings(live)
    return [found for each in live for found in problems(each, codebook, text, around)]


def is_valid(found: Iterable[Problem]) -> bool:
    """Whether there are no errors among them."""
    return all(each.severity != ERROR for each in found)


def _row_problems(
    annotation: Annotation, kind: AnnotationType, own: Part
) -> Iterator[Problem]:
    for spec in kind.rows:
        yield from _rows(annotation, spec, own)
    for name in annotation.rows:
        if kind.row(name) is None:
            yield own.problem("unknown_rows", severity=WARNING, name=name)


def _rows(annotation: Annotation, spec: RowType, own: Part) -> Iterator[Problem]:
    count = len(annotation.rows.get(spec.id, ()))
    said_none = spec.id in annotation.none
    code, limit = "", 0
    if count and said_none:
        code = "rows_and_none"
    elif not count and not said_none and spec.explicit_none:
        code = "rows_missing"
    elif count < spec.min and not said_none:
        code, limit = "rows_too_few", spec.min
    elif spec.max and count > spec.max:
        code, limit = "rows_too_many", spec.max
    if code:
        yield _of_rows(annotation, spec, code, limit)


def _of_rows(annotation: Annotation, spec: RowType, code: str, limit: int) -> Problem:
    template = TEMPLATES[code]
    first = template.startswith("{rows}")
    return Problem(
        severity=ERROR,
        code=code,
        template=template,
        args={"rows": spec.label if first else inside(spec.label), "limit": limit},
        row=spec.id,
        annotation=annotation.uid,
    )


def _unknown_type(annotation: Annotation) -> Problem:
    return Problem(
        severity=ERROR,
        code="unknown_type",
        template=TEMPLATES["unknown_type"],
        args={"name": annotation.type},
        annotation=annotation.uid,
    )
