# SPDX-License-Identifier: MIT
"""`annotation.conf`: the types, arguments and attribute values of a collection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from annotator.formats.encodings import decode
from annotator.model.errors import InputError

NAME: Final = "annotation.conf"
#: A comment of ours that says whose a folder is: folder and name.
PERSON: Final = "# Annotator “{folder}”: {name}"

_PERSON: Final = re.compile(r"# Annotator “([^”]+)”: (.+)")
_SECTION: Final = re.compile(r"\s*\[(.*)\]\s*")
_MACRO: Final = re.compile(r"<([A-Za-z_-]+)>=\s*(.*?)\s*")
_SEPARATOR: Final = re.compile(r"\s*-+\s*")
#: What stands for all entities, all events, or both.
_ANY: Final = frozenset({"<ANY>", "<ENTITY>", "<EVENT>"})


@dataclass(slots=True)
class Configuration:
    """What a file says: names of types, arguments of relations and events.

    `attributes` go from name to the types it is for and its values, () for a
    flag.  `people` go from folder to name.
    """

    entities: list[str] = field(default_factory=list)
    relations: dict[str, list[str]] = field(default_factory=dict)
    events: dict[str, list[str]] = field(default_factory=dict)
    attributes: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    equivalences: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)

    def labels_of(self, attribute: str) -> list[str]:
        """The labels that an attribute is for."""
        types = self.attributes[attribute][0]
        listed = [each for each in types if each not in _ANY]
        if "<ANY>" in types or "<ENTITY>" in types:
            listed += self.entities
        if "<ANY>" in types or "<EVENT>" in types:
            listed += self.events
        return list(dict.fromkeys(listed))


def find(path: Path) -> Configuration:
    """The configuration of a folder or file: its own, else that of a folder above.

    Raises InputError where the file is no UTF-8.
    """
    folder = path if path.is_dir() else path.parent
    for each in (folder, *list(folder.parents)[:2]):
        if (each / NAME).is_file():
            return read(each / NAME)
    return Configuration()


def read(path: Path) -> Configuration:
    """What the file says; what brat does not understand is left out."""
    try:
        text = decode(path.read_bytes()).text
    except InputError as error:
        error.file = str(path)
        raise
    found = Configuration()
    for line in text.split("\n"):
        person = _PERSON.fullmatch(line.rstrip())
        if person:
            found.people[person[1]] = person[2]
    for section, terms, arguments in _entries(text):
        _take(found, section, terms, arguments)
    return found


def _entries(text: str) -> Iterator[tuple[str, str, Mapping[str, list[str]]]]:
    """Section, name and arguments of each line that defines something."""
    section, macros = "", dict[str, str]()
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        head, macro = _SECTION.fullmatch(line), _MACRO.fullmatch(line)
        if head:
            section = head[1]
        elif macro:
            macros[f"<{macro[1]}>"] = macro[2]
        elif not _SEPARATOR.fullmatch(line):
            for name, value in macros.items():
                line = line.replace(name, value)
            terms, _, rest = line.strip().replace("\t", " ").partition(" ")
            # Further names are for display; `!` says that it is not used itself.
            yield section, terms.split("|")[0].lstrip("!"), _arguments(rest)


def _arguments(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in text.split(","):
        name, colon, types = each.strip().partition(":")
        if colon:
            found[name] = [t for t in types.split("|") if t]
    return found


def _take(
    found: Configuration, section: str, name: str, arguments: Mapping[str, list[str]]
) -> None:
    if section == "entities":
        found.entities.append(name)
    elif section == "relations" and not name.startswith("<"):
        own = [each for each in arguments if not each.startswith("<")]
        found.relations.setdefault(name, own)
        if "symmetric-transitive" in arguments.get("<REL-TYPE>", ()):
            found.equivalences.append(name)
    elif section == "events":
        roles = [re.sub(r"[?*+]$|\{[^}]*\}$", "", each) for each in arguments]
        found.events.setdefault(name, roles)
    elif section == "attributes":
        types, values = found.attributes.setdefault(name, ([], []))
        types += arguments.get("Arg", [])
        values += [v for v in arguments.get("Value", []) if v not in values]
