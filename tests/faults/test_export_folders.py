# SPDX-License-Identifier: MIT
"""Export folders when things go wrong: killed, full, foreign."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.services.whole_folder import files_in
from tests.faults.outside import POSIX, annotator, contents, kill_when, script
from tests.store import made

Heard = pytest.CaptureFixture[str]

#: An export that tells of each step and then waits a moment.
_SLOWLY = """
import sys, time
from pathlib import Path
from annotator.services import transfer
from annotator.services.session import Session
with Session.open(sys.argv[1], read_only=True) as session:
    job = transfer.export(session, sys.argv[2], format="csv", overwrite=True)
    for progress in job:
        print(progress.done, flush=True)
        time.sleep(0.05)
"""


def _export(closed: Path, output: Path, *more: str) -> int:
    words = ["export", str(closed), "--format", "csv", "--output", str(output)]
    return main([*words, *more])


@pytest.mark.skipif(not POSIX, reason="no kill there")
@pytest.mark.parametrize("is_there", [False, True])
def test_fault_03_killed_while_exporting_a_folder(closed: Path, is_there: bool) -> None:
    folder = closed.with_name("place")
    folder.mkdir()
    out = folder / "out"
    if is_there:
        assert _export(closed, out) == 0
    before = contents(out) if is_there else {}
    process = script(_SLOWLY, closed, out)
    assert process.stdout is not None
    process.stdout.readline()
    assert kill_when(process, lambda: True)
    assert out.exists() is is_there
    assert (contents(out) if is_there else {}) == before
    # The half that was begun is hidden, and the next export takes it away.
    assert {each.name for each in folder.iterdir()} <= {"out", ".out.part"}
    assert _export(closed, out, "--overwrite") == 0
    assert [each.name for each in folder.iterdir()] == ["out"]


@pytest.mark.skipif(not POSIX, reason="no signals there")
def test_interrupted_an_export_takes_its_half_away(closed: Path) -> None:
    import signal

    folder = closed.with_name("place")
    folder.mkdir()
    process = script(_SLOWLY, closed, folder / "out")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert list(folder.iterdir()) == []


def test_fault_58_a_strangers_folder_is_never_replaced(
    closed: Path, capsys: Heard
) -> None:
    folder = closed.with_name("thesis")
    folder.mkdir()
    (folder / "chapter.txt").write_text("years of work")
    before = contents(folder)
    for more in ((), ("--overwrite",)):
        assert _export(closed, folder, *more) == 1
        assert "chapter.txt" in capsys.readouterr().err
        assert contents(folder) == before
    assert not list(folder.parent.glob(".*"))


def test_fault_58_the_projects_own_folder_is_never_replaced(closed: Path) -> None:
    before = contents(closed.parent)
    assert _export(closed, closed.parent, "--overwrite") == 1
    assert contents(closed.parent) == before


@pytest.mark.skipif(not POSIX, reason="no such limits there")
def test_fault_08_a_full_disk_is_said_and_nothing_is_left(closed: Path) -> None:
    source = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from annotator.cli.main import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    folder = closed.with_name("place")
    folder.mkdir()
    words = ["export", str(closed), "--format", "csv", "--output", str(folder / "o")]
    process = script(source, *words)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1, told
    assert "not written" in told
    assert list(folder.iterdir()) == []


def test_fault_59_a_guideline_that_leads_elsewhere_is_not_followed(
    tmp_path: Path,
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the world")
    inner = tmp_path / "inner"
    inner.mkdir()
    for number, name in enumerate(("../secret.txt", str(secret), "README.md")):
        codebook = inner / f"{number}.toml"
        plain = made.ROOT / "resources" / "codebooks" / "speaker_stance.toml"
        text = plain.read_text("utf-8")
        codebook.write_text(text.replace("speaker_stance.md", name), "utf-8")
        project = inner / f"{number}.annotator"
        assert main(["new", str(project), "--codebook", str(codebook)]) == 0
        out = inner / f"out{number}"
        assert _export(project, out) == 0
        assert len(files_in(out)) == 8
        assert (out / "README.md").read_text("utf-8").startswith("---")
        assert not [f for f in out.iterdir() if "not for the world" in f.read_text()]
        shutil.rmtree(out)


def test_standard_output_is_no_folder(closed: Path) -> None:
    out, err = annotator(
        *("export", closed, "--format", "csv", "--output", "-"), folder=closed.parent
    )
    assert out.startswith("document_id")
    assert "Exported" in err
