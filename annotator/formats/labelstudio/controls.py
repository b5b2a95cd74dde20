# SPDX-License-Identifier: MIT
"""The controls that a codebook's fields become, and the values they may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.labelstudio.names import LABELS, TEXT, own_control
from annotator.formats.marks.names import Names, Part
from annotator.formats.marks.pieces import CONTINUES
from annotator.formats.marks.records import Value, said_value
from annotator.model.bundle import Bundle
from annotator.model.codebook import Field
from annotator.model.codebook_reader import from_body

CHOICES: Final = "choices"
TEXTAREA: Final = "textarea"
NUMBER: Final = "number"

#: An open vocabulary with at most so many entries becomes a list to choose from.
_LISTED: Final = 100
#: (kind, whether it holds several, value → what it is shown as)
_Shape = tuple[str, bool, Mapping[str, str]]


@dataclass(slots=True)
class Control:
    """One control: `labels` are those it belongs to, `values` go to what they show.

    `uses` has True where a region has a value of it, and False where a whole text
    has one.
    """

    name: str
    kind: str
    several: bool
    title: str
    labels: dict[str, None] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    uses: set[bool] = field(default_factory=set)

    def result(self, value: Value) -> dict[str, Any] | None:
        """The value as a result has it; None where the control cannot hold it."""
        if self.kind == NUMBER:
            whole = isinstance(value, int) and not isinstance(value, bool)
            return {NUMBER: value} if whole else None
        several = value if isinstance(value, tuple) else (value,)
        texts = [said_value(each) for each in several]
        if self.kind == TEXTAREA:
            self.several |= len(texts) > 1
            return {"text": texts}
        self.several |= len(texts) > 1
        for each in texts:
            self.values.setdefault(each, each)
        return {CHOICES: texts}


class Controls:
    """The labels, controls and relations of a bundle; what is used is added."""

    def __init__(self, bundle: Bundle) -> None:
        #: label → colour, "" for none
        self.labels: dict[str, str] = {}
        self.relations: dict[str, None] = {}
        self.controls: dict[str, Control] = {}
        self._of: dict[tuple[str, str], Control] = {}
        self._bundle = bundle
        for version in bundle.codebooks:
            names = Names(from_body(version.body))
            for label, part in names.parts.items():
                self._declare(names, label, part)
        self.relations[CONTINUES] = None

    def of(self, label: str, name: str) -> Control:
        """The control for an attribute of the marks of a label."""
        found = self._of.get((label, name))
        return found or self._add(label, name, name, (TEXTAREA, False, {}))

    def _declare(self, names: Names, label: str, part: Part) -> None:
        colour = part.role.color if part.role else None
        self.labels[label] = self.labels.get(label) or colour or ""
        if part.is_main or part.role is None:
            for each in part.fields:
                if each.type != "link":
                    name = names.attribute(each)
                    self._add(label, name, each.label, self._shape(names, each))
            if part.row is None:
                for name in part.none_names:
                    self._add(label, name, name, (CHOICES, False, {"true": "true"}))
        self.relations |= dict.fromkeys(_relations(names, part))

    def _add(self, label: str, name: str, title: str, shape: _Shape) -> Control:
        kind, several, values = shape
        before = self._of.get((label, name))
        if before is not None and before.kind != kind:
            # Where versions of the codebook disagree, text holds both.
            before.kind = TEXTAREA
        found = before or self._named(label, name, kind, several, title)
        found.several |= several
        found.labels[label] = None
        found.values |= {key: v for key, v in values.items() if key not in found.values}
        self._of[label, name] = found
        return found

    def _named(
        self, label: str, name: str, kind: str, several: bool, title: str
    ) -> Control:
        """The control of that name where it is alike, else one for the label."""
        shared = self.controls.get(name)
        if shared is not None and (shared.kind, shared.several) == (kind, several):
            return shared
        taken = shared is not None or name in (LABELS, TEXT)
        own = own_control(label, name) if taken else name
        made = Control(own, kind, several, title)
        return self.controls.setdefault(made.name, made)

    def _shape(self, names: Names, each: Field) -> _Shape:
        several = each.type == "multichoice" or each.multiple
        if each.type in ("choice", "multichoice"):
            by_label = names.by_label
            shown = {v.label if by_label else v.id: v.label for v in each.values}
            return CHOICES, several, shown
        if each.type == "boolean":
            return CHOICES, False, {"true": "true", "false": "false"}
        if each.type == "integer":
            return NUMBER, False, {}
        listed = self._entries(names, each) if each.type == "vocabulary" else []
        if listed and len(set(listed)) == len(listed) <= _LISTED:
            return CHOICES, several, {label: label for label in listed}
        return TEXTAREA, several, {}

    def _entries(self, names: Names, each: Field) -> list[str]:
        fixed = names.codebook.vocabulary(each.vocabulary)
        listed = [value.label for value in fixed.values] if fixed else []
        entries = self._bundle.header.vocabularies.get(each.vocabulary or "", ())
        kept = (e for e in entries if not e.deleted and not e.merged_into)
        return listed + [each.label for each in kept]


def _relations(names: Names, part: Part) -> Iterator[str]:
    """The labels of the links that begin at the marks of a part."""
    if part.is_main:
        yield from (role.id for role in part.type.roles if role is not part.role)
        yield from (row.id for row in part.type.rows)
    elif part.row is not None and part.role is None:
        yield from (role.id for role in part.row.roles)
    if part.is_main or part.role is None:
        yield from names.link_fields(part)
