# SPDX-License-Identifier: MIT
"""The fields, rows and roles of a codebook, each to be ticked."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.services.transfer import Choosable
from annotator.ui.plain import one_line

_NAME = Qt.ItemDataRole.UserRole
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_SOME = Qt.CheckState.PartiallyChecked


class FieldList(QListWidget):
    """All that can be left out; under a row type stand its own fields and roles.

    A row type is ticked where all of it is, and half ticked where some is.

    Signals:
        changed(): something was ticked otherwise.
    """

    changed = Signal()

    def __init__(self, parts: tuple[Choosable, ...], parent: QWidget | None = None):
        super().__init__(parent)
        words = {
            "field": self.tr("field"),
            "row": self.tr("rows"),
            "role": self.tr("role"),
        }
        rows = {each.name: each.label for each in parts if each.what == "row"}
        for each in {each.name: each for each in reversed(parts)}.values():
            label = one_line(each.label, 60)
            row = rows.get(each.name.partition(".")[0])
            if row is not None and each.what != "row":
                label = f"{one_line(row, 30)}: {label}"
            item = QListWidgetItem(f"{label}  ({words[each.what]})")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_ON)
            item.setData(_NAME, each.name)
            self.insertItem(0, item)
        self.itemChanged.connect(self._on_changed)

    def names(self) -> tuple[str, ...]:
        """What is ticked, as `Selection.fields` names it; whole rows by theirs."""
        ticked = [x for x in self._all() if x.checkState() == _ON]
        names = [str(each.data(_NAME)) for each in ticked]
        return tuple(
            name
            for name in names
            if name.partition(".")[0] not in names or "." not in name
        )

    def _all(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _on_changed(self, item: QListWidgetItem) -> None:
        row = str(item.data(_NAME)).partition(".")[0]
        under = [x for x in self._all() if x.data(_NAME).startswith(f"{row}.")]
        with QSignalBlocker(self):
            if item.data(_NAME) == row:
                for each in under:
                    each.setCheckState(item.checkState())
            else:
                states = {each.checkState() for each in under}
                (head,) = (x for x in self._all() if x.data(_NAME) == row)
                head.setCheckState(states.pop() if len(states) == 1 else _SOME)
        self.viewport().update()
        self.changed.emit()
