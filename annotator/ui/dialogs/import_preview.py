# SPDX-License-Identifier: MIT
"""The first document of an import as it will be, beside the choices."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model.offsets import OffsetMap
from annotator.services.previewing import Preview
from annotator.ui.dialogs.base import plain_label, set_role
from annotator.ui.plain import one_line
from annotator.ui.shell.status import ElidedLabel
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words


class PreviewPane(QWidget):
    """Title, text with its blank lines, and what was found out of it.

    Title and text stand at the same place and in the same size for every file.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel()
        self._title.setObjectName("previewTitle")
        self._title.setFont(theme.font("article", 17, "bold"))
        self._title.setFixedHeight(26)
        self._text = QPlainTextEdit()
        self._text.setObjectName("previewText")
        self._text.setAccessibleName(self.tr("The beginning of the text"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(theme.font("article", 14))
        self._facts = plain_label("", "secondary", wrap=True)
        self._facts.setObjectName("previewFacts")
        self._coming = plain_label("", wrap=True)
        self._coming.setObjectName("previewComing")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(plain_label(self.tr("The first document"), "heading"))
        column.addWidget(self._title)
        column.addWidget(self._text, 1)
        column.addWidget(self._facts)
        column.addWidget(self._coming)

    def show_preview(self, found: Preview) -> None:
        """Show a document as it will be."""
        more = "\n…" if found.more else ""
        self._show(
            one_line(found.title), OffsetMap(found.start).shown + more, facts(found)
        )

    def show_words(self, said: str = "") -> None:
        """Show no document, and say why in a sentence."""
        self._show("", "", said)

    def show_coming(self, said: str, role: str = "") -> None:
        """Say what all the files will bring; "" takes it away."""
        self._coming.setText(said)
        set_role(self._coming, role)
        self._coming.setVisible(bool(said))

    def _show(self, title: str, text: str, said: str) -> None:
        self._title.setText(title)
        self._text.setPlainText(text)
        self._text.setEnabled(bool(text))
        self._facts.setText(said)


def facts(found: Preview) -> str:
    """Format, encoding, number and metadata, one a line."""
    tr = QCoreApplication.translate
    lines = [in_words(found.format) + (f", {found.encoding}" if found.encoding else "")]
    if found.documents == 0:
        lines.append(tr("import", "no documents, but what belongs to them"))
    if found.documents and found.documents > 1:
        first = tr("import", "the first of {0} documents")
        lines.append(first.replace("{0}", f"{found.documents:,}"))
    for key, value in found.metadata.items():
        none = tr("import", "none")
        shown = none if value is None else one_line(str(value), 80)
        lines.append(f"{one_line(key, 40)}: {shown}")
    return "\n".join(lines)
