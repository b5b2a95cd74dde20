# SPDX-License-Identifier: MIT
"""Checks that what annotations point to is there: people, entities, entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from annotator.formats.options import ReadOptions
from annotator.formats.schema import Check, Part
from annotator.model.annotation import FieldValue
from annotator.model.bundle import ProjectHeader
from annotator.model.codebook import Field
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

#: Types of fields whose values are ids, each of them used again and again.
_FEW: Final = ("choice", "entity", "vocabulary")


class References:
    """What a file's header and the project offer to point to."""

    def __init__(self, header: ProjectHeader, options: ReadOptions) -> None:
        self._knows = options.knows
        self._annotators = {each.uid for each in header.annotators}
        self._entities = {each.uid for each in header.entities}
        self._entries = {
            name: {each.uid for each in entries}
            for name, entries in header.vocabularies.items()
        }
        self._checks: dict[int, tuple[Part, Mapping[str, Check]]] = {}
        self._right: dict[int, dict[str, set[str | bool]]] = {}

    def check_annotator(self, uid: str) -> None:
        """Raise InputError where nobody has that id."""
        if uid not in self._annotators and not self._knows("annotator", uid):
            raise InputError(
                "there is no annotator “{uid}”.",
                field="annotator",
                remedy="Name them in the list “annotators” of the project line.",
                uid=uid,
            )

    def checks(self, part: Part) -> Mapping[str, Check]:
        """The checks of the part's fields, those of references included."""
        held = self._checks.get(id(part))
        if held is None:
            made = {name: self._check(part, name) for name in part.fields}
            # The part is held as well, so that its id stays its own.
            held = self._checks[id(part)] = (part, made)
        return held[1]

    def right(self, part: Part) -> Mapping[str, set[str | bool]]:
        """For the part's fields of few values: those that were checked already.

        Whoever has checked another adds it.  What is looked up must be text or a
        truth value, because 1 and True are the same to a set.
        """
        found = self._right.get(id(part))
        if found is None:
            few = [f for f in part.fields.values() if f.type in _FEW]
            found = {f.id: set() for f in few if not f.multiple}
            for each in part.fields.values():
                if each.type == "boolean":
                    found[each.id] = {False, True}
            self._right[id(part)] = found
        return found

    def _check(self, part: Part, name: str) -> Check:
        field, check = part.fields[name], part.checks[name]
        if field.type == "entity":
            return _referring(check, self._has_entity, Sentence("entity"))
        if field.type == "vocabulary":
            fixed = part.fixed.get(name, frozenset())
            return _referring(check, self._has_entry(field, fixed), Sentence("entry"))
        return check

    def _has_entity(self, uid: str) -> bool:
        return uid in self._entities or self._knows("entity", uid)

    def _has_entry(self, field: Field, fixed: frozenset[str]) -> Callable[[str], bool]:
        known = self._entries.get(field.vocabulary or "", set()) | fixed
        return lambda uid: uid in known or self._knows("entry", uid)


def _referring(check: Check, has: Callable[[str], bool], what: Sentence) -> Check:
    def checked(value: Any) -> FieldValue:
        found = check(value)
        for uid in found if isinstance(found, tuple) else (str(found),):
            if not has(uid):
                raise InputError(
                    "there is no {what} “{uid}”.",
                    remedy="Name it in the project line.",
                    what=what,
                    uid=uid,
                )
        return found

    return checked
