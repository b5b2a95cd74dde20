# SPDX-License-Identifier: MIT
"""`uima-xmi`: UIMA CAS as XMI 1.0, with the type system in a file beside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.formats import archives
from annotator.formats.format import Format
from annotator.formats.inception.files import ZIP, holds
from annotator.formats.marks.reading import reader
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.placing import UTF16
from annotator.formats.uima.read import documents
from annotator.formats.uima.write import BESIDES, CARRIES, Kind
from annotator.formats.uima.write import write as write_all
from annotator.formats.uima.xmi_read import read_xmi
from annotator.formats.xml_chars import clean
from annotator.model.bundle import Bundle
from annotator.model.progress import Job

if TYPE_CHECKING:
    from cassis import Cas

SUFFIX: Final = ".xmi"
_NAMESPACE: Final = b"http://www.omg.org/XMI"


def sniff(head: bytes, path: Path) -> float:
    """Sure where the file is XMI, or a folder or archive holds such files."""
    if path.is_dir() or (path.suffix.lower() == ZIP and archives.is_zip(head)):
        return 0.9 if holds(path, SUFFIX) else 0.0
    if _NAMESPACE in head and b"<" in head:
        return 0.95 if b"cas.ecore" in head else 0.6
    return 0.3 if path.suffix.lower() == SUFFIX else 0.0


def marks(path: Path, options: ReadOptions) -> Iterable[MarkedDocument]:
    """The documents in a file, folder or archive."""
    return documents(path, SUFFIX, read_xmi, options)


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write a folder with the type system and a file for each person's work."""
    types = yield from write_all(bundle, path, options, Kind(SUFFIX, _save, clean))
    xml = types.all().to_xml()
    assert xml is not None
    (path / "TypeSystem.xml").write_text(xml, encoding="utf-8", newline="\n")


def _save(cas: Cas, path: Path) -> None:
    cas.to_xmi(path)


FORMAT: Final = Format(
    name="uima-xmi",
    title="UIMA CAS XMI (INCEpTION)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader("uima-xmi", marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=BESIDES,
    unit=UTF16,
    extra="cas",
    requires={"cassis": "dkpro-cassis"},
    folder=True,
    many=True,
)
