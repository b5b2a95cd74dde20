# SPDX-License-Identifier: MIT
"""The lines of an annotation file for marks and links.

Marks become text-bound annotations, links relations.  An annotation becomes an
event where the codebook says so, with its roles as arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from annotator.formats.brat.pieces import EXACT, exact, fragments, on_one_line
from annotator.formats.brat.vocabulary import Vocabulary
from annotator.formats.features import Feature
from annotator.formats.losses import Losses
from annotator.formats.marks.names import Part
from annotator.formats.marks.records import Link, Mark, Pieces, Ref, said_value
from annotator.model.codebook import Field

_OWN_ID: Final = re.compile(r"(?:.*/)?([TE]\d+)")
_NAMED: Final = re.compile(r"\b([TERAMN]\d+)\b")
_BREAKS: Final = re.compile(r"[\s]+")

LOST_LINES: Final = "lines of a brat file about what is no longer there"


class Annotations:
    """Writes one file: give it all marks and links, then take `lines`.

    Args:
        text: that of the document.
        vocabulary: brat's names of the codebook.
        losses: is told what cannot be written.
        quoting: whether the texts of spans may be written.
    """

    def __init__(
        self, text: str, vocabulary: Vocabulary, losses: Losses, quoting: bool
    ) -> None:
        self._text = text
        self._v = vocabulary
        self._losses = losses
        self._quoting = quoting
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}
        #: mark → the id by which others refer to it
        self._ids: dict[str, str] = {}
        #: event → the span it hangs on, and those that are written
        self._triggers: dict[str, str] = {}
        self._hung: set[str] = set()
        self.lines: list[str] = []

    def write(
        self, marks: Iterable[Mark], links: Iterable[Link], kept: Iterable[str] = ()
    ) -> None:
        """Write the marks and links, and lines that were kept as they stood."""
        placed = {mark.id: mark for mark in marks if mark.pieces}
        kept = list(kept)
        self._taken |= {line.partition("\t")[0] for line in kept}
        listed = [x for x in links if x.source in placed and x.target in placed]
        roles, arguments, others = self._sorted(placed, listed)
        self._reserve(placed.values(), {*roles, *arguments})
        parts = {link.target for each in roles.values() for link in each}
        for mark in placed.values():
            if mark.id in roles:
                self._own_event(mark, [placed[x.target] for x in roles[mark.id]])
            elif mark.id not in parts:
                self._mark(mark)
        for uid, each in arguments.items():
            self._event(placed[uid], each)
        for mark in placed.values():
            if mark.id not in parts:
                self._say(mark, self._ids[mark.id])
        self._relations(others)
        self._kept(kept)

    # -- ids -------------------------------------------------------------------

    def _reserve(self, marks: Iterable[Mark], events: set[str]) -> None:
        """Keep the ids that came from brat, where they are still free."""
        shared: dict[str, Pieces] = {}
        for mark in marks:
            found = _OWN_ID.fullmatch(mark.id)
            wanted = "E" if mark.id in events else "T"
            if found and found[1][0] == wanted and found[1] not in self._taken:
                self._taken.add(found[1])
                self._ids[mark.id] = found[1]
            trigger = str(mark.extra.get("brat", {}).get("trigger", ""))
            # Several events may hang on the same words.
            free = trigger not in self._taken or shared.get(trigger) == mark.pieces
            if mark.id in events and _OWN_ID.fullmatch(trigger) and free:
                self._taken.add(trigger)
                self._triggers[mark.id] = trigger
                shared[trigger] = mark.pieces

    def _new(self, letter: str) -> str:
        number = self._next.get(letter, 1)
        while f"{letter}{number}" in self._taken:
            number += 1
        self._next[letter] = number + 1
        self._taken.add(f"{letter}{number}")
        return f"{letter}{number}"

    # -- what a link is --------------------------------------------------------

    def _sorted(
        self, marks: Mapping[str, Mark], links: list[Link]
    ) -> tuple[dict[str, list[Link]], dict[str, list[Link]], list[Link]]:
        """The roles of our events, the arguments of others, and relations."""
        parts = {uid: self._v.names.parts.get(m.label) for uid, m in marks.items()}
        owned = {x.target for x in links if self._is_role(x, parts)}
        roles: dict[str, list[Link]] = {
            uid: []
            for uid, part in parts.items()
            if self._v.is_event(part) and uid not in owned
        }
        arguments: dict[str, list[Link]] = {
            uid: [] for uid, mark in marks.items() if mark.label in self._v.events
        }
        others: list[Link] = []
        for link in links:
            named = self._v.events.get(marks[link.source].label, ())
            if link.source in roles and self._is_role(link, parts):
                roles[link.source].append(link)
            elif link.source in arguments and link.label in named:
                arguments[link.source].append(link)
            else:
                others.append(link)
        return roles, arguments, others

    def _is_role(self, link: Link, parts: Mapping[str, Part | None]) -> bool:
        source, target = parts[link.source], parts[link.target]
        if source is None or target is None or not self._v.is_event(source):
            return False
        meaning = self._v.names.meaning(link.label, source, target)
        return meaning is not None and meaning.kind == "role"

    # -- lines -----------------------------------------------------------------

    def _bound(self, uid: str, label: str, pieces: Pieces) -> None:
        ranges = fragments(self._text, pieces)
        places = ";".join(f"{start} {end}" for start, end in ranges)
        words = " ".join(self._text[start:end] for start, end in ranges)
        shown = words if self._quoting else ""
        self.lines.append(f"{uid}\t{label} {places}\t{shown}")
        said = exact(self._text, pieces)
        if said is not None:
            self.lines.append(f"{self._new('#')}\t{EXACT} {uid}\t{said}")

    def _mark(self, mark: Mark) -> None:
        label = self._v.label(mark.label)
        is_event = mark.label in self._v.events
        uid = self._ids.get(mark.id) or self._new("E" if is_event else "T")
        self._ids[mark.id] = uid
        if not is_event:
            self._bound(uid, label, mark.pieces)
            return
        trigger = self._triggers.get(mark.id) or self._new("T")
        self._triggers[mark.id] = trigger
        if trigger not in self._hung:
            self._hung.add(trigger)
            self._bound(trigger, label, mark.pieces)

    def _event(self, mark: Mark, links: list[Link]) -> None:
        pairs = [(self._v.link(x.label), self._ids[x.target]) for x in links]
        head = f"{self._v.label(mark.label)}:{self._triggers[mark.id]}"
        said = " ".join((head, *_numbered(pairs)))
        self.lines.append(f"{self._ids[mark.id]}\t{said}")

    def _own_event(self, body: Mark, others: list[Mark]) -> None:
        """An annotation as an event: a span for each role, and a trigger."""
        v = self._v
        assert v.event is not None
        spans = {self._role(mark): mark for mark in (body, *others)}
        event = v.event
        if v.event_without_source and "source" not in spans:
            event = v.event_without_source
        pairs = []
        for mark in sorted(spans.values(), key=lambda each: each.start):
            uid = self._new("T")
            self._bound(uid, v.label(mark.label), mark.pieces)
            pairs.append((v.label(mark.label), uid))
        hung = spans.get(v.trigger_role(), body)
        trigger = self._new("T")
        self._bound(trigger, event, hung.pieces)
        uid = self._ids.get(body.id) or self._new("E")
        self._ids[body.id] = uid
        self.lines.append(f"{uid}\t{event}:{trigger} {' '.join(_numbered(pairs))}")

    def _role(self, mark: Mark) -> str:
        role = self._v.names.parts[mark.label].role
        return role.id if role is not None else mark.label

    def _relations(self, links: list[Link]) -> None:
        groups: dict[tuple[str, str], list[str]] = {}
        for link in links:
            source, target = self._ids[link.source], self._ids[link.target]
            if link.label in self._v.equivalences:
                groups.setdefault((link.label, source), [source]).append(target)
                continue
            first, second = self._v.relations.get(link.label) or ("Arg1", "Arg2")
            label = self._v.link(link.label)
            uid = self._new("R")
            self.lines.append(f"{uid}\t{label} {first}:{source} {second}:{target}\t")
        for (label, _), members in groups.items():
            self.lines.append(f"*\t{self._v.link(label)} {' '.join(members)}")

    def _kept(self, kept: list[str]) -> None:
        written = {line.partition("\t")[0] for line in (*self.lines, *kept)}
        for line in kept:
            about = _NAMED.findall(line.partition("\t")[2].partition("\t")[0])
            if all(uid in written for uid in about):
                self.lines.append(line)
            else:
                self._losses.add(LOST_LINES, line)

    # -- what is said of a mark ------------------------------------------------

    def _say(self, mark: Mark, uid: str) -> None:
        for name, value in mark.attributes.items():
            several = value if isinstance(value, tuple) else (value,)
            if not several:
                self._losses.add(Feature.FIELDS, f"{mark.id}: {name} = ()")
            for each in several:
                self.lines.append(self._said(mark.label, uid, name, each))

    def _said(self, label: str, uid: str, name: str, value: Any) -> str:
        if isinstance(value, Ref):
            base = self._v.attribute(name)
            words = on_one_line(value.name).replace("\t", " ")
            own = value.uid or value.name
            if self._v.names.by_label:
                # `Wikidata:Q1` is Q1 of the database Wikidata.
                own = own.removeprefix(f"{base}:") or own
            identifier = quote(own, safe=_SAFE)
            return f"{self._new('N')}\tReference {uid} {base}:{identifier}\t{words}"
        field = self._v.field(label, name)
        attribute = self._v.attribute(name)
        if value is True and self._is_flag(name, field):
            return f"{self._new('A')}\t{attribute} {uid}"
        said = said_value(value)
        if field is None or field.type != "text":
            if field is not None and _BREAKS.search(said):
                # brat's values are words: the id is one where the label is not.
                said = next((v.id for v in field.values if v.label == said), said)
            if said and not _BREAKS.search(said):
                return f"{self._new('A')}\t{attribute} {uid} {said}"
        kind = self._v.note_kind(name)
        return f"{self._new('#')}\t{kind} {uid}\t{on_one_line(said)}"

    def _is_flag(self, name: str, field: Field | None) -> bool:
        """Whether brat's attribute has no value: it is there or not."""
        if field is None:
            return name in self._v.no_rows()
        return field.type == "boolean" and self._v.names.by_label


#: What may stand in the id of a normalization besides letters and digits.
_SAFE: Final = "!#$&'()*+,-./:;<=>?@[]^_`{|}~"


def _numbered(pairs: list[tuple[str, str]]) -> Iterator[str]:
    """Arguments as brat writes them: the second `Who` is `Who2`."""
    counts: dict[str, int] = {}
    for role, uid in pairs:
        counts[role] = counts.get(role, 0) + 1
        number = counts[role]
        yield f"{role}{number if number > 1 else ''}:{uid}"
