# SPDX-License-Identifier: MIT
"""The written guideline that a codebook names, wherever it is kept.

A package carries it inside, because the file travels alone.  A project of one's
own has it beside itself, or it came with the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator import resources
from annotator.services.session import Session

#: The setting that holds a guideline inside of a project: its name and text.
SETTING: Final = "guideline"
#: A file that is larger is no guideline.
_LARGEST: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Guideline:
    """A file name and what the file holds, as Markdown."""

    name: str
    text: str


def find(session: Session) -> Guideline | None:
    """The guideline of the project's codebook, None where there is none."""
    inside = session.project.settings.get(SETTING)
    if isinstance(inside, dict):
        # A stranger's file may name a place elsewhere: only the last part counts.
        name = Path(str(inside.get("name", ""))).name
        return Guideline(name or "guideline.md", str(inside.get("text", "")))
    name = session.codebook.guidelines
    if not name or Path(name).name != name:
        return None
    found = _beside(session.path.parent / name) or _bundled(name)
    return None if found is None else Guideline(name, found.decode("utf-8", "replace"))


def _beside(place: Path) -> bytes | None:
    if not place.is_file() or place.stat().st_size > _LARGEST:
        return None
    return place.read_bytes()


def _bundled(name: str) -> bytes | None:
    try:
        return resources.read_bytes("codebooks", name)
    except (ValueError, OSError):
        return None
