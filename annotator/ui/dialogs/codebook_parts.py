# SPDX-License-Identifier: MIT
"""The parts of a codebook that the editor lists, as one tree of records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.model.codebook import Codebook, Field, Role


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it is and its path, as `model.codebook_edits` names them.

    `hue` is its colour, where it may have one; `keyed` whether it may have a key.
    """

    what: str
    path: str
    label: str
    help: str = ""
    key: str | None = None
    hue: str | None = None
    keyed: bool = False
    coloured: bool = False
    takes_values: bool = False
    inside: tuple[Part, ...] = ()


def parts_of(codebook: Codebook) -> Iterator[Part]:
    """One part per annotation type, with its roles, fields and rows inside."""
    for kind in codebook.types:
        rows = tuple(
            Part(
                "row",
                row.id,
                row.label,
                row.help,
                inside=(*_roles(row.id, row.roles), *_fields(row.id, row.fields)),
            )
            for row in kind.rows
        )
        inside = (*_roles(kind.id, kind.roles), *_fields(kind.id, kind.fields), *rows)
        yield Part("type", kind.id, kind.label, kind.help, inside=inside)


def _roles(owner: str, roles: tuple[Role, ...]) -> Iterator[Part]:
    for role in roles:
        yield Part(
            "role",
            f"{owner}.{role.id}",
            role.label,
            role.help,
            role.key,
            role.color,
            keyed=True,
            coloured=True,
        )


def _fields(owner: str, fields: tuple[Field, ...]) -> Iterator[Part]:
    for field in fields:
        path = f"{owner}.{field.id}"
        values = tuple(
            Part(
                "value",
                f"{path}.{value.id}",
                value.label,
                value.help,
                value.key,
                value.color,
                keyed=True,
                coloured=True,
            )
            for value in field.values
        )
        yield Part(
            "field",
            path,
            field.label,
            field.help,
            field.key,
            keyed=True,
            takes_values=field.type in ("choice", "multichoice"),
            inside=values,
        )


def find_part(codebook: Codebook, what: str, path: str) -> Part | None:
    """The part of that name, or None."""

    def search(parts: Iterator[Part] | tuple[Part, ...]) -> Part | None:
        for part in parts:
            if (part.what, part.path) == (what, path):
                return part
            below = search(part.inside)
            if below is not None:
                return below
        return None

    return search(parts_of(codebook))
