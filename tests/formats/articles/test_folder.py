# SPDX-License-Identifier: MIT
"""A folder of files of many kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.articles.folder import articles_in
from annotator.model.errors import InputError


def test_each_file_goes_to_its_format(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.txt", "a.RTF", "in/c.docx", "in/d.html", "e.png", ".hidden.txt"):
        (tmp_path / name).write_bytes(b"x")
    found = articles_in(tmp_path)
    assert [each.name for each in found.texts] == ["b.txt"]
    listed = [(format.name, path.name) for format, path in found.articles]
    assert listed == [("rtf", "a.RTF"), ("docx", "c.docx"), ("html", "d.html")]
    assert [each.name for each in found.others] == ["e.png"]


def test_a_folder_without_texts_is_refused_naming_what_is_looked_for(
    tmp_path: Path,
) -> None:
    (tmp_path / "e.png").write_bytes(b"x")
    with pytest.raises(InputError, match=r"\.docx"):
        articles_in(tmp_path)
