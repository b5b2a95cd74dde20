# SPDX-License-Identifier: MIT
"""Which codes, cases and notes say what a mark says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.marks.names import NONE, Names, Part
from annotator.formats.marks.records import Mark, Ref, Value, said_value
from annotator.formats.refi import shape
from annotator.formats.refi.shape import Plain, owner_of
from annotator.formats.refi.tree import CodeTree
from annotator.model.codebook import Codebook, Field
from annotator.model.entity import VocabularyEntry


@dataclass(slots=True)
class Coded:
    """What a mark is in a project of codes.

    `codes` are GUIDs, `cases` stand beside the type of entity that they are; `notes`
    and the one `comment` go by the attribute that they hold.
    `aside` are the attributes of which codes and cases do not tell everything,
    `pointing` those that only cases tell.
    """

    codes: list[str] = field(default_factory=list)
    cases: list[tuple[Ref, str]] = field(default_factory=list)
    pointing: dict[str, Any] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    comment: dict[str, str] = field(default_factory=dict)
    aside: dict[str, Any] = field(default_factory=dict)


class Coder:
    """Turns marks into codes of a tree, which grows where an entry is missing."""

    def __init__(self, codebooks: Sequence[Codebook], tree: CodeTree) -> None:
        self._tree = tree
        self._parts: dict[str, list[tuple[Names, Part]]] = {}
        self._plain: dict[str, Plain] = {}
        for codebook in codebooks:
            names = Names(codebook)
            plain = shape.plain_of(codebook)
            for label, part in names.parts.items():
                self._parts.setdefault(label, []).append((names, part))
                if plain is not None and part.type.id == plain.type:
                    self._plain.setdefault(label, plain)

    def code(self, mark: Mark) -> Coded:
        """What says the same as a mark."""
        made = Coded()
        parts = self._parts.get(mark.label, [])
        plain = self._plain.get(mark.label)
        if parts and plain is None:
            made.codes.append(shape.part_guid(parts[0][1].path))
        left = dict(mark.attributes)
        if parts:
            self._pair(parts[0], left, made)
        for name, value in left.items():
            self._attribute(mark.label, name, value, made)
        return made

    def _pair(
        self, where: tuple[Names, Part], left: dict[str, Value], made: Coded
    ) -> None:
        """Issue and stance together, where both are set."""
        names, part = where
        pair = shape.pair_of(part.fields)
        if pair is None:
            return
        issue, stance = names.attribute(pair.issue), names.attribute(pair.stance)
        ref, value = left.get(issue), _value_id(pair.stance, left.get(stance), names)
        if isinstance(ref, Ref) and value is not None:
            entry = self._entry(pair.issue, ref)
            guid = shape.stance_guid(entry, owner_of(part), value)
            if guid in self._tree:
                made.codes.append(guid)
                del left[issue], left[stance]

    def _attribute(self, label: str, name: str, value: Value, made: Coded) -> None:
        for names, part in self._parts.get(label, []):
            if part.row is None and name in part.none_names:
                guid = shape.none_guid((part.type.id, name.removeprefix(NONE)))
                if value is True and guid in self._tree:
                    made.codes.append(guid)
                    return
            found = names.field(part, name)
            if found is not None:
                plain = self._plain.get(label)
                if plain is None or found.id != plain.comment:
                    self._field(names, part, found, value, made)
                elif isinstance(value, str) and value:
                    made.comment[name] = value
                else:
                    made.aside[name] = as_data(value)
                return
        made.aside[name] = as_data(value)

    def _field(
        self, names: Names, part: Part, found: Field, value: Value, made: Coded
    ) -> None:
        name = names.attribute(found)
        if found.type in ("entity", "vocabulary"):
            self._references(part, found, name, value, made)
            return
        several = value if isinstance(value, tuple) else (value,)
        ids = [_value_id(found, each, names) for each in several]
        known = [each for each in ids if each is not None]
        if known and len(set(known)) == len(several):
            owner = owner_of(part)
            made.codes += [shape.value_guid(owner, found.id, each) for each in known]
        elif isinstance(value, tuple) or not isinstance(value, str | int):
            made.aside[name] = as_data(value)
        else:
            made.notes.append((name, said_value(value)))

    def _references(
        self,
        part: Part,
        found: Field,
        name: str,
        value: Value,
        made: Coded,
    ) -> None:
        several = value if isinstance(value, tuple) else (value,)
        refs = [each for each in several if isinstance(each, Ref)]
        plainly = len({each.uid for each in refs}) == len(several) > 0
        if not plainly or not shape.sole(part.fields, found):
            made.aside[name] = as_data(value)
        if found.type == "entity":
            made.cases += [(each, found.entity_type or "") for each in refs]
            made.pointing[name] = as_data(value)
        else:
            made.codes += dict.fromkeys(self._entry(found, each) for each in refs)

    def _entry(self, found: Field, ref: Ref) -> str:
        """The GUID of an entry's code, which is made where it is missing."""
        vocabulary = found.vocabulary or ""
        guid = shape.entry_guid(vocabulary, ref.uid)
        if guid not in self._tree:
            entry = VocabularyEntry(uid=ref.uid, vocabulary=vocabulary, label=ref.name)
            self._tree.add_entries([entry])
        return guid


def _value_id(found: Field, value: object, names: Names) -> str | None:
    """The id of the code's value, None where it has none."""
    values = shape.values_of(found)
    if found.type == "boolean" and not isinstance(value, bool):
        return None
    if found.type == "integer" and (isinstance(value, bool) or type(value) is not int):
        return None
    if value is None or isinstance(value, Ref | tuple):
        return None
    said = said_value(value)
    for each in values:
        if said == (each.label if names.by_label and found.values else each.id):
            return each.id
    return None


def as_data(value: Value) -> Any:
    """A value as plain data, from which `from_data` makes it again."""
    if isinstance(value, tuple):
        return [as_data(each) for each in value]
    if isinstance(value, Ref):
        return {"name": value.name, "id": value.uid}
    return value


def from_data(data: Any) -> Value | None:
    """The value that `as_data` was given; None for what it never gives."""
    if isinstance(data, list):
        made = tuple(from_data(each) for each in data)
        return made if all(isinstance(x, str | Ref) for x in made) else None  # type: ignore[return-value]
    if isinstance(data, dict):
        name, uid = data.get("name"), data.get("id")
        both = isinstance(name, str) and isinstance(uid, str)
        return Ref(str(name), str(uid)) if both else None
    return data if isinstance(data, str | int | bool) else None
