# SPDX-License-Identifier: MIT
"""The format `dna`: databases of Discourse Network Analyzer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.dna.opening import MAGIC
from annotator.formats.dna.reading import DnaReader, marks
from annotator.formats.dna.write import BESIDES, CARRIES, write
from annotator.formats.format import Format
from annotator.formats.placing import UTF16

#: In the first page of every database of DNA stands how its tables are made.
_TABLES: Final = (b"STATEMENTTYPES", b"CODERS")


def sniff(head: bytes, path: Path) -> float:
    """How likely the file is a database of DNA."""
    if not head.startswith(MAGIC):
        # An empty or broken one is told apart when it is read.
        is_named = path.suffix.lower() == ".dna" and path.is_file()
        return 0.3 if is_named and not head else 0.0
    if all(name in head for name in _TABLES):
        return 1.0
    return 0.9 if path.suffix.lower() == ".dna" else 0.0


FORMAT: Final = Format(
    name="dna",
    title="DNA database (Discourse Network Analyzer)",
    suffixes=(".dna",),
    sniff=sniff,
    read=DnaReader("dna", marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=BESIDES,
    unit=UTF16,
    beside=True,
)
