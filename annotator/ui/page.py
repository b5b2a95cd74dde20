# SPDX-License-Identifier: MIT
"""What a page of the window is to the switch between modes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from annotator.ui.theme import Theme


class Page(QWidget):
    """One mode's part of the window, made when it is first looked at.

    The page lives as long as the window: what is chosen and where it is
    scrolled to is still there when one comes back.
    """

    def enter(self) -> None:
        """The page is about to be seen: read again what may have changed."""

    def leave(self) -> None:
        """Another page is about to be seen: store what was typed."""

    def open_document(self, uid: str | None) -> bool:
        """Show a document that was asked for; False where another page must."""
        return False

    def focus_places(self) -> list[QWidget]:
        """Where F6 goes round, in order; the first gets the keyboard."""
        return [self]

    def toggle_comments(self) -> None:
        """Show or close the comments, where the page has a place for them."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""

    def store_typed(self) -> bool:
        """Store what was typed and not yet stored; False where that failed."""
        return True

    def shut(self) -> None:
        """The window closes: let go of the session's events."""
