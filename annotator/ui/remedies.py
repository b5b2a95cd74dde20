# SPDX-License-Identifier: MIT
"""What the window advises where the command line names an option of its own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

#: The advice of other rooms, as it stands in the code, and that of the window.
_OTHERWISE: Final[dict[str, object]] = {
    "Choose another name, or replace it (--overwrite).": QT_TRANSLATE_NOOP(
        "errors", "Choose another name, or replace it."
    ),
    "If it is UTF-16 or the like, name it with --encoding.": QT_TRANSLATE_NOOP(
        "errors", "If it is UTF-16 or the like, choose that under “Encoding”."
    ),
    "Leave --encoding out for this file.": QT_TRANSLATE_NOOP(
        "errors", "Let it be found out under “Encoding”."
    ),
    "Mend it in an editor, or name another encoding with --encoding.": (
        QT_TRANSLATE_NOOP(
            "errors", "Mend it in an editor, or choose another under “Encoding”."
        )
    ),
    "Name one with --format: {known}.": QT_TRANSLATE_NOOP(
        "errors", "Choose one under “Format”."
    ),
    "Name the encoding, e.g. --encoding {choice}, and look at the result.": (
        QT_TRANSLATE_NOOP(
            "errors",
            "Choose it under “Encoding”, e.g. {choice}, and look at the result.",
        )
    ),
    "Name the right encoding with --encoding.": QT_TRANSLATE_NOOP(
        "errors", "Choose the right one under “Encoding”."
    ),
    "Name the right one with --encoding.": QT_TRANSLATE_NOOP(
        "errors", "Choose the right one under “Encoding”."
    ),
    "Say which one holds the text, e.g. --columns text={first}. The columns"
    " are: {columns}.": QT_TRANSLATE_NOOP(
        "errors",
        "Say under “Columns …” which one holds the text. The columns are: {columns}.",
    ),
}


def in_the_window(template: str) -> str:
    """The template that says the same without options of the command line."""
    return str(_OTHERWISE.get(template, template))
