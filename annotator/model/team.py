# SPDX-License-Identifier: MIT
"""The people of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

ROLES: Final = ("annotator", "reviewer", "lead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """A person who annotates; `colour` is "#RRGGBB" or None."""

    uid: str
    name: str
    initials: str = ""
    colour: str | None = None
    role: str = "annotator"
    extra: Mapping[str, Any] = field(default_factory=dict)


def initials_of(name: str) -> str:
    """Up to two capital letters that stand for `name`: "Ieva Sand" is "IS"."""
    words = [w for w in name.split() if w[:1].isalnum()]
    picked = words if len(words) < 3 else [words[0], words[-1]]
    return "".join(w[0] for w in picked).upper()
