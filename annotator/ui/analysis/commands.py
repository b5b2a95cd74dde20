# SPDX-License-Identifier: MIT
"""The commands of the page, as records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.actions import Action, names
from annotator.ui.analysis import verbs

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def actions(w: MainWindow) -> Iterator[Action]:
    """Ways out for figures."""
    menu = tr("Analysis")
    yield Action(
        "agreement.csv",
        tr("Figures as CSV …"),
        partial(verbs.to_csv, w),
        menu=menu,
        group="export",
        icon="export",
        words=names(tr("agreement, kappa, alpha, F1, table, spreadsheet")),
    )
    yield Action(
        "agreement.report",
        tr("Report of agreement …"),
        partial(verbs.to_report, w),
        menu=menu,
        group="export",
        icon="document",
        words=names(tr("agreement, method section, cite, HTML, kappa, alpha")),
    )
    yield Action(
        "agreement.gamma",
        tr("Report of agreement with γ …"),
        partial(verbs.to_report, w, gamma=True),
        menu=menu,
        group="export",
        icon="document",
        words=names(tr("agreement, gamma, disorder, alignment, HTML")),
    )
    for by, title, words in (
        ("", tr("Figures by field"), tr("agreement, coding, alpha")),
        ("round", tr("Figures by round"), tr("agreement over time, pilot, training")),
        ("month", tr("Figures by month"), tr("agreement over time, trend, drift")),
        ("document", tr("Figures by document"), tr("agreement, article, text")),
        ("label", tr("Figures by value"), tr("agreement, label, category, kappa")),
    ):
        yield Action(
            f"agreement.by_{by or 'field'}",
            title,
            partial(verbs.take_apart, w, by),
            menu=menu,
            group="parts",
            icon="matrix",
            words=names(words),
            modes=("analysis",),
        )
    yield Action(
        "agreement.measure",
        tr("Measure agreement anew"),
        partial(verbs.measure, w),
        ("F5",),
        menu,
        group="measure",
        icon="repeat",
        words=names(tr("refresh, calculate again, update figures")),
        modes=("analysis",),
    )
