# SPDX-License-Identifier: MIT
"""Many faults of one file, told together: the first few, and how many there are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.model.errors import InputError
from annotator.model.sentence import Sentence, joined

#: Faults of so many places are told in full.
TOLD: Final = 5


class Faults:
    """Collects the faults of the rows of a file, so that all can be mended at once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._first: list[InputError] = []
        self._count = 0

    def add(self, error: InputError) -> None:
        """Count a fault; the first few are kept."""
        self._count += 1
        if len(self._first) < TOLD:
            self._first.append(error)

    def __bool__(self) -> bool:
        return self._count > 0

    def error(self) -> InputError:
        """One error for all of them."""
        if self._count == 1:
            (only,) = self._first
            only.file = only.file or str(self._file)
            return only
        told = [
            Sentence("({n}) {error}", n=n, error=error.sentence)
            for n, error in enumerate(self._first, 1)
        ]
        if self._count > len(self._first):
            more = self._count - len(self._first)
            told.append(Sentence("… and {n} more", n=f"{more:,}"))
        return InputError(
            "{count} rows cannot be read: {told}",
            file=self._file,
            count=f"{self._count:,}",
            told=joined(" ", told),
        )
