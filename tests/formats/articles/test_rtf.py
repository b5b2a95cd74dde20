# SPDX-License-Identifier: MIT
"""Rich Text: encodings font by font, Unicode with its substitutes, groups aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.articles.rtf import FORMAT
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError
from tests.formats.articles.files import read


def text(tmp_path: Path, inside: bytes, options: ReadOptions | None = None) -> str:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1\\ansi\\ansicpg1252\\deff0 " + inside + b"}")
    return read(FORMAT, path, options).text


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        (rb"\'93No,\'94 he said\~so.\par Left\'85", "“No,” he said\u00a0so.\nLeft…"),
        (rb"\uc1 a\u8364?b", "a€b"),
        (rb"\uc2 a\u8364??b", "a€b"),
        (rb"\uc0 a\u8364 b", "a€b"),
        (rb"\uc1 \u-10179?\u-8704?!", "😀!"),
        (
            rb"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1 \'c4\'e0\f0 \'c4",
            "ДаÄ",
        ),
        (
            rb"a{\*\generator Word;}b{\pict 0102}c{\field{\*\fldinst X}{\fldrslt d}}",
            "abcd",
        ),
        (rb"a{\deleted b}c{\v hidden}d", "acd"),
        (rb"one\cell two\cell\row after", "one\ttwo\nafter"),
        (rb"a\bin3 }{\x b", "ax b"),
        (rb"\{a\}\\", "{a}\\"),
        (rb"a\emdash b\rquote\line c\tab d", "a—b’\nc\td"),
    ],
)
def test_text(tmp_path: Path, inside: bytes, wanted: str) -> None:
    assert text(tmp_path, inside) == wanted


def test_what_the_head_says_is_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi{\info{\title A refusal}{\author Ada \'d6}"
        rb"{\creatim\yr2026\mo3\dy3\hr8\min15}}words}"
    )
    found = read(FORMAT, path)
    assert found.text == "words"
    assert found.title == "A refusal"
    assert found.metadata["author"] == "Ada Ö"
    assert found.metadata["created"] == "2026-03-03T08:15"


def test_footnotes_are_told(tmp_path: Path) -> None:
    options = ReadOptions()
    assert text(tmp_path, rb"said{\footnote a source} so", options) == "said so"
    assert "footnotes" in str(options.notes.texts()[0])


@pytest.mark.parametrize("inside", [b"{" * 2000, rb"\u-10179?", rb"\f9{\f9}\'81"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, inside: bytes) -> None:
    with pytest.raises(InputError) as error:
        text(tmp_path, inside)
    assert error.value.file == str(tmp_path / "a.rtf")
