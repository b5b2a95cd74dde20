# SPDX-License-Identifier: MIT
"""Reads the annotations of a document, checked against codebook and text.

This is the inner loop of an import of a million annotations, hence plain checks
in place of helpers where each of them runs once for every span.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from annotator.formats import span_units, typed
from annotator.formats.newlines import Shifts
from annotator.formats.options import ReadOptions
from annotator.formats.references import References
from annotator.formats.schema import Part, Schema, TypeSchema, unknown
from annotator.model.annotation import (
    ORIGINS,
    STATES,
    Annotation,
    FieldValue,
    Row,
    Span,
    make_annotation,
    make_row,
    make_span,
)
from annotator.model.bundle import ProjectHeader
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

_KNOWN: Final = frozenset(
    {"id", "type", "annotator", "layer", "codebook", "parent", "state", "origin"}
    | {"created", "modified", "revs", "spans", "fields", "rows", "none", "deleted"}
)
_ROW: Final = frozenset({"fields", "spans"})
_SPAN: Final = frozenset({"role", "start", "end", "text"})
_LAYERS: Final = ("primary", "adjudicated")
_HEAD: Final = ("type", "annotator", "layer", "codebook", "state", "origin")
#: Types of values that are looked up among those checked before.
_FEW: Final = frozenset({str, bool})


@dataclass(frozen=True, slots=True)
class _Head:
    """What the keys of `_HEAD` say, each as it is stored."""

    kind: TypeSchema
    annotator: str
    layer: str
    codebook: str
    state: str
    origin: str


class AnnotationReader:
    """Makes annotations of the parsed documents of one file."""

    def __init__(
        self, header: ProjectHeader, schemas: Sequence[Schema], options: ReadOptions
    ) -> None:
        self._schemas = {each.version.sha256: each for each in schemas}
        self._current = schemas[0] if schemas else None
        self._references = References(header, options)
        self._options = options
        self._heads: dict[Any, _Head] = {}
        self._text = ""
        self._length = 0
        self._shifts: Shifts | None = None

    def read(
        self, raw: dict[str, Any], document: Document, shifts: Shifts | None
    ) -> tuple[Annotation, ...]:
        """The annotations of the document line `raw`."""
        self._begin(document, shifts)
        found: dict[str, Annotation] = {}
        for number, each in enumerate(typed.items(raw, "annotations")):
            try:
                annotation = self._annotation(each, document.uid)
                if annotation.uid in found:
                    raise InputError(
                        "this id stands twice in the document.", field="id"
                    )
            except InputError as error:
                raise typed.placed(error, _place(number, each)) from None
            found[annotation.uid] = annotation
        _check_parents(found)
        return tuple(found.values())

    def one(self, raw: Any, document: Document, shifts: Shifts | None) -> Annotation:
        """One annotation of a document, read by itself."""
        self._begin(document, shifts)
        return self._annotation(raw, document.uid)

    def _begin(self, document: Document, shifts: Shifts | None) -> None:
        self._text, self._shifts = document.text, shifts
        self._length = len(document.text)

    def _annotation(self, raw: Any, document: str) -> Annotation:
        if not isinstance(raw, dict):
            typed.wrong("", "an object", raw)
        head = self._head(raw)
        kind, own = head.kind, head.kind.own
        created = modified = typed.instant(raw, "created")
        if raw.get("modified") != raw.get("created"):
            modified = typed.instant(raw, "modified")
        return make_annotation(
            typed.identifier(raw),
            document,
            own.name,
            head.annotator,
            head.layer,
            head.codebook,
            typed.optional_text(raw, "parent"),
            head.state,
            head.origin,
            created,
            modified,
            typed.texts(raw, "revs"),
            self._spans(raw, own) if raw.get("spans") else (),
            self._fields(raw, own) if raw.get("fields") else {},
            self._rows(raw, kind) if raw.get("rows") else {},
            self._none(raw, kind) if raw.get("none") else (),
            typed.flag(raw, "deleted") if "deleted" in raw else False,
            {} if _KNOWN.issuperset(raw) else typed.extra_of(raw, _KNOWN),
        )

    def _head(self, raw: dict[str, Any]) -> _Head:
        """What is the same in many annotations, and is checked once for all."""
        key = tuple(map(raw.get, _HEAD))
        try:
            return self._heads[key]
        except (KeyError, TypeError):  # new, or not even text
            found = self._read_head(raw)
        self._heads[key] = found
        return found

    def _read_head(self, raw: dict[str, Any]) -> _Head:
        schema = self._schema(raw)
        return _Head(
            kind=schema.type(typed.identifier(raw, "type")),
            annotator=self._annotator(raw),
            layer=typed.one_of(raw, "layer", _LAYERS, "primary"),
            codebook=schema.version.sha256,
            state=typed.one_of(raw, "state", STATES, "draft"),
            origin=typed.one_of(raw, "origin", ORIGINS, "human"),
        )

    def _schema(self, raw: dict[str, Any]) -> Schema:
        sha256 = typed.optional_text(raw, "codebook")
        schema = self._current if sha256 is None else self._schemas.get(sha256)
        if schema is None:
            raise InputError(
                "its codebook is not in the file.",
                field="codebook",
                remedy="Add its codebook line, or import into a project that has it.",
            )
        return schema

    def _annotator(self, raw: dict[str, Any]) -> str:
        given = raw.get("annotator")
        if given is None and self._options.annotator:
            return self._options.annotator
        uid = typed.identifier(raw, "annotator")
        self._references.check_annotator(uid)
        return uid

    def _spans(self, raw: dict[str, Any], part: Part) -> tuple[Span, ...]:
        spans = []
        order, last, sorted_ = part.roles, -1, True
        number = 0
        try:
            for number, each in enumerate(typed.items(raw, "spans")):  # noqa: B007
                span = self._span(each, order)
                spans.append(span)
                rank = order[span.role]
                if rank <= last:
                    sorted_ = False
                last = rank
        except InputError as error:
            raise typed.placed(error, f"spans[{number}]") from None
        if not sorted_:
            spans.sort(key=lambda s: (order[s.role], s.start, s.end))
        return tuple(spans)

    def _span(self, raw: Any, roles: Mapping[str, int]) -> Span:
        try:  # as most are: four keys, and the very quote
            role, start, end = raw["role"], raw["start"], raw["end"]
            given = raw["text"]
            if (
                type(start) is type(end) is int
                and 0 <= start < end <= self._length
                and self._text[start:end] == given
                and role in roles
                and len(raw) == len(_SPAN)
                and self._shifts is None
            ):
                return make_span(role, start, end, given)
        except (KeyError, TypeError):  # something is missing, or is no text
            pass
        return self._odd_span(raw, roles)

    def _odd_span(self, raw: Any, roles: Mapping[str, int]) -> Span:
        if not isinstance(raw, dict):
            typed.wrong("", "an object", raw)
        role: Any = raw.get("role")
        start: Any = raw.get("start")
        end: Any = raw.get("end")
        if not isinstance(role, str) or role not in roles:
            raise unknown("role", str(role), roles, "role")
        if type(start) is not int or start < 0:
            typed.whole(start, "start")
        if type(end) is not int or end < 0:
            typed.whole(end, "end")
        if self._shifts is not None:
            start, end = self._shifts.convert(start), self._shifts.convert(end)
        given = raw.get("text")
        if (given is None or len(raw) != len(_SPAN)) and not raw.keys() <= _SPAN:
            self._note_lost(raw)
        return make_span(role, start, end, self._quote(start, end, given))

    def _quote(self, start: int, end: int, given: Any) -> str:
        text = self._text
        if start >= end or end > len(text):
            quote = given if isinstance(given, str) else ""
            raise span_units.out_of_range(text, start, end, quote)
        found = text[start:end]
        if found != given and given is not None:
            if not isinstance(given, str):
                typed.wrong("text", "text", given)
            if "\r" not in given or given.replace("\r\n", "\n") != found:
                raise span_units.mismatch(text, start, end, given)
        return found

    def _note_lost(self, raw: dict[str, Any]) -> None:
        names = ", ".join(sorted(raw.keys() - _SPAN))
        self._options.notes.add(
            Sentence("keys of spans that are not kept: {names}.", names=names)
        )

    def _fields(self, raw: dict[str, Any], part: Part) -> dict[str, FieldValue]:
        right = self._references.right(part)
        values = typed.table_at(raw, "fields")
        for name, value in values.items():
            # As most are: each one of few, checked before.
            if type(value) not in _FEW or value not in right.get(name, ()):
                break
        else:
            return values
        return self._checked(values, part)

    def _checked(self, values: dict[str, Any], part: Part) -> dict[str, FieldValue]:
        checks, right = self._references.checks(part), self._references.right(part)
        found: dict[str, FieldValue] = {}
        for name, value in values.items():
            check = checks.get(name)
            if check is None:
                raise unknown("field", name, part.fields, f"fields.{name}")
            if value is None:  # unset, as if it were not there
                continue
            try:
                found[name] = check(value)
            except InputError as error:
                raise typed.placed(error, f"fields.{name}") from None
            if name in right and type(value) is str:
                right[name].add(value)
        return found

    def _rows(
        self, raw: dict[str, Any], kind: TypeSchema
    ) -> dict[str, tuple[Row, ...]]:
        found: dict[str, tuple[Row, ...]] = {}
        table = typed.table_at(raw, "rows")
        for name in table:
            part = kind.rows.get(name)
            if part is None:
                raise unknown("row", name, kind.rows, f"rows.{name}")
            try:
                rows = self._each_row(table, part)
            except InputError as error:
                raise typed.placed(error, "rows") from None
            if rows:
                found[name] = rows
        return found

    def _each_row(self, table: dict[str, Any], part: Part) -> tuple[Row, ...]:
        return typed.each(table, part.name, partial(self._row, part))

    def _row(self, part: Part, raw: dict[str, Any]) -> Row:
        spans = self._spans(raw, part) if raw.get("spans") else ()
        fields = self._fields(raw, part) if raw.get("fields") else {}
        extra = {} if _ROW.issuperset(raw) else typed.extra_of(raw, _ROW)
        return make_row(fields, spans, extra)

    def _none(self, raw: dict[str, Any], kind: TypeSchema) -> tuple[str, ...]:
        names = typed.texts(raw, "none")
        for name in names:
            if name not in kind.rows:
                raise unknown("row", name, kind.rows, "none")
        return names


def _place(number: int, raw: Any) -> str:
    uid = raw.get("id") if isinstance(raw, dict) else None
    return f"annotations[{number}] ({uid})" if uid else f"annotations[{number}]"


def _check_parents(found: Mapping[str, Annotation]) -> None:
    """Parents are in the same document, and none is its own ancestor."""
    for number, annotation in enumerate(found.values()):
        seen = {annotation.uid}
        parent = annotation.parent
        while parent is not None:
            where = f"annotations[{number}] ({annotation.uid}).parent"
            if parent not in found:
                reason = Sentence(
                    "the document has no annotation “{parent}”.", parent=parent
                )
                raise InputError(reason, field=where)
            if parent in seen:
                reason = Sentence(
                    "“{uid}” is among its own ancestors.", uid=annotation.uid
                )
                raise InputError(reason, field=where)
            seen.add(parent)
            parent = found[parent].parent
