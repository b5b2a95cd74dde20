# SPDX-License-Identifier: MIT
"""Single elements of the XML as records; what is missing or odd is told or let be.

Attributes that every program writes are asked for, and named where they are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats.refi.guids import normal
from annotator.formats.refi.records import Code, Coding, Selection
from annotator.formats.refi.tree import color_of
from annotator.formats.safe_xml import local_name
from annotator.model.errors import InputError
from annotator.model.identity import EPOCH
from annotator.model.sentence import Sentence

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_FALSE: Final = ("false", "0")
_MILLISECOND: Final = timedelta(milliseconds=1)
REMEDY: Final = Sentence("Export the project anew, or mend it there.")


def named(element: Element, *names: str) -> Iterator[Element]:
    """The children of those names, whatever their namespace and place."""
    return (child for child in element if local_name(child.tag) in names)


def text_of(element: Element, name: str) -> str | None:
    """The text in the first child of that name, None where there is none."""
    found = next(named(element, name), None)
    return None if found is None else (found.text or "")


def description(element: Element) -> str:
    """What is said of an element, "" for nothing."""
    return text_of(element, "Description") or ""


def guid(element: Element, key: str = "guid") -> str:
    """The GUID of an element, or what another attribute points to; "" for none."""
    said = element.get(key)
    return normal(said) if said else ""


def targets(element: Element, name: str) -> tuple[str, ...]:
    """What the children of that name point to."""
    found = (guid(child, "targetGUID") for child in named(element, name))
    return tuple(each for each in found if each)


def faulty(path: Path, element: Element, key: str, reason: Sentence) -> InputError:
    """The error for an attribute, which is named with its element."""
    place = f"{local_name(element.tag)} {element.get('guid', '')}".strip()
    return InputError(reason, file=path, field=f"{place}, {key}", remedy=REMEDY)


def required(path: Path, element: Element, key: str = "guid") -> str:
    """A GUID that must be there."""
    found = guid(element, key)
    if not found:
        raise faulty(path, element, key, Sentence("it is missing."))
    return found


def offset(path: Path, element: Element, key: str) -> int:
    """An offset, which must be a whole number."""
    said = element.get(key, "").strip()
    if not _INTEGER.fullmatch(said):
        raise faulty(path, element, key, Sentence("“{said}” is no offset.", said=said))
    return int(said)


def instant(element: Element, key: str) -> int | None:
    """An instant in milliseconds UTC; None where it is missing or none.

    Without a zone it is taken as UTC, which programs mean.
    """
    said = element.get(key, "").strip()
    try:
        found = datetime.fromisoformat(said) if said else None
    except ValueError:
        return None
    if found is None:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return (aware - EPOCH) // _MILLISECOND


def codes(path: Path, parent: Element) -> list[Code]:
    """The codes in an element, each with those below it."""
    made = []
    for element in named(parent, "Code"):
        made.append(
            Code(
                guid=required(path, element),
                name=element.get("name", "").strip(),
                codable=element.get("isCodable", "").lower() not in _FALSE,
                color=color_of(element.get("color", "").strip()),
                description=description(element).strip(),
                children=codes(path, element),
                notes=targets(element, "NoteRef"),
            )
        )
    return made


def codings(path: Path, element: Element) -> Iterator[Coding]:
    """The codings in an element."""
    return (coding(path, child) for child in named(element, "Coding"))


def coding(path: Path, element: Element) -> Coding:
    """That a code applies."""
    code = ""
    notes: list[str] = []
    for child in element:
        name = local_name(child.tag)
        if name == "CodeRef" and not code:
            code = guid(child, "targetGUID")
        elif name == "NoteRef":
            notes.append(guid(child, "targetGUID"))
    if not code:
        raise faulty(path, element, "CodeRef", Sentence("it is missing."))
    return Coding(
        guid(element),
        code,
        guid(element, "creatingUser"),
        instant(element, "creationDateTime"),
        tuple(notes),
    )


def selection(path: Path, element: Element) -> Selection:
    """A selected stretch of a text."""
    made = Selection(
        guid=required(path, element),
        start=offset(path, element, "startPosition"),
        end=offset(path, element, "endPosition"),
        name=element.get("name", ""),
        user=guid(element, "creatingUser"),
        created=instant(element, "creationDateTime"),
        modified=instant(element, "modifiedDateTime"),
    )
    for child in element:
        name = local_name(child.tag)
        if name == "Coding":
            made.codings = (*made.codings, coding(path, child))
        elif name == "NoteRef":
            made.notes = (*made.notes, guid(child, "targetGUID"))
        elif name == "Description":
            made.description = made.description or child.text or ""
    return made


def value(element: Element) -> str | None:
    """What a variable is set to, as text; None where nothing is."""
    for child in element:
        name = local_name(child.tag)
        if name.endswith("Value"):
            said = child.text or ""
            return said if name == "TextValue" else said.strip()
    return None
