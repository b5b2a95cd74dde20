# SPDX-License-Identifier: MIT
"""Small articles in the formats of word processors, made for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.formats.format import Format
from annotator.formats.options import ReadOptions
from annotator.model.document import Document

#: Two paragraphs with what word processors write differently.
PARAGRAPHS = ("“No,” said\u00a0Tove Rask 😀.", "Davit Merkheli (დავით) left\u2026")

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def read(format: Format, path: Path, options: ReadOptions | None = None) -> Document:
    """The one document of a file."""
    assert format.read is not None
    (record,) = format.read(path, options or ReadOptions()).documents
    return record.document


def odt(path: Path, body: str, meta: str = "", manifest: str = "") -> Path:
    """An OpenDocument text of that body (XML with the prefix `t` for text)."""
    names = f'xmlns:o="{OFFICE}" xmlns:t="{TEXT}"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<o:document-content {names}><o:body><o:text>{body}</o:text></o:body>"
            "</o:document-content>",
        )
        if meta:
            names += ' xmlns:d="http://purl.org/dc/elements/1.1/"'
            names += ' xmlns:m="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
            archive.writestr(
                "meta.xml",
                f"<o:document-meta {names}><o:meta>{meta}</o:meta></o:document-meta>",
            )
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return path


def pdf(
    path: Path, pages: Sequence[Sequence[str]], info: Mapping[str, str] | None = None
) -> Path:
    """A PDF with those lines on each page, in letters of WinAnsi."""
    bodies: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for lines in pages:
        shown = b" T* ".join(b"(" + _escaped(each) + b") Tj" for each in lines)
        stream = b"BT /F1 12 Tf 14 TL 72 720 Td " + shown + b" ET" if lines else b""
        bodies.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
            b"/Encoding/WinAnsiEncoding>>>>>>>>" % len(bodies)
        )
        kids.append(b"%d 0 R" % len(bodies))
    bodies[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    entries = b"".join(
        b"/%s(%s)" % (k.encode(), _escaped(v)) for k, v in (info or {}).items()
    )
    bodies.append(b"<<" + entries + b">>")
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj" % number + body + b"endobj\n"
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(bodies) + 1,
        len(bodies),
        table,
    )
    path.write_bytes(data)
    return path


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        data = data.replace(sign, b"\\" + sign)
    return data
