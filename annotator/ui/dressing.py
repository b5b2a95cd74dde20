# SPDX-License-Identifier: MIT
"""How the main window looks: light or dark, and the size of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from annotator.ui.application import theme_for
from annotator.ui.replaying import ReplayingWindow
from annotator.ui.theme import Theme, apply

if TYPE_CHECKING:
    from annotator.ui.form.tree import AnnotationTree
    from annotator.ui.shell import Header


class DressedWindow(ReplayingWindow):
    """The part of the main window that changes how it looks."""

    header: Header
    tree: AnnotationTree

    def zoom_by(self, by: int) -> None:
        """Make the article's text larger (1), smaller (-1) or normal (0)."""
        size = self.article.zoom() + by if by else 18
        self.article.set_zoom(max(14, min(28, size)))
        self.settings.update("appearance", zoom=self.article.zoom())

    def toggle_dark(self) -> None:
        """Change between light and dark."""
        self.set_theme(Theme.load("light" if self.theme.dark else "dark"))
        self.settings.update("appearance", theme="dark" if self.theme.dark else "light")

    def _on_setting(self, section: str) -> None:
        """What was changed in the preferences holds at once."""
        if section == "appearance":
            self.article.set_zoom(self.settings.appearance.zoom)
            app = QApplication.instance()
            if isinstance(app, QApplication):
                wanted = theme_for(app, self.settings)
                if wanted.dark != self.theme.dark:
                    self.set_theme(wanted)
        elif section == "documents":
            self.documents.set_compact(self.settings.documents.compact)

    def set_theme(self, theme: Theme) -> None:
        """Dress the window (and the application) in another theme."""
        self.theme = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply(app, theme)
        for part in (
            self.article,
            self.form,
            self.tree,
            self.documents,
            self.header,
            self.status,
            self.modes,
        ):
            part.set_theme(theme)
