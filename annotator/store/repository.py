# SPDX-License-Identifier: MIT
"""What every repository shares: the project it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.store.project import Project


class Repository:
    """Reads and writes one noun.  Every write must be inside `Project.atomic`."""

    def __init__(self, project: Project) -> None:
        self._project = project
