# SPDX-License-Identifier: MIT
"""Foreign words in labels and tooltips: literally, on one line, all visible."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import Final

#: A title of a megabyte is cut here: no label shows more.
LONGEST: Final = 500
#: Characters in a line of a tooltip.
TIP: Final = 80

# Control characters, direction marks and overrides, zero-width characters.
# Zero-width joiners stay: Persian, Hindi and emoji need them.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def one_line(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, cut where it is too long, hidden characters named.

    A right-to-left override becomes "[U+202E]": twins can be told apart.
    """
    cut = text[: longest + 1]
    line = _HIDDEN.sub(lambda m: f"[U+{ord(m.group()):04X}]", " ".join(cut.split()))
    return line[:longest] + "…" if len(cut) > longest else line


def tooltip(text: str) -> str:
    """`text` for a tooltip, shown literally: Qt would guess at markup.

    Qt breaks no line of plain text: long ones would leave the screen.
    """
    lines = (wrap(line, TIP, break_on_hyphens=False) for line in text.split("\n"))
    text = "\n".join("\n".join(parts) for parts in lines)
    if "<" not in text and "&" not in text:
        return text
    for sign, literal in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        text = text.replace(sign, literal)
    return f"<span>{text}</span>"
