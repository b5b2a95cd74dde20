# SPDX-License-Identifier: MIT
"""One command of the window as a record; `ui.actions` draws from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

WINDOW: Final = "window"
#: The modes in which the codebook's single keys act.
MARKING: Final = ("annotate", "review.edit")


def _possible() -> bool:
    return True


def names(text: str) -> tuple[str, ...]:
    """Other names of a command, from one translated text with commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


@dataclass(frozen=True, slots=True)
class Action:
    """One command.

    Attributes:
        id: stable name, e.g. "document.complete".
        title: what menus and palette show, plain text without mnemonic.
        callback: called without arguments.
        keys: default shortcuts, as `QKeySequence` reads them ("Ctrl+K").
        menu: title of the menu, "View/Zoom" for a menu inside one, or None.
        scope: "window", or names of the widgets given to `install`, joined by
            "+", in which alone its keys act.
        enabled: True, or False, or the reason why not, in words.
        icon: name of an icon.
        toolbar: whether it has a button.
        checkable: whether it is a state; `checked` tells which.
        group: where it changes between neighbours in a menu stands a line.
        palette: whether the command palette offers it.
        words: other names by which the palette finds it.
        help: a longer sentence for the tooltip.
        modes: ids of the window's modes in which alone it is possible; empty:
            in all.
    """

    id: str
    title: str
    callback: Callable[[], object]
    keys: tuple[str, ...] = ()
    menu: str | None = None
    scope: str = WINDOW
    enabled: Callable[[], bool | str] = _possible
    icon: str | None = None
    toolbar: bool = False
    checkable: bool = False
    checked: Callable[[], bool] | None = None
    group: str = ""
    palette: bool = True
    words: tuple[str, ...] = ()
    help: str = ""
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A key that two commands, or a command and the codebook, both want."""

    key: str
    action: str
    other: str | None
    other_title: str
