# SPDX-License-Identifier: MIT
"""`conll`: CoNLL-2002 and 2003 in; CoNLL-2002 and a file of offsets out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.conll.read import DOCSTART, SUFFIXES, marks
from annotator.formats.conll.tags import is_tag
from annotator.formats.conll.write import CARRIES, write
from annotator.formats.format import Format
from annotator.formats.marks.reading import reader

_LOOKED_AT: Final = 200
#: So many lines of tokens make one sure where the name of the file does not.
_MANY: Final = 3


def sniff(head: bytes, path: Path) -> float:
    """Sure where each line ends with a tag; possible by the suffix alone."""
    named = path.suffix.lower() in SUFFIXES
    if path.is_dir():
        return 0.9 if any(each.suffix in SUFFIXES for each in path.iterdir()) else 0.0
    # The last line may be cut off.
    lines = head.decode("utf-8", "replace").split("\n")[:_LOOKED_AT]
    told = [line.split() for line in (lines[:-1] if len(lines) > 1 else lines)]
    told = [cells for cells in told if cells and not cells[0].startswith("#")]
    tokens = [cells for cells in told if cells[0] != DOCSTART]
    if tokens and all(len(cells) > 1 and is_tag(cells[-1]) for cells in tokens):
        return 0.95 if named or len(tokens) >= _MANY else 0.4
    return 0.6 if named else 0.0


FORMAT: Final = Format(
    name="conll",
    title="CoNLL-2002/2003 (tokens and tags)",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=reader("conll", marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    folder=True,
    beside=True,
)
