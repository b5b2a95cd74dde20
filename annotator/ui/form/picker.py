# SPDX-License-Identifier: MIT
"""A field that is filled by picking from a list while typing.

What is typed is only ever a question: a value is taken from the list, or made
by asking for it.  Words that were not picked are flagged and never told.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.model import fuzzy
from annotator.ui.form import look
from annotator.ui.form.pick_edit import PickEdit
from annotator.ui.form.popup import Popup
from annotator.ui.form.sources import Offer, Source
from annotator.ui.theme import Theme


class Picker(QWidget):
    """A `PickEdit` with its completion.

    Signals:
        edited: the key that was picked, or None: unset.
        wanted: words of which a new one is to be made.
        flagged: a sentence about words that were not picked, "" when it is over.
        left: the field is done with; the focus may go back to the article.
    """

    edited = Signal(object)
    wanted = Signal(str)
    flagged = Signal(str)
    left = Signal()

    def __init__(
        self, theme: Theme, source: Source, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self.source = theme, source
        self.value_key: str | None = None
        self.display = ""
        self.proposed = ""
        self.names: tuple[str, ...] = ()
        self.popup: Popup | None = None
        #: What was typed, what was proposed, and all names that were.
        self._asked: tuple[str, str, tuple[str, ...]] = ("", "", ())
        self.line = PickEdit(theme, self)
        self.setFocusProxy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.RING, look.RING, look.RING, look.RING)
        layout.addWidget(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.textEdited.connect(self._on_typed)
        self.line.entered.connect(self._on_entered)
        self.line.gone.connect(self._on_gone)
        self.line.pressed.connect(self._on_pressed)
        self.line.keyed.connect(self._on_key)

    # -- value

    def set_value(self, value: object) -> None:
        """Show a stored value, None for unset.  Words being typed stay."""
        key = value if isinstance(value, str) else None
        same = key == self.value_key
        shown = self.source.shown(key) if key is not None else None
        self.display = shown.texts[0] if shown else ""
        self.value_key = key
        if not (same and self.asking()):
            self._show_value(shown.icon if shown else "")

    def _show_value(self, icon: str = "") -> None:
        if self.line.text() != self.display:
            self.line.setText(self.display)
            self.line.setCursorPosition(0)
            self.line.setToolTip("")
        if self.line.icon != icon:
            self.line.set_icon(icon)
            self.line.update()
        if self.line.accessibleDescription() != self.display:
            self.line.setAccessibleDescription(self.display)

    def value(self) -> str | None:
        """The key that is stored."""
        return self.value_key

    def asking(self) -> bool:
        """Whether there are words in the field that are no value yet."""
        return self.line.text() != self.display

    def reset(self) -> None:
        """Forget words that were not picked: another annotation is shown."""
        self.close_popup()
        self.line.setText(self.display)
        self.proposed, self.names = "", ()
        self.flagged.emit("")

    def commit(self) -> None:
        """Words that were not picked are never stored: nothing to do."""

    def set_severity(self, severity: str) -> None:
        """Outline it as "error", or "" for none."""
        line = self.line
        if line.property("problem") != severity:
            line.setProperty("problem", severity)
            line.style().unpolish(line)
            line.style().polish(line)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        if self.popup is not None:
            self.popup.set_theme(theme)

    # -- asking

    def ask_again(self) -> None:
        """Enter the field as it was when something new was wanted instead."""
        typed, proposed, self.names = self._asked
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if proposed:
            self.begin()
        elif typed:
            self.begin(typed)
        else:
            self.line.selectAll()

    def propose(self, names: Sequence[str]) -> None:
        """Names for the words that were marked; used when the field is entered."""
        self.names = tuple(names)

    def begin(self, text: str | None = None) -> None:
        """Enter the field by its key: the proposal selected, the list open."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text is not None:
            self.line.setText(text)
            self._on_typed(text)
            return
        self.proposed = ""
        if self.value_key is None and self.names:
            self.proposed = self.names[0]
            self.line.setText(self.proposed)
        self.line.selectAll()
        self._open(self._proposed_offers() if self.proposed else self._all_offers())

    def _all_offers(self) -> list[Offer]:
        return self.source.offers("")

    def _proposed_offers(self) -> list[Offer]:
        """Whoever is called exactly so first, then those with such words.

        Matches by scattered letters are left out: nobody asked for them.
        """
        found: dict[str, Offer] = {}
        for name in self.names:
            for offer in self.source.offers(name):
                exact = fuzzy.same(offer.text, name)
                if exact or offer.score >= fuzzy.STRONG:
                    found.setdefault(offer.candidate.key, offer)
        return sorted(found.values(), key=lambda o: not self._is_exact(o))

    def _is_exact(self, offer: Offer) -> bool:
        texts = offer.candidate.texts
        return any(fuzzy.same(t, name) for t in texts for name in self.names)

    def _on_typed(self, text: str) -> None:
        self.proposed = ""
        self.flagged.emit("")
        cleared = not text.strip() and self.value_key is not None
        self._open(self.source.offers(text), -1 if cleared else 0)

    def _open(self, offers: list[Offer], current: int | None = None) -> None:
        """Show these lines; by default the stored value or the first is current."""
        if self.popup is None or self.popup.parentWidget() is not self.window():
            self._make_popup()
        assert self.popup is not None
        if current is None:
            keys = [o.candidate.key for o in offers]
            known = self.value_key in keys
            current = keys.index(self.value_key) if known else 0  # type: ignore[arg-type]
        self.popup.show_lines(offers, self._new_line(), current)
        if self.popup.model.rowCount():
            left, width = self._span()
            self.popup.place(self.line, left, width)
        else:
            self.popup.hide()

    def _new_line(self) -> str:
        text = self.line.text().strip()
        if not self.source.creates:
            return ""
        known = self.value_key is not None and text == self.display
        return self.source.new_line("" if known else text)

    def _make_popup(self) -> None:
        if self.popup is not None:
            self.popup.deleteLater()
        self.popup = Popup(self.theme, self.window())
        self.popup.view.setAccessibleName(self.source.title)
        self.popup.picked.connect(self.take)
        self.popup.new_wanted.connect(self._want_new)

    def _span(self) -> tuple[int, int]:
        """Left edge and width of the list, in the window."""
        around: QWidget | None = self
        while around is not None and around.property("popupSpan") is None:
            around = around.parentWidget()
        area = around or self.line
        inset = int(area.property("popupSpan") or 0)
        left = area.mapTo(self.window(), QPoint(inset, 0)).x()
        return left, area.width() - 2 * inset

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self.popup is not None and self.popup.isVisible()

    def close_popup(self) -> None:
        """Take the list away."""
        if self.popup is not None:
            self.popup.hide()

    # -- answers

    def take(self, key: str) -> None:
        """Use that candidate and leave the field."""
        shown = self.source.shown(key)
        changed = key != self.value_key
        self.value_key, self.display = key, shown.texts[0]
        self._finish(shown.icon)
        if changed:
            self.edited.emit(key)
        self.left.emit()

    def _clear(self) -> None:
        self.value_key, self.display = None, ""
        self._finish("")
        self.edited.emit(None)
        self.left.emit()

    def _finish(self, icon: str) -> None:
        self.close_popup()
        self.proposed, self.names = "", ()
        self._show_value(icon)
        self.flagged.emit("")

    def _want_new(self) -> None:
        text = self.line.text().strip()
        if self.source.creates:
            self.close_popup()
            known = self.value_key is not None and text == self.display
            # The keyboard goes to a panel, and the field then forgets its words.
            self._asked = ("" if known else text, self.proposed, self.names)
            self.wanted.emit("" if known else text)

    def put_back(self) -> None:
        """Esc: the old value stands again, and the field is left."""
        self.close_popup()
        self.line.setText(self.display)
        self.proposed = ""
        self.flagged.emit("")
        self.left.emit()

    # -- events of the line

    def _on_entered(self, reason: Qt.FocusReason) -> None:
        if reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.line.selectAll()

    def _on_pressed(self) -> None:
        if not self.is_open():
            self._open(self._all_offers())

    def _on_gone(self) -> None:
        self.close_popup()
        text = self.line.text().strip()
        if self.proposed or (not text and self.value_key is not None):
            self.line.setText(self.display)
            self.proposed = ""
        elif text and self.asking():
            self.flagged.emit(self._sentence(text))

    def _sentence(self, text: str) -> str:
        if self.source.creates:
            wish = self.tr("“{name}” was not chosen. Press Shift+Enter in the field")
            wish = wish + self.tr(" to make it, or Esc.")
        else:
            wish = self.tr("“{name}” is not on the list. Choose one, or press Esc.")
        return wish.replace("{name}", text[:60])

    def _on_key(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._want_new() if shifted else self._on_enter()
            event.accept()
        elif key == Qt.Key.Key_Escape:
            self.put_back()
            event.accept()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._on_arrow(1 if key == Qt.Key.Key_Down else -1)
            event.accept()

    def _on_arrow(self, by: int) -> None:
        if self.is_open():
            assert self.popup is not None
            self.popup.move_by(by)
        else:
            asked = self.line.text() if self.asking() else ""
            self._open(self.source.offers(asked))

    def _on_enter(self) -> None:
        if not self.line.text().strip() and self.value_key is not None:
            highlighted = self.popup.highlighted() if self.is_open() else None  # type: ignore[union-attr]
            self.take(highlighted.candidate.key) if highlighted else self._clear()
        elif not self.is_open():
            self.put_back() if not self.asking() else self._on_typed(self.line.text())
        else:
            self._take_highlighted()

    def _take_highlighted(self) -> None:
        assert self.popup is not None
        offer = self.popup.highlighted()
        if offer is not None:
            self.take(offer.candidate.key)
        elif self.popup.on_new_line():
            self._want_new()
