# SPDX-License-Identifier: MIT
"""Reads DNA 3 databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from annotator.formats.dna import schema
from annotator.formats.dna.cells import Record, numbers, records
from annotator.formats.dna.opening import Database
from annotator.formats.dna.records import (
    Coded,
    Coder,
    Contents,
    DnaDocument,
    DnaEntity,
    DnaValue,
    Kind,
    Statement,
    Variable,
)
from annotator.model.errors import InputError

#: So many statements are looked up at once.
_AT_ONCE: Final = 500
_COLOURS: Final = ("Red", "Green", "Blue")


def contents(database: Database, version: str) -> Contents:
    """Everything that is not in documents; InputError names table and row."""
    entities = tuple(_entities(database))
    return Contents(
        version=version,
        coders=tuple(coders(database, schema.SETTINGS)),
        kinds=kinds(database, _attributes(database), _empties(entities)),
        entities=tuple(each for each in entities if each.name),
        regexes=regexes(database),
        links=numbers(
            database, "VARIABLELINKS", ("SourceVariableId", "TargetVariableId")
        ),
        relations=relations(database),
    )


def documents(database: Database) -> Iterator[Coded]:
    """The documents with their statements, one at a time, in order of their ids."""
    names = {
        each.whole("ID"): each.text("Value")
        for each in records(database, "ENTITIES", ("ID", "Value"))
    }

    def of_entity(cell: Record) -> DnaValue:
        return names.get(cell.whole("Entity"), "")

    yield from coded(database, 1, "Entity", of_entity)


# -- what both versions have ---------------------------------------------------------


def coders(database: Database, settings: Iterable[str] = ()) -> Iterator[Coder]:
    """The coders, their names made different; passwords are not looked at."""
    taken: set[str] = set()
    columns = ("ID", "Name", *_COLOURS)
    for each in records(database, "CODERS", columns, tuple(settings)):
        name = _unique(each.text("Name") or f"Coder {each.whole('ID')}", taken)
        kept = {column: each.number(column) for column in settings}
        yield Coder(
            id=each.whole("ID"),
            name=name,
            colour=each.colour(),
            settings={column: n for column, n in kept.items() if n is not None},
        )


def kinds(
    database: Database,
    attributes: Mapping[int, tuple[tuple[int, str], ...]],
    empties: Mapping[int, int],
) -> tuple[Kind, ...]:
    """The statement types; `attributes` and `empties` are by variable's id."""
    variables: dict[int, list[Variable]] = {}
    columns = ("ID", "Variable", "DataType", "StatementTypeId")
    for each in records(database, "VARIABLES", columns):
        uid, datatype = each.whole("ID"), each.text("DataType")
        if datatype not in schema.DATA:
            raise InputError(
                "“{type}” is no type of data: there are boolean, integer, short text"
                " and long text.",
                file=database.path,
                field=each.place("DataType"),
                type=datatype,
            )
        made = Variable(
            id=uid,
            name=each.text("Variable"),
            datatype=datatype,
            attributes=attributes.get(uid, ()),
            empty=empties.get(uid),
        )
        variables.setdefault(each.whole("StatementTypeId"), []).append(made)
    taken: set[str] = set()
    return tuple(
        Kind(
            id=each.whole("ID"),
            label=_unique(each.text("Label") or "statement", taken),
            colour=each.colour(),
            variables=tuple(variables.get(each.whole("ID"), ())),
        )
        for each in records(database, "STATEMENTTYPES", ("ID", "Label", *_COLOURS))
    )


def regexes(database: Database) -> tuple[tuple[str, str], ...]:
    """Pattern and colour of each regular expression, in the order of the file."""
    found = records(database, "REGEXES", ("Label", *_COLOURS), rest="ORDER BY rowid")
    return tuple((each.text("Label"), each.colour()) for each in found)


def relations(database: Database) -> tuple[Mapping[str, int], ...]:
    """What coders may do with each other's work."""
    columns = ("Coder", "OtherCoder", *schema.RELATIONS)
    return numbers(database, "CODERRELATIONS", columns)


def coded(
    database: Database, per_second: int, column: str, short: Any
) -> Iterator[Coded]:
    """Documents with statements.

    Args:
        database: an open one.
        per_second: what its dates count.
        column: that of short texts.
        short: turns a row of short texts into the text.
    """
    found = groupby(_statements(database), key=lambda each: each.whole("DocumentId"))
    waiting = next(found, None)
    for document in _documents(database, per_second):
        while waiting is not None and waiting[0] < document.id:
            raise _lost(waiting[1])
        rows: list[Record] = []
        if waiting is not None and waiting[0] == document.id:
            rows = list(waiting[1])
            waiting = next(found, None)
        yield document, tuple(_with_values(database, rows, column, short))
    if waiting is not None:
        raise _lost(waiting[1])


def _lost(rows: Iterator[Record]) -> Exception:
    row = next(rows)
    return InputError(
        "there is no document {id}.",
        file=row.database.path,
        field=row.place("DocumentId"),
        id=row.whole("DocumentId"),
    )


def _documents(database: Database, per_second: int) -> Iterator[DnaDocument]:
    columns = ("ID", "Title", "Text", "Coder", "Date")
    optional = ("Author", "Source", "Section", "Notes", "Type")
    for each in records(database, "DOCUMENTS", columns, optional):
        yield DnaDocument(
            id=each.whole("ID"),
            title=each.text("Title"),
            text=each.text("Text"),
            coder=each.number("Coder"),
            author=each.text("Author"),
            source=each.text("Source"),
            section=each.text("Section"),
            notes=each.text("Notes"),
            type=each.text("Type"),
            seconds=(each.number("Date") or 0) // per_second,
        )


def _statements(database: Database) -> Iterator[Record]:
    columns = ("ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder")
    return records(database, "STATEMENTS", columns, rest="ORDER BY DocumentId, ID")


def _with_values(
    database: Database, rows: list[Record], column: str, short: Any
) -> Iterator[Statement]:
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        values = _values(database, [each.whole("ID") for each in some], column, short)
        for each in some:
            yield Statement(
                id=each.whole("ID"),
                kind=each.whole("StatementTypeId"),
                start=each.whole("Start"),
                stop=each.whole("Stop"),
                coder=each.whole("Coder"),
                values=values[each.whole("ID")],
            )


def _values(
    database: Database, ids: list[int], column: str, short: Any
) -> dict[int, dict[int, DnaValue]]:
    """The values of statements, by statement and variable; unset ones left out."""
    found: dict[int, dict[int, DnaValue]] = {uid: {} for uid in ids}
    which = f"WHERE StatementId IN ({', '.join('?' * len(ids))})"
    for datatype, table in schema.DATA.items():
        value = column if datatype == schema.SHORT else "Value"
        names = ("StatementId", "VariableId", value)
        for cell in records(database, table, names, rest=which, values=ids):
            read = short(cell) if datatype == schema.SHORT else _value(datatype, cell)
            if read != "":
                found[cell.whole("StatementId")][cell.whole("VariableId")] = read
    return found


def _value(datatype: str, cell: Record) -> DnaValue:
    if datatype == schema.BOOLEAN:
        return cell.whole("Value") != 0
    if datatype == schema.INTEGER:
        return cell.whole("Value")
    return cell.text("Value")


def _unique(name: str, taken: set[str]) -> str:
    """The name, with a number where another has it: DNA lets two be the same."""
    made, number = name, 2
    while made in taken:
        made, number = f"{name} ({number})", number + 1
    taken.add(made)
    return made


# -- what version 3 alone has --------------------------------------------------------


def _attributes(database: Database) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    columns = ("ID", "VariableId", "AttributeVariable")
    for each in records(database, "ATTRIBUTEVARIABLES", columns):
        variable = each.whole("VariableId")
        own = (each.whole("ID"), each.text("AttributeVariable"))
        found[variable] = (*found.get(variable, ()), own)
    return found


def _entities(database: Database) -> Iterator[DnaEntity]:
    names = {
        each.whole("ID"): each.text("AttributeVariable")
        for each in records(database, "ATTRIBUTEVARIABLES", ("ID", "AttributeVariable"))
    }
    values: dict[int, dict[str, str]] = {}
    columns = ("EntityId", "AttributeVariableId", "AttributeValue")
    for each in records(database, "ATTRIBUTEVALUES", columns, rest="ORDER BY ID"):
        said, name = each.text("AttributeValue"), each.whole("AttributeVariableId")
        if said and name in names:
            values.setdefault(each.whole("EntityId"), {})[names[name]] = said
    cells = ("ID", "VariableId", "Value", *_COLOURS, "ChildOf")
    for each in records(database, "ENTITIES", cells):
        uid = each.whole("ID")
        yield DnaEntity(
            id=uid,
            variable=each.whole("VariableId"),
            name=each.text("Value"),
            colour=each.colour(),
            child_of=each.number("ChildOf"),
            attributes=values.get(uid, {}),
        )


def _empties(entities: Iterable[DnaEntity]) -> dict[int, int]:
    return {each.variable: each.id for each in entities if not each.name}
