# SPDX-License-Identifier: MIT
"""Files are written whole or not at all, and names stay in their folder."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.services import files
from annotator.services.files import (
    NotWrittenError,
    atomic_path,
    atomic_write,
    safe_name,
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="devices of Linux")


def has_nameless_files(target: Path) -> bool:
    descriptor = files._open_nameless(target)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is not None


@pytest.fixture(params=["nameless", "beside"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways: with files that have no name yet, and without them."""
    if request.param == "beside":
        monkeypatch.setattr(files, "_open_nameless", lambda target: None)
    return str(request.param)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "folder"
    folder.mkdir()
    yield folder / "data.csv"
    assert [p.name for p in folder.iterdir() if p.name.endswith(".part")] == []


@pytest.mark.usefixtures("way")
def test_a_new_file_is_there_at_the_end_only(target: Path) -> None:
    with atomic_write(target) as stream:
        stream.write(b"one")
        assert not target.exists()
    assert target.read_bytes() == b"one"


def _write_half(target: Path) -> None:
    with atomic_write(target, overwrite=True) as stream:
        stream.write(b"half")
        raise ZeroDivisionError


@pytest.mark.usefixtures("way")
def test_an_error_leaves_the_old_file(target: Path) -> None:
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        _write_half(target)
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.usefixtures("way")
def test_fault_58_an_existing_file_is_replaced_only_when_asked(target: Path) -> None:
    target.write_bytes(b"old")
    target.chmod(0o640)
    with pytest.raises(NotWrittenError, match="exists already"), atomic_write(target):
        pass
    assert target.read_bytes() == b"old"
    with atomic_write(target, overwrite=True) as stream:
        stream.write(b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.usefixtures("way")
def test_fault_58_over_a_link_its_target_is_written(target: Path) -> None:
    real = target.with_name("real")
    real.write_bytes(b"old")
    target.symlink_to(real)
    with pytest.raises(NotWrittenError, match="a link to"), atomic_write(target):
        pass
    with atomic_write(target, overwrite=True) as stream:
        stream.write(b"new")
    assert target.is_symlink()
    assert real.read_bytes() == b"new"


@linux
def test_fault_08_a_full_device_is_told() -> None:
    with (
        pytest.raises(NotWrittenError, match="disk is full"),
        atomic_write("/dev/full") as stream,
    ):
        stream.write(b"a")
    assert Path("/dev/full").is_char_device()


@linux
@pytest.mark.usefixtures("way")
def test_fault_08_a_full_disk_leaves_the_old_file(target: Path) -> None:
    target.write_bytes(b"old")
    program = (
        "import resource, signal, sys\n"
        "from annotator.services import files\n"
        "from annotator.model.errors import UserError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))\n"
        "try:\n"
        "    with files.atomic_write(sys.argv[1], overwrite=True) as stream:\n"
        "        for _ in range(100): stream.write(b'x' * 4096)\n"
        "except UserError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(target)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "not written" in done.stdout
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


@linux
def test_fault_03_a_killed_export_leaves_the_old_file_and_nothing_else(
    target: Path,
) -> None:
    target.write_bytes(b"old")
    program = (
        "import os, signal, sys\n"
        "from annotator.services.files import atomic_write\n"
        "with atomic_write(sys.argv[1], overwrite=True) as stream:\n"
        "    stream.write(b'half')\n"
        "    stream.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(target)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"
    if has_nameless_files(target):
        assert list(target.parent.iterdir()) == [target]
    for left in target.parent.glob(".*.part"):
        left.unlink()


@linux
def test_fault_03_what_a_kill_in_the_last_moment_leaves_is_taken_away(
    target: Path,
) -> None:
    target.write_bytes(b"old")
    target.with_name(f".{target.name}.part").write_bytes(b"left over")
    with atomic_write(target, overwrite=True) as stream:
        stream.write(b"new")
    assert target.read_bytes() == b"new"
    if has_nameless_files(target):
        assert list(target.parent.iterdir()) == [target]
    target.with_name(f".{target.name}.part").unlink(missing_ok=True)


def test_a_folder_or_no_folder_is_told(tmp_path: Path) -> None:
    for path, told in ((tmp_path, "folder"), (tmp_path / "no" / "x", "no such folder")):
        with (
            pytest.raises(NotWrittenError, match=told),
            atomic_write(path, overwrite=True),
        ):
            pass


@linux
def test_a_pipe_gets_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with atomic_write(pipe) as stream:
        stream.write(b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)


def test_the_draft_can_be_opened_again(target: Path) -> None:
    with atomic_path(target) as draft:
        draft.write_text("first, and longer")
        draft.write_text("second")
        assert draft.read_text() == "second"
    assert target.read_text() == "second"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../x", "_x"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\x", "C__x"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("console", "console"),
        ("a\0b\nc", "a_b_c"),
        ("..", "file"),
        ("", "file"),
        (" . ", "file"),
        ("-rf", "_rf"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("Łódź 😀", "Łódź 😀"),
        ("name.", "name"),
    ],
)
def test_fault_59_names_are_confined(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text() | st.text("./\\CON:\0 ", min_size=1))
def test_fault_59_any_name_is_one_file_in_its_folder(text: str) -> None:
    name = safe_name(text)
    assert name
    assert Path(name).name == name
    assert len(name.encode()) <= 120
    assert Path("/folder", name).resolve().parent == Path("/folder")


def test_fault_59_long_names_keep_their_suffix() -> None:
    name = safe_name("é" * 300 + ".jsonl")
    assert name.endswith("é.jsonl")
    assert len(name.encode()) <= 120
