# SPDX-License-Identifier: MIT
"""Files written whole or not at all, and names that stay where they belong.

The new content goes into a file of its own beside the target, is synced, and
then takes the target's name.  Until then the target is as it was.  Where the
system has files without a name (Linux), a killed process leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from annotator.model.errors import UserError
from annotator.model.sentence import Sentence

_LONGEST_NAME: Final = 120
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE
)
#: Invisible and direction-changing characters, lone surrogates.
_INVISIBLE: Final = ("Cf", "Cs", "Zl", "Zp")

_REASONS: Final = {
    errno.ENOSPC: (
        Sentence("the disk is full"),
        Sentence("Free some space or choose another place."),
    ),
    errno.EDQUOT: (Sentence("your quota is used up"), Sentence("Free some space.")),
    errno.EFBIG: (
        Sentence("the file grew too large for this disk"),
        Sentence("Choose another place."),
    ),
    errno.EACCES: (
        Sentence("you may not write there"),
        Sentence("Choose another place."),
    ),
    errno.EPERM: (
        Sentence("you may not write there"),
        Sentence("Choose another place."),
    ),
    errno.EROFS: (Sentence("the disk is read-only"), Sentence("Choose another place.")),
    errno.ENOENT: (
        Sentence("there is no such folder"),
        Sentence("Make it, or choose another place."),
    ),
    errno.ENOTDIR: (
        Sentence("there is no such folder"),
        Sentence("Make it, or choose another place."),
    ),
    errno.ENAMETOOLONG: (
        Sentence("the name is too long"),
        Sentence("Choose a shorter one."),
    ),
}


class NotWrittenError(UserError):
    """A file could not be written; what was there before is still there."""


@contextlib.contextmanager
def atomic_write(path: Path | str, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file `path` when the block ends well.

    Raises NotWrittenError as `atomic_path` does.
    """
    with (
        atomic_path(path, overwrite=overwrite) as draft,
        draft.open("wb") as stream,
    ):
        yield stream


@contextlib.contextmanager
def atomic_path(path: Path | str, *, overwrite: bool = False) -> Iterator[Path]:
    """A path to write to, whose content becomes the file `path` at the end.

    Where the block raises, `path` is as it was and nothing is left beside it.
    A symbolic link is followed: its target is replaced, the link stays.  What
    is no file (a pipe, a terminal) gets the bytes at the end.

    Raises NotWrittenError: the file exists and `overwrite` is false, or it
    cannot be written.
    """
    if is_special(Path(path)):
        draft = _through(Path(path))
    else:
        draft = _nameless_or_beside(_target(Path(path), overwrite))
    try:
        with draft as place:
            yield place
    except OSError as error:
        raise not_written(error, path) from error


def not_written(error: OSError, path: Path | str) -> NotWrittenError:
    """The sentence for an error of the system while `path` was written."""
    said = error.strerror or str(error) or type(error).__name__
    reason, remedy = _REASONS.get(error.errno or 0, (said, ""))
    return NotWrittenError(
        "not written: {reason}.", file=path, remedy=remedy, reason=reason
    )


def _target(path: Path, overwrite: bool) -> Path:
    if os.path.lexists(path) and not overwrite:
        reason = Sentence("the file exists already.")
        if path.is_symlink():
            to = os.path.realpath(path)
            reason = Sentence("the file exists already (a link to {to}).", to=to)
        raise NotWrittenError(
            reason,
            file=path,
            remedy="Choose another name, or replace it (--overwrite).",
        )
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise NotWrittenError("this is a folder, not a file.", file=path)
    if not target.parent.is_dir():
        raise not_written(OSError(errno.ENOENT, ""), path)
    return target


def is_special(path: Path) -> bool:
    """Whether this is a device or a pipe, which has no content to keep."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextlib.contextmanager
def _through(target: Path) -> Iterator[Path]:
    """Write elsewhere first, then copy into the device or pipe."""
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        place = Path(folder, "draft")
        yield place
        with place.open("rb") as source, target.open("wb") as stream:
            shutil.copyfileobj(source, stream)
            # A full device says so only when the last bytes go out.
            stream.flush()


@contextlib.contextmanager
def _nameless_or_beside(target: Path) -> Iterator[Path]:
    descriptor = _open_nameless(target)
    if descriptor is None:
        with _beside(target) as place:
            yield place
        return
    try:
        yield Path(f"/proc/self/fd/{descriptor}")
        _take_mode(descriptor, target)
        os.fsync(descriptor)
        _name(descriptor, target)
    finally:
        os.close(descriptor)
    _sync_folder(target.parent)


def _open_nameless(target: Path) -> int | None:
    """A file without a name in the target's folder; None where there are none."""
    flag: int = getattr(os, "O_TMPFILE", 0)
    if not flag or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return os.open(target.parent, flag | os.O_RDWR | os.O_CLOEXEC, 0o666)
    except OSError as error:
        # Not every file system has them; other faults come up again below.
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT):
            return None
        raise


def _name(descriptor: int, target: Path) -> None:
    """Give the nameless file the target's name."""
    source = f"/proc/self/fd/{descriptor}"
    if not os.path.lexists(target):
        with contextlib.suppress(FileExistsError):
            _link(source, target)
            return
    # Killed between the next two calls, a process leaves this name behind.  It
    # is always the same one, so that the next export takes it away.
    draft = target.with_name(f".{target.name[:60]}.part")
    draft.unlink(missing_ok=True)
    _link(source, draft)
    try:
        os.replace(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _link(source: str, target: Path) -> None:
    # Only with a folder's descriptor does Python call linkat, which follows the
    # link in /proc to the file that has no name.
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.link(source, target, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A file with a name of its own in the target's folder."""
    place = _draft_name(target)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    os.close(os.open(place, flags, 0o666))
    try:
        yield place
        with place.open("rb+") as stream:
            _take_mode(stream.fileno(), target)
            os.fsync(stream.fileno())
        os.replace(place, target)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _draft_name(target: Path) -> Path:
    return target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}.part")


def _take_mode(descriptor: int, target: Path) -> None:
    """Keep the permissions of the file that is replaced."""
    if hasattr(os, "fchmod"):
        with contextlib.suppress(OSError):
            os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power loss, where folders can be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def safe_name(text: str, default: str = "file") -> str:
    """`text` as the name of one file, on any system, in the folder it is put in.

    Separators, control and invisible characters become `_`; names that mean
    something to a system, such as `CON` and `..`, are changed; the result has
    at most 120 bytes in UTF-8.
    """
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", text))
    name = "".join("_" if unicodedata.category(c) in _INVISIBLE else c for c in name)
    name = _cut(name.strip(" .\u00a0"), _LONGEST_NAME).rstrip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    # A dash first would be taken for an option.
    return f"_{name[1:]}" if name.startswith("-") else name or default


def _cut(name: str, size: int) -> str:
    """`name` cut to `size` bytes, its suffix kept."""
    if len(name.encode("utf-8")) <= size:
        return name
    suffix = Path(name).suffix
    if len(suffix.encode("utf-8")) > 16:
        suffix = ""
    room = size - len(suffix.encode("utf-8"))
    stem = name.removesuffix(suffix).encode("utf-8")[:room].decode("utf-8", "ignore")
    return stem.rstrip(" .") + suffix
