# SPDX-License-Identifier: MIT
"""Every command of the window as one record.

Menus, tool bar, shortcuts, command palette and cheat sheet are drawn from the
same records.  A key stays live while its command is not possible: pressing it
then says why, instead of doing nothing or something else.
"""

from __future__ import annotations

from collections.abc import (
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QWidget

from annotator.model.errors import UserError
from annotator.ui.action import MARKING, WINDOW, Action, Conflict, names
from annotator.ui.icons import icon
from annotator.ui.keys_text import canonical, native, sequences
from annotator.ui.menus import build_menus
from annotator.ui.plain import tooltip
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

__all__ = ["WINDOW", "Action", "ActionRegistry", "Conflict", "names"]


class ActionRegistry(QObject):
    """Holds the commands and what is drawn from them.

    `overrides` are the stored shortcuts of the commands whose shortcuts differ
    from the defaults; `differences()` is what is to be stored.

    Signals:
        keys_changed(str): an action's shortcuts were changed.
        refused(str, str): id and reason of a command that was not possible.
        ran(str): a command was run.
    """

    keys_changed = Signal(str)
    refused = Signal(str, str)
    ran = Signal(str)

    def __init__(
        self,
        overrides: Mapping[str, Sequence[str]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions: dict[str, Action] = {}
        self._drawn: dict[str, QAction] = {}
        self._titles: dict[str, str] = {}
        self._overrides = {k: tuple(v) for k, v in (overrides or {}).items()}
        self._codebook: dict[str, str] = {}
        self._mode = ""

    def add(self, *actions: Action) -> None:
        """Take in commands; ValueError where an id is there already."""
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"two actions are called {action.id}")
            self._actions[action.id] = action
            self._drawn[action.id] = self._draw(action)

    def replace(self, old: Collection[str], new: Sequence[Action]) -> None:
        """Put other commands in the place of some; menus are to be drawn anew."""
        kept = list(self._actions.values())
        at = next((n for n, each in enumerate(kept) if each.id in old), len(kept))
        for identifier in old:
            del self._actions[identifier]
            drawn = self._drawn.pop(identifier)
            for holder in drawn.associatedObjects():
                if isinstance(holder, QWidget):
                    holder.removeAction(drawn)
            drawn.deleteLater()
        self.add(*new)
        order = [*(a.id for a in kept[:at]), *(a.id for a in new)]
        order += [each for each in self._actions if each not in order]
        self._actions = {each: self._actions[each] for each in order}

    def _draw(self, action: Action) -> QAction:
        drawn = QAction(action.title.replace("&", "&&"), self)
        drawn.setObjectName(action.id)
        drawn.setCheckable(action.checkable)
        drawn.setShortcuts(sequences(self.keys(action.id)))
        if action.scope == WINDOW:
            drawn.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        else:
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            drawn.setShortcutContext(context)
        # Menus of the Mac move actions by their titles unless told not to.
        drawn.setMenuRole(QAction.MenuRole.NoRole)
        drawn.triggered.connect(partial(self._on_triggered, action.id))
        drawn.setToolTip(self._tooltip(action.id, ""))
        return drawn

    def __iter__(self) -> Iterator[Action]:
        return iter(tuple(self._actions.values()))

    def action(self, identifier: str) -> Action:
        """The record of that id; KeyError where there is none."""
        return self._actions[identifier]

    def qaction(self, identifier: str) -> QAction:
        """The action as Qt draws it."""
        return self._drawn[identifier]

    def title(self, identifier: str) -> str:
        """What the command is called at present."""
        return self._titles.get(identifier, self._actions[identifier].title)

    def set_title(self, identifier: str, title: str) -> None:
        """Call the command something else for now ("Undo: mark source")."""
        self._titles[identifier] = title
        self._drawn[identifier].setText(title.replace("&", "&&"))

    def reason(self, identifier: str) -> str | None:
        """Why the command is not possible now ("" : no reason given), or None."""
        if not self.belongs(identifier):
            return self.tr("That is not possible in this mode.")
        answer = self._actions[identifier].enabled()
        if answer is True:
            return None
        return answer if isinstance(answer, str) else ""

    def run(self, identifier: str) -> bool:
        """Run a command; False, and `refused`, where it is not possible."""
        reason = self.reason(identifier)
        if reason is None:
            try:
                self._actions[identifier].callback()
            except UserError as error:
                reason = in_words(error.sentence)
        action = self._actions[identifier]
        if action.checkable or action.toolbar:
            self.refresh((identifier,))
        if reason is not None:
            self.refused.emit(identifier, reason)
            return False
        self.ran.emit(identifier)
        return True

    def _on_triggered(self, identifier: str, _checked: bool = False) -> None:
        self.run(identifier)

    def refresh(self, identifiers: Iterable[str] | None = None) -> None:
        """Show anew what is checked, and on the tool bar what is possible."""
        for identifier in tuple(identifiers or self._actions):
            action, drawn = self._actions[identifier], self._drawn[identifier]
            if action.checkable and action.checked is not None:
                drawn.setChecked(action.checked())
            reason = self.reason(identifier)
            drawn.setToolTip(self._tooltip(identifier, reason or ""))
            if action.toolbar:
                drawn.setEnabled(reason is None)

    def show_possible(self, identifiers: Iterable[str], menu_open: bool) -> None:
        """Grey out what is not possible while a menu is open, then live again."""
        for identifier in identifiers:
            action = self._actions[identifier]
            possible = not menu_open or self.reason(identifier) is None
            if not action.toolbar:
                self._drawn[identifier].setEnabled(
                    possible if menu_open else identifier not in self._silent()
                )

    # --- modes

    def set_mode(self, mode: str) -> None:
        """The window is in another mode now.

        A key stays live, and says why its command is not possible, unless a
        command of this mode has the same key: then it is that command's.
        """
        self._mode = mode
        silent = self._silent()
        for action in self._actions.values():
            if action.modes:
                self._drawn[action.id].setEnabled(action.id not in silent)

    def belongs(self, identifier: str) -> bool:
        """Whether the command belongs to the mode that the window is in."""
        modes = self._actions[identifier].modes
        return not modes or not self._mode or self._mode in modes

    def _silent(self) -> set[str]:
        """The commands of other modes whose keys have another meaning here."""
        strange = [a.id for a in self._actions.values() if not self.belongs(a.id)]
        if not strange:
            return set()
        here = {
            canonical(key)
            for action in self._actions.values()
            if self.belongs(action.id)
            for key in self.keys(action.id)
        }
        mute = set()
        for each in strange:
            keys = set(map(canonical, self.keys(each)))
            # Single signs are the codebook's wherever it has keys.
            if here & keys or any(len(key) == 1 for key in keys):
                mute.add(each)
        return mute

    def _tooltip(self, identifier: str, reason: str) -> str:
        keys = self.keys(identifier)
        shown = native(keys[0]) if keys else ""
        head = self.title(identifier) + (f"  ({shown})" if shown else "")
        lines = [head, self._actions[identifier].help, reason]
        return tooltip("\n".join(line for line in lines if line))

    # --- where it is drawn

    def install(self, window: QMainWindow, scopes: Mapping[str, QWidget]) -> None:
        """Make the keys act: those of a scope in its widget, others anywhere.

        Scopes without a widget are left out, so that views may come later.
        """
        widgets = {WINDOW: window, **scopes}
        for scope, widget in widgets.items():
            self.place(scope, widget)

    def place(self, scope: str, widget: QWidget) -> None:
        """Make the keys of that scope act in a widget that came later."""
        for action in self._actions.values():
            if scope in action.scope.split("+"):
                widget.addAction(self._drawn[action.id])

    def menus(self, bar: QMenuBar, order: Sequence[str] = ()) -> dict[str, QMenu]:
        """Fill the menu bar; returns the menus by title."""
        return build_menus(self, bar, order)

    def toolbar(self, bar: QToolBar) -> None:
        """Add the commands that have a button."""
        for action in self._actions.values():
            if action.toolbar:
                bar.addAction(self._drawn[action.id])

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        for action in self._actions.values():
            if action.icon:
                self._drawn[action.id].setIcon(icon(action.icon, theme))

    # --- shortcuts

    def keys(self, identifier: str) -> tuple[str, ...]:
        """The shortcuts in force."""
        default = self._actions[identifier].keys
        return self._overrides.get(identifier, default)

    def set_codebook_keys(self, keys: Mapping[str, str]) -> None:
        """Tell which single keys the codebook takes, with what they do."""
        self._codebook = {canonical(key): title for key, title in keys.items()}

    @property
    def codebook_keys(self) -> dict[str, str]:
        """The codebook's keys and what each does."""
        return dict(self._codebook)

    def set_keys(
        self, identifier: str, keys: Sequence[str], *, take: bool = False
    ) -> list[Conflict]:
        """Change the shortcuts of a command.

        Where another command has one of the keys nothing is changed and the
        conflicts are returned, unless `take` is set: then the others lose them.
        The codebook's keys cannot be taken.
        """
        wanted = tuple(dict.fromkeys(canonical(k) for k in keys if canonical(k)))
        conflicts = self.conflicts_of(identifier, wanted)
        if any(c.other is None or not take for c in conflicts):
            return conflicts
        for conflict in conflicts:
            lost = canonical(conflict.key)
            other = conflict.other or ""
            kept = (k for k in self.keys(other) if canonical(k) != lost)
            self._store_keys(other, tuple(kept))
        self._store_keys(identifier, wanted)
        return []

    def _store_keys(self, identifier: str, keys: tuple[str, ...]) -> None:
        default = tuple(canonical(k) for k in self._actions[identifier].keys)
        if keys == default:
            self._overrides.pop(identifier, None)
        else:
            self._overrides[identifier] = keys
        drawn = self._drawn[identifier]
        drawn.setShortcuts(sequences(self.keys(identifier)))
        self.refresh((identifier,))
        self.keys_changed.emit(identifier)

    def conflicts_of(self, identifier: str, keys: Iterable[str]) -> list[Conflict]:
        """Which of `keys` are taken where this command's keys act."""
        found = []
        for key in map(canonical, keys):
            if key in self._codebook and self._where_one_marks(identifier):
                found.append(Conflict(key, identifier, None, self._codebook[key]))
            for other in self._actions.values():
                taken = key in map(canonical, self.keys(other.id))
                if other.id != identifier and taken and self._meet(identifier, other):
                    title = self.title(other.id)
                    found.append(Conflict(key, identifier, other.id, title))
        return found

    def _where_one_marks(self, identifier: str) -> bool:
        """Whether the command is possible where the codebook's keys act."""
        modes = self._actions[identifier].modes
        return not modes or bool(set(modes) & set(MARKING))

    def _meet(self, identifier: str, other: Action) -> bool:
        modes = self._actions[identifier].modes
        if modes and other.modes and not set(modes) & set(other.modes):
            return False
        mine = set(self._actions[identifier].scope.split("+"))
        theirs = set(other.scope.split("+"))
        return WINDOW in mine | theirs or bool(mine & theirs)

    def conflicts(self) -> list[Conflict]:
        """Every conflict at present, each pair once."""
        found = []
        for action in self._actions.values():
            for each in self.conflicts_of(action.id, self.keys(action.id)):
                if each.other is None or each.other > action.id:
                    found.append(each)
        return found

    def reset(self, identifier: str | None = None) -> None:
        """Give one command, or all, its default shortcuts back."""
        which = [identifier] if identifier else list(self._overrides)
        for each in which:
            if each in self._overrides and each in self._actions:
                del self._overrides[each]
                default = tuple(canonical(k) for k in self._actions[each].keys)
                self._store_keys(each, default)

    def differences(self) -> dict[str, tuple[str, ...]]:
        """The shortcuts that differ from the defaults: what is to be stored."""
        return dict(self._overrides)
