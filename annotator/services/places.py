# SPDX-License-Identifier: MIT
"""Places where a project file is in danger: network drives and synced folders.

SQLite's locks do not hold on file systems of other computers, and programs that
synchronise a folder copy a project in the middle of a change.  Nobody is kept
from working there; they are told.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

#: The table of mounted file systems, on Linux.
MOUNTS: Final = Path("/proc/self/mounts")

# Folder names as the programs choose them; OneDrive adds the firm's name.
_SYNCED: Final = (
    (re.compile(r"dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"onedrive( ?- .+)?"), "OneDrive"),
    (re.compile(r"google ?drive( \(.+\))?"), "Google Drive"),
    (re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs"), "iCloud"),
    (re.compile(r"nextcloud\d*"), "Nextcloud"),
    (re.compile(r"owncloud\d*"), "ownCloud"),
    (re.compile(r"pcloud ?drive"), "pCloud"),
    (re.compile(r"mega(sync)?"), "MEGA"),
    (re.compile(r"cloudstorage"), "a cloud service"),
)

# What such programs leave in the folder that they synchronise.
_MARKS: Final = (
    (".dropbox", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
)

_NETWORK: Final = frozenset(
    {"nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbnetfs"}
    | {"afs", "afpfs", "ncpfs", "davfs", "davfs2", "ceph", "glusterfs", "beegfs"}
    | {"sshfs", "rclone", "gvfsd-fuse", "curlftpfs", "google-drive-ocamlfuse"}
)


def warning_for(path: Path | str) -> str | None:
    """One sentence where `path` is no safe place for a project, else None.

    The file need not exist yet.  Nothing is written and no error is raised.
    """
    place = _resolved(Path(path))
    service = _service(Path(path).absolute()) or _service(place)
    if service is not None:
        return (
            f"This folder is synchronised by {service}, which may copy a project in "
            "the middle of a change. Keep the project elsewhere and put backups here."
        )
    if _is_share(place) or _file_system(place) in _NETWORK:
        return (
            "This folder is on another computer, where two people may write into a "
            "project at once. Keep the project on this computer and put backups there."
        )
    return None


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # e.g. links in a circle
        return path.absolute()


def _service(path: Path) -> str | None:
    """The program that synchronises one of the folders above `path`."""
    for folder in path.parents:
        for pattern, service in _SYNCED:
            if pattern.fullmatch(folder.name.casefold()):
                return service
        for mark, service in _MARKS:
            if os.path.lexists(folder / mark) and folder != Path.home():
                return service
    return None


def _is_share(path: Path) -> bool:
    """Whether it is a share of Windows, e.g. \\\\server\\share."""
    return str(path).startswith(("\\\\", "//")) and not str(path).startswith("\\\\?\\")


def _file_system(path: Path) -> str:
    """The kind of file system under `path`, "" where the system does not say."""
    try:
        lines = os.fsdecode(MOUNTS.read_bytes()).splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        words = line.split(" ")
        if len(words) < 3:
            continue
        point = Path(_unescaped(words[1]))
        # Of two on one place the later one is on top.
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), words[2]
    return kind.removeprefix("fuse.").casefold()


def _unescaped(name: str) -> str:
    """Spaces and such are written as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), name)
