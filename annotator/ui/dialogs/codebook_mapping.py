# SPDX-License-Identifier: MIT
"""Before values are removed or redefined: where is what holds them to go?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.services.codebook import Use
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.plain import one_line


class MappingDialog(Dialog):
    """Asks for a new place for everything in use that goes.

    Signals:
        accepted_with(dict): path → id in the new version, "" to keep it aside.
    """

    accepted_with = Signal(object)

    def __init__(self, uses: Sequence[Use], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Where is it to go?"))
        self.setObjectName("mappingDialog")
        self.setMinimumWidth(520)
        words = self.tr(
            "Annotations hold what the new codebook does not have.  Say what it "
            "becomes.  Nothing is dropped: what is kept aside stays in the file."
        )
        self.body.addWidget(plain_label(words, "secondary", wrap=True))
        self._fields: dict[str, QComboBox] = {}
        for use in uses:
            self._add(use)
        self.add_cancel()
        self.go = self.add_button(self.tr("Change the codebook"), "primary")
        self.go.clicked.connect(self._on_go)

    def _add(self, use: Use) -> None:
        need = use.need
        box = QComboBox()
        box.setObjectName(f"mapping-{need.path}")
        if need.may_unset:
            box.addItem(self.tr("Keep aside, unset"), "")
        for choice in need.choices:
            box.addItem(one_line(choice), choice)
        used = self.tr("{0} ({1}), used {2} times")
        used = used.replace("{0}", need.path).replace("{1}", need.kind)
        hint = used.replace("{2}", str(use.count))
        self.add_row(one_line(need.identifier, 40), box, hint)
        self._fields[need.path] = box

    def mapping(self) -> dict[str, str]:
        """Where everything goes, as chosen."""
        return {path: str(box.currentData()) for path, box in self._fields.items()}

    def _on_go(self) -> None:
        if any(box.currentData() is None for box in self._fields.values()):
            self.tell(self.tr("One of these has nowhere to go; put it back first."))
            return
        self.accepted_with.emit(self.mapping())
        self.accept()
