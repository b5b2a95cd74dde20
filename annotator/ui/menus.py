# SPDX-License-Identifier: MIT
"""Menus drawn from the action records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QMenuBar

if TYPE_CHECKING:
    from annotator.ui.actions import ActionRegistry


def build_menus(
    registry: ActionRegistry, bar: QMenuBar, order: Sequence[str] = ()
) -> dict[str, QMenu]:
    """Fill `bar` with one menu per name, those of `order` first.

    Menus in which nothing stands are left out.  Returns the menus by path.
    """
    paths = [action.menu for action in registry if action.menu]
    known = [name for name in order if any(_top(p) == name for p in paths)]
    tops = list(dict.fromkeys([*known, *map(_top, paths)]))
    menus: dict[str, QMenu] = {}
    for name, label in zip(tops, with_mnemonics(tops), strict=True):
        menus[name] = bar.addMenu(label)
        _watch(registry, menus[name], name)
    groups: dict[str, str] = {}
    for action in registry:
        if action.menu:
            menu = _menu(registry, menus, action.menu)
            if groups.setdefault(action.menu, action.group) != action.group:
                menu.addSeparator()
                groups[action.menu] = action.group
            menu.addAction(registry.qaction(action.id))
    return menus


def with_mnemonics(names: Sequence[str]) -> list[str]:
    """The names with an ampersand before a letter that no earlier one has."""
    used: set[str] = set()
    result = []
    for name in names:
        place = next(
            (i for i, c in enumerate(name) if c.isalnum() and c.lower() not in used),
            None,
        )
        if place is None:
            result.append(name.replace("&", "&&"))
            continue
        used.add(name[place].lower())
        head, tail = (s.replace("&", "&&") for s in (name[:place], name[place:]))
        result.append(f"{head}&{tail}")
    return result


def _top(path: str) -> str:
    return path.split("/")[0]


def _menu(registry: ActionRegistry, menus: dict[str, QMenu], path: str) -> QMenu:
    if path not in menus:
        above, _, name = path.rpartition("/")
        menus[path] = _menu(registry, menus, above).addMenu(name.replace("&", "&&"))
        _watch(registry, menus[path], path)
    return menus[path]


def _watch(registry: ActionRegistry, menu: QMenu, path: str) -> None:
    menu.setToolTipsVisible(True)

    def inside() -> list[str]:
        return [action.id for action in registry if action.menu == path]

    def opened() -> None:
        registry.refresh(inside())
        registry.show_possible(inside(), menu_open=True)

    def closed() -> None:
        registry.show_possible(inside(), menu_open=False)

    menu.aboutToShow.connect(opened)
    menu.aboutToHide.connect(closed)
