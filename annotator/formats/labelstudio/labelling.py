# SPDX-License-Identifier: MIT
"""What a labelling configuration says: texts, labels, and values of controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats import safe_xml
from annotator.formats.labelstudio.names import CONFIGS
from annotator.formats.marks.declared import NOTHING, Declared

_OBJECTS: Final = frozenset({"Text", "HyperText", "RichText"})
_CHOICES: Final = frozenset({"Choices", "Taxonomy"})


@dataclass(frozen=True, slots=True)
class Labelling:
    """A configuration.

    `texts` go from the name of a text to the key of its data; `labels` and the
    values of `controls` are in order; `only` names the labels that a control is
    for, where it is not for all; `free` are the controls of free text.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    free: frozenset[str] = frozenset()

    def declared(self) -> Declared:
        """The same as what a codebook may be made from."""
        values = {
            (label, name): several
            for name, several in self.controls.items()
            for label in self.labels
            if label in self.only.get(name, frozenset({label}))
        }
        if not self.labels:
            return NOTHING
        return Declared(labels=self.labels, values=values, texts=self.free)


EMPTY: Final = Labelling()


def find_labelling(path: Path) -> Labelling:
    """The configuration in a folder, or beside a file; empty where there is none.

    Raises InputError where it is no XML.
    """
    folder = path if path.is_dir() else path.parent
    for name in CONFIGS:
        if (folder / name).is_file():
            return read_labelling(folder / name)
    return EMPTY


def read_labelling(path: Path) -> Labelling:
    """The configuration in a file; InputError names file and line."""
    return _of(safe_xml.parse(path))


def _of(root: Element) -> Labelling:
    texts: dict[str, str] = {}
    labels: dict[str, None] = {}
    controls: dict[str, tuple[str, ...]] = {}
    only: dict[str, frozenset[str]] = {}
    free: set[str] = set()
    for each in root.iter():
        name = each.get("name", "")
        if each.tag in _OBJECTS:
            texts[name] = (each.get("value") or "").removeprefix("$")
        elif each.tag.endswith("Labels"):
            labels |= dict.fromkeys(_values(each, "Label"))
        elif each.tag in _CHOICES and name:
            controls[name] = _values(each, "Choice")
        elif each.tag == "TextArea" and name:
            free.add(name)
        if each.get("whenLabelValue"):
            wanted = (each.get("whenLabelValue") or "").split(",")
            only[name] = frozenset(label.strip() for label in wanted)
    return Labelling(texts, tuple(labels), controls, only, frozenset(free))


def _values(owner: Element, tag: str) -> tuple[str, ...]:
    """The values as they stand in results: a value's alias, where it has one."""
    found = (
        each.get("alias") or each.get("value")
        for each in owner.iter(tag)
        # A branch of a taxonomy is no value by itself.
        if owner.tag != "Taxonomy" or not list(each)
    )
    return tuple(each for each in found if each)
