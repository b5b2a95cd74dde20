# SPDX-License-Identifier: MIT
"""What the codes of a project mean that was made from a codebook of ours.

They are known by their GUIDs, whatever somebody has called them since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.formats.marks.names import NONE, Names, Part
from annotator.formats.refi import shape
from annotator.formats.refi.known import Known
from annotator.formats.refi.people import labels_of
from annotator.formats.refi.records import Code
from annotator.formats.refi.shape import Owner, Pair
from annotator.formats.refi.tree import CodeTree
from annotator.model.codebook import Codebook, Field


@dataclass(frozen=True, slots=True)
class Label:
    """The code is that of a role or row."""

    label: str
    owner: Owner


@dataclass(frozen=True, slots=True)
class Said:
    """The code is a value of an attribute."""

    owner: Owner
    attribute: str
    value: str | int | bool
    several: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """The code is an entry of a vocabulary."""

    vocabulary: str
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class Stance:
    """The code is a stance on an issue."""

    said: Said
    issue: str
    entry: Entry


Meaning: TypeAlias = Label | Said | Entry | Stance


class Meanings:
    """Codes of ours among those of a project.

    Args:
        codebooks: ours, the current one first.
        codes: those of the project.
        known: tells the ids of entries.
    """

    def __init__(
        self,
        codebooks: Sequence[Codebook],
        codes: Iterable[Code],
        known: Known,
    ) -> None:
        self._known = known
        self.names = [Names(each) for each in codebooks]
        self.plain = next(filter(None, map(shape.plain_of, codebooks)), None)
        self._all: dict[str, Meaning] = {}
        codes = list(codes)
        self._vocabularies: dict[str, str] = {}
        self._pairs: dict[str, list[tuple[Owner, Pair, Names]]] = {}
        for names in self.names:
            self._learn(names)
        self._learn_by_name(codebooks, codes)
        self.recognised = sum(
            isinstance(self._all.get(code.guid), Label)
            for root in codes
            for code in root.walk()
        )
        #: codes that are entries, as such, and the id of the entry above
        self.entries: dict[str, tuple[Code, Entry, str | None]] = {}
        for root in codes:
            self._learn_entries(root)

    def get(self, guid: str) -> Meaning | None:
        """What a code means, None where it is none of ours."""
        return self._all.get(guid)

    def part(self, label: str) -> tuple[Names, Part] | None:
        """What a label stands for."""
        for names in self.names:
            if label in names.parts:
                return names, names.parts[label]
        return None

    def label(self, owner: Owner) -> str | None:
        """The label of the mark that bears the fields of a type or row."""
        for names in self.names:
            for label, part in names.parts.items():
                bears = part.is_main if owner[1] is None else part.role is None
                if bears and shape.owner_of(part) == owner:
                    return label
        return None

    def fields(self, label: str, kind: str, of: str) -> list[str]:
        """The attributes of a label that point to entities or entries of a kind."""
        found = self.part(label)
        if found is None:
            return []
        names, part = found
        return [names.attribute(f) for f in shape.pointing(part.fields, kind, of)]

    def sole_entity(self, label: str) -> str | None:
        """The type of entity that a label points to, where there is only one."""
        found = self.part(label)
        fields = found[1].fields if found else ()
        kinds = {f.entity_type for f in fields if f.type == "entity"}
        return next(iter(kinds)) if len(kinds) == 1 else None

    def has_field(self, label: str, attribute: str) -> bool:
        """Whether a label has an attribute."""
        found = self.part(label)
        return found is not None and found[0].field(found[1], attribute) is not None

    def attribute(self, label: str, field: str) -> str | None:
        """What the field of that id is called among the attributes of a label."""
        found = self.part(label)
        if found is None:
            return None
        names, part = found
        each = next((f for f in part.fields if f.id == field), None)
        return None if each is None else names.attribute(each)

    def owner_of_entries(self, vocabulary: str) -> Owner | None:
        """The first type or row with a field for the entries of a vocabulary."""
        for names in self.names:
            for owner, part in shape.owners(names.codebook):
                if shape.pointing(part.fields, "vocabulary", vocabulary):
                    return owner
        return None

    def is_several(self, label: str, attribute: str) -> bool:
        """Whether an attribute always holds several values."""
        found = self.part(label)
        field = None if found is None else found[0].field(found[1], attribute)
        return field is not None and (field.multiple or field.type == "multichoice")

    # -- what there can be -----------------------------------------------------------

    def _learn(self, names: Names) -> None:
        codebook = names.codebook
        for label, part in names.parts.items():
            guid = shape.part_guid(part.path)
            self._all.setdefault(guid, Label(label, shape.owner_of(part)))
        for owner, part_type in shape.owners(codebook):
            for field in part_type.fields:
                for value in _values(owner, field, names):
                    guid = shape.value_guid(owner, field.id, value[0])
                    self._all.setdefault(guid, value[1])
            if owner[1] is not None:
                none = Said((owner[0], None), f"{NONE}{owner[1]}", True)
                self._all.setdefault(shape.none_guid(owner), none)
            pair = shape.pair_of(part_type.fields)
            if pair is not None:
                pairs = self._pairs.setdefault(pair.issue.vocabulary or "", [])
                pairs.append((owner, pair, names))
        for vocabulary in codebook.vocabularies:
            guid = shape.vocabulary_guid(vocabulary.id)
            self._vocabularies.setdefault(guid, vocabulary.id)

    def _learn_by_name(
        self, codebooks: Sequence[Codebook], codes: Sequence[Code]
    ) -> None:
        """Take codes for ours that have new GUIDs, by their names and all above.

        Programs that make GUIDs anew keep names.
        """
        if any(code.guid in self._all for root in codes for code in root.walk()):
            return
        paths = {label: g for g, label in labels_of(CodeTree(codebooks).roots).items()}
        for guid, label in labels_of(codes).items():
            own = paths.get(label, "")
            if own in self._all:
                self._all[guid] = self._all[own]
            if own in self._vocabularies:
                self._vocabularies[guid] = self._vocabularies[own]

    def _learn_entries(self, root: Code) -> None:
        vocabulary = self._vocabularies.get(root.guid)
        if vocabulary is not None:
            for code in root.children:
                self._entry(code, vocabulary, None)
        elif self.plain is not None and root.guid not in self._all:
            self._entry(root, self.plain.codes, None)

    def _entry(self, code: Code, vocabulary: str, above: str | None) -> None:
        uid = self._known.entry(vocabulary, code)
        entry = Entry(vocabulary, uid, code.name)
        self._all[code.guid] = entry
        self.entries[code.guid] = (code, entry, above)
        named: dict[str, Stance] = {}
        for owner, pair, names in self._pairs.get(vocabulary, ()):
            issue = names.attribute(pair.issue)
            for value, said in _values(owner, pair.stance, names):
                made = Stance(said, issue, entry)
                self._all[shape.stance_guid(code.guid, owner, value)] = made
                label = next(v.label for v in pair.stance.values if v.id == value)
                named.setdefault(label, made)
        for child in code.children:
            if child.guid not in self._all and child.name in named:
                self._all[child.guid] = named[child.name]
            if not isinstance(self._all.get(child.guid), Stance):
                self._entry(child, vocabulary, uid)


def _values(owner: Owner, field: Field, names: Names) -> Iterator[tuple[str, Said]]:
    """The values of a field that have codes: their ids, and what the codes say."""
    name = names.attribute(field)
    for each in shape.values_of(field):
        said: str | int | bool = each.label if names.by_label else each.id
        if field.type == "boolean":
            said = each.id == "true"
        elif field.type == "integer":
            said = int(each.id)
        yield each.id, Said(owner, name, said, field.type == "multichoice")
