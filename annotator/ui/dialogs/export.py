# SPDX-License-Identifier: MIT
"""Choosing what to export, as what, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from annotator.services.transfer import Selection, output_formats
from annotator.ui.dialogs.base import Dialog
from annotator.ui.dialogs.pathfield import PathField
from annotator.ui.plain import one_line
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.services.settings import Settings


class ExportDialog(Dialog):
    """Asks what to export; it does not export itself.

    Signals:
        accepted_with(Path, str, Selection): go ahead.
    """

    accepted_with = Signal(object, str, object)

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        session: Session,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Export data set"))
        self.setObjectName("exportDialog")
        self.setMinimumWidth(560)
        self._session = session
        self._formats = output_formats()
        self._confirmed: Path | None = None
        self._build_format()
        self._build_layers()
        self.place = PathField("exportPath", self.tr("File"), "*")
        self.place.changed.connect(self._on_place)
        self.add_row(self.tr("File"), self.place)
        self.add_cancel()
        self.go = self.add_button(self.tr("Export"), "primary")
        self.go.clicked.connect(self._on_go)
        self._on_format()

    def _build_format(self) -> None:
        self.format = QComboBox()
        self.format.setObjectName("exportFormat")
        for each in self._formats:
            self.format.addItem(in_words(each.title), each.name)
        self.format.currentIndexChanged.connect(self._on_format)
        self._losses = self.add_row(self.tr("Format"), self.format)
        self._losses.setObjectName("exportLosses")

    def _build_layers(self) -> None:
        self.layers = QComboBox()
        self.layers.setObjectName("exportLayers")
        for words, key in (
            (self.tr("Everybody’s work"), "all"),
            (self.tr("My own work"), "own"),
            (self.tr("The work of some people"), "some"),
            (self.tr("The adjudicated layer"), "adjudicated"),
        ):
            self.layers.addItem(words, key)
        self.layers.currentIndexChanged.connect(self._on_layers)
        self.add_row(self.tr("What"), self.layers)
        self.people = QListWidget()
        self.people.setObjectName("exportPeople")
        self.people.setAccessibleName(self.tr("People"))
        self.people.setMaximumHeight(110)
        for person in self._session.annotators():
            item = QListWidgetItem(one_line(person.name), self.people)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(Qt.ItemDataRole.UserRole, person.uid)
        self.people.hide()
        self.body.addWidget(self.people)

    def _on_layers(self) -> None:
        self.people.setVisible(self.layers.currentData() == "some")

    def _on_format(self) -> None:
        each = self._formats[self.format.currentIndex()]
        told = "; ".join(map(in_words, each.losses))
        losses = self.tr("Not in it: {0}.").replace("{0}", told)
        self._losses.setText(losses if each.losses else self.tr("Nothing is lost."))
        self._losses.show()
        suffix = each.suffixes[0] if each.suffixes else ""
        path = self.place.path() or self._session.path
        self.place.set_path(path.with_suffix(suffix))
        self.place.set_filters(f"{in_words(each.title)} (*{suffix})")

    def selection(self) -> Selection:
        """What is to go out."""
        what = self.layers.currentData()
        if what == "own":
            return Selection(annotators=(self._session.annotator.uid,))
        if what == "some":
            return Selection(annotators=tuple(self._chosen()))
        if what == "adjudicated":
            return Selection(kinds=("adjudicated",))
        return Selection()

    def _chosen(self) -> list[str]:
        items = [self.people.item(i) for i in range(self.people.count())]
        checked = (i for i in items if i.checkState() == Qt.CheckState.Checked)
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in checked]

    def _on_place(self) -> None:
        self._confirmed = None
        self.tell("")
        if hasattr(self, "go"):
            self.go.setText(self.tr("Export"))

    def _on_go(self) -> None:
        path = self.place.path()
        if path is None:
            self.tell(self.tr("Say which file to write."))
        elif path == self._session.path:
            self.tell(self.tr("This is the project’s own file; choose another."))
        elif self.layers.currentData() == "some" and not self._chosen():
            self.tell(self.tr("Choose at least one person."))
        elif path.exists() and self._confirmed != path:
            self._confirmed = path
            self.tell(self.tr("This file exists and will be replaced."), "warning")
            self.go.setText(self.tr("Replace"))
        else:
            name = str(self.format.currentData())
            self.accepted_with.emit(path, name, self.selection())
            self.accept()
