# SPDX-License-Identifier: MIT
"""Writes `annotation.conf` and `visual.conf` for a codebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from annotator.formats.brat.configuration import PERSON
from annotator.formats.brat.vocabulary import Vocabulary
from annotator.formats.marks.names import PARENT, Part
from annotator.model.codebook import Field, Role

_HEADS: Final = ("entities", "relations", "events", "attributes")
_NO_VALUE: Final = re.compile(r"[\s,|]")
#: So many values of whole numbers are listed.
_NUMBERS: Final = 100


def annotation_conf(vocabulary: Vocabulary, people: Mapping[str, str]) -> str:
    """The types and values of a codebook; `people` go from folder to name."""
    writer = _Writer(vocabulary)
    written = {
        "entities": writer.entities(),
        "relations": writer.relations(),
        "events": writer.events(),
        "attributes": writer.attributes(),
    }
    lines = [PERSON.format(folder=f, name=n) for f, n in people.items()]
    for head in _HEADS:
        lines += ["", f"[{head}]", *written[head]]
    return "\n".join(lines).lstrip("\n") + "\n"


def visual_conf(vocabulary: Vocabulary) -> str:
    """The labels and colours of a codebook."""
    labels, drawing = [], []
    for label, part in vocabulary.names.parts.items():
        name, shown = vocabulary.label(label), part.role or part.row
        assert shown is not None
        said = shown.label if len(part.type.roles) > 1 or part.row else part.type.label
        labels.append(f"{name} | {said.replace('|', '/')}")
        if isinstance(shown, Role) and shown.color:
            drawing.append(f"{name}\tbgColor:{shown.color}, borderColor:darken")
    default = "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken"
    arcs = "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5"
    lines = ["[labels]", *labels, "", "[drawing]", default, arcs, *drawing]
    return "\n".join(lines) + "\n"


class _Writer:
    """The sections of `annotation.conf`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._v = vocabulary
        self._parts = vocabulary.names.parts
        self._bodies = {
            vocabulary.label(vocabulary.names.main_label(kind))
            for kind in vocabulary.names.codebook.types
        }

    def entities(self) -> list[str]:
        """The types of spans that are no events."""
        return [self._v.label(each) for each in self._parts if not self._hangs(each)]

    def _hangs(self, label: str) -> bool:
        return label in self._v.events

    def _of(self, label: str, part: Part) -> str:
        """What a relation or attribute of such a mark is attached to."""
        if self._v.is_event(part):
            events = (self._v.event, self._v.event_without_source)
            return "|".join(each for each in events if each)
        return self._v.label(label)

    def events(self) -> list[str]:
        """The events, with their arguments."""
        lines = [
            f"{self._v.label(event)}\t" + ", ".join(f"{r}*:<ANY>" for r in roles)
            for event, roles in self._v.events.items()
        ]
        kind = self._v.event_type
        for event in (self._v.event, self._v.event_without_source):
            if kind is not None and event:
                roles = [
                    self._argument(kind.id, role)
                    for role in kind.roles
                    if role.id != "source" or event == self._v.event
                ]
                lines.append(f"{event}\t{', '.join(roles)}")
        return [line.rstrip("\t") for line in lines]

    def _argument(self, kind: str, role: Role) -> str:
        name = self._v.label(self._v.names.label(kind, None, role.id))
        return f"{name}{'' if role.min else '?'}:{name}"

    def relations(self) -> list[str]:
        """The relations, with what they may join."""
        found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        for label, source, target in self._links():
            ends = found.setdefault(label, ({}, {}))
            ends[0].update(dict.fromkeys(source.split("|")))
            ends[1].update(dict.fromkeys(target.split("|")))
        # Spans may lie over each other here: brat need not complain.
        free = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
        lines = [self._relation(label, *ends) for label, ends in found.items()]
        return [*lines, free]

    def _relation(
        self, label: str, sources: dict[str, None], targets: dict[str, None]
    ) -> str:
        first, second = self._v.relations.get(label) or ("Arg1", "Arg2")
        kind = ", <REL-TYPE>:symmetric-transitive"
        more = kind if label in self._v.equivalences else ""
        name = self._v.link(label)
        return (
            f"{name}\t{first}:{'|'.join(sources)}, {second}:{'|'.join(targets)}{more}"
        )

    def _links(self) -> Iterator[tuple[str, str, str]]:
        names = self._v.names
        everything = "|".join(sorted(self._bodies))
        for label, part in self._parts.items():
            of = self._of(label, part)
            if part.is_main and part.type.nesting:
                yield PARENT, of, of
            if part.is_main or (part.row is not None and part.role is None):
                for link in names.link_fields(part):
                    if link not in self._v.events.get(label, ()):
                        yield link, of, everything
            if part.is_main and not self._v.is_event(part):
                for role in part.type.roles:
                    if role is not part.role:
                        target = names.label(part.type.id, None, role.id)
                        yield role.id, of, self._v.label(target)
            if part.is_main:
                for row in part.type.rows:
                    target = names.label(part.type.id, row.id, None)
                    yield row.id, of, self._v.label(target)
            if part.row is not None and part.role is None:
                for role in part.row.roles:
                    target = names.label(part.type.id, part.row.id, role.id)
                    yield role.id, of, self._v.label(target)

    def attributes(self) -> list[str]:
        """The attributes, with what they are of and their values."""
        types: dict[str, dict[str, None]] = {}
        values: dict[str, dict[str, None]] = {}
        for label, part in self._parts.items():
            of = self._of(label, part).split("|")
            if part.is_main:
                for name in part.none_names:
                    types.setdefault(name, {}).update(dict.fromkeys(of))
            for field in part.fields if part.is_main or part.role is None else ():
                listed = self._values(field)
                if listed is not None:
                    name = self._v.names.attribute(field)
                    types.setdefault(name, {}).update(dict.fromkeys(of))
                    values.setdefault(name, {}).update(dict.fromkeys(listed))
        return [self._attribute(name, types[name], values.get(name)) for name in types]

    def _attribute(
        self, name: str, types: dict[str, None], values: dict[str, None] | None
    ) -> str:
        said = f", Value:{'|'.join(values)}" if values else ""
        return f"{self._v.attribute(name)}\tArg:{'|'.join(types)}{said}"

    def _values(self, field: Field) -> list[str] | None:
        """The values of a field; [] for a flag, None for one that is no attribute."""
        if field.type in ("choice", "multichoice"):
            labels = self._v.names.by_label
            said = ((v.label if labels else v.id, v.id) for v in field.values)
            return [uid if _NO_VALUE.search(value) else value for value, uid in said]
        if field.type == "boolean":
            return [] if self._v.names.by_label else ["true", "false"]
        few = field.min is not None and field.max is not None
        if field.type == "integer" and few:
            assert field.min is not None
            assert field.max is not None
            last = min(field.max, field.min + _NUMBERS)
            return [str(number) for number in range(field.min, last + 1)]
        return None
