# SPDX-License-Identifier: MIT
"""The canonical text: CRLF and CR become LF, and nothing else changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

_CRLF: Final = re.compile("\r\n")


def normalise(text: str) -> str:
    """`text` with CRLF and CR turned to LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Shifts:
    """Offsets into a text with CRLF, converted to those of the normalised text."""

    def __init__(self, text: str) -> None:
        self._returns = [match.start() for match in _CRLF.finditer(text)]

    def convert(self, offset: int) -> int:
        """The place in the normalised text of `offset` in the given one."""
        return offset - bisect_left(self._returns, offset)
