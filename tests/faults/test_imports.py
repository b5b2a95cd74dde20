# SPDX-License-Identifier: MIT
"""Texts in odd encodings, imported by the command line: exact, or asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.services.session import Session
from tests.store import made

WORDS = "Łódź said: “no” — 😀 naïve.\n"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """An empty project."""
    path = tmp_path / "p.annotator"
    assert main(["new", str(path)]) == 0
    capsys.readouterr()
    return path


def _texts(path: Path) -> list[str]:
    with Session.open(path, read_only=True) as session:
        documents = session.project.documents
        return [documents.get(uid).text for uid in documents.uids()]


def _refused(
    project: Path, file: Path, heard: pytest.CaptureFixture[str], *words: str
) -> None:
    before = made.sha(project)
    assert main(["import", str(project), str(file)]) == 1
    told = heard.readouterr().err
    assert file.name in told
    for word in words:
        assert word in told
    assert made.sha(project) == before


@pytest.mark.parametrize(
    "data",
    [
        "“Naïve,” said the café owner, “très naïve”.".encode("cp1252"),
        "Łódź".encode() + "naïve".encode("cp1252"),
        b"over\xc0\xaflong",
        b"neither \xfe\xff\x80 nor \x81\x8d",
        b"half a pair: \xed\xa0\xbd\xed\xb8\x80",
        "cut in the middle of “".encode()[:-1],
    ],
    ids=["cp1252", "mixed", "overlong", "invalid", "cesu", "cut"],
)
def test_fault_44_what_is_no_utf_8_is_asked_about(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    file = tmp_path / "odd.txt"
    file.write_bytes(data)
    _refused(project, file, capsys, "UTF-8")


def test_fault_44_a_named_encoding_is_used(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, text = tmp_path / "odd.txt", "“Naïve,” said the café owner."
    file.write_bytes(text.encode("cp1252"))
    assert main(["import", str(project), str(file), "--encoding", "cp1252"]) == 0
    assert _texts(project) == [text]
    other = tmp_path / "wrong.txt"
    other.write_bytes(b"not in cp1252: \x81")
    assert main(["import", str(project), str(other), "--encoding", "cp1252"]) == 1
    assert main(["import", str(project), str(other), "--encoding", "klingon"]) == 1
    assert "klingon" in capsys.readouterr().err
    assert _texts(project) == [text]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-be"]
)
def test_fault_45_texts_with_a_mark_are_exact(
    project: Path, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "marked.txt"
    mark = "\ufeff" if encoding.endswith("-be") else ""
    file.write_bytes((mark + WORDS).encode(encoding))
    assert main(["import", str(project), str(file)]) == 0
    assert _texts(project) == [WORDS]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_fault_45_without_a_mark_no_nul_comes_in(
    project: Path, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "unmarked.txt"
    file.write_bytes("Only plain words here.".encode(encoding))
    main(["import", str(project), str(file)])
    assert all("\0" not in text for text in _texts(project))


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_fault_46_a_file_without_words_is_said(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    file = tmp_path / "nothing.txt"
    file.write_bytes(data)
    main(["import", str(project), str(file)])
    assert "nothing.txt" in "".join(capsys.readouterr())
    assert _texts(project) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nul.txt", b"one\0two"),
        ("half.jsonl", b'{"format": "annotator-jsonl", "title": "\\ud83d"}\n'),
    ],
)
def test_fault_47_nul_and_half_pairs_are_refused(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    _refused(project, file, capsys)
