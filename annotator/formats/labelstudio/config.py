# SPDX-License-Identifier: MIT
"""Writes the labelling configuration that fits the tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from annotator.formats.labelstudio.controls import CHOICES, NUMBER, Control, Controls
from annotator.formats.labelstudio.names import LABELS, TEXT, TITLE

#: The longest list that is shown open.
_OPEN: Final = 7
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
T = TypeVar("T")


def configuration(controls: Controls) -> bytes:
    """The configuration as XML."""
    root = Element("View")
    labels = SubElement(root, "Labels", name=LABELS, toName=TEXT)
    for label, colour in _writable(controls.labels):
        SubElement(labels, "Label", {"value": label, **_background(colour)})
    if controls.relations:
        relations = SubElement(root, "Relations")
        for label, _ in _writable(controls.relations):
            SubElement(relations, "Relation", value=label)
    SubElement(root, "Header", value=f"${TITLE}")
    # The browser would collapse white space, and show other places than it counts.
    shown = SubElement(root, "View", style="white-space: pre-wrap")
    SubElement(shown, "Text", name=TEXT, value=f"${TEXT}")
    for control in controls.controls.values():
        root.extend(_control(control))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8")
    return written + b"\n"


def _writable(named: Mapping[str, T]) -> Iterator[tuple[str, T]]:
    """What has a name that XML can hold; the others are in the tasks all the same."""
    return ((name, each) for name, each in named.items() if not _NO_XML.search(name))


def _background(colour: str) -> dict[str, str]:
    return {"background": colour} if colour else {}


def _control(control: Control) -> Iterator[Element]:
    of_texts = control.uses == {False}
    of = {} if of_texts else {"perRegion": "true"}
    if not of_texts and not any("," in label for label in control.labels):
        of["whenLabelValue"] = ",".join(control.labels)
    yield Element("Header", {"value": control.title, "size": "5", **of})
    named = {"name": control.name, "toName": TEXT, **of}
    if control.kind == CHOICES:
        yield _choices(control, named)
    elif control.kind == NUMBER:
        yield Element("Number", named)
    else:
        several = {} if control.several else {"maxSubmissions": "1"}
        yield Element("TextArea", {**named, "editable": "true", **several})


def _choices(control: Control, named: dict[str, str]) -> Element:
    choice = "multiple" if control.several else "single"
    layout = "inline" if len(control.values) <= _OPEN else "select"
    made = Element("Choices", {**named, "choice": choice, "layout": layout})
    for value, shown in _writable(control.values):
        hint = {"hint": shown} if shown != value else {}
        SubElement(made, "Choice", {"value": value, **hint})
    return made
