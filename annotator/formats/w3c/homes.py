# SPDX-License-Identifier: MIT
"""Which text each annotation belongs to.

Annotations of one text may lie in several files and far apart.  Those that are
about other annotations, such as replies and links, belong to the text of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from annotator.formats.json_groups import Item
from annotator.formats.json_objects import Row
from annotator.formats.w3c.iris import is_foreign
from annotator.formats.w3c.selectors import source_of, text_of
from annotator.formats.w3c.simple import is_annotation, several, simple
from annotator.formats.w3c.walk import walk

#: So many steps it may be from an annotation about annotations to a text.
_STEPS: Final = 20


def is_description(row: Row) -> bool:
    """Whether an object is our description of a text."""
    return not is_annotation(row)


@dataclass(slots=True)
class Homes:
    """Gives each annotation of some files the key of its text.

    Once all keys were asked for, `learn` tells whether they must be asked anew.
    `scattered` counts annotations with targets in several texts: they are taken
    to the first.
    """

    files: Sequence[Path]
    scattered: int = 0
    #: (file, source) of the texts that a file of ours describes
    _described: set[tuple[int, str]] = field(default_factory=set)
    #: what annotations are about as such: texts, or other annotations
    _wanted: set[str] = field(default_factory=set)
    #: annotation → what it is about, for those that others are about
    _about: dict[str, str] = field(default_factory=dict)

    def learn(self) -> bool:
        """Whether annotations turned out to be about others: then keys change."""
        if not self._wanted:
            return False
        for path in self.files:
            for found in walk(path):
                row = simple(found.row)
                uid = row.get("id")
                if isinstance(uid, str) and uid in self._wanted and is_annotation(row):
                    self._about[uid] = next(_sources(row), ("", False))[0]
        if self._about:
            self.scattered = 0
        return bool(self._about)

    def source(self, row: Row) -> str:
        """The IRI of the text that an annotation belongs to; "" for none."""
        return self._home(next(_sources(simple(row)), ("", False))[0])

    def _home(self, source: str) -> str:
        for _ in range(_STEPS):
            if source not in self._about:
                break
            source = self._about[source]
        return source

    def key(self, item: Item) -> str:
        """The key of an annotation or description: the same for the same text."""
        if is_description(item.row):
            source = str(item.row.get("id", ""))
            self._described.add((item.file, source))
            return f"{item.file}\0{source}"
        sources = list(_sources(simple(item.row))) or [("", False)]
        first, whole = sources[0]
        source = self._home(first)
        self.scattered += any(self._home(other) != source for other, _ in sources[1:])
        if (item.file, source) in self._described:
            return f"{item.file}\0{source}"
        if whole:
            self._wanted.add(first)
        if is_foreign(source):
            return source
        return str(self.files[item.file].parent / source)


def _sources(row: Row) -> Iterator[tuple[str, bool]]:
    """What each target is or lies in, and whether it is that as a whole.

    Targets that are wrong are left out: they are told when they are read.
    """
    for target in several(row.get("target")):
        yield from _source(target)
    if isinstance(row.get("uri"), str):
        yield row["uri"], False


def _source(target: object) -> Iterator[tuple[str, bool]]:
    if isinstance(target, str):
        yield text_of(target), True
    elif isinstance(target, dict):
        table = simple(target)
        if "items" in table and "source" not in table:
            for each in several(table["items"]):
                yield from _source(each)
            return
        part = table.get("selector") is not None
        source = source_of(table)
        yield source.partition("#")[0] if part else text_of(source), not part
