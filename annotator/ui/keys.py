# SPDX-License-Identifier: MIT
"""What a codebook's single keys do: looked up, not wired.

Letters and digits belong to the codebook and act in the article and the tree.
Two more signs are the program's own: `+` adds a row, `0` says there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.codebook import AnnotationType, Codebook, Field, Role, Value

ADD_ROW = "+"
NO_ROW = "0"


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """One key of an annotation type.

    Exactly one of `role`, `field` (with or without `value`) is meant; `row`
    names the row type it belongs to, None for the annotation itself.
    """

    key: str
    row: str | None = None
    role: Role | None = None
    field: Field | None = None
    value: Value | None = None

    @property
    def title(self) -> str:
        """What the key does, in the codebook's words."""
        if self.role is not None:
            return self.role.label
        label = self.field.label if self.field else ""
        return f"{label}: {self.value.label}" if self.value else label


def meanings(codebook: Codebook, type_id: str) -> dict[str, KeyMeaning]:
    """Every key of that annotation type, by the lower-case character typed."""
    kind = codebook.type(type_id)
    found: dict[str, KeyMeaning] = {}
    for meaning in _of_part(None, kind.roles, kind.fields):
        found.setdefault(meaning.key, meaning)
    for row in kind.rows:
        for meaning in _of_part(row.id, row.roles, row.fields):
            found.setdefault(meaning.key, meaning)
    return found


def beginnings(codebook: Codebook, first: str) -> dict[str, tuple[str, Role]]:
    """What begins an annotation where none is chosen: key to type and role.

    A key that several types have belongs to the type `first`, then to that which
    stands first in the codebook.
    """
    found: dict[str, tuple[str, Role]] = {}
    for kind in sorted(codebook.types, key=lambda each: each.id != first):
        for role in kind.roles:
            if role.key:
                found.setdefault(role.key.lower(), (kind.id, role))
    return found


def _of_part(
    row: str | None, roles: tuple[Role, ...], fields: tuple[Field, ...]
) -> list[KeyMeaning]:
    found = [KeyMeaning(r.key.lower(), row, role=r) for r in roles if r.key]
    for field in fields:
        if field.key:
            found.append(KeyMeaning(field.key.lower(), row, field=field))
        found += [
            KeyMeaning(v.key.lower(), row, field=field, value=v)
            for v in field.values
            if v.key
        ]
    return found


def titles(codebook: Codebook) -> dict[str, str]:
    """What each key of the codebook does, whatever annotation is chosen."""
    found: dict[str, str] = {}
    for kind in codebook.types:
        for key, meaning in meanings(codebook, kind.id).items():
            found.setdefault(key, meaning.title)
    return found


def row_to_add(kind: AnnotationType) -> str | None:
    """The row type that `+` adds to: the first, or None."""
    return kind.rows[0].id if kind.rows else None


def row_to_deny(kind: AnnotationType) -> str | None:
    """The row type of which `0` says that there is none, or None."""
    return next((row.id for row in kind.rows if row.explicit_none), None)
