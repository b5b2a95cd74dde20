# SPDX-License-Identifier: MIT
"""The windows of one program run: the start page, and one window a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow

from annotator.model.errors import UserError
from annotator.model.identity import now_ms
from annotator.services import people
from annotator.services.folders import data_folder
from annotator.services.recent import RecentProject
from annotator.services.sample import NAME, make_sample
from annotator.ui.application import SUFFIX, application, open_session, theme_for
from annotator.ui.dialogs.base import tell
from annotator.ui.dialogs.new_project import NewProjectDialog
from annotator.ui.plain import one_line
from annotator.ui.start import StartWindow
from annotator.ui.window import MainWindow
from annotator.ui.wording import error_words

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.services.settings import Settings
    from annotator.ui.theme import Theme


class Windows(QObject):
    """Opens windows and keeps them alive."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self._open: list[QMainWindow] = []

    def tell(self, words: str) -> None:
        """Say something in the window that is in front."""
        for window in reversed(self._open):
            if not isinstance(window, MainWindow | StartWindow):
                continue
            if window.isVisible():
                window.status.tell(words, warning=True)
                return

    def show_start_with(self, error: UserError) -> None:
        """Show the start page, and why what was asked for is not on it."""
        words = self.tr("The project could not be opened")
        tell(self.show_start(), words, error_words(error))

    def open_paths(self, paths: list[Path], *, fullest: bool = False) -> None:
        """Open a project; texts and folders wait for a project of their own.

        Raises:
            UserError: a path cannot be opened.
        """
        projects = [p for p in paths if p.suffix == SUFFIX]
        texts = [p for p in paths if p.suffix != SUFFIX]
        for path in projects:
            window = self.open_project(path)
            if fullest:
                window.open_fullest()
            if texts:
                window.import_texts(texts)
                texts = []
        if not projects:
            page = self.show_start()
            if texts:
                self._new_project(page, texts)

    def open_project(self, path: Path) -> MainWindow:
        """Open one project in a window of its own."""
        return self._show(*open_session(path))

    def _show(self, session: Session, reason: str = "") -> MainWindow:
        # Another window may have changed between light and dark.
        self._theme = theme_for(application(), self._settings)
        window = MainWindow(
            session, self._theme, self._settings, read_only_reason=reason
        )
        window.project_requested.connect(lambda p: self._try(window, p))
        window.new_requested.connect(lambda: self._new_project(window, []))
        window.show()
        self._keep(window)
        if not session.read_only and people.must_choose(session):
            window.change_annotator()
        totals = window.totals()
        self._settings.remember(
            RecentProject(
                path=session.path.resolve(),
                title=session.title or session.path.stem,
                opened=now_ms(),
                total=totals.documents,
                done=totals.by_status.get("complete", 0),
            )
        )
        return window

    def show_start(self) -> StartWindow:
        """Show the start page."""
        self._theme = theme_for(application(), self._settings)
        host = StartWindow(self._theme, self._settings)
        page = host.page
        page.new_requested.connect(lambda: self._new_project(host, []))
        page.open_requested.connect(lambda: self._choose(host))
        page.import_requested.connect(lambda: self._choose_texts(host))
        page.sample_requested.connect(lambda: self._open_sample(host))
        page.project_requested.connect(lambda p: self._try(host, p))
        page.locate_requested.connect(lambda p: self._choose(host, p))
        page.dropped.connect(lambda found: self._on_dropped(host, found))
        host.show()
        self._keep(host)
        return host

    def _keep(self, window: QMainWindow) -> None:
        self._open = [w for w in self._open if w.isVisible()]
        self._open.append(window)

    def _try(self, host: QMainWindow, path: Path) -> MainWindow | None:
        """Open a project; where that fails, say why in front of `host`."""
        try:
            window = self.open_project(path)
        except UserError as error:
            self._tell_fault(host, path, error_words(error))
            return None
        if not isinstance(host, MainWindow):
            host.close()
        return window

    def _tell_fault(self, host: QMainWindow, path: Path, words: str) -> None:
        """Say it at the project's row where there is one, else in a dialog."""
        if isinstance(host, StartWindow) and host.show_fault(path, words):
            return
        tell(host, self.tr("The project could not be opened"), words)

    def _open_sample(self, host: QMainWindow) -> None:
        path = data_folder() / NAME
        words = ""
        try:
            make_sample(path)
        except UserError as error:
            words = error_words(error)
        except OSError as error:
            words = f"{path.parent}: {error.strerror or error}."
        if words:
            tell(host, self.tr("The sample project could not be made"), words)
            return
        self._try(host, path)

    def _choose(self, host: QMainWindow, lost: Path | None = None) -> None:
        """Let a project be chosen; `lost` is where it was, if it is looked for."""
        dialog = QFileDialog(host, self.tr("Open project"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if lost is not None:
            words = self.tr("Where is “{0}” now?").replace("{0}", one_line(lost.name))
            dialog.setWindowTitle(words)
        dialog.setNameFilter(self.tr("Projects (*.annotator)"))
        dialog.setDirectory(str(self._folder(lost)))
        dialog.fileSelected.connect(lambda name: self._on_chosen(host, name, lost))
        dialog.open()

    def _folder(self, lost: Path | None) -> Path:
        """Where to look first: where projects were, as far as that is still there."""
        known = [each.path for each in self._settings.recent if each.exists]
        folders = [path.parent for path in ([lost] if lost else []) + known]
        return next((f for f in folders if f.is_dir()), Path.home())

    def _on_chosen(self, host: QMainWindow, name: str, lost: Path | None) -> None:
        path = Path(name)
        if self._try(host, path) is not None and lost not in (None, path.resolve()):
            self._settings.forget(lost)

    def _choose_texts(self, host: QMainWindow) -> None:
        dialog = QFileDialog(host, self.tr("Import texts"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda names: self._new_project(host, [Path(n) for n in names])
        )
        dialog.open()

    def _on_dropped(self, host: QMainWindow, found: list[Path]) -> None:
        """Open what was dropped; texts go into the last of the projects."""
        projects = [p for p in found if p.suffix == SUFFIX]
        texts = [p for p in found if p.suffix != SUFFIX]
        opened = [window for p in projects if (window := self._try(host, p))]
        if not texts:
            return
        if opened:
            opened[-1].import_texts(texts)
        elif not projects:
            self._new_project(host, texts)

    def _new_project(self, host: QMainWindow, texts: list[Path]) -> None:
        dialog = NewProjectDialog(self._theme, self._settings, host)
        dialog.created.connect(lambda session: self._on_created(host, session, texts))
        dialog.open()

    def _on_created(
        self, host: QMainWindow, session: Session, texts: list[Path]
    ) -> None:
        window = self._show(session)
        if not isinstance(host, MainWindow):
            host.close()
        if texts:
            window.import_texts(texts)
