# SPDX-License-Identifier: MIT
"""`annotator-jsonl`, the native exchange format: one JSON object a line.

It carries everything but the contents of past revisions, the undo history,
backups, indexes and settings.  `resources/help` describes it for users; reading
is in `jsonl_read`, writing in `jsonl_write`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.features import ALL
from annotator.formats.format import Format
from annotator.formats.json_lines import parse
from annotator.formats.jsonl_read import read
from annotator.formats.jsonl_write import write
from annotator.model.errors import InputError

#: What the header says of the format and its version.
VERSION: Final = "annotator/1"

LOSSES: Final = (
    "contents of past revisions (their names are kept)",
    "the undo history",
    "backups, indexes and settings",
)


def sniff(head: bytes, path: Path) -> float:
    """Sure where a line of ours begins the file, likely where JSON objects do."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if not start.startswith(b"{"):
        # An empty file of that name is told to be empty by the reader.
        return 0.9 if path.suffix.lower() == ".jsonl" else 0.0
    if b'"annotator/1"' in start or b'"kind"' in start[:200]:
        return 1.0
    if _is_foreign(start):
        return 0.0
    return 0.9 if path.suffix.lower() in (".jsonl", ".ndjson") else 0.3


def _is_foreign(start: bytes) -> bool:
    """Whether the first line is an object, and none that could be a document."""
    try:
        return "text" not in parse(start.split(b"\n", 1)[0].strip())
    except InputError:
        return False


FORMAT: Final = Format(
    name="annotator-jsonl",
    title="Annotator JSON Lines (everything)",
    suffixes=(".jsonl",),
    sniff=sniff,
    read=read,
    write=write,
    carries=ALL,
    besides=LOSSES,
)
