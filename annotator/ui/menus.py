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
    drawer = _Drawer(registry, menus)
    for action in registry:
        if action.menu:
            menu = drawer.menu(action.menu, action.group)
            menu.addAction(registry.qaction(action.id))
    return menus


class _Drawer:
    """Makes menus inside menus, and lines between groups."""

    def __init__(self, registry: ActionRegistry, menus: dict[str, QMenu]) -> None:
        self._registry, self._menus = registry, menus
        self._groups: dict[str, str] = {}

    def menu(self, path: str, group: str) -> QMenu:
        """The menu of that path, ready for an entry of that group.

        A menu inside another belongs there to the group of its first entry.
        """
        if path not in self._menus:
            above, _, name = path.rpartition("/")
            title = name.replace("&", "&&")
            self._menus[path] = self.menu(above, group).addMenu(title)
            _watch(self._registry, self._menus[path], path)
        if self._groups.setdefault(path, group) != group:
            self._menus[path].addSeparator()
            self._groups[path] = group
        return self._menus[path]


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
