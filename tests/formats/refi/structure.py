# SPDX-License-Identifier: MIT
"""What the standard asks of a project or codebook, in our own words.

Each element is described by its attributes (required ones with `!`) and by its
children, in the order in which they must stand.  `check` raises AssertionError
where an element differs, a reference leads nowhere, or a file is not there.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"

_GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_WHEN = "creatingUser creationDateTime modifyingUser modifiedDateTime"
_SOURCE = f"guid! name richTextPath plainTextPath {_WHEN}"
_SOURCED = "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef*"
_REF = ("targetGUID!", "")

#: Element: its attributes, and its children (`?` at most one, `*` any, `+` some).
_OF_PROJECT = {
    "Project": (
        "name! origin creatingUserGUID creationDateTime modifyingUserGUID"
        " modifiedDateTime basePath",
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs?"
        " Description? NoteRef*",
    ),
    "Users": ("", "User+"),
    "User": ("guid! name id", ""),
    "CodeBook": ("", "Codes"),
    "Codes": ("", "Code+"),
    "Code": ("guid! name! isCodable! color", "Description? NoteRef* Code*"),
    "Variables": ("", "Variable+"),
    "Variable": ("guid! name! typeOfVariable!", "Description?"),
    "Cases": ("", "Case+"),
    "Case": (
        "guid! name",
        "Description? CodeRef* VariableValue* SourceRef* SelectionRef*",
    ),
    "VariableValue": ("", "VariableRef TextValue?"),
    "Sources": ("", "TextSource+"),
    "TextSource": (_SOURCE, f"{_SOURCED} VariableValue*"),
    "PlainTextSelection": (
        f"guid! name startPosition! endPosition! {_WHEN}",
        "Description? Coding* NoteRef*",
    ),
    "Coding": ("guid! creatingUser creationDateTime", "CodeRef NoteRef*"),
    "Notes": ("", "Note+"),
    "Note": (_SOURCE, f"{_SOURCED} VariableValue*"),
    "Links": ("", "Link+"),
    "Link": ("guid! name direction color originGUID targetGUID", "NoteRef*"),
    **dict.fromkeys(
        ("CodeRef", "NoteRef", "SourceRef", "SelectionRef", "VariableRef"), _REF
    ),
    **dict.fromkeys(("Description", "PlainTextContent", "TextValue"), ("", "")),
}
_OF_CODEBOOK = {
    "CodeBook": ("origin", "Codes Sets?"),
    "Codes": ("", "Code+"),
    "Code": ("guid! name! isCodable! color", "Description? Code*"),
    "Description": ("", ""),
}
_POINTS = {
    "CodeRef": {"Code"},
    "NoteRef": {"Note"},
    "SourceRef": {"TextSource"},
    "SelectionRef": {"PlainTextSelection"},
    "VariableRef": {"Variable"},
}
_TEXTS = ("Description", "PlainTextContent", "TextValue")


def check_project(path: Path) -> Element:
    """Check a QDPX file; returns the root of its XML."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        raw = archive.read("project.qde")
        names = set(archive.namelist())
        root = ElementTree.fromstring(raw)
        _check(root, PROJECT, "Project", _OF_PROJECT)
        _check_references(root)
        for source in _all(root, "TextSource"):
            _check_text(archive, names, source)
    assert all(n == "project.qde" or re.fullmatch(r"sources/[^/]+", n) for n in names)
    return root


def check_codebook(raw: str) -> Element:
    """Check the text of a QDC file; returns its root."""
    root = ElementTree.fromstring(raw.encode("utf-8"))
    _check(root, CODEBOOK, "CodeBook", _OF_CODEBOOK)
    guids = [each.get("guid") for each in root.iter() if each.get("guid")]
    assert len(guids) == len(set(guids))
    return root


def _check(
    root: Element, namespace: str, name: str, rules: Mapping[str, tuple[str, str]]
) -> None:
    assert root.tag == f"{{{namespace}}}{name}"
    for element in root.iter():
        space, _, local = element.tag.removeprefix("{").partition("}")
        assert space == namespace
        assert local in rules, f"there is no element {local}"
        attributes, children = rules[local]
        _check_attributes(element, local, attributes.split())
        _check_children(element, local, children.split())
        if local not in _TEXTS:
            texts = [element.text, *(child.tail for child in element)]
            assert not "".join(each or "" for each in texts).strip(), local


def _check_attributes(element: Element, local: str, allowed: list[str]) -> None:
    names = {each.removesuffix("!") for each in allowed}
    assert set(element.keys()) <= names, f"{local}: {sorted(element.keys())}"
    for each in allowed:
        if each.endswith("!"):
            assert element.get(each.removesuffix("!")) is not None, f"{local}: {each}"
    for key, value in element.items():
        if key.lower().endswith("guid") or key in ("creatingUser", "modifyingUser"):
            assert _GUID.fullmatch(value), f"{local} {key}: {value}"
        if key.endswith("DateTime"):
            assert datetime.fromisoformat(value).tzinfo is not None
        if key == "color":
            assert re.fullmatch("#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", value)
    if element.get("isCodable") is not None:
        assert element.get("isCodable") in ("true", "false")
    if local == "Variable":
        assert element.get("typeOfVariable") == "Text"
    if local == "Link":
        assert element.get("direction") in ("Associative", "OneWay", "Bidirectional")


def _check_children(element: Element, local: str, wanted: list[str]) -> None:
    found = [name(child) for child in element]
    pattern = "".join(
        f"(?:{each.rstrip('?*+')} ){each[-1] if each[-1] in '?*+' else ''}"
        for each in wanted
    )
    said = "".join(f"{each} " for each in found)
    assert re.fullmatch(pattern, said), f"{local}: {said or 'nothing'}"


def _check_references(root: Element) -> None:
    kinds: dict[str, str] = {}
    for element in root.iter():
        own = element.get("guid")
        if own is not None:
            assert own not in kinds, f"{own} stands twice"
            kinds[own] = name(element)
    for element in root.iter():
        local, target = name(element), element.get("targetGUID")
        if local in _POINTS:
            assert kinds.get(target or "") in _POINTS[local], f"{local} {target}"
        if local == "Link":
            ends = {kinds.get(element.get(k, "")) for k in ("originGUID", "targetGUID")}
            assert ends <= {"PlainTextSelection", "Coding"}, ends
        for key in ("creatingUser", "modifyingUser"):
            if element.get(key) is not None:
                assert kinds.get(element.get(key, "")) == "User"


def _check_text(archive: zipfile.ZipFile, names: set[str], source: Element) -> None:
    said = source.get("plainTextPath", "")
    assert said == f"internal://{source.get('guid')}.txt"
    member = f"sources/{said.removeprefix('internal://')}"
    assert member in names
    data = archive.read(member)
    text = data.decode("utf-8")
    assert "\r" not in text
    # Never a mark, but before a text that begins like one.
    assert not text.startswith("\ufeff") or text.startswith("\ufeff\ufeff")
    body = text.removeprefix("\ufeff") if text.startswith("\ufeff\ufeff") else text
    for selection in _all(source, "PlainTextSelection"):
        start, end = (
            int(selection.get(k, "")) for k in ("startPosition", "endPosition")
        )
        assert 0 <= start < end <= len(body)
        quoted = selection.get("name", "")
        found = re.sub(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", body[start:end]
        )
        assert found == quoted or found.startswith(quoted.removesuffix("…"))


def name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _all(root: Element, wanted: str) -> Iterator[Element]:
    return (each for each in root.iter() if name(each) == wanted)


def all_of(root: Element, wanted: str) -> list[Element]:
    """The elements of that name, in the order of the file."""
    return list(_all(root, wanted))
