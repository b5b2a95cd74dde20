# SPDX-License-Identifier: MIT
"""Folders appear whole, replace only what is ours, and leave nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.services.files import NotWrittenError
from annotator.services.whole_folder import (
    MANIFEST,
    MANIFEST_FORMAT,
    atomic_folder,
    files_in,
    is_export,
)


def write(path: Path, *names: str, overwrite: bool = False, text: str = "x") -> None:
    with atomic_folder(path, overwrite=overwrite) as draft:
        for name in names:
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_text(text)
        files = [{"path": name} for name in names]
        data = {"manifest": MANIFEST_FORMAT, "files": files}
        (draft / MANIFEST).write_text(json.dumps(data))


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_it_appears_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with atomic_folder(out) as draft:
        (draft / "a").write_text("a")
        assert not out.exists()
    assert files_in(out) == ["a"]
    assert names(tmp_path) == ["out"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write(out, "a", "data/b")
    assert files_in(out) == ["a", "data/b", MANIFEST]


def test_an_error_leaves_everything_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "a")
    with (  # noqa: PT012  the error must come from inside
        pytest.raises(RuntimeError),
        atomic_folder(out, overwrite=True) as draft,
    ):
        (draft / "b").write_text("b")
        raise RuntimeError
    assert files_in(out) == ["a", MANIFEST]
    assert names(tmp_path) == ["out"]


def test_an_export_is_replaced_when_told_and_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "a", "b")
    with pytest.raises(NotWrittenError, match="--overwrite"):
        write(out, "c")
    write(out, "c", overwrite=True)
    assert files_in(out) == ["c", MANIFEST]
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_strangers_folder_is_refused(tmp_path: Path, overwrite: bool) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("years of work")
    with pytest.raises(NotWrittenError, match=r"thesis\.doc"):
        write(out, "a", overwrite=overwrite)
    (out / MANIFEST).write_text('{"version": 3}')
    assert not is_export(out)
    with pytest.raises(NotWrittenError, match="no export wrote"):
        write(out, "a", overwrite=overwrite)
    assert files_in(out) == [MANIFEST, "thesis.doc"]


def test_files_added_to_an_export_are_not_thrown_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "a")
    (out / "notes.txt").write_text("mine")
    with pytest.raises(NotWrittenError, match=r"notes\.txt"):
        write(out, "a", overwrite=True)
    assert (out / "notes.txt").read_text() == "mine"


def test_litter_of_the_system_does_not_count(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".DS_Store").write_text("")
    write(out, "a")
    assert files_in(out) == ["a", MANIFEST]


def test_a_file_and_a_missing_place_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotWrittenError, match="a file, not a folder"):
        write(tmp_path / "file", "a")
    with pytest.raises(NotWrittenError, match="no such folder"):
        write(tmp_path / "no" / "out", "a")


def test_what_a_killed_export_left_is_taken_away(tmp_path: Path) -> None:
    left = tmp_path / ".out.part"
    (left / "data").mkdir(parents=True)
    (left / "data" / "half").write_text("half")
    write(tmp_path / "out", "a")
    assert files_in(tmp_path / "out") == ["a", MANIFEST]
    assert names(tmp_path) == ["out"]


def test_an_export_killed_between_two_names_is_restored(tmp_path: Path) -> None:
    out, aside = tmp_path / "out", tmp_path / ".out.old"
    write(out, "a", text="old")
    out.rename(aside)
    with pytest.raises(NotWrittenError, match="holds an export already"):
        write(out, "a")
    assert (out / "a").read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_two_exports_to_one_folder_do_not_mix(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    out = tmp_path / "out"
    with atomic_folder(out) as draft:
        (draft / "a").write_text("first")
        with pytest.raises(UserError, match="under way"):
            write(out, "a", text="second")
    assert (out / "a").read_text() == "first"
