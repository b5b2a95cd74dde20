# SPDX-License-Identifier: MIT
"""Figures and conditions in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from annotator.model.sentence import Sentence
from annotator.ui.plain import one_line
from annotator.ui.wording import in_words


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("analysis", text)


#: What figures are taken apart by, as the head of a column.
PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "round": lambda: tr("Round"),
    "month": lambda: tr("Month"),
    "document": lambda: tr("Document"),
    "label": lambda: tr("Value against all others"),
}
#: Why there are no parts to show.
NOTHING_IN_PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "round": lambda: tr("No round has documents that both worked on."),
    "month": lambda: tr("Neither of the two has marked anything."),
    "document": lambda: tr("There is no document that both worked on."),
    "label": lambda: tr("The field has no values of which each could be measured."),
}


def named(text: str, most: int = 60) -> str:
    """A name of the project as it is, a word of ours in the user's language."""
    words = in_words(text) if isinstance(text, Sentence) else text
    return one_line(words, most)


def number(value: int) -> str:
    """A number with its thousands apart, as the user writes it."""
    return QLocale().toString(value)


def share(value: float | None) -> str:
    """A coefficient with two digits and no 0 before them; a dash without a value."""
    if value is None:
        return "–"
    text = f"{abs(value):.2f}"
    text = "1" if text == "1.00" else text.lstrip("0")
    point = QLocale().decimalPoint()
    sign = "−" if value < 0 and text != ".00" else ""
    return sign + text.replace(".", point)


def percent(value: float | None) -> str:
    """A share of units."""
    return "–" if value is None else f"{round(value * 100)} %"


def caption_words(parts: Iterable[str]) -> str:
    """Conditions in one line."""
    return " · ".join(in_words(each) for each in parts)
