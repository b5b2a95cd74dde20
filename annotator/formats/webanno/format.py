# SPDX-License-Identifier: MIT
"""`webanno-tsv`: WebAnno TSV 3.1 to 3.3 in, 3.3 out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats import archives
from annotator.formats.format import Format
from annotator.formats.inception.files import ZIP, grouped
from annotator.formats.marks.reading import reader
from annotator.formats.placing import UTF16
from annotator.formats.webanno.header import FORMAT as BEGINS
from annotator.formats.webanno.read import SUFFIX, marks
from annotator.formats.webanno.write import BESIDES, CARRIES, write
from annotator.model.errors import InputError

_BEGINS: Final = BEGINS.encode()


def sniff(head: bytes, path: Path) -> float:
    """Sure by the first line, of the file or of the first one in a folder."""
    if path.is_dir() or (path.suffix.lower() == ZIP and archives.is_zip(head)):
        try:
            groups = grouped(path, SUFFIX)
            head = groups[0][0].read() if groups and groups[0] else b""
        except (InputError, OSError):
            return 0.0
    return 0.98 if head.removeprefix(b"\xef\xbb\xbf").startswith(_BEGINS) else 0.0


FORMAT: Final = Format(
    name="webanno-tsv",
    title="WebAnno TSV 3 (INCEpTION)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader("webanno-tsv", marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=BESIDES,
    unit=UTF16,
    folder=True,
    many=True,
)
