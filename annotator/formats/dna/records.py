# SPDX-License-Identifier: MIT
"""What a DNA database holds, whatever its version, under the database's own ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

#: Value of a variable; an unset one is left out.
DnaValue: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A coder; `settings` are the whole numbers kept besides (permissions …)."""

    id: int
    name: str
    colour: str
    settings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable of a statement type.

    `attributes` are id and name of what is kept of its entities; `empty` is the
    id of the entity that stands for “unset”, None where there is none.
    """

    id: int
    name: str
    datatype: str
    attributes: tuple[tuple[int, str], ...] = ()
    empty: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A statement type."""

    id: int
    label: str
    colour: str
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DnaEntity:
    """A value of a short text variable (by its id), with its attributes."""

    id: int
    variable: int
    name: str
    colour: str | None = None
    child_of: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DnaDocument:
    """A document; `seconds` since 1970 UTC, `coder` is who brought it in."""

    id: int
    title: str
    text: str
    coder: int | None
    author: str
    source: str
    section: str
    notes: str
    type: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement at [start, stop) in UTF-16 units; values by variable's id."""

    id: int
    kind: int
    start: int
    stop: int
    coder: int
    values: Mapping[int, DnaValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is not in documents; `regexes` are pattern and colour.

    `links` and `relations` are rows of numbers by column: what DNA says of
    variables and of coders.  `statement_links` exist in version 2 only.
    """

    version: str
    coders: tuple[Coder, ...]
    kinds: tuple[Kind, ...]
    entities: tuple[DnaEntity, ...]
    regexes: tuple[tuple[str, str], ...] = ()
    links: tuple[Mapping[str, int], ...] = ()
    relations: tuple[Mapping[str, int], ...] = ()
    statement_links: tuple[Mapping[str, int], ...] = ()

    def variables(self) -> Iterator[tuple[Kind, Variable]]:
        """Each variable with its statement type."""
        for kind in self.kinds:
            for variable in kind.variables:
                yield kind, variable


#: A document with its statements, in the order of their ids.
Coded: TypeAlias = tuple[DnaDocument, tuple[Statement, ...]]
