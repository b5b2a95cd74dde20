# SPDX-License-Identifier: MIT
"""What goes out: whose work, which documents and fields, in which parts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.services.repeating import has_repeats
from annotator.services.session import Session
from annotator.services.transfer import Selection, Split, choosable, parse_split
from annotator.services.visibility import takes_out
from annotator.ui.dialogs.base import plain_label, spin_box
from annotator.ui.dialogs.export_fields import FieldList
from annotator.ui.plain import one_line

_LABEL_WIDTH = 92
_LIST_HEIGHT, _FIELDS_HEIGHT = 98, 188


class ChoicesPanel(QWidget):
    """The choices of an export.

    Signals:
        changed(): something was chosen otherwise.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_blind = not takes_out(session).everything
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(10)
        self._build_layers()
        self._build_documents()
        self._build_fields()
        self._build_parts()
        self._build_ticks()
        self._column.addStretch(1)
        self._on_shape()

    # -- whose work

    def _build_layers(self) -> None:
        self.layers = QComboBox()
        self.layers.setObjectName("exportLayers")
        for words, key in (
            (self.tr("Everybody’s work"), "all"),
            (self.tr("My own work"), "own"),
            (self.tr("The work of some people"), "some"),
            (self.tr("What most annotators agree on"), "majority"),
            (self.tr("The adjudicated layer"), "adjudicated"),
        ):
            self.layers.addItem(words, key)
        self.layers.currentIndexChanged.connect(self._on_shape)
        self._add(self.tr("Layers"), self.layers)
        if self._is_blind:
            told = self.tr(
                "A round is closed: others’ layers go out only of documents of which"
                " your own layer is complete."
            )
            hint = plain_label(told, "secondary", wrap=True)
            hint.setObjectName("exportBlind")
            self._column.addWidget(hint)
        self.people = self._list("exportPeople", self.tr("People"))
        for person in self._session.annotators():
            self._tick(self.people, one_line(person.name), person.uid)
        self.complete = self._check(
            "exportComplete", self.tr("Only what is marked as complete")
        )

    # -- which documents and fields

    def _build_documents(self) -> None:
        self.filter = QLineEdit()
        self.filter.setObjectName("exportDocuments")
        self.filter.setPlaceholderText(self.tr("All, or e.g. source:Herald strike"))
        self.filter.textChanged.connect(lambda _text: self.changed.emit())
        self._add(self.tr("Documents"), self.filter)
        self.negatives = self._check(
            "exportNegatives", self.tr("Also those without annotations"), on=True
        )
        self.repeats = self._check(
            "exportRepeats", self.tr("Also those read a second time")
        )
        self.repeats.setVisible(has_repeats(self._session) and not self._is_blind)

    def _build_fields(self) -> None:
        self.which = QComboBox()
        self.which.setObjectName("exportFields")
        self.which.addItem(self.tr("All fields, rows and roles"), "all")
        self.which.addItem(self.tr("Some of them"), "some")
        self.which.currentIndexChanged.connect(self._on_shape)
        self._add(self.tr("Fields"), self.which)
        self.fields = FieldList(choosable(self._session.codebook))
        words = self.tr("Fields, rows and roles that go out")
        self._place_list(self.fields, "exportFieldList", words)
        self.fields.setFixedHeight(_FIELDS_HEIGHT)
        self.fields.changed.connect(self.changed)

    # -- parts

    def _build_parts(self) -> None:
        self.split = QLineEdit()
        self.split.setObjectName("exportSplit")
        self.split.setPlaceholderText(self.tr("One part, or train=.8,dev=.1,test=.1"))
        self.split.textChanged.connect(self._on_shape)
        self._add(self.tr("Parts"), self.split)
        self.seed = spin_box()
        self.seed.setObjectName("exportSeed")
        self.seed.setRange(0, 999_999)
        self.seed.valueChanged.connect(lambda _value: self.changed.emit())
        self.group = QComboBox()
        self.group.setObjectName("exportGroup")
        # Other keys of the metadata can be named on the command line.
        for words, key in (
            (self.tr("Each document by itself"), ""),
            (self.tr("Together by source"), "source"),
            (self.tr("Together by day"), "published"),
        ):
            self.group.addItem(words, key)
        self.group.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self._parts = QWidget()
        outer, self._column = self._column, QVBoxLayout(self._parts)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._add(self.tr("Seed"), self.seed)
        self._add(self.tr("Group by"), self.group)
        self._column = outer
        self._column.addWidget(self._parts)

    # -- texts

    def _build_ticks(self) -> None:
        self.text = self._check(
            "exportText", self.tr("With the texts (else offsets only)"), on=True
        )
        self.bom = self._check(
            "exportBom", self.tr("Byte order mark, for some spreadsheets")
        )

    # -- pieces

    def _add(self, words: str, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        label = plain_label(words, "secondary")
        label.setFixedWidth(_LABEL_WIDTH)
        label.setBuddy(widget)
        widget.setAccessibleName(words)
        row.addWidget(label)
        row.addWidget(widget, 1)
        self._column.addLayout(row)

    def _indented(self, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(_LABEL_WIDTH + 12, 0, 0, 0)
        row.addWidget(widget, 1)
        self._column.addLayout(row)

    def _list(self, name: str, words: str) -> QListWidget:
        made = QListWidget()
        made.itemChanged.connect(lambda _item: self.changed.emit())
        self._place_list(made, name, words)
        return made

    def _place_list(self, made: QListWidget, name: str, words: str) -> None:
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setFixedHeight(_LIST_HEIGHT)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._indented(made)

    def _tick(self, place: QListWidget, words: str, key: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
        item.setData(Qt.ItemDataRole.UserRole, key)
        place.addItem(item)

    def _check(self, name: str, words: str, *, on: bool = False) -> QCheckBox:
        made = QCheckBox(words)
        made.setObjectName(name)
        made.setChecked(on)
        made.toggled.connect(lambda _on: self.changed.emit())
        self._indented(made)
        return made

    def _on_shape(self) -> None:
        some = self.layers.currentData() in ("some", "majority")
        self.people.setVisible(some)
        self.fields.setVisible(self.which.currentData() == "some")
        self._parts.setVisible(bool(self.split.text().strip()))
        self.changed.emit()

    # -- what was chosen

    def selection(self) -> Selection:
        """What is to go out.  Raises UserError where it cannot be."""
        annotators, kinds, majority = self._whose()
        all_fields = self.which.currentData() == "all"
        return Selection(
            annotators=annotators,
            kinds=kinds,
            majority=majority,
            filter=self.filter.text().strip(),
            complete=self.complete.isChecked(),
            fields=None if all_fields else self.fields.names(),
            split=self._split(),
            repeats=self.repeats.isChecked(),
            negatives=self.negatives.isChecked(),
            with_text=self.text.isChecked(),
            bom=self.bom.isChecked(),
        )

    def _whose(self) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, bool]:
        what = self.layers.currentData()
        if what == "own":
            return (self._session.annotator.uid,), ("primary",), False
        if what == "adjudicated":
            return None, ("adjudicated",), False
        if what == "all":
            return None, None, False
        people = ticked(self.people)
        if not people:
            raise UserError(self.tr("Choose at least one person."))
        majority = what == "majority"
        return people, None if majority else ("primary",), majority

    def _split(self) -> Split | None:
        text = self.split.text().strip()
        if not text:
            return None
        return parse_split(text, self.seed.value(), self.group.currentData() or None)


def ticked(place: QListWidget) -> tuple[str, ...]:
    """The keys of the items that are ticked."""
    items = (place.item(row) for row in range(place.count()))
    checked = (i for i in items if i.checkState() == Qt.CheckState.Checked)
    return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in checked)
