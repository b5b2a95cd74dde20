# SPDX-License-Identifier: MIT
"""Faults of storage: processes that die, disks that fill, clocks that go back."""

from __future__ import annotations

import re
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.services import annotate, backups, history, places, safekeeping
from annotator.services.session import Session
from annotator.store.check import check
from annotator.store.project import Project
from tests.faults.outside import POSIX, annotator, kill_when, script, started
from tests.store import made

kills = pytest.mark.skipif(not POSIX, reason="no kill there")
DOCUMENTS = 1500


def _uids(path: Path) -> list[str]:
    with Project.open(path) as project:
        return list(project.documents.uids())


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of many texts."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for n in range(DOCUMENTS):
        words = f"Number {n}. " + "She said that it would rain. " * 60
        (folder / f"{n:05}.txt").write_text(words, "utf-8")
    return folder


# -- killed -----------------------------------------------------------------------


@kills
def test_fault_02_a_killed_import_brings_all_or_nothing(
    tmp_path: Path, many: Path
) -> None:
    path = tmp_path / "p.annotator"
    made.filled(tmp_path).close()
    journal = path.with_name(path.name + "-journal")
    before = _uids(path)
    killed = 0
    for later in (0.0, 0.02, 0.1):
        process = started("import", path, many, folder=tmp_path)
        killed += kill_when(
            process, lambda: journal.exists() and journal.stat().st_size > 0, later
        )
        assert list(check(path)) == []
        assert len(_uids(path)) in (len(before), len(before) + DOCUMENTS)
    assert killed
    for _ in range(2):  # done again it is whole, and once more adds nothing
        annotator("import", path, many, folder=tmp_path)
        assert len(_uids(path)) == len(before) + DOCUMENTS
    assert not [p for p in tmp_path.iterdir() if p not in (path, many)]


@kills
def test_fault_02_a_killed_merge_brings_all_or_nothing(tmp_path: Path) -> None:
    """Theirs has 1,500 documents that we lack, and work on ours; undo takes it back."""
    records = [
        made.record(
            f"n{n:04}",
            made.annotation("a1", f"n{n:04}"),
            document=made.document(f"n{n:04}", made.TEXT + f"Number {n}.\n"),
        )
        for n in range(DOCUMENTS)
    ]
    path, theirs = tmp_path / "p.annotator", tmp_path / "theirs.annotator"
    with made.filled(tmp_path) as project:
        before = list(project.documents.uids())
    shutil.copy(path, theirs)
    with Project.open(theirs) as project:
        made.insert(project, made.bundle(records))
    with Session.open(theirs, annotator="bob") as session:
        annotate.set_note(session, "d2", "Bob was here")
    sha = made.sha(theirs)
    journal = path.with_name(path.name + "-journal")
    killed = 0
    for later in (0.0, 0.02, 0.1, 0.3):
        process = started("merge", path, theirs, folder=tmp_path)
        killed += kill_when(
            process, lambda: journal.exists() and journal.stat().st_size > 0, later
        )
        assert list(check(path)) == []
        found = _uids(path)
        assert len(found) in (len(before), len(before) + DOCUMENTS)
        with Session.open(path, annotator="ann") as session:
            note = session.project.layers.get("d2", "bob").note
            merged = [s for s in history.steps(session) if s.title == "merge"]
        assert bool(note) == bool(merged) == (len(found) > len(before))
        assert made.sha(theirs) == sha
    assert killed
    for _ in range(2):  # done again it is whole, and once more adds nothing
        annotator("merge", path, theirs, folder=tmp_path)
        assert len(_uids(path)) == len(before) + DOCUMENTS
    assert not [p for p in tmp_path.iterdir() if p not in (path, theirs)]


_BACKUP = """
import os, sys
from pathlib import Path
from annotator.services import backups, safekeeping
from annotator.services.session import Session
from annotator.store import backup as store
way, path, copy = sys.argv[1:]
def die(draft):
    os.kill(os.getpid(), 9)
if way == "half":
    store._verify = die
else:
    store._sync = die
with Session.open(path) as session:
    if way == "half":
        backups.rotate(session)
    safekeeping.backup(session, Path(copy))
"""


@kills
@pytest.mark.parametrize("way", ["half", "unsynced"])
def test_fault_05_a_killed_backup_is_none(tmp_path: Path, way: str) -> None:
    made.filled(tmp_path).close()
    path, copy = tmp_path / "p.annotator", tmp_path / "copy.annotator"
    with Session.open(path) as session:
        first = backups.rotate(session)
        assert first is not None
        annotate.set_note(session, "d2", "news")
        safekeeping.backup(session, copy)
    old = made.sha(copy)
    process = script(_BACKUP, way, path, copy)
    process.communicate(timeout=60)
    assert process.returncode == -9
    assert made.sha(copy) == old
    assert list(check(path)) == []
    with Session.open(path) as session:
        assert [each.path for each in backups.kept(session)] == [first]
        assert backups.rotate(session) is not None
        assert len(backups.kept(session)) == 2


_RECOVER = """
import os, sys
from pathlib import Path
from annotator.services import safekeeping
def die(*_):
    os.kill(os.getpid(), 9)
os.fsync = os.link = os.replace = os.rename = die
safekeeping.recover(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@kills
def test_fault_05_a_killed_recovery_leaves_no_half_project(tmp_path: Path) -> None:
    made.filled(tmp_path).close()
    path, rescued = tmp_path / "p.annotator", tmp_path / "rescued.annotator"
    before = made.sha(path)
    process = script(_RECOVER, path, rescued)
    _, err = process.communicate(timeout=60)
    assert process.returncode == -9, err
    assert made.sha(path) == before
    assert not rescued.exists()
    annotator("recover", path, rescued, folder=tmp_path)
    assert _uids(rescued) == ["d1", "d2"]


@kills
def test_fault_05_a_backup_is_restored_by_opening_it(tmp_path: Path) -> None:
    made.filled(tmp_path).close()
    path = tmp_path / "p.annotator"
    with Session.open(path) as session:
        kept = backups.rotate(session)
        assert kept is not None
        text = session.project.documents.get("d1").text
    path.write_bytes(b"ruined")
    shutil.copyfile(kept, path)
    with Session.open(path) as session:
        assert session.project.documents.get("d1").text == text
        assert len(annotate.load(session, "d1", "ann").annotations) == 1


# -- the order of syncs -----------------------------------------------------------

_ACKNOWLEDGE = """
import os, sys
from annotator.services import annotate
from annotator.services.session import Session
with Session.open(sys.argv[1], annotator="ann") as session:
    for n in range(5):
        annotate.set_note(session, "d2", f"note {n}")
        os.write(1, f"ACK {n}\\n".encode())
"""


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_fault_06_nothing_is_acknowledged_before_it_is_synced(tmp_path: Path) -> None:
    made.filled(tmp_path).close()
    path, trace = tmp_path / "p.annotator", tmp_path / "trace"
    calls = "trace=write,pwrite64,fsync,fdatasync,ftruncate"
    traced = "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"
    argv = ["strace", "-f", "-y", "-o", trace, "-e", calls, sys.executable, "-c"]
    process = script(traced, *argv, _ACKNOWLEDGE, path)
    out, err = process.communicate(timeout=120)
    if process.returncode and "ptrace" in err:
        pytest.skip("strace may not trace here")
    assert out.split() == [w for n in range(5) for w in ("ACK", str(n))], err
    assert _unsynced_acknowledgements(trace.read_text(), path) == []


def _unsynced_acknowledgements(trace: str, path: Path) -> list[str]:
    """Lines that acknowledge while the file holds writes that are not synced."""
    dirty, wrong, acknowledged = False, [], 0
    for line in trace.splitlines():
        if f"<{path}>" in line:
            dirty = "sync(" not in line
        elif "ACK " in line:
            acknowledged += 1
            if dirty:
                wrong.append(line)
    assert acknowledged == 5
    assert re.search(rf"pwrite64\(\d+<{re.escape(str(path))}>", trace)
    return wrong


# -- full disks -------------------------------------------------------------------

_FULL = """
import resource, sys
from pathlib import Path
from annotator.model.errors import NotSavedError
from annotator.services import annotate
from annotator.services.session import Session
path = Path(sys.argv[1])
with Session.open(path, annotator="ann") as session:
    annotate.set_note(session, "d2", "kept")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limit[1]))
    try:
        annotate.set_note(session, "d2", "too long " * 100_000)
    except NotSavedError as error:
        print(error)
    print(annotate.load(session, "d2").layer.note)
    resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    annotate.set_note(session, "d2", "again")
    print(annotate.load(session, "d2").layer.note)
"""


@kills
def test_fault_07_a_full_disk_is_told_and_a_retry_works(tmp_path: Path) -> None:
    made.filled(tmp_path).close()
    path = tmp_path / "p.annotator"
    out, err = script(_FULL, path).communicate(timeout=60)
    assert err == ""
    told, kept, again = out.splitlines()
    assert "not saved" in told
    assert "p.annotator" in told
    assert (kept, again) == ("kept", "again")
    assert list(check(path)) == []


# -- places -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folders", "service"),
    [
        ("Dropbox/work", "Dropbox"),
        ("Dropbox (Lab)", "Dropbox"),
        ("OneDrive - University of Rīga", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/Box-Box", "a cloud service"),
        ("Nextcloud/press", "Nextcloud"),
        ("Google Drive/My Drive", "Google Drive"),
    ],
)
def test_fault_12_a_synced_folder_is_warned_of(
    tmp_path: Path, folders: str, service: str
) -> None:
    folder = tmp_path / folders
    folder.mkdir(parents=True)
    told = places.warning_for(folder / "p.annotator")
    assert told is not None
    assert service in told


def test_fault_12_a_link_into_a_synced_folder_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / ".stfolder").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "shared")
    assert "Syncthing" in str(places.warning_for(tmp_path / "here" / "p.annotator"))


@kills
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_fault_12_a_network_drive_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    far, near = tmp_path / "my drive", tmp_path / "my drive" / "local"
    near.mkdir(parents=True)
    point = str(far.resolve()).replace(" ", "\\040")
    table = tmp_path / "mounts"
    lines = f"/dev/a / ext4 rw 0 0\nhost:/x {point} {kind} rw 0 0\n"
    table.write_text(f"{lines}/dev/b {point}/local ext4 rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", table)
    assert "another computer" in str(places.warning_for(far / "p.annotator"))
    assert places.warning_for(near / "p.annotator") is None


def test_fault_12_other_folders_are_not_warned_of(tmp_path: Path) -> None:
    for name in ("Dropboxes", "my onedriver", "mega data", "p.annotator"):
        assert places.warning_for(tmp_path / name / "p.annotator") is None


# -- others -----------------------------------------------------------------------


def test_fault_13_a_second_command_is_told_who(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made.filled(tmp_path).close()
    path, text = tmp_path / "p.annotator", tmp_path / "a.txt"
    text.write_text("Words.")
    with Session.open(path) as session:
        begun = time.monotonic()
        _, err = annotator("import", path, text, folder=tmp_path, code=1)
        assert time.monotonic() - begun < 5
        assert "already open" in err
        assert main(["stats", str(path)]) == 0  # to look is allowed
        annotate.set_note(session, "d2", "still mine")
    assert _uids(path) == ["d1", "d2"]


@pytest.mark.parametrize("back", [86_400, None], ids=["one day", "1970"])
def test_fault_17_a_clock_that_goes_back_keeps_the_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: int | None
) -> None:
    made.filled(tmp_path).close()
    path = tmp_path / "p.annotator"
    with Session.open(path, annotator="ann") as session:
        first = annotate.load(session, "d1").annotations[0]
        now = annotate.update(session, replace(first, fields={"speaker": "lee"}), "x")
    past = 5 * 10**9 if back is None else time.time_ns() - back * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: past)
    with Session.open(path, annotator="ann") as session:
        changed = replace(now, fields={"quote_type": "indirect"})
        later = annotate.update(session, changed, "annotation.field")
        assert later.revs[: len(now.revs)] == now.revs
        annotate.set_note(session, "d1", "in the past")
        titles = [s.title for s in history.steps(session, 10, 0)]
        assert titles.index("annotation.field") < titles.index("x")
        history.undo(session)
        history.undo(session)
        stored = annotate.load(session, "d1").annotations[0]
        assert stored.fields == {"speaker": "lee"}
    with Session.open(path, annotator="ann") as session:
        history.redo(session)
        stored = annotate.load(session, "d1").annotations[0]
        assert stored.fields == {"quote_type": "indirect"}
    assert list(check(path)) == []


_UNDO_AND_DIE = """
import os, sys
from annotator.services import annotate, history
from annotator.services.session import Session
session = Session.open(sys.argv[1], annotator="ann")
annotate.delete(session, "d1", "a1")
annotate.set_note(session, "d1", "x")
history.undo(session)
os.kill(os.getpid(), 9)
"""


@kills
def test_fault_19_undo_goes_on_after_a_crash(tmp_path: Path) -> None:
    made.filled(tmp_path).close()
    path = tmp_path / "p.annotator"
    script(_UNDO_AND_DIE, path).communicate(timeout=60)
    with Session.open(path, annotator="ann") as session:
        assert annotate.load(session, "d1").annotations == ()
        assert history.redo(session) is not None
        assert annotate.load(session, "d1").annotations == ()
        history.undo(session)
        history.undo(session)
        (back,) = annotate.load(session, "d1").annotations
        assert back.uid == "a1"
        assert back.spans == made.annotation().spans
