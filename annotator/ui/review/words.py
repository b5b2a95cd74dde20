# SPDX-License-Identifier: MIT
"""Facets and answers in words, as the codebook and the project call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from annotator.model.annotation import Annotation, Fields
from annotator.model.codebook import AnnotationType, Codebook, Field
from annotator.model.review import Facet
from annotator.services.review.parts import MISSING, Area, area, shared, without
from annotator.ui.plain import one_line
from annotator.ui.symbols import symbol_kind

#: Words of a text that a line of the queue shows.
_SHORT: Final = 26


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("review", text)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words; `symbol` of a stance, `quiet` where nothing is said."""

    text: str
    symbol: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Turns facets and their values into words.

    `names` and `issues` turn the uids of entities and entries into words, `labels`
    are the short names of units by number.
    """

    codebook: Codebook
    names: Callable[[str], str]
    issues: Callable[[str], str]
    labels: Mapping[int, str]

    def title(self, facet: Facet, type_id: str) -> str:
        """What the facet is called: "Content", "Stance", "Stance row"."""
        kind = self.kind(type_id)
        row = kind.row(facet.row) if kind and facet.row else None
        if facet.kind == "annotation":
            return kind.label if kind else type_id
        if facet.kind == "parent":
            return tr("Nesting")
        if facet.kind == "row":
            return tr("{0} row").format(row.label if row else facet.row)
        if facet.kind == "none":
            label = row.label if row else facet.row
            return tr("No {0}").format(label[:1].lower() + label[1:])
        part = row or kind
        known = part.role(facet.name) if part and facet.kind == "spans" else None
        if known is not None:
            return known.label
        field = part.field(facet.name) if part else None
        return field.label if field else facet.name

    def kind(self, type_id: str) -> AnnotationType | None:
        """The annotation type of that id, None where the codebook has none."""
        return next((k for k in self.codebook.types if k.id == type_id), None)

    def about(self, facet: Facet, type_id: str) -> tuple[str, str] | None:
        """(what, which) of the row that the facet is in: ("Issue", "Upper dam")."""
        kind = self.kind(type_id)
        row = kind.row(facet.row) if kind and facet.row else None
        field = next((f for f in row.fields if f.type in _ABOUT), None) if row else None
        if field is None or facet.kind == "none":
            return None
        key, _, number = facet.key.partition("#")
        which = self._one(field, key) if key else tr("not said")
        return field.label, f"{which} ({number})" if number else which

    def field(self, facet: Facet, type_id: str) -> Field | None:
        """The field that the facet is about."""
        kind = self.kind(type_id)
        part = kind.row(facet.row) if kind and facet.row else kind
        return part.field(facet.name) if part and facet.kind == "field" else None

    def said(self, facet: Facet, type_id: str, value: Any, text: str = "") -> Said:
        """One answer; `text` is the document's, for spans."""
        if value is MISSING:
            row = facet.row and facet.kind != "row"
            words = tr("no such row") if row else tr("nothing here")
            return Said(words, quiet=True)
        if facet.kind == "annotation":
            return Said(tr("marked")) if value else Said(tr("nothing here"), quiet=True)
        if facet.kind == "row":
            if value:
                return Said(tr("has it"))
            return Said(tr("no such row"), quiet=True)
        if facet.kind == "none":
            return Said(tr("said so") if value else tr("not said"), quiet=not value)
        if facet.kind == "parent":
            if value is None:
                return Said(tr("stands alone"), quiet=True)
            return Said(tr("inside {0}").format(self.labels.get(value, "…")))
        if facet.kind == "spans":
            return self._spans(value, text)
        return self.of_field(self.field(facet, type_id), value)

    def of_field(self, field: Field | None, value: Any) -> Said:
        """A field's value in words."""
        if value is None:
            return Said(tr("not set"), quiet=True)
        if field is None:
            return Said(one_line(str(value), 60))
        many = value if isinstance(value, tuple | frozenset) else (value,)
        words = ", ".join(sorted(self._one(field, each) for each in many))
        known = field.value(str(value)) if field.type == "choice" else None
        scored = any(v.score is not None for v in field.values)
        symbol = symbol_kind(known.id, known.score) if known and scored else ""
        return Said(words, symbol)

    def _one(self, field: Field, value: Any) -> str:
        if isinstance(value, bool):
            return tr("yes") if value else tr("no")
        if field.type == "entity":
            return one_line(self.names(str(value)), 80)
        if field.type == "vocabulary":
            return one_line(self.issues(str(value)), 80)
        if field.type == "link":
            return self.labels.get(value, "…") if isinstance(value, int) else "…"
        known = field.value(str(value)) if field.values else None
        if known is not None:
            return known.label
        if field.type == "integer" and field.max is not None:
            return tr("{0} of {1}").format(value, field.max)
        return one_line(str(value), 80)

    def _spans(self, ranges: Sequence[tuple[int, int]], text: str) -> Said:
        if not ranges:
            return Said(tr("nothing marked"), quiet=True)
        words = " … ".join(text[a:b] for a, b in ranges) if text else ""
        return Said(one_line(words, 300))

    def stance(self, annotation: Annotation, facet: Facet) -> Said | None:
        """The stance of the row that a facet is about, where it has one."""
        kind = self.kind(annotation.type)
        row_type = kind.row(facet.row) if kind and facet.row else None
        if row_type is None:
            return None
        field = next(
            (f for f in row_type.fields if any(v.score is not None for v in f.values)),
            None,
        )
        rows = annotation.rows.get(facet.row, ())
        key = facet.key.partition("#")[0]
        for row in rows:
            if field and key in map(str, row.fields.values()):
                return self.of_field(field, row.fields.get(field.id))
        return None


_ABOUT: Final = ("vocabulary", "entity")


def differing(values: Sequence[Any]) -> tuple[Area, Area]:
    """(what some but not all marked, what all marked) of several sets of ranges."""
    areas = [area(each) for each in values if each is not MISSING]
    if not areas:
        return (), ()
    every = area(piece for each in areas for piece in each)
    both = reduce(shared, areas)
    return without(every, both), both


def boundary(values: Sequence[Any], text: str) -> tuple[str, str]:
    """In what boundaries differ: ("with “that” or without", "1 word")."""
    rest, both = differing(values)
    words = sum(len(text[a:b].split()) for a, b in rest)
    many = tr("1 word") if words == 1 else tr("{0} words").format(words)
    said = [each for each in values if each is not MISSING]
    if not both:
        return _first(said, text), many
    pieces = [len(each) for each in said]
    solid = [(a, b) for a, b in rest if text[a:b].strip()]
    if len(solid) == 1:
        cut = one_line(text[solid[0][0] : solid[0][1]].strip(), _SHORT)
        return tr("with “{0}” or without").format(cut), many
    if len(set(pieces)) > 1:
        return tr(" or ").join(map(_pieces, dict.fromkeys(pieces))), many
    return _first([solid], text), many


def _pieces(count: int) -> str:
    return tr("1 piece") if count == 1 else tr("{0} pieces").format(count)


def _first(values: Sequence[Sequence[tuple[int, int]]], text: str) -> str:
    found = [text[a:b] for each in values for a, b in each[:1]]
    cut = dict.fromkeys(one_line(each, _SHORT) for each in found)
    return " / ".join(f"“{each}”" for each in cut)


def own_texts(fields: Fields, specs: Sequence[Field]) -> str:
    """What a person wrote in their own words into the fields of a record."""
    found = [str(fields[f.id]) for f in specs if f.type == "text" and f.id in fields]
    return " · ".join(found)


def when_words(ms: int | None) -> str:
    """An instant as "20 Jan, 16:05", with the year where it is not this one."""
    if ms is None:
        return ""
    at = QDateTime.fromMSecsSinceEpoch(ms)
    same = at.date().year() == QDateTime.currentDateTime().date().year()
    return QLocale().toString(at, "d MMM, HH:mm" if same else "d MMM yyyy")
