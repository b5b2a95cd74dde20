# SPDX-License-Identifier: MIT
"""Care of project files: look for damage, copy, save what can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.services.session import Session
from annotator.store import backup as store_backup
from annotator.store import check as store_check
from annotator.store import recover as store_recover
from annotator.store.check import Finding
from annotator.store.recover import Recovery

__all__ = ["Finding", "Recovery", "backup", "check", "recover"]


def check(path: Path) -> Iterator[Finding]:
    """Everything that is wrong with a project file; it is only read."""
    return store_check.check(path)


def backup(source: Session | Path, destination: Path) -> Path:
    """Copy a project, open or not, to `destination`, and verify the copy."""
    project = source.project if isinstance(source, Session) else source
    return store_backup.backup(project, destination)


def recover(path: Path, destination: Path) -> Recovery:
    """Save what can be read of a damaged project into a new one."""
    return store_recover.recover(path, destination)
