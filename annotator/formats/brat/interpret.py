# SPDX-License-Identifier: MIT
"""The lines of one annotation file into marks and links.

An event is a mark over its trigger, linked to its arguments.  Where the
codebook says that an annotation is written as an event, the event becomes that
annotation: its arguments are the spans of its roles, and the trigger, which only
repeats one of them, goes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from annotator.formats.brat.lines import Event, Lines, Remark, TextBound, unnumbered
from annotator.formats.brat.pieces import EXACT, from_note, united
from annotator.formats.brat.vocabulary import NOTES, NOTES_FIELD, Vocabulary
from annotator.formats.marks.names import Part
from annotator.formats.marks.records import Link, Mark, Pieces, Ref, Value
from annotator.formats.options import ReadOptions
from annotator.formats.placing import Places
from annotator.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose marks they are, in which layer, and what comes before their ids."""

    annotator: str | None = None
    layer: str | None = None
    prefix: str = ""


@dataclass(slots=True)
class Interpreted:
    """Marks and links, and the lines that are kept as they stand."""

    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class Interpreter:
    """Makes marks of the lines of one file."""

    def __init__(
        self,
        lines: Lines,
        places: Places,
        vocabulary: Vocabulary | None,
        whose: Whose,
        options: ReadOptions,
    ) -> None:
        self._lines = lines
        self._places = places
        self._vocabulary = vocabulary
        self._whose = whose
        self._options = options
        self._attributes: dict[str, dict[str, list[Any]]] = {}
        self._extras: dict[str, dict[str, Any]] = {}
        self._found = Interpreted()
        #: what an id of the file stands for: the id of a mark, without prefix
        self._anchors: dict[str, str] = {}
        self._pieces: dict[str, Pieces] = {}

    def run(self) -> Interpreted:
        """The marks and links; InputError names the line."""
        self._place()
        events, bounds = self._lines.events.values(), self._lines.bounds.values()
        own = {each.id for each in events if self._is_own(each)}
        used = self._used(own)
        for bound in bounds:
            if bound.id not in used:
                self._anchors[bound.id] = bound.id
                self._mark(bound.id, self._label(bound.label), self._pieces[bound.id])
        for event in events:
            if event.id in own:
                self._own_event(event)
            else:
                self._event(event)
        for event in events:
            if event.id not in own:
                self._arguments(event)
        self._relations()
        for remark in self._lines.remarks:
            self._remark(remark)
        self._found.kept += [raw for _, raw in self._lines.unknown]
        self._found.marks = [self._finished(mark) for mark in self._found.marks]
        return self._found

    # -- places ----------------------------------------------------------------

    def _place(self) -> None:
        exact = {
            each.target: each.value or ""
            for each in self._lines.remarks
            if each.kind == "#" and each.name == EXACT
        }
        for bound in self._lines.bounds.values():
            found = united(self._places.text, self._ranges(bound))
            said = from_note(self._places.text, exact.get(bound.id, ""), found)
            self._pieces[bound.id] = said or found

    def _ranges(self, bound: TextBound) -> list[tuple[int, int]]:
        try:
            return [self._places.span(start, end) for start, end in bound.ranges]
        except InputError as error:
            error.line, error.field = bound.line, "offsets"
            raise

    # -- events ----------------------------------------------------------------

    def _is_own(self, event: Event) -> bool:
        v = self._vocabulary
        own = (v.event, v.event_without_source) if v and v.event_type else ()
        return event.label in own

    def _used(self, own: set[str]) -> set[str]:
        """The spans that are no marks by themselves."""
        used: set[str] = set()
        for event in self._lines.events.values():
            trigger = self._bound(event.trigger, event.line)
            self._anchors[event.id] = event.id
            # A trigger of another type is a mark by itself, whatever hangs on it.
            if trigger.label == event.label:
                used.add(event.trigger)
                self._anchors.setdefault(event.trigger, event.id)
            if event.id in own:
                used |= {target for _, target in event.arguments}
                for _, target in event.arguments:
                    self._anchors.setdefault(target, event.id)
        return used

    def _bound(self, uid: str, line: int) -> TextBound:
        found = self._lines.bounds.get(uid)
        if found is None:
            raise _missing(uid, line)
        return found

    def _event(self, event: Event) -> None:
        self._extras[event.id] = {"trigger": event.trigger}
        pieces = self._pieces[event.trigger]
        self._mark(event.id, self._label(event.label), pieces)

    def _arguments(self, event: Event) -> None:
        for role, target in event.arguments:
            label = self._link_label(unnumbered(role))
            self._link(label, event.id, self._anchor(target, event.line))

    def _own_event(self, event: Event) -> None:
        """The event as an annotation: its arguments are spans of roles."""
        v = self._vocabulary
        assert v is not None
        assert v.event_type is not None
        spans: dict[str, list[tuple[int, int]]] = {}
        for name, target in event.arguments:
            role = self._role(v, name, event)
            spans.setdefault(role, []).extend(self._argument(target, event))
        kind = v.event_type
        if not spans:
            spans[v.trigger_role()] = list(self._pieces[event.trigger])
        roles = [role.id for role in kind.roles if role.id in spans]
        body = kind.main_role.id if kind.main_role.id in spans else roles[0]
        for role in (body, *(each for each in roles if each != body)):
            uid = event.id if role == body else f"{event.id}/{role}"
            label = v.names.label(kind.id, None, role)
            self._mark(uid, label, tuple(sorted(set(spans[role]))))
            if role != body:
                self._link(role, event.id, uid)

    def _role(self, v: Vocabulary, name: str, event: Event) -> str:
        for said in (name, unnumbered(name)):
            part: Part | None = v.names.parts.get(v.label_of.get(said, ""))
            if part is not None and v.is_event(part) and part.role is not None:
                return part.role.id
        raise InputError(
            "the codebook has no role “{role}” for the event “{event}”.",
            line=event.line,
            field="arguments",
            role=name,
            event=event.label,
        )

    def _argument(self, target: str, event: Event) -> Pieces:
        # An event as an argument stands for its words.
        inner = self._lines.events.get(target)
        found = self._bound(inner.trigger if inner else target, event.line)
        return self._pieces[found.id]

    # -- relations -------------------------------------------------------------

    def _relations(self) -> None:
        for each in self._lines.relations:
            (_, source), (_, target) = each.arguments
            label = self._link_label(each.label)
            self._link(
                label, self._anchor(source, each.line), self._anchor(target, each.line)
            )
        for group in self._lines.equivalences:
            first, *others = (self._anchor(m, group.line) for m in group.members)
            for other in others:
                self._link(self._link_label(group.label), first, other)

    def _anchor(self, uid: str, line: int) -> str:
        try:
            return self._anchors[uid]
        except KeyError:
            raise _missing(uid, line) from None

    def _link(self, label: str, source: str, target: str) -> None:
        prefix = self._whose.prefix
        self._found.links.append(
            Link(label=label, source=prefix + source, target=prefix + target)
        )

    # -- what is said of marks -------------------------------------------------

    def _remark(self, remark: Remark) -> None:
        if remark.kind == "#" and remark.name == EXACT:
            return
        anchor = self._anchors.get(remark.target)
        if anchor is None:
            # Of a relation, or of nothing that there is.
            self._found.kept.append(remark.raw)
        elif remark.kind == "A":
            value = True if remark.value is None else remark.value
            self._say(anchor, self._attribute(remark.name), value)
        elif remark.kind == "N":
            self._say(anchor, self._attribute(remark.name), self._ref(remark))
        else:
            self._note(anchor, remark)

    def _say(self, anchor: str, name: str, value: Any) -> None:
        values = self._attributes.setdefault(anchor, {}).setdefault(name, [])
        if value not in values:
            values.append(value)

    def _note(self, anchor: str, remark: Remark) -> None:
        v = self._vocabulary
        texts = v.text_attributes() if v is not None else frozenset()
        name = self._attribute(remark.name)
        if remark.name == NOTES:
            name = NOTES_FIELD if NOTES_FIELD in texts else NOTES
        elif name not in texts:
            self._found.kept.append(remark.raw)
            return
        self._say(anchor, name, remark.value or "")

    def _ref(self, remark: Remark) -> Ref:
        uid = unquote(remark.value or "")
        whole = f"{remark.name}:{uid}"
        v, name = self._vocabulary, self._attribute(remark.name)
        ours = v is not None and not v.names.by_label and name in v.references()
        knows = self._options.knows
        if not (ours or knows("entity", uid) or knows("entry", uid)):
            uid = whole
        return Ref(remark.words or whole, uid)

    # -- names -----------------------------------------------------------------

    def _label(self, theirs: str) -> str:
        v = self._vocabulary
        return v.label_of.get(theirs, theirs) if v is not None else theirs

    def _attribute(self, theirs: str) -> str:
        v = self._vocabulary
        return v.attribute_of.get(theirs, theirs) if v is not None else theirs

    def _link_label(self, theirs: str) -> str:
        v = self._vocabulary
        return v.link_of.get(theirs, theirs) if v is not None else theirs

    def _mark(self, uid: str, label: str, pieces: Pieces) -> None:
        whose = self._whose
        self._found.marks.append(
            Mark(
                label=label,
                pieces=pieces,
                id=whose.prefix + uid,
                annotator=whose.annotator,
                layer=whose.layer,
            )
        )

    def _finished(self, mark: Mark) -> Mark:
        uid = mark.id.removeprefix(self._whose.prefix)
        said = self._attributes.get(uid, {})
        attributes = {name: _value(values) for name, values in said.items()}
        return replace(mark, attributes=attributes, extra=self._extras.get(uid, {}))


def _value(values: list[Any]) -> Value:
    return values[0] if len(values) == 1 else tuple(values)


def _missing(uid: str, line: int) -> InputError:
    return InputError(
        "it points to “{id}”, which is not there.", line=line, field="id", id=uid
    )
