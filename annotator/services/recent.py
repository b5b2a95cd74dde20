# SPDX-License-Identifier: MIT
"""A project as the start page remembers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentProject:
    """What was known of a project when it was last open.

    `opened` is milliseconds UTC; `done` of `total` documents were complete.
    """

    path: Path
    title: str = ""
    opened: int = 0
    done: int = 0
    total: int = 0

    @property
    def exists(self) -> bool:
        """Whether the file is still there; False where that cannot be told."""
        try:
            return self.path.is_file()
        except OSError:
            return False


def to_table(project: RecentProject) -> dict[str, Any]:
    """The project as plain data for the settings file."""
    return {
        "path": str(project.path),
        "title": project.title,
        "opened": project.opened,
        "done": project.done,
        "total": project.total,
    }


def from_table(table: Mapping[str, Any]) -> RecentProject | None:
    """The inverse of `to_table`; None where the table holds something else."""
    path, title = table.get("path"), table.get("title", "")
    numbers = [table.get(k, 0) for k in ("opened", "done", "total")]
    if not isinstance(path, str) or not path or not isinstance(title, str):
        return None
    if not all(isinstance(n, int) for n in numbers):
        return None
    opened, done, total = map(int, numbers)
    return RecentProject(
        path=Path(path),
        title=str(title),
        opened=opened,
        done=done,
        total=total,
    )
