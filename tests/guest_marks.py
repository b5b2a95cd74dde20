# SPDX-License-Identifier: MIT
"""A small format of labelled spans from another package, for tests of imports.

A file is JSON lines that begin with `GUEST`; each document names its marks as
[id, label, start, end, {attribute: value}, annotator], links as [label, from, to].
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.formats.making import make_document
from annotator.formats.marks.reading import reader
from annotator.formats.marks.records import Link, Mark, MarkedDocument
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError

TEXT = "Ann 😀 Lee said: “No new tax.” Bob agreed."

#: A document with a speaker, a quote, a verb and the links between them.
QUOTE = {
    "name": "a",
    "text": TEXT,
    "marks": [
        ["1", "Speaker", 0, 9, {}, None],
        ["2", "Quote", 16, 29, {"Stance": "Con", "Target": "new tax"}, None],
        ["3", "Verb", 10, 14, {}, None],
    ],
    "links": [["said", "1", "2"], ["by", "2", "3"]],
}


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """Read the documents of a file."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        next(stream)
        for number, line in enumerate(stream, start=2):
            try:
                yield _document(json.loads(line), number)
            except ValueError as error:
                raise InputError("no JSON.", file=path, line=number) from error


def _document(found: dict[str, Any], line: int) -> MarkedDocument:
    return MarkedDocument(
        document=make_document(found["text"], uid=found["name"], title=found["name"]),
        marks=tuple(
            Mark(id=uid, label=label, pieces=((s, e),), attributes=held, annotator=who)
            for uid, label, s, e, held, who in found.get("marks", ())
        ),
        links=tuple(
            Link(label=label, source=source, target=target)
            for label, source, target in found.get("links", ())
        ),
        line=line,
    )


FORMAT = Format(
    name="guest-marks",
    title="Marks of a guest",
    suffixes=(".guest",),
    sniff=lambda head, path: 1.0 if head.startswith(b"GUEST") else 0.0,
    read=reader("guest-marks", marks),
    marks=marks,
)


def table(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """Read a table: cells parted by bars, names in the first line after TABLE."""
    _, head, *rows = path.read_text("utf-8").splitlines()
    names = head.split("|")
    which = dict(options.columns or {})
    if which.get("text") not in names:
        raise InputError(
            "no column holds the text.",
            file=path,
            remedy="Say which: {names}.",
            names=", ".join(names),
        )
    for number, row in enumerate(rows, start=3):
        cells = dict(zip(names, row.split("|"), strict=True))
        slots = {name: slot for slot, name in which.items()}
        text, title = cells[which["text"]], cells.get(which.get("title", ""), "")
        metadata = {
            slots.get(name, name): cell
            for name, cell in cells.items()
            if slots.get(name) not in ("text", "title")
        }
        document = make_document(text, title=title, metadata=metadata)
        yield MarkedDocument(document=document, line=number)


def table_columns(
    path: Path, options: ReadOptions
) -> list[tuple[str, tuple[str, ...]]]:
    """The columns of a table with their first values."""
    _, head, *rows = path.read_text("utf-8").splitlines()
    cells = [row.split("|") for row in rows[:3]]
    return [
        (name, tuple(row[number] for row in cells))
        for number, name in enumerate(head.split("|"))
    ]


TABLE = Format(
    name="guest-table",
    title="Table of a guest",
    suffixes=(".table",),
    sniff=lambda head, path: 1.0 if head.startswith(b"TABLE") else 0.0,
    read=reader("guest-table", table),
    columns=table_columns,
)


def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the registry find the formats; call `registry.forget_plugins()` after."""
    names = {"g": f"{__name__}:FORMAT", "t": f"{__name__}:TABLE"}
    points = [EntryPoint(n, v, registry.GROUP) for n, v in names.items()]
    monkeypatch.setattr(registry, "entry_points", lambda **_: points)
    registry.forget_plugins()


def write(path: Path, *documents: dict[str, Any]) -> Path:
    """Write a file of the format."""
    lines = [json.dumps(each, ensure_ascii=False) for each in documents]
    path.write_text("\n".join(["GUEST", *lines]) + "\n", encoding="utf-8")
    return path


def document(*marks: list[Any], name: str = "a", text: str = TEXT) -> dict[str, Any]:
    """A document with marks as [label, start, end] or longer."""
    listed = [
        [str(number), label, start, end, *(rest or [{}]), *([None] * (len(rest) < 2))]
        for number, (label, start, end, *rest) in enumerate(marks, start=1)
    ]
    return {"name": name, "text": text, "marks": listed}
