# SPDX-License-Identifier: MIT
"""The adjudicated annotation of a unit, made of its members facet by facet.

Nothing here is stored and no member is changed: every function makes a new
annotation.  What the members agree on is taken over; of what they differ in a
field stays unset and a span stays the first one's until it is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from annotator.analysis.compare import Difference
from annotator.analysis.facets import View, is_compared
from annotator.analysis.overlap import Area, area, shared
from annotator.model.annotation import Annotation, Fields, FieldValue, Row, Span
from annotator.model.codebook import Field
from annotator.model.review import Facet

#: Where an adjudicated annotation names the primaries that it was made from.
FROM: Final = "from"


@dataclass(frozen=True, slots=True)
class Names:
    """Whose work the result is, and what primaries have become.

    Attributes:
        uid: of the new annotation.
        reviewer: whose it is.
        results: primary annotation uid → uid of its unit's result.
    """

    uid: str
    reviewer: str
    results: Mapping[str, str]


def copied(
    members: Sequence[Annotation], source: Annotation, names: Names
) -> Annotation:
    """`source` as an adjudicated annotation, with the members it stands for."""
    return replace(
        source,
        uid=names.uid,
        annotator=names.reviewer,
        layer="adjudicated",
        parent=None,
        origin="human",
        created=None,
        modified=None,
        revs=(),
        extra={FROM: [each.uid for each in members]},
    )


def begun(
    members: Sequence[Annotation],
    source: Annotation,
    open_: Iterable[Difference],
    view: View,
    names: Names,
) -> Annotation:
    """The result of a unit of which nothing is decided yet: a draft.

    `source` is the member whose free text and open spans are shown meanwhile.
    """
    made = copied(members, source, names)
    made = _linked(made, source, view, names)
    for each in open_:
        if each.facet.kind == "field":
            made = with_value(made, each.facet, None, view)
        elif each.facet.kind == "row" and not each.facet.name:
            made = _without_row(made, each.facet, view)
    return replace(made, state="draft")


def taken(
    result: Annotation,
    facet: Facet,
    source: Annotation,
    view: View,
    names: Names,
) -> Annotation:
    """`result` with what `source` says of the facet.  Parents are not its affair."""
    if facet.kind == "spans" and not facet.row:
        others = [s for s in result.spans if s.role != facet.name]
        return replace(result, spans=(*others, *source.spans_of(facet.name)))
    if facet.kind == "field" and not facet.row:
        value = source.fields.get(facet.name)
        field = _field(view, result.type, facet)
        return with_value(result, facet, _link(field, value, names), view)
    if facet.kind == "none":
        return _with_none(result, facet.row, facet.row in source.none)
    if facet.kind == "row":
        return _with_row(result, facet, source, view, names)
    return _in_row(result, facet, source, view, names) if facet.row else result


def with_value(
    result: Annotation, facet: Facet, value: FieldValue | None, view: View
) -> Annotation:
    """`result` with another value of a field, its own or a row's; None unsets it."""

    def change(fields: Fields) -> Fields:
        kept = {name: each for name, each in fields.items() if name != facet.name}
        return kept if value is None else {**kept, facet.name: value}

    if not facet.row:
        return replace(result, fields=change(result.fields))
    return _on_row(result, facet, view, lambda r: replace(r, fields=change(r.fields)))


def with_spans(
    result: Annotation, facet: Facet, spans: Sequence[Span], view: View
) -> Annotation:
    """`result` with other spans of a role, its own or a row's."""

    def change(old: tuple[Span, ...]) -> tuple[Span, ...]:
        return (*(s for s in old if s.role != facet.name), *spans)

    if not facet.row:
        return replace(result, spans=change(result.spans))
    return _on_row(result, facet, view, lambda r: replace(r, spans=change(r.spans)))


def united_spans(
    members: Iterable[Annotation], facet: Facet, view: View, text: str
) -> tuple[Span, ...]:
    """What any member marked with the facet's role; touching pieces are one."""
    pieces = area(p for each in _areas(members, facet, view) for p in each)
    return _spans(facet.name, pieces, text)


def common_spans(
    members: Iterable[Annotation], facet: Facet, view: View, text: str
) -> tuple[Span, ...]:
    """What every member marked with the facet's role, white space at the ends off."""
    areas = _areas(members, facet, view)
    if not areas:
        return ()
    left = areas[0]
    for other in areas[1:]:
        left = shared(left, other)
    trimmed = []
    for piece in _spans(facet.name, left, text):
        # Cutting nothing away but white space at both ends.
        inner = piece.text.strip()
        start = piece.start + len(piece.text) - len(piece.text.lstrip())
        if inner:
            trimmed.append(Span(piece.role, start, start + len(inner), inner))
    return tuple(trimmed)


def settled_none(
    result: Annotation,
    members: Iterable[Annotation],
    open_: Iterable[Difference],
    view: View,
) -> Annotation:
    """With the tick that there are no rows where none are left and one said so.

    As long as something about such rows is open it is left as it is.
    """
    kind = view.kinds.get(result.type)
    said = {name for each in members for name in each.none}
    waiting = {each.facet.row for each in open_}
    for row_type in kind.rows if kind else ():
        if row_type.id in waiting or result.rows.get(row_type.id):
            result = _with_none(result, row_type.id, False)
        elif row_type.id in said and row_type.explicit_none:
            result = _with_none(result, row_type.id, True)
    return result


def changed_facets(before: Annotation, after: Annotation, view: View) -> list[Facet]:
    """What two states of a result differ in, and whether text or rows do too."""
    pair = (before, after)
    return [
        facet
        for facet in view.of(pair)
        if view.value(before, facet) != view.value(after, facet)
    ]


# -- rows ---------------------------------------------------------------------------


def _on_row(
    result: Annotation, facet: Facet, view: View, change: Callable[[Row], Row]
) -> Annotation:
    at = view.row_at(result, facet)
    if at is None:
        return result
    rows = list(result.rows[facet.row])
    rows[at] = change(rows[at])
    return replace(result, rows={**result.rows, facet.row: tuple(rows)})


def _with_row(
    result: Annotation, facet: Facet, source: Annotation, view: View, names: Names
) -> Annotation:
    """The row as the source has it, or no such row where the source has none."""
    row = view.row(source, facet)
    if row is None:
        return _without_row(result, facet, view)
    kind = view.kinds[result.type].row(facet.row)
    fields = _linked_fields(row.fields, kind.fields if kind else (), names)
    made = replace(row, fields=fields)
    if view.row_at(result, facet) is not None:
        return _on_row(result, facet, view, lambda _: made)
    rows = (*result.rows.get(facet.row, ()), made)
    result = _with_none(result, facet.row, False)
    return replace(result, rows={**result.rows, facet.row: rows})


def _without_row(result: Annotation, facet: Facet, view: View) -> Annotation:
    at = view.row_at(result, facet)
    if at is None:
        return result
    left = result.rows[facet.row][:at] + result.rows[facet.row][at + 1 :]
    rows = {name: each for name, each in result.rows.items() if name != facet.row}
    return replace(result, rows={**rows, facet.row: left} if left else rows)


def _in_row(
    result: Annotation, facet: Facet, source: Annotation, view: View, names: Names
) -> Annotation:
    """A field or a role of a row; the row is taken over where it is missing."""
    row = view.row(source, facet)
    if row is None:
        return result
    if view.row_at(result, facet) is None:
        whole = Facet("row", "", facet.row, facet.key)
        return _with_row(result, whole, source, view, names)
    if facet.kind == "spans":
        spans = [s for s in row.spans if s.role == facet.name]
        return with_spans(result, facet, spans, view)
    field = _field(view, result.type, facet)
    value = _link(field, row.fields.get(facet.name), names)
    result = with_value(result, facet, value, view)
    if field is not None and any(each.score is not None for each in field.values):
        result = _with_own_words(result, facet, row, view)
    return result


def _with_own_words(
    result: Annotation, facet: Facet, row: Row, view: View
) -> Annotation:
    """What a person says of their own stance goes with the stance that is taken."""
    kind = view.kinds[result.type].row(facet.row)
    for field in kind.fields if kind else ():
        if not is_compared(field):
            own = Facet("field", field.id, facet.row, facet.key)
            result = with_value(result, own, row.fields.get(field.id), view)
    return result


def _with_none(result: Annotation, row: str, said: bool) -> Annotation:
    none = tuple(each for each in result.none if each != row)
    return replace(result, none=(*none, row) if said else none)


# -- links --------------------------------------------------------------------------


def _linked(
    result: Annotation, source: Annotation, view: View, names: Names
) -> Annotation:
    """With links leading to results; what leads nowhere yet is left out."""
    kind = view.kinds.get(result.type)
    if kind is None:
        return result
    rows = {
        row_type.id: tuple(
            replace(row, fields=_linked_fields(row.fields, row_type.fields, names))
            for row in source.rows[row_type.id]
        )
        for row_type in kind.rows
        if row_type.id in source.rows
    }
    fields = _linked_fields(source.fields, kind.fields, names)
    return replace(result, fields=fields, rows={**source.rows, **rows})


def _linked_fields(fields: Fields, specs: Iterable[Field], names: Names) -> Fields:
    links = {each.id: each for each in specs if each.type == "link"}
    found = {}
    for name, value in fields.items():
        kept = _link(links.get(name), value, names)
        if kept is not None:
            found[name] = kept
    return found


def _link(
    field: Field | None, value: FieldValue | None, names: Names
) -> FieldValue | None:
    if field is None or field.type != "link" or value is None:
        return value
    if isinstance(value, tuple):
        return tuple(names.results[uid] for uid in value if uid in names.results)
    return names.results.get(str(value))


def _field(view: View, type_id: str, facet: Facet) -> Field | None:
    kind = view.kinds.get(type_id)
    part = kind.row(facet.row) if kind and facet.row else kind
    return part.field(facet.name) if part else None


# -- spans --------------------------------------------------------------------------


def _areas(members: Iterable[Annotation], facet: Facet, view: View) -> list[Area]:
    """The ranges of the role, of those who have the annotation (and the row)."""
    found = []
    for member in members:
        row = view.row(member, facet) if facet.row else None
        if facet.row and row is None:
            continue
        spans = row.spans if row else member.spans
        found.append(area((s.start, s.end) for s in spans if s.role == facet.name))
    return found


def _spans(role: str, pieces: Area, text: str) -> tuple[Span, ...]:
    return tuple(Span(role, start, end, text[start:end]) for start, end in pieces)
