# SPDX-License-Identifier: MIT
"""What the page's commands do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from annotator.ui.analysis.words import tr

if TYPE_CHECKING:
    from annotator.model.progress import Job
    from annotator.services.agreement.calculation import Calculation
    from annotator.services.agreement.choice import Choice
    from annotator.services.agreement.result import Result
    from annotator.ui.analysis.page import AnalysisPage
    from annotator.ui.window import MainWindow

Write = Callable[["Calculation", "Result", Path], None]


def _page(w: MainWindow) -> AnalysisPage | None:
    """The page, brought into sight: what is chosen there is what is written."""
    from annotator.ui.analysis.page import AnalysisPage

    w.modes.show("analysis")
    page = w.modes.page("analysis")
    return page if isinstance(page, AnalysisPage) else None


def to_csv(w: MainWindow) -> None:
    """Ask where to, and write all figures as a table."""
    from annotator.services.agreement import table

    def write(_made: Calculation, result: Result, path: Path) -> None:
        table.write_csv(result, path, overwrite=True)

    _ask(w, tr("Figures as CSV"), "csv", write)


def to_report(w: MainWindow, *, gamma: bool = False) -> None:
    """Ask where to, and write a report; `gamma`: with γ, which takes its time."""
    from annotator.services.agreement import report

    def write(made: Calculation, result: Result, path: Path) -> None:
        report.write_report(made, result, path, overwrite=True)

    _ask(w, tr("Report of agreement"), "html", write, gamma=gamma)


def _ask(
    w: MainWindow, title: str, suffix: str, write: Write, *, gamma: bool = False
) -> None:
    dialog = QFileDialog(w, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(f"{w.session.path.stem}-agreement.{suffix}")
    dialog.fileSelected.connect(
        lambda name: write_to(w, title, Path(name), write, gamma=gamma)
    )
    dialog.open()


def write_to(
    w: MainWindow, title: str, path: Path, write: Write, *, gamma: bool = False
) -> None:
    """Measure everything that is chosen, with intervals, and write it."""
    from annotator.services.agreement.choice import ALIGNMENT_MEASURES

    page = _page(w)
    if page is None:
        return
    choice = replace(page.side.choice(), by=page.chain.by or "pair")
    if gamma:
        choice = replace(choice, measures=(*choice.measures, *ALIGNMENT_MEASURES))
    task = page.tasks.start(title, _written(w, choice, path, write))
    task.finished.connect(
        lambda _: w.status.tell(tr("Written: {0}").replace("{0}", str(path)))
    )
    task.failed.connect(page.on_failed)


def _written(w: MainWindow, choice: Choice, path: Path, write: Write) -> Job[None]:
    from annotator.services.agreement.calculate import measure

    made, result = yield from measure(w.session, choice)
    write(made, result, path)


def take_apart(w: MainWindow, by: str) -> None:
    """Show the figures of a pair by fields (""), rounds, months or documents."""
    page = _page(w)
    if page is not None:
        combo = page.centre.by
        combo.setCurrentIndex(combo.findData(by))
        page.centre.fields.setFocus()


def measure(w: MainWindow) -> None:
    """Measure anew what the page shows."""
    page = _page(w)
    if page is not None:
        page.measure()
