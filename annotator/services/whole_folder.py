# SPDX-License-Identifier: MIT
"""Export folders written whole or not at all.

The new folder is built beside its target under a hidden name, which is always
the same one: what a killed process leaves there, the next export takes away.  A
lock on it tells a leftover from an export that is under way.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from annotator.model.errors import UserError
from annotator.services.files import NotWrittenError, not_written

#: The file that says what an export folder holds.
MANIFEST: Final = "manifest.json"
#: What the manifest says it is.
MANIFEST_FORMAT: Final = "annotator-export/1"

#: Files that systems put into folders on their own.
_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
#: More files than these are synced all at once.
_MANY: Final = 500


@contextlib.contextmanager
def atomic_folder(path: Path | str, *, overwrite: bool = False) -> Iterator[Path]:
    """An empty folder whose content becomes the folder `path` at the end.

    Where the block raises, `path` is as it was and nothing is left beside it.
    With `overwrite` an export folder is replaced, but never other files.

    Raises NotWrittenError: there is something else, or it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        _restore(target)
        _refuse(target, Path(path), overwrite)
        with _draft(target, Path(path)) as draft:
            yield draft
            _sync(draft)
            _put(draft, target)
    except OSError as error:
        raise not_written(error, path) from error


def is_export(folder: Path) -> bool:
    """Whether the folder was written by an export."""
    return _manifest(folder) is not None


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    ours = isinstance(found, dict) and found.get("manifest") == MANIFEST_FORMAT
    return found if ours else None


def check_target(path: Path) -> None:
    """Raises NotWrittenError where no export may go, even one that may replace."""
    try:
        _refuse(Path(os.path.realpath(path)), path, overwrite=True)
    except OSError as error:
        raise not_written(error, path) from error


def _refuse(target: Path, named: Path, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise OSError(errno.ENOENT, "")
    if not target.exists():
        return
    if not target.is_dir():
        raise NotWrittenError("this is a file, not a folder.", file=named)
    stranger = strangers(target)
    if stranger is not None:
        raise NotWrittenError(
            "the folder holds files that no export wrote, e.g. “{name}”.",
            file=named,
            remedy="Choose an empty or a new folder.",
            name=stranger,
        )
    if is_export(target) and not overwrite:
        raise NotWrittenError(
            "the folder holds an export already.",
            file=named,
            remedy="Choose another name, or replace it (--overwrite).",
        )


def strangers(folder: Path) -> str | None:
    """A file in the folder that no export wrote; None where there is none."""
    manifest = _manifest(folder)
    known = {MANIFEST} if manifest else set()
    for each in manifest.get("files", ()) if manifest else ():
        if isinstance(each, dict):
            known.add(str(each.get("path")))
    for found in files_in(folder):
        if found not in known and found.rpartition("/")[2] not in _LITTER:
            return found
    return None


def files_in(folder: Path) -> list[str]:
    """The files of a folder and those in it, as paths with slashes, sorted."""
    found = []
    for around, _, names in os.walk(folder):
        inner = Path(around).relative_to(folder)
        found += [(inner / name).as_posix() for name in names]
    return sorted(found)


@contextlib.contextmanager
def _draft(target: Path, named: Path) -> Iterator[Path]:
    draft = target.with_name(f".{target.name[:60]}.part")
    handle = _seized(draft, named)
    try:
        yield draft
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    finally:
        if handle is not None:
            os.close(handle)


def _seized(draft: Path, named: Path) -> int | None:
    """Make the folder, or empty one that was left behind; its lock, if any."""
    while True:
        with contextlib.suppress(FileExistsError):
            draft.mkdir()
        handle = _locked(draft, named)
        with contextlib.suppress(FileNotFoundError):
            if handle is None or os.path.samestat(os.fstat(handle), draft.stat()):
                break
        if handle is not None:  # another export took it away meanwhile
            os.close(handle)
    for each in draft.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    return handle


if sys.platform == "win32":

    def _locked(draft: Path, named: Path) -> int | None:
        # Folders cannot be locked there; open files cannot be taken away either.
        return None

else:
    import fcntl

    def _locked(draft: Path, named: Path) -> int | None:
        handle = os.open(draft, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise UserError(
                "another export to this folder is under way.",
                file=named,
                remedy="Wait for it, or choose another folder.",
            ) from None
        return handle


def _put(draft: Path, target: Path) -> None:
    """Give the new folder its name; what was there goes only after that."""
    if not target.exists():
        draft.rename(target)
        return
    old = _aside(target)
    target.rename(old)
    try:
        draft.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _restore(target: Path) -> None:
    """Undo what a process killed between two names left behind."""
    old = _aside(target)
    if old.is_dir():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name[:60]}.old")


def _sync(folder: Path) -> None:
    """Make the content survive a power loss, where that can be asked for."""
    names = files_in(folder)
    if len(names) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for name in names:
        with (folder / name).open("rb+") as stream:
            os.fsync(stream.fileno())
