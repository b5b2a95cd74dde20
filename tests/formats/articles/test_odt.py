# SPDX-License-Identifier: MIT
"""OpenDocument texts: the text as it reads, and nothing that is not text."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.articles.odt import FORMAT
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError
from tests.formats.articles.files import PARAGRAPHS, odt, read


def body(*paragraphs: str) -> str:
    return "".join(f"<t:p>{each}</t:p>" for each in paragraphs)


def test_paragraphs_are_lines_and_properties_metadata(tmp_path: Path) -> None:
    meta = (
        "<d:title>A  refusal</d:title><m:initial-creator>Ada</m:initial-creator>"
        "<d:creator>Bea</d:creator><m:keyword>water</m:keyword>"
        "<m:keyword>dam</m:keyword><d:date>2026-03-03T08:15:00</d:date>"
    )
    found = read(FORMAT, odt(tmp_path / "a.odt", body(*PARAGRAPHS), meta))
    assert found.text == "\n".join(PARAGRAPHS)
    assert found.title == "A refusal"
    assert found.metadata["author"] == "Ada"
    assert found.metadata["keywords"] == "water, dam"
    assert found.metadata["modified"].startswith("2026-03-03")
    assert found.file is not None
    assert found.file.name == "a.odt"


def test_white_space_is_what_the_standard_says(tmp_path: Path) -> None:
    odd = "  a \n b<t:s t:c='3'/>c<t:tab/>d<t:line-break/>e\u00a0 <t:span> f</t:span>"
    found = read(FORMAT, odt(tmp_path / "a.odt", body(odd)))
    assert found.text == "a b   c\td\ne\u00a0 f"


def test_tables_are_lines_with_tabs_and_changes_are_accepted(tmp_path: Path) -> None:
    inside = (
        "<t:tracked-changes><t:p>deleted</t:p></t:tracked-changes>"
        "<t:p>kept<o:annotation><t:p>remark</t:p></o:annotation></t:p>"
        "<t:table><t:table-row><t:table-cell><t:p>one</t:p></t:table-cell>"
        "<t:table-cell><t:p>two</t:p><t:p>three</t:p></t:table-cell></t:table-row>"
        "</t:table>"
    )
    found = read(FORMAT, odt(tmp_path / "a.odt", inside))
    assert found.text == "kept\none\ttwo three"


def test_footnotes_are_told(tmp_path: Path) -> None:
    options = ReadOptions()
    note = "said<t:note><t:note-body><t:p>a source</t:p></t:note-body></t:note> so"
    found = read(FORMAT, odt(tmp_path / "a.odt", body(note)), options)
    assert found.text == "said so"
    assert "1 footnotes" in str(options.notes.texts()[0])


def test_an_encrypted_text_is_refused(tmp_path: Path) -> None:
    manifest = '<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'
    path = odt(tmp_path / "a.odt", body("x"), manifest=manifest)
    with pytest.raises(InputError, match="encrypted") as error:
        read(FORMAT, path)
    assert error.value.file == str(path)


def test_without_text_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text"):
        read(FORMAT, odt(tmp_path / "a.odt", body(" ", "\u00a0")))
