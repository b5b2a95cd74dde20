# SPDX-License-Identifier: MIT
"""What the parts of a codebook are called in brat's files, both ways.

brat wants names of ASCII letters, digits, `_` and `-`.  A codebook's
`[export.brat]` may name roles (`names`) and the event that an annotation
becomes (`event`, `event_without_source`).  One that was made from brat's own
files says which of its labels are events (`events`, with their arguments), which
links are equivalences and how the arguments of relations are called.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from annotator.formats.marks.names import NONE, PARENT, Names, Part
from annotator.model.bundle import CodebookVersion
from annotator.model.codebook import AnnotationType, Codebook, Field
from annotator.model.codebook_reader import from_body

#: The kind of note that brat's own notes have, and the field that holds them.
NOTES: Final = "AnnotatorNotes"
NOTES_FIELD: Final = "notes"
#: The role whose words announce the others: what an event is hung on.
_TRIGGER: Final = "cue"

_NO_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")


def safe(text: str, otherwise: str = "name") -> str:
    """`text` as a name that brat can store."""
    plain = unicodedata.normalize("NFKD", text)
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    return _NO_NAME.sub("_", ascii_only).strip("_") or otherwise


class Vocabulary:
    """The names of one codebook in brat.

    `labels`, `attributes` and `links` go from our names to brat's; `label_of`,
    `attribute_of` and `link_of` back.  `export` takes the place of the codebook's
    own `[export.brat]`.
    """

    def __init__(
        self, codebook: Codebook, export: Mapping[str, Any] | None = None
    ) -> None:
        self.names = Names(codebook)
        if export is None:
            export = codebook.export.get("brat", {})
        self._export: Mapping[str, Any] = export if isinstance(export, Mapping) else {}
        self.event: str | None = self._export.get("event")
        self.event_without_source: str | None = self._export.get("event_without_source")
        self.event_type = self._find_event_type(codebook) if self.event else None
        self.events: Mapping[str, list[str]] = self._table("events")
        self.relations: Mapping[str, list[str]] = self._table("relations")
        self.equivalences = frozenset(self._export.get("equivalences", ()))
        self.labels = self._name_labels()
        self.attributes = _unique(self._attribute_names())
        self.links = _unique(self._link_names())
        self.label_of = _back(self.labels)
        self.attribute_of = _back(self.attributes)
        self.link_of = _back(self.links)

    def _table(self, key: str) -> Mapping[str, list[str]]:
        found = self._export.get(key, {})
        return found if isinstance(found, Mapping) else {}

    def _find_event_type(self, codebook: Codebook) -> AnnotationType | None:
        named = set(self._table("names"))
        for kind in codebook.types:
            if named <= {role.id for role in kind.roles}:
                return kind
        return None

    def _name_labels(self) -> dict[str, str]:
        given = self._table("names")
        wanted = {
            label: str(given.get(part.role.id, label))
            if part.role is not None and part.row is None
            else label
            for label, part in self.names.parts.items()
        }
        taken = [each for each in (self.event, self.event_without_source) if each]
        return _unique(wanted, taken)

    def _attribute_names(self) -> dict[str, str]:
        parts = self.names.parts.values()
        fields = (f for part in parts for f in part.fields if f.type != "link")
        found = {self.names.attribute(each): "" for each in fields}
        for part in parts:
            found |= dict.fromkeys(part.none_names, "")
        return {name: name for name in found}

    def _link_names(self) -> dict[str, str]:
        found = {PARENT: PARENT}
        for part in self.names.parts.values():
            found |= {name: name for name in self.names.link_fields(part)}
            owner = part.row if part.row is not None else part.type
            found |= {role.id: role.id for role in owner.roles}
            found |= {row.id: row.id for row in part.type.rows}
        return found

    def is_event(self, part: Part | None) -> bool:
        """Whether annotations with this mark as their body become events."""
        kind = self.event_type
        return part is not None and part.type is kind and part.row is None

    def trigger_role(self) -> str:
        """The role whose span an event hangs on, where it is marked."""
        assert self.event_type is not None
        cue = self.event_type.role(_TRIGGER)
        return (cue or self.event_type.main_role).id

    def label(self, ours: str) -> str:
        """brat's name of a label."""
        return self.labels.get(ours) or safe(ours)

    def attribute(self, ours: str) -> str:
        """brat's name of an attribute."""
        return self.attributes.get(ours) or safe(ours)

    def link(self, ours: str) -> str:
        """brat's name of a link."""
        return self.links.get(ours) or safe(ours)

    def field(self, label: str, attribute: str) -> Field | None:
        """The field that an attribute of a mark stands for."""
        part = self.names.parts.get(label)
        return self.names.field(part, attribute) if part is not None else None

    def note_kind(self, attribute: str) -> str:
        """The kind of note that holds a text field."""
        return NOTES if attribute == NOTES_FIELD else self.attribute(attribute)

    def text_attributes(self) -> frozenset[str]:
        """The attributes that stand for text fields."""
        fields = (f for part in self.names.parts.values() for f in part.fields)
        return frozenset(self.names.attribute(f) for f in fields if f.type == "text")

    def references(self) -> frozenset[str]:
        """The attributes that name a speaker or a vocabulary entry."""
        fields = (f for part in self.names.parts.values() for f in part.fields)
        wanted = ("entity", "vocabulary")
        return frozenset(self.names.attribute(f) for f in fields if f.type in wanted)

    def no_rows(self) -> frozenset[str]:
        """The attributes that say that there is no row of a kind."""
        return frozenset(n for n in self.attributes if n.startswith(NONE))


def vocabulary_of(version: CodebookVersion | None) -> Vocabulary | None:
    """The names of a project's codebook; None without one."""
    return None if version is None else Vocabulary(from_body(version.body))


def _unique(wanted: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Safe names, each different from the others."""
    used = set(taken)
    made: dict[str, str] = {}
    for ours, text in wanted.items():
        name, number = safe(text), 2
        # `_` before the number: a bare number would count arguments.
        while name in used:
            name, number = f"{safe(text)}_{number}_", number + 1
        used.add(name)
        made[ours] = name
    return made


def _back(names: Mapping[str, str]) -> dict[str, str]:
    return {theirs: ours for ours, theirs in names.items()}
