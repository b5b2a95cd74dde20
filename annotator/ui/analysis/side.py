# SPDX-License-Identifier: MIT
"""The left side of the page: of whom, of what and how agreement is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.services.agreement.choice import ADJUDICATED, Choice
from annotator.ui.analysis.words import tr
from annotator.ui.dialogs.base import plain_label
from annotator.ui.form.segment_paint import Segment
from annotator.ui.form.segments import Segments
from annotator.ui.plain import one_line, tooltip

if TYPE_CHECKING:
    from annotator.model.codebook import AnnotationType, Codebook
    from annotator.model.team import Annotator, Round
    from annotator.ui.theme import Theme

WIDTH: Final = 216
#: Room for a name beside its box.
_NAME: Final = 152
#: Smallest overlaps that are offered.
_LEAST: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class _Only:
    """A condition that is offered: a field and a value of it."""

    field: str
    value: str


class Side(QScrollArea):
    """Choices that change all figures.

    Signals:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dockPanel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._people: dict[str, QCheckBox] = {}
        self._quiet = False
        self._theme = theme
        self._build()

    def _build(self) -> None:
        body = QWidget()
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(6)
        column.addWidget(plain_label(tr("Annotators"), "secondary"))
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(6)
        column.addLayout(self._boxes)
        self.type = self._combo(tr("Annotation type"), "agreementType")
        self.level = Segments(
            self._theme,
            [Segment("1", "1"), Segment("2", "2"), Segment("0", tr("All"))],
            clears=False,
        )
        self.level.setObjectName("agreementLevel")
        self.level.setAccessibleName(tr("Level"))
        self.level.set_value("0")
        self.level.edited.connect(lambda _: self._tell())
        self._level_label = self._label(tr("Level"))
        column.addWidget(self.level)
        self.only = self._combo(tr("Only"), "agreementOnly")
        self.least = self._combo(tr("Match by"), "agreementLeast")
        self.round = self._combo(tr("Round"), "agreementRound")
        column.addSpacing(8)
        self.complete = QCheckBox(tr("Complete layers only"))
        self.complete.setObjectName("agreementComplete")
        self.complete.toggled.connect(lambda _: self._tell())
        column.addWidget(self.complete)
        column.addStretch(1)
        self.setWidget(body)
        for share in _LEAST:
            self.least.addItem(_least_words(share), share)

    def _label(self, text: str) -> QWidget:
        self._column.addSpacing(8)
        made = plain_label(text, "secondary")
        self._column.addWidget(made)
        return made

    def _combo(self, text: str, name: str) -> QComboBox:
        label = self._label(text)
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(text)
        made.setProperty("label", label)
        made.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        made.setMinimumContentsLength(10)
        made.currentIndexChanged.connect(lambda _: self._tell())
        self._column.addWidget(made)
        return made

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.level.set_theme(theme)

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()

    # -- what there is

    def set_known(
        self, people: Sequence[Annotator], rounds: Sequence[Round], codebook: Codebook
    ) -> None:
        """Offer people, rounds and types; what was chosen stays where it can."""
        self._quiet = True
        self._set_people(people)
        self._set_items(self.type, [(k.label, k.id) for k in codebook.types])
        listed = [(tr("All documents"), "")]
        listed += [(one_line(each.name, 40), each.uid) for each in reversed(rounds)]
        self._set_items(self.round, listed)
        kind = self._kind(codebook)
        self._set_items(self.only, _conditions(kind))
        _show(self.type, len(codebook.types) > 1)
        _show(self.round, bool(rounds))
        nested = kind is not None and kind.nesting
        self.level.setVisible(nested)
        self._level_label.setVisible(nested)
        self._quiet = False

    def _kind(self, codebook: Codebook) -> AnnotationType | None:
        chosen = self.type.currentData()
        return next((k for k in codebook.types if k.id == chosen), None)

    def _set_people(self, people: Sequence[Annotator]) -> None:
        listed = {each.uid: one_line(each.name, 60) for each in people}
        listed[ADJUDICATED] = tr("Adjudicated")
        for uid in [uid for uid in self._people if uid not in listed]:
            self._people.pop(uid).deleteLater()
        for uid, name in listed.items():
            box = self._people.get(uid)
            if box is None:
                box = QCheckBox()
                box.setObjectName(f"agreementPerson-{uid}")
                # The adjudicated layer is made of the others: it has to be asked for.
                box.setChecked(uid != ADJUDICATED)
                box.toggled.connect(lambda _: self._tell())
                self._boxes.addWidget(box)
                self._people[uid] = box
            metrics = box.fontMetrics()
            mode = Qt.TextElideMode.ElideRight
            shown = metrics.elidedText(name, mode, _NAME)
            box.setText(shown.replace("&", "&&"))
            box.setAccessibleName(name)
            box.setToolTip(tooltip(name) if shown != name else "")

    def _set_items(self, combo: QComboBox, items: Sequence[tuple[str, object]]) -> None:
        chosen = combo.currentData()
        combo.clear()
        for text, data in items:
            combo.addItem(text, data)
        found = [n for n, (_, data) in enumerate(items) if data == chosen]
        combo.setCurrentIndex(found[0] if found else 0)

    # -- what is chosen

    def choice(self) -> Choice:
        """What is chosen."""
        only = self.only.currentData()
        return Choice(
            annotators=[uid for uid, box in self._people.items() if box.isChecked()],
            type=self.type.currentData() or "",
            round=self.round.currentData() or "",
            level=int(self.level.value() or 0)  # type: ignore[call-overload]
            if self.level.isVisibleTo(self)
            else 0,
            where={only.field: (only.value,)} if isinstance(only, _Only) else {},
            least=float(self.least.currentData() or 0.0),
            complete=self.complete.isChecked(),
        )

    def focus_place(self) -> QWidget:
        """Where the keyboard goes first."""
        return next(iter(self._people.values()), self.least)


def _show(combo: QComboBox, seen: bool) -> None:
    combo.setVisible(seen)
    label = combo.property("label")
    if isinstance(label, QWidget):
        label.setVisible(seen)


def _conditions(kind: AnnotationType | None) -> list[tuple[str, object]]:
    """Values of the choices that a type has."""
    found: list[tuple[str, object]] = [(tr("Everything"), None)]
    for field in kind.fields if kind else ():
        if field.type == "choice":
            found += [
                (f"{field.label}: {value.label}", _Only(field.id, value.id))
                for value in field.values
            ]
    return found


def _least_words(share: float) -> str:
    if not share:
        return tr("Any overlap")
    if share == 1.0:
        return tr("The very same")
    return tr("{0} % overlap").replace("{0}", f"{share * 100:g}")
