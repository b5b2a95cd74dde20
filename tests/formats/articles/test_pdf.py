# SPDX-License-Identifier: MIT
"""PDFs: the text of the pages, and what the user should know of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.articles.pdf import FORMAT
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError
from tests.formats.articles.files import pdf, read

pytestmark = pytest.mark.skipif(not FORMAT.available(), reason="needs pypdf")


def test_pages_are_divided_and_properties_read(tmp_path: Path) -> None:
    info = {"Title": "A refusal", "Author": "Ada", "CreationDate": "D:20260303081500"}
    pages = [["“No,” said Tove Rask.", "She left."], ["The dam (again)."]]
    found = read(FORMAT, pdf(tmp_path / "a.pdf", pages, info))
    assert found.text == "“No,” said Tove Rask.\nShe left.\n\nThe dam (again)."
    assert found.title == "A refusal"
    assert found.metadata["author"] == "Ada"
    assert found.metadata["created"] == "2026-03-03T08:15"


def test_divided_words_and_pages_without_text_are_told(tmp_path: Path) -> None:
    options = ReadOptions()
    found = read(FORMAT, pdf(tmp_path / "a.pdf", [["govern-", "ment"], []]), options)
    assert found.text == "govern-\nment"
    said = " ".join(map(str, options.notes.texts()))
    assert "page 2" in said
    assert "1 words divided" in said


def test_a_scan_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="scanned") as error:
        read(FORMAT, pdf(tmp_path / "a.pdf", [[], []]))
    assert "OCR" in str(error.value)


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"words", b"%PDF-1.7\n\0\0trailer"])
def test_damage_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read(FORMAT, path)
    assert error.value.file == str(path)


def test_an_encrypted_one_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(pdf(tmp_path / "a.pdf", [["words"]])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(InputError, match="encrypted"):
        read(FORMAT, tmp_path / "b.pdf")
