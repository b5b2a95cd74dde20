# SPDX-License-Identifier: MIT
"""Choosing with what something is to be united, and reading what that will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.dialogs.register_editor import flush_picker
from annotator.ui.dialogs.register_model import Item
from annotator.ui.form.sources import Candidate, Source
from annotator.ui.theme import Theme


class ItemSource(Source):
    """The items of a register as candidates, all but some."""

    def __init__(self, title: str, items: Callable[[], Sequence[Item]]) -> None:
        self.title = title
        self._items = items
        self.without: frozenset[str] = frozenset()

    def candidates(self) -> list[Candidate]:
        return [
            Candidate(
                item.uid,
                item.names,
                item.detail or item.kind,
                item.icon,
                str(item.count) if item.count else "",
            )
            for item in self._items()
            if item.uid not in self.without
        ]


class UniteBox(QWidget):
    """A picker, a sentence that says what will happen, and a button.

    `wanted` gives the uid of the item that is to stay.
    """

    wanted = Signal(str)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        source: ItemSource,
        sentence: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source, self._sentence = source, sentence
        self._into: str | None = None
        self.picker = flush_picker(theme, source, self)
        self.picker.line.setObjectName("register-unite")
        self.picker.line.setAccessibleName(source.title)
        self.picker.line.setPlaceholderText(self.tr("type a few letters"))
        self.picker.edited.connect(self.choose)
        self.picker.left.connect(self._on_left)
        self.preview = plain_label("", "secondary", wrap=True)
        self.preview.setObjectName("unitePreview")
        self.unite = button(self.tr("Unite"))
        self.unite.setObjectName("uniteButton")
        self.unite.clicked.connect(lambda: self.wanted.emit(self._into or ""))
        self._lay_out(source.title)
        self.choose(None)

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(plain_label(title, "heading"))
        column.addWidget(self.picker)
        column.addWidget(self.preview)
        column.addWidget(self.unite)

    def begin(self, uid: str | None, editable: bool) -> None:
        """Ask anew, for another item; it cannot be united with itself."""
        self._source.without = frozenset({uid} if uid else ())
        self.picker.reset()
        self.picker.set_value(None)
        self.setEnabled(editable)
        self.choose(None)

    def choose(self, uid: object) -> None:
        """Take the item that is to stay; None for not yet."""
        self._into = uid if isinstance(uid, str) else None
        self.preview.setText(self._sentence(self._into) if self._into else "")
        self.preview.setVisible(bool(self._into))
        self.unite.setVisible(bool(self._into))

    def _on_left(self) -> None:
        if self._into:
            self.unite.setFocus()
        else:
            self.left.emit()
