# SPDX-License-Identifier: MIT
"""Text files and folders, their header lines, names and dates."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import text
from annotator.formats.dates import published
from annotator.formats.filenames import compile_name_pattern, read_name
from annotator.formats.headers import compile_pattern, read_header
from annotator.formats.options import ReadOptions
from annotator.model.document import Document
from annotator.model.errors import InputError

HEADLINE = "Ministry has not ruled it out"


def documents(path: Path, **options: Any) -> list[Document]:
    return [r.document for r in text.read(path, ReadOptions(**options)).documents]


def test_the_worked_article(shared: Path) -> None:
    path = shared / "seed" / "article.txt"
    (found,) = documents(path)
    assert found.title.startswith("Lithuanian foreign ministry has not ruled out")
    assert found.metadata == {
        "source": None,
        "author": "Ulyana Krychkovska",
        "published": "2025-01-15T11:20",
    }
    assert len(found.text) == 2293
    assert found.text.count("\u00a0") == 6
    assert found.text == path.read_bytes().decode("utf-8")
    assert found.file is not None
    assert found.file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (found.file.name, found.file.encoding) == ("article.txt", "utf-8")


@pytest.mark.parametrize(
    ("line", "metadata"),
    [
        (
            ", 15 January 2025, 11:20 - Ulyana Krychkovska",
            {
                "source": None,
                "published": "2025-01-15T11:20",
                "author": "Ulyana Krychkovska",
            },
        ),
        (
            "LRT, 3 May 2024, 9:05 - A, B and C",
            {"source": "LRT", "published": "2024-05-03T09:05", "author": "A, B and C"},
        ),
        (
            "LRT, 3 May 2024",
            {"source": "LRT", "published": "2024-05-03", "author": None},
        ),
        (
            "LRT, 2024-05-03 – Jane Roe",
            {"source": "LRT", "published": "2024-05-03", "author": "Jane Roe"},
        ),
        (
            "LRT, 31 February 2024, 10:00 - Jane Roe",
            {"source": "LRT", "published": None, "author": "Jane Roe"},
        ),
        (
            "LRT, 3 Mai 2024, 10:00 - X",
            {"source": "LRT", "published": None, "author": "X"},
        ),
        ("He said on 3 May 2024, 10:00 that", {}),
        ("Nothing of the kind", {}),
    ],
)
def test_the_header_line(line: str, metadata: dict[str, Any]) -> None:
    found = read_header(f"{HEADLINE}\n\n{line}\n\nBody.", compile_pattern(None))
    assert found == (HEADLINE, metadata)


def test_a_headline_with_a_date_is_no_header() -> None:
    line = "The war began on Thursday, 24 February 2022"
    assert read_header(f"{line}\n\nBody.", compile_pattern(None)) == (line, {})


def test_a_header_before_the_headline() -> None:
    title, metadata = read_header(
        f"LRT, 3 May 2024, 9:05 - X\n{HEADLINE}\nBody", compile_pattern(None)
    )
    assert title == HEADLINE
    assert metadata["source"] == "LRT"


def test_patterns_of_ones_own() -> None:
    named = r"By (?P<author>.+) for (?P<source>\w+) on (?P<date>[\d-]+)(?P<url>x?)"
    found = read_header(
        f"{HEADLINE}\n* By Jane Roe for LRT on 2024-05-03 *", compile_pattern(named)
    )
    assert found[1] == {
        "author": "Jane Roe",
        "source": "LRT",
        "url": None,
        "published": "2024-05-03",
    }
    plain = r"([^,]*), (\d{1,2} [A-Za-z]+ \d{4}), (\d{1,2}:\d{2}) - (.+)"
    found = read_header(f"{HEADLINE}\n, 3 May 2024, 9:05 - X", compile_pattern(plain))
    assert found[1] == {"source": None, "author": "X", "published": "2024-05-03T09:05"}
    assert read_header(f"{HEADLINE}\n, 3 May 2024", compile_pattern("")) == (
        HEADLINE,
        {},
    )
    for wrong in ("(", "no groups", "(?P<a>x){99999999999}"):
        with pytest.raises(InputError):
            compile_pattern(wrong)


@pytest.mark.parametrize(
    ("day", "time", "wanted"),
    [
        ("15 January 2025", "11:20", "2025-01-15T11:20"),
        ("January 5, 2025", "5:30 pm", "2025-01-05T17:30"),
        ("5th Sept 2025", None, "2025-09-05"),
        ("2025-01-15T11:20:05", None, "2025-01-15T11:20:05"),
        ("15.1.2025", None, "2025-01-15"),
        ("20250115", "24:00", "2025-01-15"),
        ("Jan 2025", "11:20", "2025-01"),
        ("2025", None, "2025"),
        ("30 February 2025", None, None),
        ("15 Foo 2025", None, None),
        ("15/01/2025", None, None),
        ("", None, None),
    ],
)
def test_dates_are_as_precise_as_they_are(
    day: str, time: str | None, wanted: str | None
) -> None:
    assert published(day, time) == wanted


def test_names_of_files_carry_metadata() -> None:
    pattern = compile_name_pattern("{published}_{source}_{title}")
    assert read_name("2025-01-15_LRT_Some_title", pattern) == {
        "published": "2025-01-15",
        "source": "LRT",
        "title": "Some_title",
    }
    assert read_name("other", pattern) == {}
    regex = compile_name_pattern(r"(?P<source>[a-z]+)-\d+")
    assert read_name("lrt-17", regex) == {"source": "lrt"}
    for wrong in ("nothing", "(?P<a>", "{a}{a}"):
        with pytest.raises(InputError):
            compile_name_pattern(wrong)


def test_a_folder_with_its_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "in/c.text", "in/d.html", ".hidden/e.txt", ".f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Text of {name}\n")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    found = documents(tmp_path, language="lt")
    assert [d.file.name for d in found if d.file] == ["a.MD", "b.txt", "c.text"]
    assert {d.metadata["language"] for d in found} == {"lt"}
    assert len({d.uid for d in found}) == 3


def test_a_folder_without_texts_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text files"):
        documents(tmp_path)


def test_what_the_text_says_counts_more_than_its_files_name(tmp_path: Path) -> None:
    path = tmp_path / "2020_BNS.txt"
    path.write_text(f"{HEADLINE}\n, 3 May 2024, 9:05 - X\nBody")
    (found,) = documents(path, name_pattern="{published}_{source}")
    assert found.metadata == {
        "source": "BNS",
        "author": "X",
        "published": "2024-05-03T09:05",
    }


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", "\u00a0".encode()]
)
def test_fault_46_a_file_without_text_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"empty|no text") as caught:
        documents(path)
    assert str(path) in str(caught.value)


def test_fault_44_all_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_bytes(b"caf\xe9 number one")
    (tmp_path / "good.txt").write_text("fine")
    with pytest.raises(InputError, match="9 files") as caught:
        documents(tmp_path)
    assert "4.txt" in str(caught.value)
    assert "4 more" in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_fault_69_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:
        stream.write(b"Some words")
    (found,) = documents(tmp_path)
    assert found.file is not None
    assert found.file.name == "caf\\xe9.txt"
    assert found.file.name.encode()
