# SPDX-License-Identifier: MIT
"""Speakers and other entities as cases, what is known of them as variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from annotator.formats.marks.records import Ref
from annotator.formats.refi.guids import guid_for, guid_of
from annotator.formats.refi.xml_out import Xml
from annotator.model.entity import Entity

#: What an entity has besides its attributes: the GUID of the variable, and its name.
TYPE: Final = guid_of("case variable", "type")
KIND: Final = guid_of("case variable", "kind")
ALIASES: Final = guid_of("case variable", "aliases")
UNITED: Final = guid_of("case variable", "united with")
OWN: Final = {
    TYPE: "Type",
    KIND: "Kind",
    ALIASES: "Aliases",
    UNITED: "United with",
}
_SEPARATOR: Final = "; "
_SIZE: Final = 16


class Variables:
    """The variables that are used, each a text."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def guid(self, name: str) -> str:
        """The GUID of the variable of that name."""
        return self.named(guid_of("variable", name), name)

    def named(self, guid: str, name: str) -> str:
        """The same for one whose GUID does not follow from its name."""
        self._names.setdefault(guid, name)
        return guid

    def write(self, xml: Xml) -> None:
        """Write the variables, if there are any."""
        if self._names:
            xml.start("Variables")
            for guid, name in self._names.items():
                attributes = {"guid": guid, "name": name, "typeOfVariable": "Text"}
                xml.empty("Variable", attributes)
            xml.end()


def write_values(xml: Xml, values: Iterable[tuple[str, str]]) -> None:
    """Write values of variables, which go by their GUIDs."""
    for guid, value in values:
        xml.start("VariableValue")
        xml.references("VariableRef", (guid,))
        xml.text("TextValue", value)
        xml.end()


def joined_aliases(aliases: tuple[str, ...]) -> str:
    """Aliases as one text: on lines of their own where one holds a semicolon."""
    plain = all(";" not in each and each == each.strip() for each in aliases)
    return _SEPARATOR.join(aliases) if plain else "\n".join(["", *aliases])


def split_aliases(text: str) -> tuple[str, ...]:
    """The inverse."""
    if text.startswith("\n"):
        return tuple(text.split("\n")[1:])
    return tuple(text.split(_SEPARATOR)) if text else ()


class Cases:
    """The cases of a project, and the selections that belong to each.

    `ids` are those of entities that are no GUIDs, by GUID.
    """

    def __init__(self, entities: Iterable[Entity], variables: Variables) -> None:
        self.ids: dict[str, str] = {}
        self._entities: dict[str, Entity] = {}
        self._sources: dict[str, dict[str, None]] = {}
        #: 16 bytes for each selection: there may be a great many
        self._selections: dict[str, bytearray] = {}
        self._variables = variables
        for each in entities:
            if not each.deleted:
                self._add(each)

    def _add(self, entity: Entity) -> str:
        guid = guid_for(entity.uid, "case")
        if guid not in self._entities:
            self._entities[guid] = entity
            if guid != entity.uid:
                self.ids[guid] = entity.uid
            for _ in self._values(entity):
                pass  # variables are written before the cases that have them
        return guid

    def _known(self, ref: Ref, kind: str) -> str:
        return self._add(Entity(uid=ref.uid, type=kind, name=ref.name))

    def select(self, ref: Ref, kind: str, selection: str) -> None:
        """Say that a selection belongs to the case of what `ref` points to.

        `kind` is the type of entity, for one that the project does not name.
        """
        found = self._selections.setdefault(self._known(ref, kind), bytearray())
        found += bytes.fromhex(selection.replace("-", ""))

    def mention(self, ref: Ref, kind: str, source: str) -> None:
        """Say the same of a whole source."""
        self._sources.setdefault(self._known(ref, kind), {})[source] = None

    def write(self, xml: Xml) -> None:
        """Write the cases, if there are any."""
        if not self._entities:
            return
        xml.start("Cases")
        for guid, entity in self._entities.items():
            xml.start("Case", {"guid": guid, "name": entity.name})
            write_values(xml, self._values(entity))
            xml.references("SourceRef", self._sources.get(guid, ()))
            xml.references("SelectionRef", _guids(self._selections.get(guid, b"")))
            xml.end()
        xml.end()

    def _values(self, entity: Entity) -> Iterator[tuple[str, str]]:
        own: Mapping[str, str | None] = {
            TYPE: entity.type,
            KIND: entity.kind,
            ALIASES: joined_aliases(entity.aliases) or None,
            UNITED: entity.merged_into,
        }
        for guid, value in own.items():
            if value is not None:
                yield self._variables.named(guid, OWN[guid]), value
        for name, value in entity.attributes.items():
            yield self._variables.guid(name), value


def _guids(packed: bytes | bytearray) -> Iterator[str]:
    for start in range(0, len(packed), _SIZE):
        text = packed[start : start + _SIZE].hex()
        yield f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
