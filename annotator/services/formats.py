# SPDX-License-Identifier: MIT
"""What the program can read and write: as plain data, and as a page of the help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.services.markdown import code, escaped, table

_INTRODUCTION: Final = """\
# Formats

What the program reads and writes. Ends of spans are exclusive wherever a format
counts characters. The loss report of an export counts what a format could not
carry, with the first examples; here stands what it may be.
"""


def describe_formats() -> list[dict[str, Any]]:
    """Every format as plain data.

    Keys: name, title, suffixes, reads, writes, unit, losses, extra, needs (the
    packages of its extra), available.
    """
    return [_describe(each) for each in registry.formats()]


def format_problems() -> tuple[str, ...]:
    """A sentence for each format of another package that cannot be loaded."""
    return registry.problems()


def formats_page() -> str:
    """The help page about formats, as Markdown, made from the registry."""
    lines = [_INTRODUCTION, *_overview()]
    for each in registry.formats():
        lines += ["", *_section(each)]
    if registry.problems():
        lines += ["", "## Formats of other packages that cannot be used", ""]
        lines += [f"- {escaped(each)}" for each in registry.problems()]
    return "\n".join(lines) + "\n"


def _describe(each: Format) -> dict[str, Any]:
    return {
        "name": each.name,
        "title": each.title,
        "suffixes": list(each.suffixes),
        "reads": each.reads,
        "writes": each.writes,
        "unit": each.unit,
        "losses": list(each.losses),
        "extra": each.extra,
        "needs": list(each.requires.values()),
        "available": each.available(),
    }


def _overview() -> Iterator[str]:
    rows = [
        (
            escaped(each.title),
            code(each.name),
            " and ".join(_ways(each)),
            ", ".join(map(code, each.suffixes)),
        )
        for each in registry.formats()
    ]
    yield from table(("Format", "Name", "It is", "Files"), rows)


def _ways(each: Format) -> Iterator[str]:
    if each.reads:
        yield "read"
    if each.writes:
        yield "written"


def _section(each: Format) -> Iterator[str]:
    yield f"## {escaped(each.title)}"
    yield ""
    yield f"{code(each.name)}; offsets count {escaped(each.unit)}."
    if each.requires:
        packages = " ".join(each.requires.values())
        yield f"It needs a package besides: {code(f'pip install {packages}')}."
    yield ""
    if not each.losses:
        yield "Nothing is lost."
        return
    yield "An export is without:" if each.writes else "An import is without:"
    yield ""
    yield from (f"- {escaped(loss)}" for loss in each.losses)
