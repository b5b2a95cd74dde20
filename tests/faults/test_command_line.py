# SPDX-License-Identifier: MIT
"""Odd words on the command line and odd names in what it prints."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.services import documents, entities
from annotator.services.session import Session
from tests.faults.outside import annotator

Heard = pytest.CaptureFixture[str]

#: Clipboard, link, colours (C1), turned direction, a bell.
NASTY = "\x1b]52;c;eA==\x07\x1b]8;;http://x\x1b\\\x9b31m\u202egnp.exe\u2066"
BAD = set("\x1b\x07\x9b\u202e\u2066")
MARKUP = "<img src=/dev/zero> &lt; %s %(x)s {0} [bold]x[/bold] {x!r}"


@pytest.mark.parametrize(
    "words",
    [
        ["stats", "{project}", f"--{NASTY}"],
        ["export", "{project}", "--format", NASTY, "--output", "o"],
        ["import", "{project}", "a.txt", "--duplicates", NASTY],
        ["import", "{project}", "a.txt", "--encoding", NASTY],
        ["import", "{project}", "a.txt", "--metadata-pattern", f"({NASTY}"],
        ["import", "{project}", "a.txt", "--name-pattern", f"{{{NASTY}"],
        [
            "export",
            "{project}",
            "--format",
            "csv",
            "--output",
            "o",
            "--annotator",
            NASTY,
        ],
        ["export", "{project}", "--format=csv", "--output=o", "--split", NASTY],
        ["codebook", "check", f"{NASTY}.toml"],
        ["codebook", NASTY],
        [NASTY],
        [f"--{NASTY}"],
        ["search", "{project}", NASTY],
        ["new", "q.annotator", "--codebook", NASTY],
    ],
    ids=lambda words: "-".join(w for w in words[:5] if w.isascii() and w.islower()),
)
def test_fault_61_words_of_the_command_line_cannot_steer_the_terminal(
    closed: Path, capsys: Heard, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(closed.parent)
    Path("a.txt").write_text("Words.")
    main([str(closed) if word == "{project}" else word for word in words])
    told = "".join(capsys.readouterr())
    assert not set(told) & BAD
    assert "fault of the program" not in told


def _with_names(path: Path, name: str) -> None:
    with Session.open(path, annotator="ann") as session:
        entities.update(session, replace(entities.get(session, "lee"), name=name))
        session.update_annotator(replace(session.annotators()[0], name=name))
        metadata = {"source": name, "author": name, name: name}
        documents.update_metadata(session, "d1", title=name, metadata=metadata)


def test_fault_61_names_in_a_project_cannot_steer_the_terminal(
    closed: Path, capsys: Heard
) -> None:
    _with_names(closed, NASTY)
    heard = ""
    out = closed.with_name("out.csv")
    for words in (
        ["stats", str(closed)],
        ["stats", str(closed), "--json"],
        ["search", str(closed), "knew"],
        ["check", str(closed)],
        ["export", str(closed), "--format", "csv", "--output", str(out)],
    ):
        assert main(words) == 0
        heard += "".join(capsys.readouterr())
    assert "gnp.exe" in heard
    assert not set(heard) & BAD


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_fault_62_names_reach_a_pipe_of_any_encoding(
    closed: Path, encoding: str
) -> None:
    _with_names(closed, "Łódź 東京 😀")
    told = {"PYTHONIOENCODING": encoding}
    folder = closed.parent
    annotator("stats", closed, folder=folder, **told)
    out, _ = annotator("search", closed, "knew", "--json", folder=folder, **told)
    assert json.loads(out)[0]["title"] == "Łódź 東京 😀"
    annotator("check", closed, folder=folder, **told)
    annotator("import", closed, "東京.txt", folder=folder, code=1, **told)
    annotator("--help", folder=folder, **told)


def test_fault_63_names_are_printed_literally(closed: Path, capsys: Heard) -> None:
    _with_names(closed, MARKUP)
    assert main(["search", str(closed), "knew"]) == 0
    assert MARKUP in capsys.readouterr().out
    assert main(["stats", str(closed)]) == 0
    assert MARKUP in capsys.readouterr().out
    assert main(["import", str(closed), f"{MARKUP.replace('/', '')}.txt"]) == 1
    assert "%(x)s {0} [bold]x[bold]" in capsys.readouterr().err


def test_fault_64_twins_are_printed_apart(closed: Path, capsys: Heard) -> None:
    shown = set()
    for twin in ("Ann Lee", "Ann\u202e Lee", "Ann\u200b Lee", "Ann\u2060 Lee"):
        with Session.open(closed) as session:
            documents.update_metadata(session, "d1", title=twin)
        assert main(["search", str(closed), "knew"]) == 0
        line = capsys.readouterr().out
        shown.add("".join(c for c in line if c.isprintable()))
    assert len(shown) == 4


def test_fault_69_names_of_every_command(closed: Path) -> None:
    folder = closed.parent
    odd = b"caf\xe9 --help.annotator"
    annotator("backup", "--", closed, odd, folder=folder)
    for words in (["stats"], ["check"], ["search"]):
        more = ["knew"] if words == ["search"] else []
        annotator(*words, "--", odd, *more, folder=folder)
    annotator(
        *("export", "--format", "csv", "--output=-rf.csv", "--", odd), folder=folder
    )
    assert (folder / "-rf.csv").read_text("utf-8")
    annotator("new", "--", "-n.annotator", folder=folder)
    annotator("recover", "--", "-n.annotator", "--version", folder=folder)
    assert (folder / "--version").is_file()
