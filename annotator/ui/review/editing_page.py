# SPDX-License-Identifier: MIT
"""The part of the review page that edits a result instead of asking a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget

from annotator.model import edits
from annotator.model.review import ANNOTATION
from annotator.services.review import editing
from annotator.ui import modes
from annotator.ui.page import Page

if TYPE_CHECKING:
    from annotator.services.review.parts import Unit
    from annotator.services.review.queue import Item
    from annotator.services.session import Session
    from annotator.ui.form.form import AnnotationForm
    from annotator.ui.hand import Hand
    from annotator.ui.review.bench import ResultBench
    from annotator.ui.review.decision_panel import DecisionPanel
    from annotator.ui.review.reviewer import Reviewer
    from annotator.ui.review.view import CompareView
    from annotator.ui.window import MainWindow


class EditingPage(Page):
    """Shows the form of a result beside the text, and takes it away again."""

    window_: MainWindow
    session: Session
    reviewer: Reviewer
    bench: ResultBench
    hand: Hand
    article: CompareView
    form: AnnotationForm
    panel: DecisionPanel
    side: QStackedWidget
    editing_words: QLabel
    _editing: tuple[str, str] | None = None

    def _on_item(self) -> None:
        """Another question is asked; the page knows how to show it."""
        raise NotImplementedError

    @property
    def is_editing(self) -> bool:
        """Whether the form of a result is shown instead of the question."""
        return self._editing is not None

    def edit(self) -> None:
        """Edit the result of the question, begun as a draft if need be."""
        reviewer, desk, item = self.reviewer, self.reviewer.desk, self.reviewer.item
        if desk is None or item is None or self.is_editing:
            return
        unit = reviewer.unit
        result = self._result(unit)
        if result is None:
            return
        self._begin_editing(item.key, self.tr("The result of {0}").format(item.label))
        self.bench.choose(result)
        self.article.ensure_visible(result)
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def _result(self, unit: Unit | None) -> str | None:
        """The uid of the result to edit; begun where there is none."""
        reviewer, desk, item = self.reviewer, self.reviewer.desk, self.reviewer.item
        assert desk is not None
        assert item is not None
        if unit is None:
            decision = item.decision
            return decision.result if decision else None
        chosen = (
            reviewer.options[reviewer.chosen] if reviewer.chosen is not None else None
        )
        person = chosen.person if chosen else None
        source = unit.members[person] if person is not None else None
        found: list[str] = []
        reviewer.guarded(
            lambda: found.append(
                editing.begin(self.session, desk, unit, source or unit.first).uid
            )
        )
        return found[0] if found else None

    def write_new(self) -> None:
        """Write an annotation instead of those of the question."""
        item = self.reviewer.item
        self.bench.instead_of = self.reviewer.unit
        label = item.label if item else ""
        words = self.tr(
            "A new annotation instead of {0}: select words, then a role key"
        )
        if self.bench.instead_of is None:
            words = self.tr("A new annotation: select words, then press a role’s key")
        key = item.key if item else ("", "")
        self._begin_editing(key, words.format(label))
        self.bench.choose(None)
        unit = self.reviewer.unit
        if unit is not None:
            self.article.set_caret(unit.first.start())
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_alone(self) -> None:
        """Write an annotation that nobody made."""
        self.bench.instead_of = None
        key = self.reviewer.item.key if self.reviewer.item else ("", "")
        words = self.tr("A new annotation: select words, then press a role’s key")
        self._begin_editing(key, words)
        self.bench.choose(None)
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_editing(self, key: tuple[str, str], words: str) -> None:
        self._editing = key
        self.bench.reload()
        self.editing_words.setText(words)
        self.side.setCurrentIndex(1)
        self.article.set_editing(True)
        self.window_.hand = self.hand
        self.window_.registry.set_mode(modes.EDITING)

    def leave_editing(self) -> None:
        """Back to the question; what was edited is stored."""
        if not self.is_editing:
            return
        self.form.commit()
        self._editing = None
        self.bench.instead_of = None
        self.bench.choose(None)
        self.side.setCurrentIndex(0)
        self.article.set_editing(False)
        self.window_.hand = self.window_.own_hand
        if self.window_.modes.current == modes.REVIEW:
            self.window_.registry.set_mode(modes.REVIEW)
        self._on_item()
        focused = QApplication.focusWidget()
        if focused is None or not focused.isVisible():
            self.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_finished(self) -> None:
        """The result is as it should be: decide the question by it and go on."""
        chosen = self.bench.chosen
        desk, item = self.reviewer.desk, self.reviewer.item
        if chosen is None or desk is None:
            return
        unit = editing.unit_of(desk, chosen)
        reason, note = self.panel.written()
        if unit is None:
            if chosen.state != "complete":
                done = edits.set_state(chosen, "complete")
                self.bench.guarded(
                    lambda: self.bench.update(done, "annotation.complete")
                )
            self.leave_editing()
            return
        self.leave_editing()
        mine = item is not None and item.unit == unit.number
        if mine and item is not None and not self._is_new(item):
            self.reviewer.settle(reason, note)
        else:
            self.reviewer.next_open()

    def _is_new(self, item: Item) -> bool:
        decision = item.decision
        return (
            decision is not None
            and decision.facet == ANNOTATION
            and decision.verdict == "new"
        )
