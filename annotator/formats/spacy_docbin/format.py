# SPDX-License-Identifier: MIT
"""`spacy`: a DocBin, or a folder of several, as `spacy train` takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.format import Format
from annotator.formats.marks.reading import reader
from annotator.formats.spacy_docbin.plain import NAME
from annotator.formats.spacy_docbin.read import marks
from annotator.formats.spacy_docbin.write import CARRIES, write

_SUFFIX: Final = ".spacy"
#: What packed data begin with.
_PACKED: Final = b"\x78"


def sniff(head: bytes, path: Path) -> float:
    """Sure by suffix and first byte; a folder of several has the suffix too."""
    if path.suffix.lower() != _SUFFIX:
        return 0.0
    if path.is_dir():
        return 0.99 if any(path.glob(f"*{_SUFFIX}")) else 0.0
    return 0.99 if head.startswith(_PACKED) else 0.5


FORMAT: Final = Format(
    name=NAME,
    title="spaCy (DocBin)",
    suffixes=(_SUFFIX,),
    sniff=sniff,
    read=reader(NAME, marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=("spans that overlap others, in doc.ents (doc.spans has them)",),
    extra="spacy",
    folder=True,
    requires={"spacy": "spacy"},
)
