# SPDX-License-Identifier: MIT
"""Reads DNA 2 databases.

Source: `SqlConnection.java` of DNA 2 and the importer of DNA 3, both in
github.com/leifeld/dna.  What differs from version 3: dates count milliseconds,
short texts stand with their statements, an entity (`ATTRIBUTES`) has the three
attributes type, alias and notes and is found by its text, coders' permissions
are rows of their own, and statements may be linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from annotator.formats.dna import read, schema
from annotator.formats.dna.cells import Record, numbers, records
from annotator.formats.dna.opening import Database
from annotator.formats.dna.records import (
    Coded,
    Coder,
    Contents,
    DnaEntity,
    DnaValue,
    Kind,
)

_ATTRIBUTES: Final = ("Type", "Alias", "Notes")


def contents(database: Database, version: str) -> Contents:
    """Everything that is not in documents; InputError names table and row."""
    kinds = _numbered(read.kinds(database, {}, {}))
    entities = tuple(_entities(database, kinds))
    return Contents(
        version=version,
        coders=tuple(_coders(database)),
        kinds=kinds,
        entities=entities,
        regexes=read.regexes(database),
        relations=read.relations(database),
        statement_links=_links(database),
    )


def documents(database: Database) -> Iterator[Coded]:
    """The documents with their statements, one at a time, in order of their ids."""

    def plain(cell: Record) -> DnaValue:
        return cell.text("Value")

    yield from read.coded(database, 1000, "Value", plain)


def _numbered(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The statement types, with the three attributes for each short text."""
    number = 0
    made = []
    for kind in kinds:
        variables = []
        for each in kind.variables:
            if each.datatype == schema.SHORT:
                ids = range(number + 1, number + 4)
                each = replace(
                    each, attributes=tuple(zip(ids, _ATTRIBUTES, strict=True))
                )
                number += 3
            variables.append(each)
        made.append(replace(kind, variables=tuple(variables)))
    return tuple(made)


def _coders(database: Database) -> Iterator[Coder]:
    may: dict[int, dict[str, int]] = {}
    known = {name.removeprefix("Permission").lower(): name for name in schema.SETTINGS}
    if database.columns("CODERPERMISSIONS"):
        columns = ("ID", "Coder", "Type", "Permission")
        for each in records(database, "CODERPERMISSIONS", columns):
            name = known.get(each.text("Type").lower())
            if name is not None:
                own = may.setdefault(each.whole("Coder"), {})
                own[name] = int(bool(each.number("Permission")))
    for coder in read.coders(database):
        yield replace(coder, settings=may.get(coder.id, {}))


def _entities(database: Database, kinds: tuple[Kind, ...]) -> Iterator[DnaEntity]:
    """The described entities, then the texts that were used and never described."""
    described = dict(_described(database))
    last = max((each.id for each in described.values()), default=0)
    short = {
        each.id for kind in kinds for each in kind.variables
        if each.datatype == schema.SHORT
    }  # fmt: skip
    yield from (each for each in described.values() if each.variable in short)
    used = records(
        database,
        "DATASHORTTEXT",
        ("VariableId", "Value"),
        rest="GROUP BY VariableId, Value ORDER BY 1, 2",
    )
    for cell in used:
        key = cell.whole("VariableId"), cell.text("Value")
        if key[1] and key[0] in short and key not in described:
            last += 1
            yield DnaEntity(id=last, variable=key[0], name=key[1])


def _described(database: Database) -> Iterator[tuple[tuple[int, str], DnaEntity]]:
    if not database.columns("ATTRIBUTES"):
        return
    optional = ("Red", "Green", "Blue", *_ATTRIBUTES, "ChildOf")
    columns = ("ID", "VariableId", "Value")
    for each in records(database, "ATTRIBUTES", columns, optional):
        said = {name: each.text(name) for name in _ATTRIBUTES}
        made = DnaEntity(
            id=each.whole("ID"),
            variable=each.whole("VariableId"),
            name=each.text("Value"),
            colour=each.colour(),
            child_of=each.number("ChildOf"),
            attributes={name: value for name, value in said.items() if value},
        )
        if made.name:
            yield (made.variable, made.name), made


def _links(database: Database) -> tuple[Mapping[str, int], ...]:
    if not database.columns("STATEMENTLINKS"):
        return ()
    return numbers(database, "STATEMENTLINKS", ("SourceId", "TargetId"))
