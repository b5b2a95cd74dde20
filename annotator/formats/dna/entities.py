# SPDX-License-Identifier: MIT
"""The entities of short text variables on their way into a database.

Known speakers and entries come first, with their attributes; other texts become
entities when they are first used.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.dna import schema
from annotator.formats.dna.plan import AFFILIATION, PlannedVariable
from annotator.formats.dna.projection import ORGANIZATIONS
from annotator.formats.losses import Losses
from annotator.model.bundle import ProjectHeader
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity, VocabularyEntry

CUT: Final = "the rest of texts beyond 190 characters, which is all that DNA takes"
UNITED: Final = "that speakers or entries were united (the one that stays is named)"


def short(text: str, losses: Losses) -> str:
    """A text as DNA takes it; what is cut off is counted."""
    if len(text) > schema.LONGEST:
        losses.add(CUT, text)
    return text[: schema.LONGEST]


def colour_of(text: object) -> tuple[int, int, int]:
    """Red, green and blue of “#RRGGBB”; black for anything else."""
    digits = str(text or "").removeprefix("#")
    try:
        number = int(digits, 16) if len(digits) == 6 else 0
    except ValueError:
        number = 0
    return number >> 16, number >> 8 & 255, number & 255


class Numbers:
    """Numbers for the rows of a table: the wanted one where it is free."""

    def __init__(self, wanted: Iterable[object] = ()) -> None:
        self._reserved = {n for n in wanted if is_number(n)}
        self._taken: set[int] = set()
        self._last = max((int(str(n)) for n in self._reserved), default=0)

    def take(self, wanted: object = None) -> int:
        """The wanted number, or the next one that nobody wants."""
        if is_number(wanted) and wanted not in self._taken:
            found = int(str(wanted))
        else:
            self._last += 1
            found = self._last
        self._taken.add(found)
        self._last = max(self._last, found)
        return found


def is_number(value: object) -> bool:
    """Whether DNA could have given that number to a row."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and 0 < int(str(value)) < schema.GREATEST


def _order(wanted: object) -> int:
    return int(str(wanted)) if is_number(wanted) else schema.GREATEST


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An entity before it has a number."""

    uid: str
    name: str
    attributes: Mapping[str, str]
    kept: Mapping[str, Any] = field(default_factory=dict)
    parent: str | None = None


class EntityWriter:
    """Writes entities of variables, whose numbers are given already."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        header: ProjectHeader,
        codebooks: Iterable[Codebook],
        variables: Mapping[int, PlannedVariable],
        losses: Losses,
    ) -> None:
        self._connection = connection
        self._header = header
        self._codebooks = tuple(codebooks)
        self._variables = variables
        self._losses = losses
        self._numbers = Numbers(self._wanted())
        #: number of the entity, by variable and text
        self._found: dict[tuple[int, str], int] = {}
        self._attributes: dict[int, list[tuple[int, str]]] = {}
        self._values = 0

    def write_known(self) -> None:
        """All that is known before the documents come."""
        self._write_attribute_variables()
        known = [
            (number, each)
            for number, variable in self._variables.items()
            if variable.datatype == schema.SHORT
            for each in self._known(variable)
        ]
        known.sort(key=lambda pair: _order(pair[1].kept.get("id")))
        made: dict[tuple[int, str], int] = {}
        for variable_number, each in known:
            name = short(each.name, self._losses)
            found = self._found.get((variable_number, name))
            number = self._add(variable_number, each) if found is None else found
            made[variable_number, each.uid] = number
        self._write_parents(known, made)

    def number(self, variable: int, text: str) -> int:
        """The number of the entity with that text; a new one where there is none."""
        name = short(text, self._losses)
        found = self._found.get((variable, name))
        if found is None:
            found = self._add(variable, _Known(uid="", name=name, attributes={}))
        return found

    def _wanted(self) -> Iterator[object]:
        yield from (v.kept.get("empty") for v in self._variables.values())
        for each in self._header.entities:
            yield _kept(each).get("id")

    def _write_attribute_variables(self) -> None:
        kept = {
            (number, str(pair[1])): pair[0]
            for number, variable in self._variables.items()
            for pair in variable.kept.get("attributes", ())
        }
        numbers = Numbers(kept.values())
        rows = []
        for number, variable in self._variables.items():
            for name in variable.attributes:
                uid = numbers.take(kept.get((number, name)))
                rows.append((uid, number, short(name, self._losses)))
                self._attributes.setdefault(number, []).append((uid, name))
        self._connection.executemany(
            "INSERT INTO ATTRIBUTEVARIABLES VALUES (?, ?, ?)", sorted(rows)
        )

    def _write_parents(
        self, known: list[tuple[int, _Known]], made: Mapping[tuple[int, str], int]
    ) -> None:
        by_id = {e.kept.get("id"): made[v, e.uid] for v, e in known if e.kept.get("id")}
        for variable, each in known:
            parent = by_id.get(each.kept.get("child_of"))
            if each.parent is not None:
                parent = made.get((variable, each.parent))
            child = made[variable, each.uid]
            if parent is not None and parent != child:
                self._connection.execute(
                    "UPDATE ENTITIES SET ChildOf = ? WHERE ID = ?", (parent, child)
                )

    def _known(self, variable: PlannedVariable) -> Iterator[_Known]:
        """What may be chosen for a variable: first nothing, where DNA has that."""
        empty = variable.kept.get("empty")
        if empty or not variable.kept:
            yield _Known(uid="", name="", attributes={}, kept={"id": empty})
        what, name = variable.group
        if what == "vocabulary":
            yield from self._entries(name)
        for each in self._header.entities if what != "vocabulary" else ():
            if each.type != name or each.deleted:
                continue
            if each.merged_into:
                if what == "entity":
                    self._losses.add(UNITED, each.name)
                continue
            is_organization = each.kind in ORGANIZATIONS
            if what == AFFILIATION and not is_organization:
                continue
            if not (variable.persons_only and is_organization):
                known = bool(variable.kept)
                yield _of_entity(each, variable.attributes, known)

    def _entries(self, vocabulary: str) -> Iterator[_Known]:
        there = set()
        for each in self._header.vocabularies.get(vocabulary, ()):
            if each.merged_into and not each.deleted:
                self._losses.add(UNITED, each.label)
            elif not each.deleted:
                there.add(each.uid)
                yield _of_entry(each)
        vocabularies = [each.vocabulary(vocabulary) for each in self._codebooks]
        for value in (v for each in vocabularies if each for v in each.values):
            if value.id not in there:
                there.add(value.id)
                yield _Known(
                    uid=value.id,
                    name=value.label,
                    attributes={"Notes": value.definition},
                    parent=value.parent,
                )

    def _add(self, variable: int, each: _Known) -> int:
        name = short(each.name, self._losses)
        number = self._numbers.take(each.kept.get("id"))
        self._found[variable, name] = number
        self._connection.execute(
            "INSERT INTO ENTITIES (ID, VariableId, Value, Red, Green, Blue)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (number, variable, name, *colour_of(each.kept.get("colour"))),
        )
        for uid, attribute in self._attributes.get(variable, ()):
            self._values += 1
            said = short(each.attributes.get(attribute, ""), self._losses)
            self._connection.execute(
                "INSERT INTO ATTRIBUTEVALUES VALUES (?, ?, ?, ?)",
                (self._values, number, uid, said),
            )
        return number


def _kept(each: Entity) -> Mapping[str, Any]:
    found = each.extra.get("dna")
    return found if isinstance(found, Mapping) else {}


def _of_entity(each: Entity, names: Iterable[str], known: bool) -> _Known:
    """An entity; what DNA calls type and alias is said where nobody said it."""
    folded = {key.lower(): value for key, value in each.attributes.items()}
    folded.setdefault("type", each.kind or "")
    folded.setdefault("alias", "; ".join(each.aliases))
    attributes = {n: each.attributes.get(n, folded.get(n.lower(), "")) for n in names}
    kept = _kept(each) if known else {}
    return _Known(uid=each.uid, name=each.name, attributes=attributes, kept=kept)


def _of_entry(each: VocabularyEntry) -> _Known:
    return _Known(
        uid=each.uid,
        name=each.label,
        attributes={"Notes": each.definition},
        parent=each.parent,
    )
