# SPDX-License-Identifier: MIT
"""The command line as a user meets it: commands, exit codes, odd names."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from annotator import __version__, resources
from annotator.cli import console
from annotator.cli import main as command_line
from annotator.cli.main import COMMANDS, build_parser, main
from annotator.services.session import Session

ROOT = Path(__file__).resolve().parent.parent.parent
NASTY = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202egnp.exe\u2066\x00".replace("\x00", "")

linux = pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes")


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """An empty project."""
    path = str(tmp_path / "p.annotator")
    assert main(["new", path, "--title", "Trial"]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def sample(project: str, capsys: pytest.CaptureFixture[str]) -> str:
    """A project with the samples."""
    source = str(resources.path("samples", "sample.jsonl"))
    assert main(["import", project, source]) == 0
    capsys.readouterr()
    return project


Said = Callable[..., Any]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Run a command that shall end well, and read its JSON."""

    def run(*words: str) -> Any:
        assert main([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def outside(
    *words: str | bytes, folder: Path, code: int = 0, **environment: str
) -> tuple[str, str]:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode()
    assert done.returncode == code, err
    assert "Traceback" not in err
    return out, err


# -- the two commands of the first page -------------------------------------------


def test_new_and_import_the_seed_article(shared: Path, tmp_path: Path) -> None:
    outside("new", "p.annotator", folder=tmp_path)
    article = str(shared / "seed" / "article.txt")
    out, err = outside("import", "p.annotator", article, folder=tmp_path)
    assert out == "Imported 1 document.\n"
    assert err == ""
    assert [each.name for each in tmp_path.iterdir()] == ["p.annotator"]
    with Session.open(tmp_path / "p.annotator", read_only=True) as session:
        (uid,) = session.project.documents.uids()
        document = session.project.documents.get(uid)
    assert document.metadata["author"] == "Ulyana Krychkovska"
    assert document.metadata["source"] is None


def test_new_names_what_it_made(tmp_path: Path, said: Said) -> None:
    path = str(tmp_path / "p.annotator")
    made = said("new", path, "--codebook", "dna_statement", "--title", "T")
    assert made["project"] == path
    assert made["codebook"]["id"] == "dna_statement"
    assert main(["new", path]) == 1


def test_import_reports(project: str, tmp_path: Path, said: Said) -> None:
    source = str(resources.path("samples", "sample.jsonl"))
    report = said("import", project, source)
    assert report["documents"] == len(report["added"]) >= 12
    assert said("import", project, source)["documents"] == 0


def test_whoever_imports_is_remembered(project: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some words")
    assert main(["import", project, str(path), "--annotator", "Ada"]) == 0
    with Session.open(project) as session:
        assert session.annotator.name == "Ada"
        assert [each.name for each in session.annotators()] == ["Ada"]


def test_export_and_import_give_the_same_bytes(
    sample: str, tmp_path: Path, said: Said
) -> None:
    one, two = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    other = str(tmp_path / "q.annotator")
    report = said("export", sample, "--format", "annotator-jsonl", "--output", str(one))
    assert report["files"] == [str(one)]
    said("new", other)
    said("import", other, str(one))
    said("export", other, "--format", "annotator-jsonl", "--output", str(two))
    assert one.read_bytes() == two.read_bytes()


def test_export_of_some_layers_and_parts(
    sample: str, tmp_path: Path, said: Said
) -> None:
    words = ["export", sample, "--format", "csv", "--output"]
    out = str(tmp_path / "o.csv")
    stats = said("stats", sample)
    first, second = (each["name"] for each in stats["annotators"][:2])
    one = said(*words, out, "--annotator", first)
    both = said(*words, out, "--annotator", first, second, "--overwrite")
    assert one["annotations"] < both["annotations"] == stats["annotations"]
    assert said(*words, out, "--all-layers", "--overwrite") == both
    assert said(*words, out, "--adjudicated", "--overwrite")["annotations"] == 0
    parts = said(*words, out, "--split", "train=.7,test=.3", "--seed", "3")
    assert sum(parts["parts"].values()) == parts["documents"]
    assert (tmp_path / "o-train.csv").exists()
    assert main([*words, out, "--adjudicated", "--all-layers"]) == 2


def test_fault_58_export_over_a_file_is_refused(
    sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "o.csv"
    path.write_text("old")
    words = ["export", sample, "--format", "csv", "--output", str(path)]
    assert main(words) == 1
    assert "--overwrite" in capsys.readouterr().err
    assert path.read_text() == "old"


@linux
def test_fault_08_export_to_a_full_device(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["export", sample, "--format", "csv", "--output", "/dev/full"]
    assert main(words) == 1
    assert "the disk is full" in capsys.readouterr().err


@linux
def test_export_to_standard_output(sample: str, tmp_path: Path) -> None:
    words = ["export", sample, "--format", "annotator-jsonl", "--output", "-"]
    out, err = outside(*words, folder=tmp_path)
    assert json.loads(out.splitlines()[0])["kind"] == "project"
    assert "Exported" in err


def test_formats(said: Said, capsys: pytest.CaptureFixture[str]) -> None:
    found = {each["name"]: each for each in said("formats")}
    assert found["annotator-jsonl"]["reads"]
    assert found["csv"]["losses"]
    assert main(["formats"]) == 0
    assert "csv: " in capsys.readouterr().out


def test_check_backup_and_recover(sample: str, tmp_path: Path, said: Said) -> None:
    assert said("check", sample) == {"ok": True, "findings": []}
    copy, saved = str(tmp_path / "b.annotator"), str(tmp_path / "r.annotator")
    assert said("backup", sample, copy) == {"backup": copy}
    assert said("recover", sample, saved)["rows"]["document"] >= 12
    for path in (copy, saved):
        assert (
            said("stats", path)["annotations"] == said("stats", sample)["annotations"]
        )


def test_search_and_stats(
    sample: str, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    hits = said("search", sample, "said")
    assert hits[0]["match"].lower() == "said"
    assert len(said("search", sample, "said", "--limit", "2")) == 2
    assert main(["search", sample, "no-such-word"]) == 0
    assert main(["stats", sample]) == 0
    out = capsys.readouterr().out
    assert "Sample project" in out
    assert "stance.stance" in out


# -- exit codes -------------------------------------------------------------------


def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["improt"], ["import"], ["new"], ["--nonsense"], ["codebook"]):
        assert main(words) == 2, words
    assert "usage:" in capsys.readouterr().err


def test_help_and_version_are_0(capsys: pytest.CaptureFixture[str]) -> None:
    for name in sorted(COMMANDS):
        assert main([name, "--help"]) == 0
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.endswith(f"annotator {__version__}\n")


def test_the_names_of_the_commands_are_known_beforehand() -> None:
    (action,) = (a for a in build_parser()._actions if hasattr(a.choices, "keys"))
    assert set(action.choices or ()) == COMMANDS


def test_a_fault_of_the_input_is_1_and_one_sentence(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "a"}\n{"text": 1}\n')
    assert main(["import", project, str(bad)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"annotator: {bad}, line 2, field “text”: ")
    assert told.err.count("\n") == 1
    assert main(["import", str(tmp_path / "no.annotator"), str(bad)]) == 1
    assert main(["import", project, str(tmp_path / "no.txt")]) == 1
    assert main([str(tmp_path / "no.annotator")]) == 1


def test_a_fault_of_ours_is_3_with_a_log_that_quotes_nothing(
    project: str,
    annotator_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*args: object, **others: object) -> None:
        raise RuntimeError("words of an article")

    monkeypatch.setattr("annotator.services.stats.stats", broken)
    assert main(["stats", project]) == 3
    err = capsys.readouterr().err
    assert str(annotator_home) in err
    log = Path(err.rsplit(": ", 1)[1].strip())
    written = log.read_text(encoding="utf-8")
    assert "RuntimeError" in written
    assert "words of an article" not in written + err


def test_an_interruption_is_130_and_leaves_nothing(
    project: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*args: object) -> object:
        raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text("A text")
    with monkeypatch.context() as patch:
        patch.setattr("annotator.formats.text.read_header", interrupted)
        assert main(["import", project, str(tmp_path / "a.txt")]) == 130
    assert "Interrupted" in capsys.readouterr().err
    with Session.open(project, read_only=True) as session:
        assert session.project.documents.count() == 0


@linux
def test_a_reader_that_goes_away_is_no_fault(sample: str, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    words = [sys.executable, "-m", "annotator", "stats", sample]
    done = subprocess.run(
        words,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


# -- the window -------------------------------------------------------------------


@pytest.mark.parametrize("words", [[], ["p.annotator", "a.txt"], ["--", "--help"]])
def test_without_a_command_the_window_is_opened(
    words: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[list[str]] = []
    app = SimpleNamespace(main=lambda paths: opened.append(list(paths)) or 0)
    picture = SimpleNamespace(has_display=lambda: True)
    monkeypatch.setitem(sys.modules, "annotator.ui.app", app)
    monkeypatch.setitem(sys.modules, "annotator.ui.picture", picture)
    monkeypatch.chdir(tmp_path)
    for name in ("p.annotator", "a.txt", "--help"):
        (tmp_path / name).touch()
    assert main(list(words)) == 0
    assert opened == [[word for word in words if word != "--"]]


def test_without_a_display_it_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "annotator.ui.app", SimpleNamespace(main=None))
    picture = SimpleNamespace(has_display=lambda: False)
    monkeypatch.setitem(sys.modules, "annotator.ui.picture", picture)
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err


# -- odd names --------------------------------------------------------------------


def test_fault_61_names_cannot_steer_the_terminal(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{NASTY}.txt"
    path.write_text(f"{NASTY}\nwords here", encoding="utf-8")
    for words in (
        ["import", project, str(path)],
        ["import", project, str(path)],
        ["search", project, "words"],
        ["search", project, "words", "--json"],
        ["new", str(tmp_path / NASTY)],
        ["import", project, str(tmp_path / f"{NASTY}.none")],
        ["stats", str(tmp_path / f"no{NASTY}")],
    ):
        main(words)
    told = "".join(capsys.readouterr())
    assert "gnp.exe" in told
    assert not set(told) & set("\x1b\x07\x9b\u202e\u2066")
    assert "\\x1b" in told


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_fault_62_any_encoding_of_the_terminal_will_do(
    sample: str, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "a.txt").write_text("😀 Łódź 東京 “words”", encoding="utf-8")
    environment = {"PYTHONIOENCODING": encoding}
    outside("import", sample, "a.txt", folder=tmp_path, **environment)
    outside("search", sample, "words", folder=tmp_path, **environment)
    outside("import", sample, "東.txt", folder=tmp_path, code=1, **environment)
    out, _ = outside("search", sample, "東京", "--json", folder=tmp_path, **environment)
    (hit,) = json.loads(out)
    assert hit["title"] == "😀 Łódź 東京 “words”"


@linux
def test_fault_69_names_like_options_and_names_that_are_no_utf_8(
    tmp_path: Path,
) -> None:
    for name in (b"--help", b"-rf", b"caf\xe9.txt", b"\xff"):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as stream:
            stream.write(b"Text of " + name.hex().encode())
    outside("new", "--", "-p.annotator", folder=tmp_path)
    out, _ = outside(
        *("import", "--", "-p.annotator", "--help", "-rf", b"caf\xe9.txt", b"\xff"),
        folder=tmp_path,
    )
    assert out == "Imported 4 documents.\n"
    with Session.open(tmp_path / "-p.annotator", read_only=True) as session:
        uids = session.project.documents.uids()
        files = {session.project.documents.get(uid).file for uid in uids}
    assert {f.name for f in files if f} == {"--help", "-rf", "caf\\xe9.txt", "\\xff"}
    _, err = outside("import", "--", "-p.annotator", b"no\xe9", folder=tmp_path, code=1)
    assert "no\\xe9" in err


def test_a_bar_is_drawn_only_where_someone_watches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Watched(io.StringIO):
        def isatty(self) -> bool:
            return True

    def job() -> Any:
        yield command_line  # never looked at without a bar
        return 17

    assert console.drive(job(), "Counting") == 17

    def shown() -> Any:
        from annotator.model.progress import Progress

        yield Progress(1, 2)
        return 18

    watched = Watched()
    monkeypatch.setattr(sys, "stderr", watched)
    assert console.drive(shown(), "Counting") == 18
    assert "Counting" in watched.getvalue()
