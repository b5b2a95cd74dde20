# SPDX-License-Identifier: MIT
"""Documents divided into parts such as train, dev and test.

Which part a document is in depends on its text and the seed alone: documents
that are added later move none of the others, and copies of one text are never
in two parts.  Where documents are grouped (by source, by day), it depends on the
group instead: all documents of a group go into one part, so that near-duplicates
of one agency or one day do not leak from one part into another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotator.model.errors import UserError
from annotator.model.sentence import Sentence

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_FIRST_BITS: Final = 2.0**64
#: Characters of a date that name the day.
_DAY: Final = len("2025-01-15")


@dataclass(frozen=True, slots=True)
class Split:
    """Names of parts and how large each shall be; the sizes make 1.

    `group_by` is a key of the documents' metadata, e.g. "source" or "published"
    (which counts by the day); None: each text by itself.
    """

    parts: Mapping[str, float]
    seed: int = 0
    group_by: str | None = None

    def key_of(self, text_sha256: str, metadata: Mapping[str, Any]) -> str:
        """What decides a document's part: its group, else its text.

        Groups whose names differ in case or white space alone are one.

        A document that says nothing of its group stands for itself.
        """
        value = metadata.get(self.group_by) if self.group_by else None
        if value is None or value == "":
            return text_sha256
        group = str(value)[:_DAY] if self.group_by == "published" else str(value)
        # One paper may be spelled “Reuters” and “REUTERS ”.
        return f"{self.group_by}={' '.join(group.casefold().split())}"

    def part_of(self, key: str) -> str:
        """The part of the documents with that key (see `key_of`)."""
        seeded = f"{self.seed}:{key}".encode()
        first = hashlib.sha256(seeded).digest()[:8]
        point = int.from_bytes(first, "big") / _FIRST_BITS
        edge = 0.0
        for name, size in self.parts.items():
            edge += size
            if point < edge:
                return name
        return name


def parse_split(text: str, seed: int = 0, group_by: str | None = None) -> Split:
    """The split that `train=.8,dev=.1,test=.1` describes.

    Raises UserError naming what is wrong.
    """
    parts: dict[str, float] = {}
    for item in text.split(","):
        name, _, size = item.partition("=")
        name = name.strip()
        if not _NAME.fullmatch(name) or name in parts:
            raise _wrong(text, Sentence("“{name}” cannot name a part", name=name))
        parts[name] = _size(text, size)
    whole = sum(parts.values())
    if abs(whole - 1) > 1e-6:
        made = f"{whole:g}"
        raise _wrong(text, Sentence("its parts make {made} instead of 1", made=made))
    return Split(parts, seed, group_by)


def _size(text: str, size: str) -> float:
    try:
        found = float(size)
    except ValueError:
        found = -1.0
    if not 0 < found <= 1:
        raise _wrong(text, Sentence("“{size}” is no size between 0 and 1", size=size))
    return found


def _wrong(text: str, reason: Sentence) -> UserError:
    return UserError(
        "the split “{text}” cannot be used: {reason}.",
        remedy="Write, for instance, train=.8,dev=.1,test=.1.",
        text=text,
        reason=reason,
    )
