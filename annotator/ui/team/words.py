# SPDX-License-Identifier: MIT
"""Rounds, times and cells in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from annotator.ui.documents.model import status_words

if TYPE_CHECKING:
    from annotator.model.team import Round
    from annotator.services.board_rows import Cell


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("team", text)


def number(value: int) -> str:
    """A number with its thousands apart, as the user writes it."""
    return QLocale().toString(value)


def duration(seconds: int | None) -> str:
    """A time to the minute, from ten hours on to the hour; "–" where unknown."""
    if seconds is None:
        return "–"
    minutes = max(1, round(seconds / 60)) if seconds else 0
    hours, rest = divmod(minutes, 60)
    if not hours:
        return tr("{0} min").replace("{0}", str(minutes))
    if hours >= 10 or not rest:
        return tr("{0} h").replace("{0}", number(round(minutes / 60)))
    return tr("{0} h {1} min").replace("{0}", str(hours)).replace("{1}", str(rest))


def kind_words(kind: str) -> str:
    """A kind of round."""
    words = {
        "pilot": tr("Pilot"),
        "training": tr("Training"),
        "production": tr("Production"),
    }
    return words.get(kind, kind)


def round_words(of: Round) -> str:
    """What holds of a round, on one line."""
    settings = of.settings
    codebook = f"{of.codebook.get('id', '')} {of.codebook.get('version', '')}"
    parts = [kind_words(of.kind), codebook.strip()]
    people, overlap = settings.get("per_document"), settings.get("overlap")
    if isinstance(people, int) and people > 1:
        words = tr("{0} people per document")
        if isinstance(overlap, int | float):
            words = tr("{0} people for {1} % of the documents")
            words = words.replace("{1}", f"{overlap * 100:g}")
        parts.append(words.replace("{0}", str(people)))
    parts.append(tr("others’ layers may be seen") if of.opened else tr("blind"))
    return " · ".join(part for part in parts if part)


def cell_words(cell: Cell) -> str:
    """What a cell says, for tool tips and for the ear."""
    if cell.status is None:
        return tr("not assigned")
    parts = [status_words(cell.status)]
    if not cell.assigned:
        parts.append(tr("not assigned"))
    if cell.annotations:
        parts.append(tr("{0} annotations").replace("{0}", number(cell.annotations)))
    if cell.seconds:
        parts.append(duration(cell.seconds))
    return ", ".join(parts)
