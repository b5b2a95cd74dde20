# SPDX-License-Identifier: MIT
"""The pages of the help, in a window beside the work."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QWidget

from annotator.services.help import HelpPage, help_pages
from annotator.ui.dialogs.base import Dialog
from annotator.ui.theme import Theme

_SIZE = (920, 680)
_LIST_WIDTH = 220
_ROW_HEIGHT = 30
_MARGIN = 24
#: Per cent of the font's own height.
_LINE_HEIGHT = 140.0
_GAP, _GAP_ABOVE_HEADING = 8.0, 20.0
_CELL_PADDING = 7.0


class HelpDialog(Dialog):
    """A list of pages at the left, the page at the right.

    The pages are the program's own: nothing that a user wrote is shown here.
    """

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, page: str | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Help"))
        self.setObjectName("helpDialog")
        self.resize(*_SIZE)
        self._pages = help_pages()
        self.list = QListWidget()
        self.list.setObjectName("helpPages")
        self.list.setAccessibleName(self.tr("Pages of the help"))
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, each in enumerate(self._pages):
            self.list.addItem(each.title)
            self.list.item(number).setSizeHint(QSize(0, _ROW_HEIGHT))
        self.page = MarkdownPage(theme)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addWidget(self.page, 1)
        self.body.addLayout(row, 1)
        self.add_cancel(self.tr("Close"))
        self.list.currentRowChanged.connect(self._on_chosen)
        self.page.anchorClicked.connect(self._on_link)
        self.show_page(page or self._pages[0].name)
        self.list.setFocus()

    def show_page(self, name: str) -> None:
        """Show the page of that name; an unknown one changes nothing."""
        names = [each.name for each in self._pages]
        if name in names:
            self.list.setCurrentRow(names.index(name))

    def _on_chosen(self, row: int) -> None:
        if row >= 0:
            self.page.show_page(self._pages[row])

    def _on_link(self, link: QUrl) -> None:
        # Only pages are followed: the program opens nothing of the network.
        self.show_page(link.fileName().removesuffix(".md"))


class MarkdownPage(QTextBrowser):
    """A page of Markdown that loads nothing from anywhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("helpPage")
        self.setAccessibleName(self.tr("Page of the help"))
        self.setOpenLinks(False)
        self.document().setDocumentMargin(_MARGIN)
        self.document().setDefaultFont(theme.font("ui", 14))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_page(self, page: HelpPage) -> None:
        """Show a page of the program's own."""
        self.show_markdown(page.text)

    def show_markdown(self, text: str) -> None:
        """Show Markdown; what looks like HTML in it is shown as it stands."""
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(
            text, features.MarkdownDialectGitHub | features.MarkdownNoHTML
        )
        self._space_blocks()
        self._space_tables()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _space_blocks(self) -> None:
        """Lines and paragraphs apart, as Markdown itself does not set them."""
        block = self.document().begin()
        while block.isValid():
            heading = block.blockFormat().headingLevel()
            spaced = QTextBlockFormat()
            fixed = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            spaced.setLineHeight(_LINE_HEIGHT, fixed)
            cursor = QTextCursor(block)
            if cursor.currentTable() is None:
                spaced.setTopMargin(_GAP_ABOVE_HEADING if heading else 0.0)
                spaced.setBottomMargin(_GAP)
            cursor.mergeBlockFormat(spaced)
            block = block.next()

    def _space_tables(self) -> None:
        """Hairlines in place of boxes."""
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                wanted = frame.format().toTableFormat()
                wanted.setBorder(1)
                wanted.setBorderCollapse(True)
                wanted.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                wanted.setBorderBrush(self._theme.color("line"))
                wanted.setCellPadding(_CELL_PADDING)
                wanted.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                wanted.clearProperty(QTextFormat.Property.TableColumnWidthConstraints)
                frame.setFormat(wanted)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None
