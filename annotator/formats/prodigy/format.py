# SPDX-License-Identifier: MIT
"""`prodigy`: JSON Lines of the annotation tool Prodigy, as its `db-out` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotator.formats.format import Format
from annotator.formats.json_objects import Row, first_object
from annotator.formats.marks.reading import reader
from annotator.formats.prodigy.names import (
    ANSWER,
    INPUT_HASH,
    SESSION,
    SUFFIX,
    TASK_HASH,
    VIEW,
)
from annotator.formats.prodigy.names import (
    FORMAT as NAME,
)
from annotator.formats.prodigy.read import marks
from annotator.formats.prodigy.write import CARRIES, write

_SUFFIXES: Final = (SUFFIX, ".json", ".ndjson", "")
#: Keys that tasks have once Prodigy had them in hand.
_OWN: Final = frozenset({INPUT_HASH, TASK_HASH, VIEW, SESSION})


def sniff(head: bytes, path: Path) -> float:
    """Sure by Prodigy's own keys in the first line, likely by tokens of spans."""
    if path.is_dir() or path.suffix.lower() not in _SUFFIXES:
        return 0.0
    row = first_object(head, path)
    if row is None or not isinstance(row.get("text"), str) or "kind" in row:
        return 0.0
    if _OWN & row.keys():
        return 0.98
    return 0.96 if _has_tokens(row) or (ANSWER in row and "spans" in row) else 0.0


def _has_tokens(row: Row) -> bool:
    """Whether there are tokens, or spans that name some."""
    for key, wanted in (("tokens", "id"), ("spans", "token_start")):
        listed = row.get(key)
        first = listed[0] if isinstance(listed, list) and listed else None
        if isinstance(first, dict) and {"start", wanted} <= first.keys():
            return True
    return isinstance(row.get("relations"), list) and "tokens" in row


FORMAT: Final = Format(
    name=NAME,
    title="Prodigy (JSON Lines)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader(NAME, marks),
    marks=marks,
    write=write,
    carries=CARRIES,
)
