# SPDX-License-Identifier: MIT
"""The lock beside an open project: one writer, and who it is.

SQLite's own locks cannot say who holds them.  While a project is open for
writing, an operating-system lock is held on `<file>.lock`, whose text names
person, host, process and time.  The system drops the lock when its holder dies,
so a lock file that nobody holds is stale and is taken over.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from annotator.model.errors import LockedError
from annotator.model.identity import instant_to_text, now_ms
from annotator.model.sentence import Sentence

#: The byte that Windows locks: far behind the text, which others must read.
_LOCKED_BYTE: Final = 1 << 30

if sys.platform == "win32":
    import msvcrt

    def _seize(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _seize(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def person() -> str:
    """The system's name for the present user, or "someone"."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"


def _host() -> str:
    """This computer's name."""
    if sys.platform == "win32":
        import socket

        return socket.gethostname()
    else:
        return os.uname().nodename  # without the cost of importing sockets


def lock_path(project: Path) -> Path:
    """Where the lock of a project file lies: beside it."""
    return project.with_name(project.name + ".lock")


class Lock:
    """The held lock of one project; `release` gives it back."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle

    @classmethod
    def acquire(cls, project: Path) -> Lock:
        """Take the lock of `project`.

        Raises LockedError, which names the holder, where another process (or
        window) has it, and OSError where the folder cannot be written.
        """
        path = lock_path(project)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            if not _seize(handle):
                os.close(handle)
                raise LockedError(
                    "the project is already open: {holder}.",
                    file=project,
                    remedy="Close it there, or open it for reading only.",
                    holder=describe_holder(path),
                )
            if _is_current(handle, path):
                _sign(handle)
                return cls(path, handle)
            os.close(handle)  # its holder removed it between our two calls

    def release(self) -> None:
        """Remove the file and give the lock back; twice does no harm."""
        if self._handle is None:
            return
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                if _is_current(self._handle, self._path):
                    self._path.unlink()
        os.close(self._handle)
        self._handle = None
        if sys.platform == "win32":  # an open file cannot be removed there
            with contextlib.suppress(OSError):
                self._path.unlink()


def _is_current(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _sign(handle: int) -> None:
    note = {
        "person": person(),
        "host": _host(),
        "process": os.getpid(),
        "time": instant_to_text(now_ms()),
    }
    text = json.dumps(note, ensure_ascii=False).encode("utf-8")
    # On a full disk the lock holds all the same; it only cannot say whose it is.
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, text)
        os.fsync(handle)


def holder(path: Path) -> dict[str, Any]:
    """What the lock file says of its holder; {} where it says nothing."""
    try:
        note = json.loads(path.read_bytes()[:4096])
    except (OSError, ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


def describe_holder(path: Path) -> Sentence:
    """ "by ieva on deskpc (process 123) since 2025-01-15T10:20:31.482Z"."""
    note = holder(path)
    if not note:
        return Sentence("by another process")
    return Sentence(
        "by {person} on {host} (process {process}) since {time}",
        person=note.get("person", Sentence("someone")),
        host=note.get("host", Sentence("a computer")),
        process=note.get("process", "?"),
        time=note.get("time", "?"),
    )
