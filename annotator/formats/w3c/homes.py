# SPDX-License-Identifier: MIT
"""Which text each annotation belongs to.

Annotations of one text may lie in several files and far apart.  Those that are
about other annotations, such as replies and links, belong to the text of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from annotator.formats.json_groups import Item
from annotator.formats.json_objects import Row
from annotator.formats.w3c.iris import is_foreign
from annotator.formats.w3c.selectors import Selection, selections
from annotator.formats.w3c.simple import is_annotation, simple
from annotator.formats.w3c.walk import walk
from annotator.model.errors import InputError

#: So many steps it may be from an annotation about annotations to a text.
_STEPS: Final = 20


def is_description(row: Row) -> bool:
    """Whether an object is our description of a text."""
    return not is_annotation(row)


@dataclass(slots=True)
class Homes:
    """Gives each annotation of some files the key of its text."""

    files: Sequence[Path]
    #: (file, source) of the texts that a file of ours describes
    _described: set[tuple[int, str]] = field(default_factory=set)
    #: annotation → what it is about, for those that others are about
    _about: dict[str, str] = field(default_factory=dict)

    def look(self) -> None:
        """Find the annotations that others are about."""
        wanted: set[str] = set()
        for number, path in enumerate(self.files):
            for found in walk(path):
                if is_description(found.row):
                    self._described.add((number, str(found.row.get("id", ""))))
                    continue
                for each in self._selections(found.row):
                    if each.whole and (number, each.source) not in self._described:
                        wanted.add(each.source)
        if not wanted:
            return
        for path in self.files:
            for found in walk(path):
                row = simple(found.row)
                uid = row.get("id")
                if isinstance(uid, str) and uid in wanted and is_annotation(row):
                    sources = [each.source for each in self._selections(found.row)]
                    self._about[uid] = next(iter(sources), uid)

    def _selections(self, row: Row) -> list[Selection]:
        try:
            return selections(simple(row))
        except InputError:
            # Told when the annotation itself is read.
            return []

    def source(self, row: Row) -> str:
        """The IRI of the text that an annotation belongs to; "" for none."""
        found = next(iter(self._selections(row)), None)
        source = found.source if found else str(simple(row).get("uri", ""))
        for _ in range(_STEPS):
            if source not in self._about:
                break
            source = self._about[source]
        return source

    def key(self, item: Item) -> str:
        """The key of an annotation or description: the same for the same text."""
        if is_description(item.row):
            return f"{item.file}\0{item.row.get('id', '')}"
        source = self.source(item.row)
        if (item.file, source) in self._described:
            return f"{item.file}\0{source}"
        if is_foreign(source):
            return source
        return str(self.files[item.file].parent / source)
