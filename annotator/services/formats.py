# SPDX-License-Identifier: MIT
"""What the program can read and write, as plain data."""

from __future__ import annotations

from typing import Any

from annotator.formats import registry
from annotator.formats.format import Format


def describe_formats() -> list[dict[str, Any]]:
    """Every format: name, title, suffixes, reads, writes, losses, extra, available."""
    return [_describe(each) for each in registry.formats()]


def format_problems() -> tuple[str, ...]:
    """A sentence for each format of another package that cannot be loaded."""
    return registry.problems()


def _describe(each: Format) -> dict[str, Any]:
    return {
        "name": each.name,
        "title": each.title,
        "suffixes": list(each.suffixes),
        "reads": each.reads,
        "writes": each.writes,
        "losses": list(each.losses),
        "extra": each.extra,
        "available": each.available(),
    }
