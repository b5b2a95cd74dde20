# SPDX-License-Identifier: MIT
"""`brat`: standoff files as the brat annotation tool has them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from annotator.formats.brat.folder import SUFFIX, TEXT
from annotator.formats.brat.read import declare, marks
from annotator.formats.brat.write import BESIDES, CARRIES, write
from annotator.formats.format import Format
from annotator.formats.marks.reading import reader

_LINE: Final = re.compile(rb"(?:T\d+\t\S+ \d+ \d+|[ERAMN#]\d*\t|[ERAMN]\d+\t|\*\t)")
#: So many folders are looked into for an annotation file.
_FOLDERS: Final = 50


def sniff(head: bytes, path: Path) -> float:
    """Surely where annotation files lie, by their first line or beside a text."""
    if path.is_dir():
        return 0.8 if _holds_annotations(path) else 0.0
    if path.suffix != SUFFIX:
        return 0.0
    if _LINE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return 0.95
    return 0.6 if path.with_suffix(TEXT).is_file() else 0.2


def _holds_annotations(folder: Path) -> bool:
    for number, (_, _, names) in enumerate(os.walk(folder)):
        if any(name.endswith(SUFFIX) for name in names):
            return True
        if number >= _FOLDERS:
            break
    return False


FORMAT: Final = Format(
    name="brat",
    title="brat standoff (.ann and .txt)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader("brat", marks, declare),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=BESIDES,
    folder=True,
    many=True,
)
