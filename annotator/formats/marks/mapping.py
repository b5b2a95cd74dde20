# SPDX-License-Identifier: MIT
"""Foreign labels, links, attributes and values, and what they are called here.

A mapping renames marks and links before they become annotations:

    [labels]
    Speaker = "source"
    Quote = "content"
    Against = { to = "content", set = { "stance.stance" = "against" } }
    Misc = ""                        # left out, and counted
    [links]
    said = "<source"                 # runs the other way round
    [attributes]
    Stance = "stance.stance"         # a field of a row
    [values.Stance]
    For = "favor"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats.marks.records import (
    Link,
    Mark,
    MarkedDocument,
    Value,
    said_value,
)

#: What begins the new name of a link that changes its direction.
REVERSED = "<"
#: What stands between the name of a label and that of the one it lies below.
BELOW = " > "


@dataclass(frozen=True, slots=True)
class LabelRule:
    """The label that takes a foreign one's place, and attributes it sets.

    An empty `to` leaves the marks out.
    """

    to: str
    set: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMapping:
    """How foreign names are called here; what is not named stays as it is.

    `labels` go from label to rule; `links` from label to label, "" leaves out,
    a `<` before it turns the link round; `attributes` to a field, or to
    `row.field`; `values` hold, by foreign attribute, its values,
    "" for one that is left out.
    """

    labels: Mapping[str, LabelRule] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.labels or self.links or self.attributes or self.values)

    def apply(self, marked: MarkedDocument) -> MarkedDocument:
        """The document with our names; marks and links left out are gone."""
        marks: list[Mark] = []
        links: list[Link] = []
        for number, mark in enumerate(marked.marks):
            named = mark if mark.id else replace(mark, id=f"mark-{number + 1}")
            rule = self.labels.get(mark.label)
            # An empty label that nobody spoke of is not one that is left out.
            if rule is None or rule.to:
                self._rename(named, rule or LabelRule(mark.label), marks, links)
        kept = {mark.id for mark in marks}
        links += [
            link
            for link in map(self._link, marked.links)
            if link is not None and link.source in kept and link.target in kept
        ]
        return replace(marked, marks=tuple(marks), links=tuple(links))

    def _rename(
        self, mark: Mark, rule: LabelRule, marks: list[Mark], links: list[Link]
    ) -> None:
        own: dict[str, Value] = {}
        rows: dict[str, dict[str, Value]] = {}
        named, kept = self._renamed(mark.attributes)
        own.update(kept)
        for name, value in {**named, **rule.set}.items():
            row, field_name = of_row(name)
            (rows.setdefault(row, {}) if row else own)[field_name] = value
        marks.append(replace(mark, label=rule.to, attributes=own))
        for row, attributes in rows.items():
            uid = f"{mark.id}/{row}"
            made = Mark(label=row, pieces=mark.pieces, id=uid, attributes=attributes)
            marks.append(replace(made, annotator=mark.annotator, layer=mark.layer))
            links.append(Link(label=last(row), source=mark.id, target=uid))

    def _renamed(
        self, attributes: Mapping[str, Value]
    ) -> tuple[dict[str, Value], dict[str, Value]]:
        """The attributes that get another name, and those that keep theirs."""
        named: dict[str, Value] = {}
        kept: dict[str, Value] = {}
        for name, value in attributes.items():
            target = self.attributes.get(name, name)
            new = self._value(name, value) if target else ""
            if target and (new != "" or value == ""):
                # Only our own names have rows: theirs may hold any dots.
                (named if name in self.attributes else kept)[target] = new
        return named, kept

    def _value(self, name: str, value: Value) -> Value:
        """The value's new name, "" for one that is left out."""
        known = self.values.get(name)
        if not known:
            return value
        if isinstance(value, tuple):
            several = tuple(known.get(said_value(each), each) for each in value)
            return tuple(each for each in several if each != "") or ""
        return known.get(said_value(value), value)

    def _link(self, link: Link) -> Link | None:
        to = self.links.get(link.label)
        if to is None:
            return link  # its own name may begin with anything
        if not to:
            return None
        if not to.startswith(REVERSED):
            return replace(link, label=to)
        label = to.removeprefix(REVERSED)
        return replace(link, label=label, source=link.target, target=link.source)


def of_row(name: str) -> tuple[str, str]:
    """The label of the row that `row.field` names, "" without one, and the field."""
    row, _, field_name = name.rpartition(".")
    return row, field_name


def last(label: str) -> str:
    """What a link to a mark is called: the last part of the mark's label."""
    return label.rpartition(".")[2]


def as_table(mapping: LabelMapping) -> dict[str, Any]:
    """The mapping as plain data, as it stands in a TOML file."""
    labels = {
        label: {"to": rule.to, "set": dict(rule.set)} if rule.set else rule.to
        for label, rule in mapping.labels.items()
    }
    values = {name: dict(each) for name, each in mapping.values.items()}
    return {
        "labels": labels,
        "links": dict(mapping.links),
        "attributes": dict(mapping.attributes),
        "values": values,
    }
