# SPDX-License-Identifier: MIT
"""The status bar: what was saved and when, who works, what runs beside."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStatusBar,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from annotator.ui.badge import HEIGHT as HEIGHT_OF_BADGE
from annotator.ui.badge import WIDTH, badge_icon
from annotator.ui.dialogs.base import plain_label
from annotator.ui.icons import icon
from annotator.ui.plain import one_line, tooltip
from annotator.ui.slices import SlicedJob
from annotator.ui.tasks import Task, Tasks
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

HEIGHT: Final = 28
#: How long a message stays that asks for nothing, in milliseconds.
MESSAGE_MS: Final = 8000
#: Work that is over sooner shows no progress bar.
DELAY_MS: Final = 300
ICON: Final = 14


class ElidedLabel(QLabel):
    """One line of plain text that gives way where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(20)

    def setText(self, text: str) -> None:
        line = one_line(text)
        super().setText(line)
        self.setToolTip(tooltip(line))
        self.setAccessibleName(line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        mode, width = Qt.TextElideMode.ElideRight, self.width()
        line = QFontMetrics(self.font()).elidedText(self.text(), mode, width)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, line)
        painter.end()


class TaskArea(QWidget):
    """The job under way: its name, a bar, a percentage, and a way to stop it.

    Hidden unless a job takes longer than a moment.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Task | SlicedJob | None = None
        self.title = plain_label("", "secondary")
        self.bar = QProgressBar()
        self.bar.setObjectName("progressBar")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(96)
        self.percent = plain_label("", "secondary")
        self.percent.setMinimumWidth(32)
        self.cancel = QToolButton()
        self.cancel.setObjectName("cancelTask")
        self.cancel.setAccessibleName(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Cancel"))
        self.cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.title, self.bar, self.percent, self.cancel):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.cancel.setIcon(icon("close", theme))
        self.percent.setFont(theme.font("numbers", 12))

    def watch(self, tasks: Tasks) -> None:
        """Show every job of `tasks`."""
        tasks.started.connect(self.show_job)

    def show_job(self, job: Task | SlicedJob) -> None:
        """Show a job that has begun, unless it is over in a moment."""
        job.progress.connect(lambda _progress: self._on_changed(job))
        job.ended.connect(lambda: self._on_ended(job))
        QTimer.singleShot(DELAY_MS, self, lambda: self._on_delay(job))

    def _on_delay(self, job: Task | SlicedJob) -> None:
        if isValid(job) and job.running and self._job is None:
            self._job = job
            self.cancel.setEnabled(True)
            self._on_changed(job)
            self.show()

    def _on_changed(self, job: Task | SlicedJob) -> None:
        if job is not self._job:
            return
        done, total = job.last.done, job.last.total
        self.title.setText(one_line(in_words(job.last.message) or job.title, 60))
        self.bar.setAccessibleName(job.title)
        self.bar.setRange(0, 1000 if total else 0)
        share = min(done / total, 1.0) if total else 0.0
        self.bar.setValue(round(share * 1000))
        self.percent.setText(f"{share * 100:.0f} %" if total else "")

    def _on_ended(self, job: Task | SlicedJob) -> None:
        if job is self._job:
            self._job = None
            self.hide()

    def _on_cancel(self) -> None:
        if self._job is not None:
            self.cancel.setEnabled(False)
            self._job.cancel()


class StatusBar(QStatusBar):
    """The row under the panes.

    Attributes:
        tasks: where background work is shown (`tasks.watch`).

    Signals:
        comments_wanted: what is new is to be shown.
        annotator_wanted: somebody else may want to annotate.
        more_wanted: what the message only begins to say is to be shown.
    """

    comments_wanted = Signal()
    annotator_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(HEIGHT)
        self._theme = theme
        self._sign = QLabel()
        self._saved = plain_label("", "secondary")
        self._saved.setObjectName("savedState")
        self._annotator = QToolButton()
        self._annotator.setObjectName("annotatorName")
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self._annotator.setToolButtonStyle(beside)
        self._annotator.setFixedHeight(HEIGHT - 4)
        self._annotator.setIconSize(QSize(WIDTH, HEIGHT_OF_BADGE))
        self._annotator.setToolTip(self.tr("Who annotates: click to change"))
        self._annotator.clicked.connect(self.annotator_wanted)
        self._annotator.hide()
        self._person: tuple[str, str | None] | None = None
        self._codebook = plain_label("", "secondary")
        self._codebook.setObjectName("codebookVersion")
        self._message = ElidedLabel()
        self._message.setObjectName("statusMessage")
        self.tasks = TaskArea(theme)
        self._sign_name = ""
        self._refusal = ""
        self._lines: list[QFrame] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear_message)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(13, 0, 13, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._saved)
        for label in (self._annotator, self._codebook):
            line = QFrame()
            line.setProperty("role", "bar")
            line.setFixedSize(1, 16)
            line.hide()
            self._lines.append(line)
            row.addSpacing(10)
            row.addWidget(line)
            row.addSpacing(10)
            row.addWidget(label)
        row.addSpacing(12)
        self.unread = QPushButton()
        self.unread.setObjectName("unreadComments")
        self.unread.setProperty("kind", "quiet")
        self.unread.setIconSize(QSize(ICON, ICON))
        self.unread.clicked.connect(self.comments_wanted)
        self.unread.hide()
        row.addWidget(self.unread)
        row.addWidget(self._message, 1)
        self.more = QPushButton()
        self.more.setObjectName("messageMore")
        self.more.setProperty("kind", "quiet")
        self.more.clicked.connect(self.more_wanted)
        self.more.hide()
        row.addWidget(self.more)
        row.addWidget(self.tasks)
        self._right = plain_label("", "secondary")
        self._right.setObjectName("statusRight")
        self._right.hide()
        row.addWidget(self._right)
        self.addWidget(inside, 1)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.tasks.set_theme(theme)
        self._draw_badge()
        self.unread.setIcon(icon("comment", theme, "accent"))
        self._set_sign(self._sign_name)

    def set_standing(self, left: str, right: str) -> None:
        """Say what always holds, where no project is open."""
        self._sign.hide()
        self._saved.setText(left)
        self._right.setText(right)
        self._right.show()

    def set_saved(self, when: datetime) -> None:
        """Say when the last change reached the disk."""
        if self._sign_name != "check":
            self._set_sign("check")
        self._saved.setText(self.tr("Saved {0}").replace("{0}", f"{when:%H:%M:%S}"))

    def set_unsaved(self, reason: str) -> None:
        """Say that what is on screen is not on disk, and why."""
        self._set_sign("warning")
        self._saved.setText(self.tr("Not saved"))
        self.tell(reason, warning=True)

    def set_read_only(self, reason: str) -> None:
        """Say that nothing can be changed, and why."""
        self._set_sign("lock")
        self._saved.setText(self.tr("Read-only"))
        self._saved.setToolTip(tooltip(reason))
        if reason:
            self.tell(reason, warning=True)

    def set_annotator(
        self, name: str, initials: str = "", colour: str | None = None
    ) -> None:
        """Say who annotates, with a badge where there are initials."""
        self._annotator.setText(one_line(name, 60).replace("&", "&&"))
        self._annotator.setVisible(bool(name))
        self._lines[0].setVisible(bool(name))
        self._person = (initials, colour) if initials else None
        self._draw_badge()

    def _draw_badge(self) -> None:
        badge = QIcon()
        if self._person is not None:
            badge = badge_icon(*self._person, self._theme)
        self._annotator.setIcon(badge)

    def set_codebook(self, version: str) -> None:
        """Say which codebook is in force."""
        self._codebook.setText(version)
        self._lines[1].setVisible(bool(version))

    def set_unread(self, count: int) -> None:
        """Say how many comments are new; none says nothing."""
        words = self.tr("1 new comment")
        if count != 1:
            words = self.tr("{0} new comments").format(count)
        self.unread.setText(words)
        self.unread.setIcon(icon("comment", self._theme, "accent"))
        self.unread.setVisible(bool(count))

    def tell(self, text: str, warning: bool = False, more: str = "") -> None:
        """Show one sentence; a warning, or one with more, stays until the next.

        `more` are the words of a button that asks for what it only begins to say.
        """
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self._message.setProperty("role", "warning" if warning else "secondary")
        self._message.style().unpolish(self._message)
        self._message.style().polish(self._message)
        self._message.setText(text)
        self._timer.stop()
        if not warning and not more:
            self._timer.start(MESSAGE_MS)

    def refuse(self, reason: str) -> None:
        """Say why a command was not possible, until one is run."""
        self._refusal = reason
        self.tell(reason)

    def forget_refusal(self) -> None:
        """Take away what `refuse` said: it may be true no longer."""
        if self._refusal and self.message() == one_line(self._refusal):
            self.clear_message()
        self._refusal = ""

    def message(self) -> str:
        """The sentence on show."""
        return self._message.text()

    def clear_message(self) -> None:
        """Take the sentence away."""
        self._message.setText("")
        self.more.hide()

    def _set_sign(self, name: str) -> None:
        self._sign_name = name
        if not name:
            return
        token = {"check": "ok", "warning": "warning"}.get(name, "text_2")
        picture = icon(name, self._theme, token)
        self._sign.setPixmap(picture.pixmap(ICON, ICON))
