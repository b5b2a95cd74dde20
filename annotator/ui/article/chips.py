# SPDX-License-Identifier: MIT
"""What the margin says about each annotation: speaker, label, stances."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from annotator.model.annotation import Annotation, FieldValue
from annotator.model.codebook import AnnotationType, Codebook, Field
from annotator.ui.symbols import symbol_kind

NAME_LINE: Final = 18
ROW_LINE: Final = 17
PADDING: Final = 5
INDENT: Final = 13


@dataclass(frozen=True, slots=True)
class ChipLine:
    """One stance: its symbol ("" : not set), the issue, and signs at the edge."""

    symbol: str
    text: str
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """What one chip says.  `named` is False where the speaker is not known yet."""

    uid: str
    level: int
    name: str
    label: str
    named: bool
    lines: tuple[ChipLine, ...]

    @property
    def height(self) -> int:
        """An outermost chip has a border and padding, a nested one neither."""
        around = 2 * PADDING if self.level == 0 else 0
        return NAME_LINE + ROW_LINE * len(self.lines) + around

    @property
    def spoken(self) -> str:
        """The chip in words, for tooltips and screen readers."""
        parts = [f"{self.label} {self.name}"]
        parts += [f"{line.symbol}: {line.text} {line.signs}" for line in self.lines]
        return "\n".join(part.strip() for part in parts)


class ChipWriter:
    """Writes chips from annotations, as a codebook describes them.

    `names` and `issues` turn the uid of an entity or vocabulary entry into
    words.
    """

    def __init__(
        self,
        codebook: Codebook,
        names: Callable[[str], str],
        issues: Callable[[str], str],
    ) -> None:
        self._codebook = codebook
        self._names = names
        self._issues = issues

    def write(self, annotation: Annotation, label: str, level: int) -> Chip:
        """The chip of an annotation."""
        kind = self._codebook.type(annotation.type)
        name = self._name(annotation, kind)
        shown = name or self._stand_in(annotation, kind)
        lines = tuple(self._lines(annotation, kind))
        return Chip(annotation.uid, level, shown, label, name is not None, lines)

    def _name(self, annotation: Annotation, kind: AnnotationType) -> str | None:
        for field in kind.fields:
            if field.type == "entity" and field.id in annotation.fields:
                return ", ".join(map(self._names, _many(annotation.fields[field.id])))
        if any(field.type == "entity" for field in kind.fields):
            return None
        return kind.label

    def _stand_in(self, annotation: Annotation, kind: AnnotationType) -> str:
        """The words of the source where there is no speaker yet."""
        source = next((s for s in annotation.spans if s.role == "source"), None)
        if source and source.text:
            return f"{' '.join(source.text.split())}?"
        return _tr("Speaker?")

    def _lines(self, annotation: Annotation, kind: AnnotationType):
        if _stance_field(kind.fields):
            yield self._line(annotation.fields, kind.fields)
        elif (line := self._network_line(annotation.fields, kind)) is not None:
            yield line
        for row in kind.rows:
            for each in annotation.rows.get(row.id, ()):
                yield self._line(each.fields, row.fields)
            if row.id in annotation.none:
                label = _tr("No {0}").format(row.label.lower())
                yield ChipLine("none", label)

    def _line(
        self, values: Mapping[str, FieldValue], fields: tuple[Field, ...]
    ) -> ChipLine:
        stance = _stance_field(fields)
        chosen = values.get(stance.id) if stance else None
        value = stance.value(str(chosen)) if stance and chosen is not None else None
        symbol = symbol_kind(value.id, value.score) if value else ""
        issue = next((f for f in fields if f.type == "vocabulary"), None)
        words = self._issue(values, issue) if issue else value.label if value else ""
        return ChipLine(symbol, words or "…", _signs(values))

    def _network_line(
        self, values: Mapping[str, FieldValue], kind: AnnotationType
    ) -> ChipLine | None:
        """What the codebook's network joins: a concept, agreed with or not."""
        table = self._codebook.export.get("network")
        named = table if isinstance(table, Mapping) else {}
        concept = kind.field(str(named.get("columns")))
        agreed = kind.field(str(named.get("qualifier")))
        if concept is None or agreed is None or agreed.type != "boolean":
            return None
        side = values.get(agreed.id)
        symbol = "favor" if side is True else "against" if side is False else ""
        look_up = self._names if concept.type == "entity" else self._issues
        words = ", ".join(map(look_up, _many(values.get(concept.id, ()))))
        return ChipLine(symbol, words or "…")

    def _issue(self, values: Mapping[str, FieldValue], field: Field) -> str:
        return ", ".join(map(self._issues, _many(values.get(field.id, ()))))


def _signs(values: Mapping[str, FieldValue]) -> str:
    """`if` for conditional, `~` for inferred."""
    signs = ["if"] if values.get("conditional") is True else []
    if values.get("directness") == "inferred":
        signs.append("~")
    return " ".join(signs)


def _stance_field(fields: tuple[Field, ...]) -> Field | None:
    """The choice that takes a side: one with scores, else one named stance."""
    choices = [f for f in fields if f.type == "choice"]
    scored = (f for f in choices if any(v.score is not None for v in f.values))
    named = (f for f in choices if f.id == "stance")
    return next(scored, None) or next(named, None)


def _many(value: FieldValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArticleMargin", text)
