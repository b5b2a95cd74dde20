# SPDX-License-Identifier: MIT
"""Automatic backups: one at each opening after a change, the newest ten kept.

`rotate` reads the file by a connection of its own, so it belongs in a thread
beside the window.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.services.folders import data_folder
from annotator.services.session import Session
from annotator.store import backup as store_backup
from annotator.store.backup import Backup

__all__ = ["KEEP", "Backup", "folder", "kept", "rotate"]

#: How many automatic backups of a project are kept.
KEEP: Final = 10


def folder() -> Path:
    """Where automatic backups are kept, in a folder for each project."""
    return data_folder() / "backups"


def rotate(session: Session, keep: int = KEEP) -> Path | None:
    """Back the session's project up; None where nothing changed since the last.

    A project that is open for reading only is left alone.  Raises StoreError or
    OSError where the copy could not be made; older backups are then untouched.
    """
    if session.read_only:
        return None
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    return store_backup.rotate(session.path, place, keep)


def kept(session: Session) -> list[Backup]:
    """The automatic backups of the session's project, oldest first."""
    uid = session.project.settings.get("uid", "_")
    return store_backup.backups(folder(), str(uid))
