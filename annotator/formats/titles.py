# SPDX-License-Identifier: MIT
"""The title of a text that names none: its first line."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 300


def title_of(text: str) -> str:
    """The first line of `text` that is not blank, trimmed and cut to 300 characters."""
    start = text.lstrip()
    line = start[: start.find("\n")] if "\n" in start else start
    line = line.strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
