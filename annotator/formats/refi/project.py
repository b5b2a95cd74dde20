# SPDX-License-Identifier: MIT
"""A project as it is read: what holds for all of it, then its sources one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats.placing import canonical
from annotator.formats.refi import elements
from annotator.formats.refi.elements import guid, named, required, targets
from annotator.formats.refi.guids import is_guid
from annotator.formats.refi.opening import Opened
from annotator.formats.refi.records import Case, Code, Note, User
from annotator.formats.safe_xml import local_name
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

READING: Final = Sentence("Reading")
_PARTS: Final = frozenset(
    {"User", "Codes", "Variable", "Case", "Note", "Link", "Set", "Graph"}
)
_SELECTION: Final = "SelectionRef"
#: So many characters all notes together may have.
_NOTES: Final = 64 << 20


def packed(text: str) -> bytes:
    """A GUID in little room, as a key: there may be a great many."""
    return bytes.fromhex(text.replace("-", "")) if is_guid(text) else text.encode()


@dataclass(slots=True)
class Project:
    """What a project says besides its sources.

    `selected` are the cases of selections, `mentioned` those of whole sources.
    `links` go from one end to label and other end.  `others` counts what is there
    and not taken over.
    """

    path: Path
    name: str = ""
    origin: str = ""
    users: dict[str, User] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    selected: dict[bytes, tuple[str, ...]] = field(default_factory=dict)
    mentioned: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    links: dict[bytes, list[tuple[str, bytes]]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def code_by_guid(self) -> dict[str, Code]:
        """All codes, by GUID."""
        return {code.guid: code for root in self.codes for code in root.walk()}

    def values(self, found: Mapping[str, str]) -> dict[str, str]:
        """Values of variables by the names of these; those of none are left out."""
        named_values = ((self.variables.get(key), v) for key, v in found.items())
        return {name: value for name, value in named_values if name}

    def name_variables(self, own: Mapping[str, str]) -> None:
        """Let values of cases go by our GUIDs of variables, known by their names."""
        guids = {name: guid for guid, name in own.items()}
        new = {
            each: guids[name]
            for each, name in self.variables.items()
            if each not in own and name in guids and guids[name] not in self.variables
        }
        if new:
            for uid, case in self.cases.items():
                values = {new.get(key, key): v for key, v in case.values.items()}
                self.cases[uid] = replace(case, values=values)

    def link_labels(self) -> list[str]:
        """The labels of links whose ends may be selections."""
        others = {*self.notes, *self.cases, *self.users, *self.code_by_guid()}
        known = {packed(each) for each in others}
        return list(
            dict.fromkeys(
                label
                for origin, ends in self.links.items()
                for label, target in ends
                if origin not in known and target not in known
            )
        )

    def linked_notes(self, selection: str) -> Iterator[Note]:
        """The notes that a selection is linked with."""
        for _, target in self.links.get(packed(selection), ()):
            note = self.notes.get(_unpacked(target))
            if note is not None:
                yield note


def _unpacked(key: bytes) -> str:
    if len(key) != 16:
        return key.decode("utf-8", "replace")
    text = key.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def read_project(opened: Opened, encoding: str | None) -> Job[Project]:
    """What a project says besides its sources; InputError names the element."""
    name, attributes = opened.root()
    if name != "Project":
        raise InputError(
            "this is no project of REFI-QDA: it begins with <{name}>.",
            file=opened.path,
            field=opened.qde,
            remedy="Export the project anew (QDPX).",
            name=name,
        )
    made = Project(
        opened.path, attributes.get("name", ""), attributes.get("origin", "")
    )
    reader = _Reading(made, opened, encoding)
    for element in opened.each(_PARTS, apart=(_SELECTION,)):
        if element is None:
            yield Progress(0, message=READING)
        else:
            reader.take(element)
    return made


class _Reading:
    """Takes the parts of a project as they come."""

    def __init__(self, made: Project, opened: Opened, encoding: str | None) -> None:
        self._made = made
        self._opened = opened
        self._encoding = encoding
        #: selections come before the case that they belong to
        self._waiting: list[bytes] = []
        self._room = _NOTES

    def take(self, element: Element) -> None:
        """Take one part."""
        made, path = self._made, self._made.path
        match local_name(element.tag):
            case "SelectionRef":
                self._waiting.append(packed(guid(element, "targetGUID")))
            case "User":
                found = required(path, element)
                name = element.get("name", "").strip() or found
                made.users[found] = User(found, name, element.get("id", ""))
            case "Codes":
                made.codes += elements.codes(path, element)
            case "Variable":
                name = element.get("name", "").strip()
                made.variables[required(path, element)] = name
            case "Case":
                self._case(element)
            case "Note":
                self._note(element)
            case "Link":
                self._link(element)
            case other:
                made.others[other] += 1

    def _case(self, element: Element) -> None:
        made = self._made
        found = required(made.path, element)
        values = {}
        for child in named(element, "VariableValue"):
            said = elements.value(child)
            for variable in targets(child, "VariableRef"):
                if said is not None:
                    values[variable] = said
        case = Case(
            guid=found,
            name=element.get("name", "").strip() or found,
            description=elements.description(element),
            values=values,
            sources=targets(element, "SourceRef"),
        )
        made.cases[found] = case
        for source in case.sources:
            made.mentioned.setdefault(source, []).append(found)
        for selection in self._waiting:
            before = made.selected.get(selection, ())
            if found not in before:
                made.selected[selection] = (*before, found)
        self._waiting = []

    def _note(self, element: Element) -> None:
        made = self._made
        found = required(made.path, element)
        text = elements.text_of(element, "PlainTextContent")
        if text is None:
            said = element.get("plainTextPath", "")
            member = self._opened.find(said)
            text = ""
            if member is not None:
                text = canonical(self._opened.text(member, self._encoding).text)
        self._room -= len(text)
        if self._room < 0:
            raise InputError(
                "its notes have more than {most} characters.",
                file=made.path,
                field=f"Note {found}",
                remedy="Export the project in parts.",
                most=f"{_NOTES:,}",
            )
        note = Note(found, element.get("name", ""), text)
        made.notes[found] = note

    def _link(self, element: Element) -> None:
        made = self._made
        origin, target = guid(element, "originGUID"), guid(element, "targetGUID")
        label = element.get("name", "").strip()
        if origin and target:
            end = (label, packed(target))
            made.links.setdefault(packed(origin), []).append(end)
        else:
            made.others["Link"] += 1
