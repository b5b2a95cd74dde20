# SPDX-License-Identifier: MIT
"""Word documents, as the library that writes them writes them."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.articles.docx import FORMAT
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError
from tests.formats.articles.files import PARAGRAPHS, read

docx = pytest.importorskip("docx", reason="needs python-docx")

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(path: Path, *paragraphs: str, **properties: Any) -> Path:
    made = docx.Document()
    for each in paragraphs:
        made.add_paragraph(each)
    for name, value in properties.items():
        setattr(made.core_properties, name, value)
    made.save(str(path))
    return path


def raw(path: Path, body: str) -> Path:
    """A document whose body is that XML."""
    saved(path, "x")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    parts["word/document.xml"] = text.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_paragraphs_are_those_of_the_library(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.docx",
        *PARAGRAPHS,
        title="A refusal",
        author="Ada",
        created=datetime(2026, 3, 3, 8, 15),
    )
    found = read(FORMAT, path)
    assert found.text == "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert found.text == "\n".join(PARAGRAPHS)
    assert found.title == "A refusal"
    assert found.metadata["author"] == "Ada"
    assert found.metadata["created"].startswith("2026-03-03T08:15")


def test_a_table_is_lines_with_tabs(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("before")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "one", "two"
    made.add_paragraph("after")
    made.save(str(tmp_path / "a.docx"))
    assert read(FORMAT, tmp_path / "a.docx").text == "before\none\ttwo\nafter"


def test_the_text_reads_as_when_changes_are_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>He </w:t></w:r>"
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always </w:t></w:r></w:ins>"
        "<w:r><w:instrText>HYPERLINK</w:instrText><w:t>said</w:t><w:tab/>"
        "<w:t>so</w:t><w:br/><w:t>.</w:t></w:r></w:p>"
    )
    assert read(FORMAT, raw(tmp_path / "a.docx", body)).text == "He always said\tso\n."


def test_footnotes_are_told(tmp_path: Path) -> None:
    options = ReadOptions()
    body = "<w:p><w:r><w:t>said</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
    assert read(FORMAT, raw(tmp_path / "a.docx", body), options).text == "said"
    assert "footnotes" in str(options.notes.texts()[0])


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0rest", b"PK\x03\x04rest", b"text"])
def test_what_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read(FORMAT, path)
    assert error.value.file == str(path)
