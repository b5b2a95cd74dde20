# SPDX-License-Identifier: MIT
"""The pages of the form, of which one is seen; each is made when first needed.

Only the page that shows that nothing is chosen is there from the beginning: the
window need not wait for the controls of the others to be loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.codebook import AnnotationType
from annotator.ui.form.context import FormContext
from annotator.ui.form.emptypage import EmptyPage
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.form.pages import ReadOnlyPage
    from annotator.ui.form.panel import Panel


class PageStack:
    """Makes and shows the pages in the column `body` of `home`.

    `connect` is called with each panel that was made.
    """

    def __init__(
        self,
        theme: Theme,
        home: QWidget,
        body: QVBoxLayout,
        connect: Callable[[Panel], None],
    ) -> None:
        self._theme, self._home, self._body = theme, home, body
        self._connect = connect
        self._plain: ReadOnlyPage | None = None
        self.panels: dict[str, Panel] = {}
        self.empty = EmptyPage(theme, home)
        body.addWidget(self.empty)

    def set_theme(self, theme: Theme) -> None:
        """Make further pages in another theme."""
        self._theme = theme

    @property
    def plain(self) -> ReadOnlyPage:
        """What may only be read."""
        if self._plain is None:
            from annotator.ui.form.pages import ReadOnlyPage

            self._plain = ReadOnlyPage(self._theme, self._home)
            self._put(self._plain)
        return self._plain

    def panel(self, kind: AnnotationType, context: FormContext) -> Panel:
        """The fields of an annotation type."""
        if kind.id not in self.panels:
            from annotator.ui.form.panel import Panel

            self.panels[kind.id] = Panel(self._theme, context, kind, self._home)
            self._connect(self.panels[kind.id])
            self._put(self.panels[kind.id])
        return self.panels[kind.id]

    def _put(self, page: QWidget) -> None:
        page.hide()
        self._body.insertWidget(0, page)

    def drop_panels(self) -> None:
        """Take the panels away: the codebook is another."""
        for panel in self.panels.values():
            self._body.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self.panels = {}

    def show(self, page: QWidget, *more: QWidget) -> None:
        """Show that page, and neither the others nor what else may stand here."""
        pages: list[QWidget] = [self.empty, *self.panels.values(), *more]
        if self._plain is not None:
            pages.append(self._plain)
        for each in pages:
            each.setVisible(each is page)
