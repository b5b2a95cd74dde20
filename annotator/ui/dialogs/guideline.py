# SPDX-License-Identifier: MIT
"""The written guideline of the codebook, to be read beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.ui.dialogs.base import Dialog
from annotator.ui.dialogs.help import MarkdownPage
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.guideline import Guideline


class GuidelineDialog(Dialog):
    """Shows Markdown that a person wrote: no HTML, nothing loaded, no link opened."""

    def __init__(
        self, theme: Theme, found: Guideline, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        title = self.tr("Guideline: {0}").replace("{0}", one_line(found.name, 80))
        self.setWindowTitle(title)
        self.setObjectName("guidelineDialog")
        self.resize(760, 680)
        self.page = MarkdownPage(theme)
        self.page.setObjectName("guidelinePage")
        self.page.setAccessibleName(self.tr("Guideline"))
        self.page.show_markdown(found.text)
        self.body.addWidget(self.page, 1)
        self.add_cancel(self.tr("Close"))
        self.page.setFocus()
