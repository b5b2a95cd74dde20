# SPDX-License-Identifier: MIT
"""An annotation taken apart for checking: its own part, then each of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.model.annotation import Annotation, FieldValue, Span
from annotator.model.codebook import AnnotationType, Field, Role
from annotator.model.problem import ERROR, TEMPLATES, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Fields and spans on one level, beside what the codebook says of them.

    `of` is the id of the annotation type or row type; `row` and `row_no` (from
    0) name the row, None for the annotation's own part.
    """

    of: str
    label: str
    roles: tuple[Role, ...]
    specs: tuple[Field, ...]
    fields: Mapping[str, FieldValue]
    spans: tuple[Span, ...]
    annotation: str
    row: str | None = None
    row_no: int | None = None

    def role(self, identifier: str) -> Role | None:
        """What the codebook says of that role, or None."""
        return next((r for r in self.roles if r.id == identifier), None)

    def spec(self, identifier: str) -> Field | None:
        """What the codebook says of that field, or None."""
        return next((f for f in self.specs if f.id == identifier), None)

    def spans_of(self, role: str) -> list[Span]:
        """The spans that play the role, in text order."""
        return sorted((s for s in self.spans if s.role == role), key=lambda s: s.start)

    def problem(
        self,
        code: str,
        *,
        severity: str = ERROR,
        template: str = "",
        field: Field | None = None,
        role: Role | None = None,
        **args: object,
    ) -> Problem:
        """A problem at this part; its sentence is the template of the code.

        The labels of `field` and `role` fill the template's places of that name.
        """
        template = template or TEMPLATES[code]
        labels = {"field": field, "role": role}
        named = {k: _fit(template, k, v.label) for k, v in labels.items() if v}
        return Problem(
            severity=severity,
            code=code,
            template=template,
            args=named | args,
            field=field.id if field else None,
            role=role.id if role else None,
            row=self.row,
            row_no=self.row_no,
            annotation=self.annotation,
        )


def own_part(annotation: Annotation, kind: AnnotationType) -> Part:
    """The annotation without its rows."""
    return Part(
        of=kind.id,
        label=kind.label,
        roles=kind.roles,
        specs=kind.fields,
        fields=annotation.fields,
        spans=annotation.spans,
        annotation=annotation.uid,
    )


def row_parts(annotation: Annotation, kind: AnnotationType) -> Iterator[Part]:
    """The rows of the types that the codebook knows, in its order."""
    for spec in kind.rows:
        for number, row in enumerate(annotation.rows.get(spec.id, ())):
            yield Part(
                of=spec.id,
                label=spec.label,
                roles=spec.roles,
                specs=spec.fields,
                fields=row.fields,
                spans=row.spans,
                annotation=annotation.uid,
                row=spec.id,
                row_no=number,
            )


def inside(label: str) -> str:
    """A label within a sentence: "Quote type" is "quote type", "EU" stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _fit(template: str, place: str, label: str) -> str:
    return label if template.startswith(f"{{{place}}}") else inside(label)
