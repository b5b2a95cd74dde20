# SPDX-License-Identifier: MIT
"""The window round the start page: header, palette, cheat sheet, status line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from annotator import __version__
from annotator.ui.actions import ActionRegistry
from annotator.ui.application import application, theme_for
from annotator.ui.plain import one_line
from annotator.ui.shell import Header, StatusBar
from annotator.ui.start.commands import start_actions
from annotator.ui.start.page import StartPage
from annotator.ui.start.rows import path_words
from annotator.ui.theme import Theme, apply
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.settings import Settings
    from annotator.ui.palette import CommandPalette, Entry, Provider

#: Without a codebook there are few keys.
SHEET: Final = (820, 380)


class StartWindow(QMainWindow):
    """Shown while no project is open.

    Attributes:
        page: the start page, whose signals say what is wanted.
        registry: the commands that need no project.
        status: says that nothing leaves this computer, and which version it is.
    """

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.theme = theme
        self.settings = settings
        self._palette: CommandPalette | None = None
        self.setWindowTitle("Annotator")
        self.resize(1440, 900)
        self.page = StartPage(theme, settings, self)
        self.setCentralWidget(self.page)
        self.registry = ActionRegistry(settings.shortcuts, self)
        self.registry.add(*start_actions(self))
        self._build_frame()
        self._forget_settings = settings.subscribe(self._on_setting)
        self._listening = True
        self.page.focus_first()

    def _build_frame(self) -> None:
        self.header = Header(self.theme, self)
        self.header.command_requested.connect(self.show_palette)
        self.header.field.set_key(next(iter(self.registry.keys("help.palette")), ""))
        self.setMenuWidget(self.header)
        self.registry.menus(self.header.menu_bar)
        self.registry.install(self, {})
        self.page.show_keys(
            {a.id: next(iter(self.registry.keys(a.id)), "") for a in self.registry}
        )
        self.status = StatusBar(self.theme, self)
        self.setStatusBar(self.status)
        version = self.tr("Version {0}").replace("{0}", __version__)
        self.status.set_standing(self.tr("Everything stays on this computer."), version)
        self.registry.refused.connect(lambda _id, reason: self.status.refuse(reason))
        self.registry.ran.connect(self.status.forget_refusal)
        self.page.told.connect(self.status.tell)
        if self.settings.problem:
            self.status.tell(in_words(self.settings.problem), warning=True)

    def show_fault(self, path: Path, words: str) -> bool:
        """Say at a recent project why it cannot be opened; False: it is not there."""
        if not self.page.show_fault(path, words):
            return False
        self.status.tell(words, warning=True)
        return True

    # -- commands

    def preferences(self) -> None:
        """Show what can be set."""
        from annotator.ui.dialogs.preferences import PreferencesDialog

        PreferencesDialog(self.theme, self.settings, self).open()

    def show_palette(self) -> None:
        """Open the command palette over this window."""
        from annotator.ui.palette import CommandPalette

        if self._palette is None:
            self._palette = CommandPalette(self._providers(), self.theme, self)
        self._palette.open()

    def _providers(self) -> list[Provider]:
        from annotator.ui.palette import command_provider, titles_provider

        tr = QCoreApplication.translate
        return [
            command_provider(
                self.registry, tr("palette", "Commands"), tr("palette", "commands")
            ),
            titles_provider(
                tr("palette", "Recent projects"),
                self._recent_entries,
                lambda key: self.page.project_requested.emit(Path(key)),
                prefix="@",
                hint=tr("palette", "recent projects"),
            ),
        ]

    def _recent_entries(self) -> list[Entry]:
        from annotator.ui.palette import Entry

        return [
            Entry(
                str(each.path),
                one_line(each.title) or each.path.stem,
                "document",
                path_words(each.path),
            )
            for each in self.settings.recent
            if each.exists
        ]

    def show_keys(self) -> None:
        """Show every key there is."""
        from annotator.ui.cheatsheet import CheatSheet

        sheet = CheatSheet(self.registry, None, self.theme, self)
        sheet.resize(*SHEET)
        sheet.open()

    def show_help(self) -> None:
        """Show the pages of the help."""
        from annotator.ui.dialogs.help import HelpDialog

        HelpDialog(self.theme, self).show()

    def about(self) -> None:
        """Say what this program is."""
        from annotator.ui.dialogs.about import show_about

        show_about(self)

    def toggle_dark(self) -> None:
        """Change between light and dark."""
        self.set_theme(Theme.load("light" if self.theme.dark else "dark"))
        self.settings.update("appearance", theme=self.theme.name)

    # -- what is set, and where the window is

    def set_theme(self, theme: Theme) -> None:
        """Dress the window (and the application) in another theme."""
        self.theme = theme
        apply(application(), theme)
        for part in (self.page, self.header, self.status, self._palette):
            if part is not None:
                part.set_theme(theme)

    def _on_setting(self, section: str) -> None:
        if section == "recent":
            self.page.refresh()
        elif section == "appearance":
            wanted = theme_for(application(), self.settings)
            if wanted.dark != self.theme.dark:
                self.set_theme(wanted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Files may have come or gone while another program was in front.
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.page.look_again()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._listening, listening = False, self._listening
        if listening:
            self._forget_settings()
