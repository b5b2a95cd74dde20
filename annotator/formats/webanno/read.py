# SPDX-License-Identifier: MIT
"""The documents in WebAnno TSV files, one person's work in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from annotator.formats.inception.files import Source, grouped
from annotator.formats.inception.names import attribute_of, label_of
from annotator.formats.making import make_document
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import Notes, ReadOptions
from annotator.formats.placing import UTF16, Places
from annotator.formats.webanno import cells, header, lines
from annotator.formats.webanno.cells import NO_VALUE, NONE, SLOTS, STACK
from annotator.formats.webanno.header import SENTENCES, Column
from annotator.formats.webanno.lines import Parsed, Unit
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

SUFFIX: Final = ".tsv"
_NO_WIDTH: Final = "annotations without width are left out."
_NO_END: Final = "relations and slots whose ends are no annotations are left out."
_OF_RELATIONS: Final = "values of relations besides their label are left out."
#: The columns of a chain layer: what an element is, and how it goes on.
_ELEMENT: Final = "referenceType"
_NEXT: Final = "referenceRelation"


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents in a file, folder or archive, with everybody's marks.

    Raises InputError naming file and line.
    """
    groups = grouped(path, SUFFIX)
    if not groups:
        raise InputError(
            "there is no file that ends with {suffix} in it.", file=path, suffix=SUFFIX
        )
    for group in groups:
        yield _together([_one(each, options) for each in group])


@dataclass(frozen=True, slots=True)
class _Read:
    source: Source
    document: Document
    marks: list[Mark]
    links: list[Link]
    extra: dict[str, Any]


def _one(source: Source, options: ReadOptions) -> _Read:
    parsed = lines.parse(source.read(), source.name)
    places = parsed.places(options.unit)
    if places.unit != UTF16 and not options.unit:
        note = Sentence("offsets count {unit}, not UTF-16 units.", unit=places.unit)
        options.notes.add(note, file=source.name)
    found = _Reading(parsed, places, options.notes)
    found.run()
    document = make_document(
        places.text,
        uid=stable_uid("document", source.document, places.text),
        title=source.document,
    )
    ids = {
        str(places.point(each.units[0].begin)): each.id
        for each in parsed.sentences
        if each.id and each.units
    }
    extra = {SENTENCES: ids} if ids else {}
    return _Read(source, document, found.made(), found.links, extra)


def _together(read: list[_Read]) -> MarkedDocument:
    first = read[0]
    marks: list[Mark] = []
    links: list[Link] = []
    for each in read:
        if each.document.text != first.document.text:
            raise InputError(
                "its text is not that of {other}, which is of the same document.",
                file=each.source.name,
                other=first.source.name,
            )
        who, curated = each.source.person, each.source.adjudicated
        layer = "adjudicated" if curated else None
        before = "" if len(read) == 1 else f"{layer or ''}{who or ''}/"
        for m in each.marks:
            own = replace(m, id=f"{before}{m.id}", annotator=who, layer=layer)
            marks.append(own)
        for x in each.links:
            ends = f"{before}{x.source}", f"{before}{x.target}"
            links.append(replace(x, source=ends[0], target=ends[1]))
    return MarkedDocument(
        document=first.document,
        marks=tuple(marks),
        links=tuple(links),
        extra=first.extra,
    )


@dataclass(slots=True)
class _Found:
    """An annotation as far as it was read."""

    type: str
    begin: int
    end: int
    line: int
    id: str
    number: int = 0
    values: dict[str, str] = field(default_factory=dict)
    slots: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Relation:
    """A relation as far as it was read: it points from `source` to `unit`."""

    type: str
    unit: Unit
    base: str = ""
    source: str = ""
    ids: tuple[int, int] = (0, 0)
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """The annotations of a file, put together from its cells."""

    parsed: Parsed
    places: Places
    notes: Notes
    found: list[_Found] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _by_number: dict[tuple[str, int], _Found] = field(default_factory=dict)
    _by_unit: dict[tuple[str, str], list[_Found]] = field(default_factory=dict)
    _relations: dict[tuple[str, str, int], _Relation] = field(default_factory=dict)
    _chains: dict[tuple[str, int], dict[int, tuple[_Found, str]]] = field(
        default_factory=dict
    )

    def run(self) -> None:
        """Go through all cells, then join what points to each other."""
        for unit in self.parsed.units():
            for column, cell in zip(self.parsed.columns, unit.cells, strict=False):
                if cell != NONE and column.kind != "chain":
                    for index, value in enumerate(cells.split(cell, STACK)):
                        self._take(unit, column, index, value)
            self._take_chains(unit)
        self._slots()
        for relation in self._relations.values():
            self._relate(relation)
        for chain in self._chains.values():
            self._chain(chain)
        kept = {each.id for each in self.found if each.begin < each.end}
        self.links = [x for x in self.links if x.source in kept and x.target in kept]

    def made(self) -> list[Mark]:
        """The marks."""
        return [self._mark(each) for each in self.found if self._has_width(each)]

    def _has_width(self, each: _Found) -> bool:
        if each.begin == each.end:
            self.notes.add(_NO_WIDTH, file=self.parsed.file, line=each.line)
        return each.begin < each.end

    def _mark(self, each: _Found) -> Mark:
        return Mark(
            label=label_of(each.type),
            pieces=(self.places.span(each.begin, each.end),),
            id=each.id,
            attributes={attribute_of(k): v for k, v in each.values.items()},
        )

    # -- cells -------------------------------------------------------------------

    def _take(self, unit: Unit, column: Column, index: int, value: str) -> None:
        if column.kind == "relation":
            self._take_relation(unit, column, index, value)
            return
        number = 0
        if column.holds != header.TARGET:
            value, number, _ = cells.split_id(value)
        each = self._annotation(unit, column.layer, index, number)
        if column.holds == header.VALUE:
            if value != NO_VALUE:
                each.values.setdefault(column.feature, cells.unescape(value))
        elif column.holds == header.ROLE:
            roles = [] if value == NONE else cells.split(value, SLOTS)
            each.slots.setdefault(column.feature, (roles, []))
        elif column.holds == header.TARGET and value != NO_VALUE:
            slot = each.slots.setdefault(column.feature, ([], []))
            slot[1].extend(() if slot[1] else cells.split(value, SLOTS))

    def _annotation(self, unit: Unit, layer: str, index: int, number: int) -> _Found:
        """What a cell is about: in this unit already, or continued, or new."""
        here = self._by_unit.setdefault((unit.id, layer), [])
        if index < len(here):
            return here[index]
        each = self._by_number.get((layer, number)) if number else None
        if each is None:
            uid = f"{unit.id}[{number}]" if number else f"{unit.id}/{index}"
            each = self._new(layer, unit, f"{label_of(layer)}:{uid}", number)
        each.begin, each.end = min(each.begin, unit.begin), max(each.end, unit.end)
        here.append(each)
        return each

    def _new(self, layer: str, unit: Unit, uid: str, number: int) -> _Found:
        each = _Found(layer, unit.begin, unit.end, unit.line, uid, number)
        self.found.append(each)
        if number:
            self._by_number[layer, number] = each
        return each

    def _take_relation(
        self, unit: Unit, column: Column, index: int, value: str
    ) -> None:
        key = (unit.id, column.layer, index)
        made = self._relations.setdefault(key, _Relation(column.layer, unit))
        if column.holds == header.SOURCE:
            made.source, *ids = cells.split_id(value)
            made.base, made.ids = column.type, (ids[0], ids[1])
        elif column.holds == header.VALUE:
            said = cells.split_id(value)[0]
            if said != NO_VALUE:
                made.values[column.feature] = cells.unescape(said)

    # -- what points to what -----------------------------------------------------

    def _at(self, unit: str, type: str, number: int) -> _Found | None:
        """The annotation of a layer, or of any, that a unit has."""
        named = [
            each
            for (where, _), found in self._units_of(unit, type)
            for each in found
            if where == unit and number in (0, each.number)
        ]
        return named[0] if named else None

    def _units_of(
        self, unit: str, type: str
    ) -> list[tuple[tuple[str, str], list[_Found]]]:
        exact = self._by_unit.get((unit, type))
        if exact:
            return [((unit, type), exact)]
        layers = dict.fromkeys(column.layer for column in self.parsed.columns)
        keys = [(unit, layer) for layer in layers]
        return [(key, self._by_unit[key]) for key in keys if key in self._by_unit]

    def _slots(self) -> None:
        types = {
            (c.layer, c.feature): c.type
            for c in self.parsed.columns
            if c.holds == header.TARGET
        }
        for each in self.found:
            for feature, (roles, targets) in each.slots.items():
                for number, said in enumerate(targets):
                    if said in (NO_VALUE, NONE):
                        continue
                    role = roles[number] if number < len(roles) else NO_VALUE
                    label = feature if role in (NO_VALUE, "") else cells.unescape(role)
                    unit, id, _ = cells.split_id(said)
                    target = self._at(unit, types.get((each.type, feature), ""), id)
                    self._link(attribute_of(label), each, target, each.line)

    def _link(
        self, label: str, source: _Found | None, target: _Found | None, line: int
    ) -> None:
        if source is None or target is None:
            self.notes.add(_NO_END, file=self.parsed.file, line=line)
            return
        self.links.append(Link(label=label, source=source.id, target=target.id))

    def _relate(self, each: _Relation) -> None:
        source = self._at(each.source, each.base, each.ids[0])
        target = self._at(each.unit.id, each.base, each.ids[1])
        said = {name: value for name, value in each.values.items() if value}
        if len(said) > 1:
            self.notes.add(_OF_RELATIONS, file=self.parsed.file, line=each.unit.line)
        label = next(iter(said.values()), label_of(each.type))
        self._link(label, source, target, each.unit.line)

    # -- chains ------------------------------------------------------------------

    def _take_chains(self, unit: Unit) -> None:
        rows: dict[str, dict[str, list[str]]] = {}
        for column, cell in zip(self.parsed.columns, unit.cells, strict=False):
            if column.kind == "chain" and cell != NONE:
                row = rows.setdefault(column.layer, {})
                row[column.feature] = cells.split(cell, STACK)
        for layer, row in rows.items():
            kinds = row.get(_ELEMENT, [])
            for index, value in enumerate(row.get(_NEXT, [])):
                kind = kinds[index] if index < len(kinds) else NO_VALUE
                self._take_element(unit, layer, value, cells.split_id(kind)[0])

    def _take_element(self, unit: Unit, layer: str, value: str, kind: str) -> None:
        said, _, place = value.rpartition("->")
        chain, _, element = place.partition("-")
        if not (chain.isdigit() and element.isdigit()):
            raise InputError(
                "“{value}” names no place in a chain.",
                file=self.parsed.file,
                line=unit.line,
                value=value,
            )
        held = self._chains.setdefault((layer, int(chain)), {})
        if int(element) in held:
            each = held[int(element)][0]
            each.end = max(each.end, unit.end)
            return
        each = self._new(layer, unit, f"{label_of(layer)}:{place}", 0)
        if kind != NO_VALUE:
            each.values[_ELEMENT] = cells.unescape(kind)
        label = _NEXT if said in (NO_VALUE, "") else cells.unescape(said)
        held[int(element)] = (each, label)

    def _chain(self, chain: dict[int, tuple[_Found, str]]) -> None:
        ordered = [chain[number] for number in sorted(chain)]
        for (each, label), (following, _) in pairwise(ordered):
            self._link(label, each, following, each.line)
