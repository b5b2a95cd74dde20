# SPDX-License-Identifier: MIT
"""Names of files: safe on every system, and each its own."""

from __future__ import annotations

import pytest

from annotator.formats.stems import Stems, safe_stem
from annotator.model.document import Document, SourceFile


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("../etc/passwd", "_etc_passwd"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("-rf", "_-rf"),
        ("a\x00b\u202ec", "a_b_c"),
        (" .. ", "document"),
        ("C:\\x", "C_x"),
        ("Łódź – 😀", "Łódź – 😀"),
    ],
)
def test_names_stay_in_their_folder(text: str, wanted: str) -> None:
    assert safe_stem(text) == wanted


def test_long_names_are_cut_between_characters() -> None:
    assert len(safe_stem("ż" * 300).encode()) == 100


def test_names_differ_whatever_the_case() -> None:
    stems = Stems(("Taken",))
    made = [stems.unique(each) for each in ("a", "A", "a_2", "taken")]
    assert made == ["a", "A_2", "a_2_2", "taken_2"]


def test_a_document_is_called_by_its_file_its_title_its_id() -> None:
    plain = {"uid": "d1", "text": "x", "text_sha256": ""}
    stems = Stems()
    file = SourceFile("folder/a.b.txt")
    assert stems.of(Document(title="T", file=file, **plain)) == "a.b"
    assert stems.of(Document(title="T", **plain)) == "T"
    assert stems.of(Document(title="", **plain)) == "d1"
