# SPDX-License-Identifier: MIT
"""Inline panels that make a new speaker or a new issue, when asked to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model import fuzzy
from annotator.model.codebook import EntityType, label_from_id
from annotator.model.entity import Entity
from annotator.model.names import guess_kind
from annotator.ui.form import look
from annotator.ui.form.buttons import Button
from annotator.ui.form.context import NewEntity
from annotator.ui.form.segment_paint import Segment
from annotator.ui.form.segments import Segments
from annotator.ui.form.sources import KIND_ICONS
from annotator.ui.form.words import Message, Words
from annotator.ui.theme import Theme


class NewPanel(QWidget):
    """A title, labelled lines, a hint, and the two buttons.

    Signals:
        made: what to make.
        cancelled: nothing is to be made.
    """

    made = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.lines: dict[str, QLineEdit] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(0)
        heading = Words(theme, title, weight="semibold", parent=self)
        heading.setContentsMargins(look.RING, 0, 0, 8)
        self.column.addWidget(heading)

    def _add_line(self, name: str, label: str, hint: str = "") -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(f"new-{name}")
        line.setAccessibleName(label)
        line.setPlaceholderText(hint)
        line.setFont(look.font(self.theme, 13))
        self.lines[name] = line
        row = QHBoxLayout()
        row.setContentsMargins(look.RING, 3, look.RING, 3)
        row.setSpacing(0)
        words = Words(self.theme, label, token="text_2", parent=self)
        words.setFixedWidth(look.LABEL_WIDTH + look.GAP - look.RING)
        words.setBuddy(line)
        row.addWidget(words)
        row.addWidget(line, 1)
        if hint == self.tr("UA"):
            line.setMaximumWidth(90)
            row.addStretch(1)
        self.column.addLayout(row)
        return line

    def _add_foot(self) -> None:
        self.hint = Message(self.theme, self)
        self.hint.setContentsMargins(look.RING, 6, look.RING, 0)
        self.column.addWidget(self.hint)
        create = Button(
            self.theme, self.tr("Create and use"), kind="primary",
            key=self.tr("Enter"), parent=self,
        )  # fmt: skip
        cancel = Button(
            self.theme, self.tr("Cancel"), kind="link", key=self.tr("Esc"), parent=self
        )
        create.clicked.connect(self.finish)
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(10)
        row.addWidget(create)
        row.addWidget(cancel)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def finish(self) -> None:
        """Ask for it to be made, if enough is said."""
        raise NotImplementedError

    def text(self, name: str) -> str:
        """What was written there."""
        return self.lines[name].text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


class NewEntityPanel(NewPanel):
    """Name, kind and what is recorded of an entity in this document."""

    def __init__(
        self,
        theme: Theme,
        kind: EntityType,
        known: Sequence[Entity],
        parent: QWidget | None = None,
    ) -> None:
        what = kind.label[:1].lower() + kind.label[1:]
        super().__init__(theme, self.tr("New {what}").replace("{what}", what), parent)
        self.setObjectName("newEntityPanel")
        self.kind, self.known = kind, known
        self._chosen_by_hand = False
        self._add_line("name", self.tr("Name"))
        self.lines["name"].textChanged.connect(self._on_name)
        self.kinds = self._make_kinds()
        for name in kind.document_attributes:
            self._add_attribute(name)
        for name in kind.attributes:
            self._add_line(name, label_from_id(name), self.tr("everywhere"))
        self._add_foot()
        for line in self.lines.values():
            line.installEventFilter(self)

    def _make_kinds(self) -> Segments | None:
        if not self.kind.kinds:
            return None
        label = Words(self.theme, self.tr("Kind"), token="text_2", parent=self)
        label.setContentsMargins(look.RING, 4, 0, 0)
        self.column.addWidget(label)
        segments = [_kind_segment(k, n) for n, k in enumerate(self.kind.kinds)]
        kinds = Segments(self.theme, segments, clears=False, parent=self)
        kinds.setObjectName("new-kind")
        kinds.setAccessibleName(self.tr("Kind"))
        kinds.edited.connect(self._on_kind)
        kinds.left.connect(self.cancelled)
        self.column.addWidget(kinds)
        return kinds

    def _add_attribute(self, name: str) -> None:
        short = name == "country"
        hint = self.tr("UA") if short else self.tr("in this document")
        self._add_line(name, label_from_id(name), hint)

    def propose(self, name: str, attributes: Mapping[str, str]) -> None:
        """Fill in a name and what is known of it; nothing is made yet."""
        self.lines["name"].setText(name)
        for key, value in attributes.items():
            if key in self.lines:
                self.lines[key].setText(value)
        self._on_name(name)

    def enter(self) -> None:
        """Put the keyboard into the name."""
        self.lines["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.lines["name"].selectAll()

    def _on_kind(self, _: object) -> None:
        self._chosen_by_hand = True

    def _on_name(self, name: str) -> None:
        if self.kinds is not None and not self._chosen_by_hand:
            self.kinds.set_value(guess_kind(name, self.kind.kinds))
        self._hint_similar(name.strip())

    def _hint_similar(self, name: str) -> None:
        alike = similar(name, self.known)
        if not name:
            self.hint.tell("warning", self.tr("Write the name."))
        elif alike:
            names = ", ".join(entity.name for entity in alike[:3])
            text = self.tr("Known already: {names}. Esc goes back to choose.")
            self.hint.tell("warning", text.replace("{names}", names))
        else:
            self.hint.tell("ok", self.tr("No similar name in this project."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt and a digit choose the kind, also from within a line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            number = event.key() - int(Qt.Key.Key_1)
            if alt and self.kinds and 0 <= number < len(self.kind.kinds):
                self.kinds.choose(number)
                return True
        return super().eventFilter(watched, event)

    def finish(self) -> None:
        name = self.text("name")
        if not name:
            self._hint_similar("")
            self.enter()
            return
        chosen = self.kinds.value() if self.kinds else None
        self.made.emit(
            NewEntity(
                type=self.kind.id,
                name=name,
                kind=str(chosen) if chosen else None,
                attributes=self._filled(self.kind.attributes),
                document_attributes=self._filled(self.kind.document_attributes),
            )
        )

    def _filled(self, names: Sequence[str]) -> dict[str, str]:
        return {name: self.text(name) for name in names if self.text(name)}


class NewEntryPanel(NewPanel):
    """Label of a vocabulary entry, and what *favor* of it means."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        needs_definition: bool,
        known: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        what = label[:1].lower() + label[1:]
        super().__init__(theme, self.tr("New {what}").replace("{what}", what), parent)
        self.setObjectName("newEntryPanel")
        self.needs_definition, self.known = needs_definition, known
        self._add_line("label", label)
        self._add_line("definition", self.tr("Favor is"), self.tr("what favor means"))
        for line in self.lines.values():
            line.textChanged.connect(self._hint)
        self._add_foot()

    def propose(self, name: str) -> None:
        """Fill in a label."""
        self.lines["label"].setText(name)
        self._hint()

    def enter(self) -> None:
        """Put the keyboard into the first line that is empty."""
        empty = next((n for n in self.lines if not self.text(n)), "label")
        self.lines[empty].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.lines[empty].selectAll()

    def lacking(self) -> str:
        """Which line must still be filled in, "" if none."""
        if not self.text("label"):
            return "label"
        lacks = self.needs_definition and not self.text("definition")
        return "definition" if lacks else ""

    def _hint(self) -> None:
        label = self.text("label")
        alike = fuzzy.match(label, [(k, k) for k in self.known], 1) if label else []
        lacking = self.lacking()
        if lacking == "label":
            self.hint.tell("warning", self.tr("Write what it is called."))
        elif alike and alike[0].score >= fuzzy.STRONG:
            text = self.tr("Known already: {names}. Esc goes back to choose.")
            self.hint.tell("warning", text.replace("{names}", alike[0].key))
        elif lacking:
            self.hint.tell("warning", self.tr("Say what being in favor of it means."))
        else:
            self.hint.tell("ok", self.tr("Nothing similar in this project."))

    def finish(self) -> None:
        lacking = self.lacking()
        if lacking:
            self._hint()
            self.lines[lacking].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.made.emit((self.text("label"), self.text("definition")))


def similar(name: str, known: Sequence[Entity]) -> list[Entity]:
    """Entities with such a name, or with the same last word in it."""
    if not name:
        return []
    by_uid = {e.uid: e for e in known}
    candidates = [(e.uid, e.name, *e.aliases) for e in known]
    last = name.split()[-1]
    found = fuzzy.match(name, candidates, 3)
    found += fuzzy.match(last, candidates, 3) if len(last) > 3 else []
    strong = [m.key for m in found if m.score >= fuzzy.STRONG]
    return [by_uid[key] for key in dict.fromkeys(strong)]


def _kind_segment(kind: str, number: int) -> Segment:
    label = label_from_id(kind)
    if kind == "geopolitical":  # too long a word for its segment
        label = QCoreApplication.translate("form", "Place")
    return Segment(kind, label, key=str(number + 1), icon=KIND_ICONS.get(kind, ""))
