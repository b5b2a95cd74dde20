# SPDX-License-Identifier: MIT
"""The page of agreement: a chain from pair to field to cell to passages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from annotator.model.errors import UserError
from annotator.services import rounds
from annotator.ui.analysis import opening
from annotator.ui.analysis.centre import Centre
from annotator.ui.analysis.chain import Chain
from annotator.ui.analysis.side import Side
from annotator.ui.analysis.words import caption_words, tr
from annotator.ui.page import Page
from annotator.ui.tasks import Task, Tasks
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.model.progress import Job
    from annotator.services.agreement.choice import Choice
    from annotator.services.agreement.exploring import Overview
    from annotator.services.events import Changed
    from annotator.services.session import Session
    from annotator.ui.theme import Theme
    from annotator.ui.window import MainWindow

#: Choices and changes within this time are measured together, in milliseconds.
GATHER_MS: Final = 150


class AnalysisPage(Page):
    """Agreement of the project's annotators.

    Attributes:
        seen: every two of them, None while nothing was measured.
        chain: what of them is looked at.
    """

    _heard = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("analysisPanel")
        self._window = window
        self.session = window.session
        self.seen: Overview | None = None
        self._task: Task | None = None
        self._fresh = False
        self.tasks = Tasks(self)
        window.status.tasks.watch(self.tasks)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self.measure)
        self._build(window.theme)
        self._heard.connect(self._on_changed)
        self._unsubscribe: Callable[[], object] | None
        self._unsubscribe = self.session.events.subscribe(self._heard.emit)

    def _build(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = Side(theme, self)
        self.centre = Centre(theme, self)
        row.addWidget(self.side)
        row.addWidget(self.centre, 1)
        centre = self.centre
        self.side.changed.connect(self._gather.start)
        self.chain = Chain(self.session, centre, self._start, self)
        self.chain.opened.connect(lambda found: opening.show(self._window, found))
        self.chain.compared.connect(lambda found: opening.compare(self._window, found))
        menu = QMenu(centre.export)
        for name in ("agreement.csv", "agreement.report", "agreement.gamma"):
            menu.addAction(self._window.registry.qaction(name))
        centre.export.setMenu(menu)

    # -- what a page does

    def enter(self) -> None:
        if not self._fresh:
            self._show_known()
            self.measure()

    def focus_places(self) -> list[QWidget]:
        centre = self.centre
        return [
            centre.pairs,
            centre.by,
            centre.fields,
            centre.values,
            centre.passages,
            self.side.focus_place(),
        ]

    def set_theme(self, theme: Theme) -> None:
        self.side.set_theme(theme)
        self.centre.set_theme(theme)
        self.centre.fit()

    def shut(self) -> None:
        self._gather.stop()
        self.tasks.stop()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.centre.fit()

    def _show_known(self) -> None:
        self.side.set_known(
            self.session.annotators(),
            rounds.all_of(self.session),
            self.session.codebook,
        )

    # -- measuring

    def measure(self) -> None:
        """Measure what is chosen now, beside the window."""
        self._fresh = True
        self._show_known()
        job = _overview(self.session, self.side.choice())
        self._start(tr("Measuring agreement"), job, self._on_seen)

    def _start(
        self, title: str, job: Job[Any], answered: Callable[[Any], object]
    ) -> None:
        """Run a job in place of the one before; its progress is below."""
        if self._task is not None and self._task.running:
            self._task.cancel()
        task = self.tasks.start(title, job)
        self._task = task
        task.finished.connect(
            lambda answer: answered(answer) if task is self._task else None
        )
        task.failed.connect(self.on_failed)
        task.cancelled.connect(lambda: self._on_cancelled(task))

    def on_failed(self, error: BaseException) -> None:
        """Say what is wrong with a choice or a file; other faults are ours."""
        if not isinstance(error, UserError):
            raise error
        self.centre.set_note(error_words(error))

    def _on_cancelled(self, task: Task) -> None:
        """What was shown stays; it is measured anew when one comes back."""
        if task is self._task:
            self._fresh = False

    def _on_seen(self, seen: Overview) -> None:
        from annotator.services.agreement.caption import caption

        self.seen = seen
        centre = self.centre
        centre.set_note("")
        centre.caption.setText(caption_words(caption(seen.result)))
        if not seen.pairs:
            centre.set_empty(self._why_empty(seen))
            return
        centre.set_empty("")
        self.chain.show_pairs(seen)

    def _why_empty(self, seen: Overview) -> str:
        if seen.result.basis.hidden:
            return tr(
                "Others’ work is hidden from you until yours is complete."
                " Agreement is measured where you may see both."
            )
        if len(self.session.annotators()) < 2:
            return tr(
                "Fewer than two people annotate in this project so far. Merge a"
                " colleague’s file, or add people, to see how far they agree."
            )
        if len(seen.result.basis.coders) < 2:
            return tr("Choose two annotators or more.")
        return tr(
            "No document was worked on by two of those who are chosen,"
            " so that there is nothing to agree on yet."
        )

    # -- what changed

    def _on_changed(self, changed: Changed) -> None:
        concerned = {
            "annotation",
            "layer",
            "document",
            "annotator",
            "entity",
            "vocabulary",
            "codebook",
            "assignment",
            "round",
        }
        if changed.tables & concerned:
            self._fresh = False
            if self.isVisible():
                self._gather.start()


def _overview(session: Session, choice: Choice) -> Job[Overview]:
    """Imported where it is measured: it brings all of numpy."""
    from annotator.services.agreement.exploring import overview

    return (yield from overview(session, choice))


def make(window: MainWindow) -> AnalysisPage:
    """The page of a window."""
    return AnalysisPage(window)
