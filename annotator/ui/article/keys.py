# SPDX-License-Identifier: MIT
"""The article's own keys: the caret's, and everything printable handed on.

A window's shortcuts come first; these work where there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from annotator.ui.article.view import ArticleView

_KEY: Final = Qt.Key
_PLAIN: Final = Qt.KeyboardModifier.NoModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_META: Final = Qt.KeyboardModifier.MetaModifier
_PAD: Final = Qt.KeyboardModifier.KeypadModifier

_MOVES: Final[dict] = {
    (_KEY.Key_Left, _PLAIN): ("word", False),
    (_KEY.Key_Right, _PLAIN): ("word", True),
    (_KEY.Key_Left, _ALT): ("character", False),
    (_KEY.Key_Right, _ALT): ("character", True),
    (_KEY.Key_Left, _CTRL): ("clause", False),
    (_KEY.Key_Right, _CTRL): ("clause", True),
    (_KEY.Key_Home, _PLAIN): ("sentence", False),
    (_KEY.Key_End, _PLAIN): ("sentence", True),
    (_KEY.Key_Up, _PLAIN): ("line", False),
    (_KEY.Key_Down, _PLAIN): ("line", True),
    (_KEY.Key_Up, _CTRL): ("paragraph", False),
    (_KEY.Key_Down, _CTRL): ("paragraph", True),
    (_KEY.Key_PageUp, _PLAIN): ("page", False),
    (_KEY.Key_PageDown, _PLAIN): ("page", True),
    (_KEY.Key_Home, _CTRL): ("document", False),
    (_KEY.Key_End, _CTRL): ("document", True),
}


def handle(view: ArticleView, event: QKeyEvent) -> bool:
    """Do what a key means in the article; False where it means nothing."""
    held = event.modifiers() & ~_PAD
    move = _MOVES.get((event.key(), held & ~_SHIFT))
    if move:
        unit, forward = move
        view.move(unit, forward, bool(held & _SHIFT))
    elif event.key() == _KEY.Key_Space and not held & ~_SHIFT:
        (view.shrink if held & _SHIFT else view.grow)()
    elif event.key() == _KEY.Key_Escape and view.selection():
        view.set_caret(view.caret())
    elif (
        event.text().isprintable()
        and event.text()
        and not held & (_CTRL | _ALT | _META)
    ):
        view.key_typed.emit(event.text())
    else:
        return False
    return True
