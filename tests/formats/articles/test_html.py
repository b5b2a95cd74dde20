# SPDX-License-Identifier: MIT
"""Saved web pages: the article, its metadata, and nothing of the world outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.articles.html import FORMAT
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError
from tests.formats.articles.files import read

pytestmark = pytest.mark.skipif(not FORMAT.available(), reason="needs trafilatura")

FIRST = (
    "“We have not ruled out a joint dam,” said\u00a0Tove Rask 😀, the minister of "
    "water of Norvane, on Tuesday, after a long night of talks in Lundrey."
)
SECOND = (
    "Davit Merkheli (დავით მერხელი), Ilmeria’s president, told reporters that he "
    "would look at the proposal “with an open mind” when he was back home."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Dam talks | The Varnholm Courier</title>
<meta property="og:site_name" content="The Varnholm Courier">
<meta name="author" content="Ada Lindqvar">
<meta property="article:published_time" content="2026-03-03T08:15:00+01:00">
<link rel="canonical" href="https://courier.example/dam"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Dam talks\u00a0go on</h1><p>{FIRST}</p><p>{SECOND}</p>
<script>document.write("evil")</script></article>
<footer>All rights reserved.</footer></body></html>"""


def page(tmp_path: Path, html: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "a.html"
    path.write_bytes(html.encode(encoding, "xmlcharrefreplace"))
    return path


def test_the_article_is_told_from_the_rest(tmp_path: Path) -> None:
    found = read(FORMAT, page(tmp_path, PAGE))
    assert FIRST in found.text.split("\n")
    assert SECOND in found.text.split("\n")
    for other in ("Sport", "rights", "evil"):
        assert other not in found.text
    assert "Dam talks\u00a0go on" in found.text
    assert found.title == "Dam talks go on"
    assert found.metadata["source"] == "The Varnholm Courier"
    assert found.metadata["author"] == "Ada Lindqvar"
    assert found.metadata["published"] == "2026-03-03T08:15"
    assert found.metadata["timezone"] == "UTC+01:00"
    assert found.metadata["language"] == "en"
    assert found.metadata["url"] == "https://courier.example/dam"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-1", "utf-16"])
def test_the_encoding_is_as_the_page_says(tmp_path: Path, encoding: str) -> None:
    html = PAGE.replace('charset="utf-8"', f'charset="{encoding}"')
    found = read(FORMAT, page(tmp_path, html, encoding))
    assert FIRST in found.text
    assert "\ufffd" not in found.text


def test_where_no_article_is_found_all_text_is_taken_and_told(tmp_path: Path) -> None:
    options = ReadOptions()
    found = read(
        FORMAT, page(tmp_path, f"<html><body>{'<a b=c>' * 61_000}Few words."), options
    )
    assert found.text == "Few words."
    assert any("all text was taken" in str(each) for each in options.notes.texts())


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text"):
        read(FORMAT, page(tmp_path, "<html><body><script>x()</script></body></html>"))


def test_an_unknown_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b'<html><meta charset="klingon"><p>na\xefve')
    with pytest.raises(InputError, match="klingon"):
        read(FORMAT, path)
