# SPDX-License-Identifier: MIT
"""The form beside the text: the chosen annotation, to be read and changed.

It stores nothing.  Every change is told by a signal, and what is stored then
comes back by `show`, which refills the widgets that are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from annotator.model.annotation import Annotation
from annotator.model.problem import Problem
from annotator.ui.form import placing
from annotator.ui.form.common import source_names
from annotator.ui.form.context import FormContext, Memory, RowPlace
from annotator.ui.form.header import Foot, Header
from annotator.ui.form.making import Making
from annotator.ui.form.stack import PageStack
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.form.pages import ReadOnlyPage
    from annotator.ui.form.panel import Panel


class AnnotationForm(QWidget):
    """Shows one annotation.  Rows are (row id, index from 0).

    Signals:
        field_edited: (row id or None, n or None, field id, value; None: unset).
        row_added: (row id).  row_removed: (row id, n).
        none_toggled: (row id, whether there are none).
        role_activated: (role, row id or None, n or None): mark the selected words.
        role_cleared: the same; take the role's words away.
        active_row_changed: (row id, n) or None.
        entity_requested: (NewEntity, field id, row id or None, n or None).
        entry_requested: (vocabulary, label, definition, field id, row id, n).
        accept_requested, draft_requested, delete_requested: as the buttons say.
        left: a field is done with; the focus belongs to the article again.
    """

    field_edited = Signal(object, object, str, object)
    row_added = Signal(str)
    row_removed = Signal(str, int)
    none_toggled = Signal(str, bool)
    role_activated = Signal(str, object, object)
    role_cleared = Signal(str, object, object)
    active_row_changed = Signal(object)
    entity_requested = Signal(object, str, object, object)
    entry_requested = Signal(str, str, str, str, object, object)
    accept_requested = Signal()
    draft_requested = Signal()
    delete_requested = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.context: FormContext | None = None
        self.memory = Memory()
        self.annotation: Annotation | None = None
        self.problems: tuple[Problem, ...] = ()
        self.label = ""
        self.read_only = False
        self._active: RowPlace = None
        self._names: list[str] | None = None
        self._problem_at = -1
        self.setObjectName("annotationForm")
        self.setAccessibleName(self.tr("Annotation"))
        self._build()

    # -- building

    def _build(self) -> None:
        self.header = Header(self.theme, self)
        self.header.delete_wanted.connect(self.delete_requested)
        self.foot = Foot(self.theme, self)
        self.foot.accept_wanted.connect(self.accept_requested)
        self.foot.draft_wanted.connect(self.draft_requested)
        self.foot.next_problem.connect(self.focus_problem)
        self.inside = QWidget(self)
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.pages = PageStack(self.theme, self.inside, self.body, self._connect_panel)
        self.empty = self.pages.empty
        self.body.addWidget(self.foot)
        self.body.addStretch(1)
        self._make_making()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._scrolled(self.inside), 1)
        self._show_page(self.empty)

    def _make_making(self) -> None:
        self.making = Making(self.theme, self.inside)
        self.making.opened.connect(self._on_making_opened)
        self.making.closed.connect(self._on_making_closed)
        self.making.entity_requested.connect(self.entity_requested)
        self.making.entry_requested.connect(self.entry_requested)
        # After the request, so that what was made is shown before the focus goes.
        self.making.entity_requested.connect(lambda *_: self.left.emit())
        self.making.entry_requested.connect(lambda *_: self.left.emit())

    def _scrolled(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setObjectName("formScroll")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        # The dock's ground shows through: both would else paint the window's.
        inside.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        self.area = area
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The scroll bar lies over the margin, so that fields keep their width.
        self.inside.setMinimumWidth(self.width())

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and fonts of another theme."""
        self.theme = theme
        self.pages.set_theme(theme)
        for child in self.findChildren(QWidget):
            if hasattr(child, "set_theme"):
                child.set_theme(theme)
            elif hasattr(child, "theme"):
                child.theme = theme
                child.update()

    def set_context(self, context: FormContext) -> None:
        """Take another project or codebook; what was built is built anew."""
        self.memory.forget()
        self.context = self.memory.around(context)
        self.pages.drop_panels()
        self.making.drop()
        self.empty.show_codebook(context.codebook)
        if self.annotation is not None:
            self._fill()

    # -- showing

    def show(
        self,
        *chosen: Annotation | None,
        problems: Sequence[Problem] = (),
        label: str = "",
        read_only: bool = False,
    ) -> None:
        """Show an annotation, or with None that nothing is chosen.  Stores nothing.

        Without any annotation it is Qt's `show`.

        `problems` are told beside their fields; pass only those that may be
        told already.
        """
        if not chosen:
            super().show()
            return
        annotation = chosen[0]
        self.memory.forget()
        before = self.annotation
        other = _identity(annotation) != _identity(before)
        if other:
            self._names = None
            self._problem_at = -1
            self.making.drop()
            for panel in self.pages.panels.values():
                panel.reset()
        self.annotation, self.problems = annotation, tuple(problems)
        self.label, self.read_only = label, read_only
        if other:
            self.area.verticalScrollBar().setValue(0)
        self._fill()
        if not other and before and annotation and before.rows != annotation.rows:
            self.reveal_row()

    def reveal_row(self) -> None:
        """Bring the active row into sight: a key in the article changed it."""
        panel = self._shown_panel()
        body = panel.row_body(self._active) if panel else None
        if body is not None and not placing.has_keyboard(self):
            # After the layout has made room for it.
            QTimer.singleShot(0, body, lambda: self.area.ensureWidgetVisible(body, 0))

    def _fill(self) -> None:
        annotation, context = self.annotation, self.context
        self.header.setVisible(annotation is not None)
        if annotation is None or context is None:
            self._show_page(self.empty)
            return
        errors = sum(p.severity == "error" for p in self.problems)
        warnings = len(self.problems) - errors
        self._show_header(annotation, context)
        self.header.show_state(annotation.state, errors, warnings)
        if self.read_only:
            self.plain.show_annotation(annotation, context)
            self._show_page(self.plain)
            return
        kind = context.codebook.type(annotation.type)
        panel = self.pages.panel(kind, context)
        asked = annotation.state == "complete" or bool(errors)
        panel.show_annotation(annotation, self.problems, self._active, asked)
        lacks = placing.is_lacking(annotation, kind)
        self.foot.show_state(annotation.state, errors, warnings, lacks)
        self._show_page(self.making.panel or panel)

    def _show_header(self, annotation: Annotation, context: FormContext) -> None:
        kind = context.codebook.type(annotation.type)
        if self.label:
            title = f"{kind.label} {self.label}"
        else:
            name = kind.label[:1].lower() + kind.label[1:]
            title = self.tr("New {type}").replace("{type}", name)
        level, nested = placing.place_of(annotation, context.annotations())
        words = self.tr("level {n}").replace("{n}", str(level)) if kind.nesting else ""
        if nested:
            words += self.tr(" · {n} nested").replace("{n}", str(nested))
        self.header.show_words(title, words)

    @property
    def plain(self) -> ReadOnlyPage:
        """The page of what may only be read."""
        return self.pages.plain

    def warm_up(self) -> None:
        """Build what the first annotation will need, while nobody waits for it."""
        if self.context is not None and not self.pages.panels:
            for kind in self.context.codebook.types[:1]:
                self.pages.panel(kind, self.context)

    def _connect_panel(self, panel: Panel) -> None:
        panel.edited.connect(self.field_edited)
        panel.wanted.connect(self._on_wanted)
        panel.row_added.connect(self.row_added)
        panel.row_removed.connect(self.row_removed)
        panel.none_toggled.connect(self.none_toggled)
        panel.role_activated.connect(self.role_activated)
        panel.role_cleared.connect(self.role_cleared)
        panel.row_activated.connect(self._on_row_activated)
        panel.left.connect(self.left)

    def _show_page(self, page: QWidget) -> None:
        made = self.making.panel
        self.pages.show(page, *([made] if made is not None else []))
        if page not in self.pages.panels.values():
            self.foot.hide()

    # -- rows

    def active_row(self) -> RowPlace:
        """(row id, index from 0) of the open card, None without."""
        return self._active

    def set_active_row(self, place: RowPlace) -> None:
        """Open that card and close the others."""
        if place != self._active:
            self._active = place
            if self.annotation is not None and not self.read_only:
                self._fill()

    def _on_row_activated(self, row_id: str, n: int) -> None:
        self.set_active_row((row_id, n))
        self.active_row_changed.emit((row_id, n))

    # -- the keyboard

    def propose_speaker(self, names: Sequence[str]) -> None:
        """Names to propose for this annotation, instead of its source's."""
        self._names = list(names)

    def focus_field(
        self, field_id: str, row: RowPlace = None, text: str | None = None
    ) -> bool:
        """Put the keyboard into a field, as its key does.

        An entity field is filled with the proposal and its list is open.  `text`
        is typed instead.  False where no such field is shown.
        """
        panel = self._shown_panel()
        if panel is None or self.annotation is None:
            return False
        if row is not None and row != self._active:
            self._on_row_activated(*row)
        self.memory.forget()
        names = self._names
        if names is None:
            names = source_names(self.annotation)
        if not panel.enter_field(field_id, row, text, names):
            return False
        self._reveal(QApplication.focusWidget())
        return True

    def focus_first(self) -> None:
        """Put the keyboard into the first control (by F6)."""
        panel = self._shown_panel()
        if self.making.panel is not None:
            self.making.panel.enter()
        elif panel is not None:
            first = next(iter(panel.fields.values()), None)
            if first is not None:
                first.editor.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.empty.focus_first()

    def focus_problem(self) -> bool:
        """Put the keyboard onto the next thing that is wrong.  False if nothing is."""
        panel = self._shown_panel()
        if panel is None or not self.problems:
            return False
        self._problem_at = (self._problem_at + 1) % len(self.problems)
        problem = self.problems[self._problem_at]
        place = None
        if problem.row is not None and problem.row_no is not None:
            place = (problem.row, problem.row_no)
            if place != self._active:
                self._on_row_activated(*place)
        placing.focus_problem(panel, problem, place)
        self._reveal(QApplication.focusWidget())
        return True

    def commit(self) -> None:
        """Tell at once what was typed and is waiting for its pause."""
        panel = self._shown_panel()
        if panel is not None:
            panel.commit()

    def _shown_panel(self) -> Panel | None:
        if self.annotation is None or self.read_only:
            return None
        return self.pages.panels.get(self.annotation.type)

    def _reveal(self, widget: QWidget | None) -> None:
        if widget is not None and self.inside.isAncestorOf(widget):
            # After the layout has made room for what was just unfolded.
            self.area.ensureWidgetVisible(widget, 0, 40)
            QTimer.singleShot(0, self, lambda: self._reveal_later(widget))

    def _reveal_later(self, widget: QWidget) -> None:
        if QApplication.focusWidget() is widget:
            self.area.ensureWidgetVisible(widget, 0, 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.annotation is not None and not self.read_only:
                self.commit()
                self.accept_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # -- making something new

    def _on_wanted(
        self, row_id: str | None, n: int | None, field_id: str, words: str
    ) -> None:
        panel = self._shown_panel()
        place = (row_id, n) if row_id is not None and n is not None else None
        row = panel.field_row(field_id, place) if panel else None
        if row is not None and self.context is not None and self.annotation is not None:
            self.making.begin(self.context, self.annotation, row.field, place, words)

    def _on_making_opened(self) -> None:
        assert self.making.panel is not None
        self.body.insertWidget(0, self.making.panel)
        self._show_page(self.making.panel)
        self.area.verticalScrollBar().setValue(0)

    def _on_making_closed(self, field_id: str, place: RowPlace, made: bool) -> None:
        panel = self._shown_panel()
        row = panel.field_row(field_id, place) if panel else None
        if row is not None:
            row.reset()
        self._fill()
        if row is not None and not made:
            row.editor.ask_again()


def _identity(annotation: Annotation | None) -> tuple[str, str] | None:
    return (annotation.document, annotation.uid) if annotation else None
