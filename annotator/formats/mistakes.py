# SPDX-License-Identifier: MIT
"""Mistakes in several documents of a file, told together: the first few, and how many.

Whoever reads a file for the first time wants to know of all of them; later the
first one ends the reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from annotator.model.errors import InputError
from annotator.model.sentence import Sentence, joined

#: So many mistakes are told before the rest is only counted.
_TOLD: Final = 3


@dataclass(slots=True)
class Mistakes:
    """What is wrong in single documents; unless they are gathered, each is raised."""

    gathered: bool = False
    first: list[InputError] = field(default_factory=list)
    count: int = 0

    def add(self, error: InputError) -> None:
        """Keep or count a mistake, which names its place, or raise it."""
        if not self.gathered:
            raise error
        self.count += 1
        if len(self.first) < _TOLD:
            self.first.append(error)

    @contextmanager
    def of(self, file: object, line: int | None = None) -> Iterator[None]:
        """Take the mistake of a document that stands there; what follows goes on."""
        try:
            yield
        except InputError as error:
            error.file = error.file or str(file)
            error.line = error.line or line
            self.add(error)

    def error(self) -> InputError:
        """The first mistake, saying how many more there are and which come next."""
        first = self.first[0]
        if self.count == 1:
            return first
        others = joined("; ", (each.sentence for each in self.first[1:]))
        more = Sentence(
            "{n} more such mistakes follow: {others}", n=self.count - 1, others=others
        )
        if self.count > len(self.first):
            more = Sentence("{more} …", more=more)
        first.remedy = Sentence("{remedy} {more}", remedy=first.remedy, more=more)
        if not first.remedy.values["remedy"]:
            first.remedy = more
        return first
