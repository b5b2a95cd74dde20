# SPDX-License-Identifier: MIT
"""What tests of formats of marks look at, and how they put files in place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.format import Format
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError


def put_lines(path: Path, *rows: object) -> Path:
    """A file with an object on each line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), "utf-8")
    return path


def read_marks(
    format: Format, path: Path, options: ReadOptions | None = None
) -> list[MarkedDocument]:
    """The marked documents in a file or folder."""
    assert format.marks is not None
    return list(format.marks(path, options or ReadOptions()))


def loaded(format: Format, path: Path, **others: Any) -> Bundle:
    """The bundle in a file or folder, its documents in a list."""
    assert format.read is not None
    found = format.read(path, ReadOptions(**others))
    return replace(found, documents=list(found.documents))


def places(found: MarkedDocument) -> list[tuple[str, int, int]]:
    """Label, start and end of each mark."""
    return [(each.label, each.start, each.end) for each in found.marks]


def refused(format: Format, path: Path) -> InputError:
    """The error with which a file is refused, which must name it."""
    with pytest.raises(InputError) as error:
        read_marks(format, path)
    assert error.value.file == str(path)
    return error.value


def told(options: ReadOptions) -> str:
    """All notes as one text."""
    return " ".join(map(str, options.notes.texts()))
