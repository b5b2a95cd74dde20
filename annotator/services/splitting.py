# SPDX-License-Identifier: MIT
"""Documents divided into parts such as train, dev and test.

Which part a document is in depends on its text and the seed alone: documents
that are added later move none of the others, and copies of one text are never
in two parts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from annotator.model.errors import UserError

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_FIRST_BITS: Final = 2.0**64


@dataclass(frozen=True, slots=True)
class Split:
    """Names of parts and how large each shall be; the sizes make 1."""

    parts: Mapping[str, float]
    seed: int = 0

    def part_of(self, text_sha256: str) -> str:
        """The part of the document with that text."""
        key = f"{self.seed}:{text_sha256}".encode()
        first = hashlib.sha256(key).digest()[:8]
        point = int.from_bytes(first, "big") / _FIRST_BITS
        edge = 0.0
        for name, size in self.parts.items():
            edge += size
            if point < edge:
                return name
        return name


def parse_split(text: str, seed: int = 0) -> Split:
    """The split that `train=.8,dev=.1,test=.1` describes.

    Raises UserError naming what is wrong.
    """
    parts: dict[str, float] = {}
    for item in text.split(","):
        name, _, size = item.partition("=")
        name = name.strip()
        if not _NAME.fullmatch(name) or name in parts:
            raise _wrong(text, f"“{name}” cannot name a part")
        parts[name] = _size(text, size)
    if abs(sum(parts.values()) - 1) > 1e-6:
        raise _wrong(text, f"its parts make {sum(parts.values()):g} instead of 1")
    return Split(parts, seed)


def _size(text: str, size: str) -> float:
    try:
        found = float(size)
    except ValueError:
        found = -1.0
    if not 0 < found <= 1:
        raise _wrong(text, f"“{size}” is no size between 0 and 1")
    return found


def _wrong(text: str, reason: str) -> UserError:
    return UserError(
        f"the split “{text}” cannot be used: {reason}.",
        remedy="Write, for instance, train=.8,dev=.1,test=.1.",
    )
