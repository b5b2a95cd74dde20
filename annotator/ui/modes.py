# SPDX-License-Identifier: MIT
"""The modes of the window: Annotate, and the pages that stand beside it.

A mode is one record.  Its page is imported and made when it is first looked
at, so that the window opens as fast as if there were no other modes; a page
that does not exist yet is simply not in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from annotator.ui.action import MARKING
from annotator.ui.actions import Action, names
from annotator.ui.page import Page

if TYPE_CHECKING:
    from annotator.ui.shell import Header
    from annotator.ui.theme import Theme
    from annotator.ui.window import MainWindow

ANNOTATE: Final = MARKING[0]
REVIEW: Final = "review"


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("modes", text)


def _always(_window: MainWindow) -> bool | str:
    return True


@dataclass(frozen=True, slots=True)
class Mode:
    """One mode of the window.

    Attributes:
        id: stable name, e.g. "review".
        title: what switch, menu and palette show.
        page: "module:callable" that makes the `Page` from the window; "" for
            the panes of the window itself.
        keys: default shortcuts.
        icon: name of an icon.
        words: other names by which the palette finds it.
        enabled: True, or the reason why the mode cannot be entered now.
        actions: "module:callable" that yields the page's action records from
            the window; imported with the window, so it imports nothing heavy.
    """

    id: str
    title: str
    page: str = ""
    keys: tuple[str, ...] = ()
    icon: str | None = None
    words: tuple[str, ...] = ()
    enabled: Callable[[MainWindow], bool | str] = _always
    actions: str = ""


def all_modes() -> tuple[Mode, ...]:
    """The modes there are, in the order of the switch."""
    return (
        Mode(
            ANNOTATE,
            tr("Annotate"),
            keys=("Alt+1",),
            icon="edit",
            words=names(tr("mark, article, form, own layer")),
        ),
        Mode(
            REVIEW,
            tr("Review"),
            page="annotator.ui.review.page:ReviewPage",
            keys=("Alt+2",),
            icon="compare",
            words=names(tr("compare, adjudicate, disagreements, second reading")),
            actions="annotator.ui.review.commands:actions",
        ),
        Mode(
            "analysis",
            tr("Analysis"),
            "annotator.ui.analysis.page:make",
            ("Alt+3",),
            "matrix",
            names(tr("agreement, kappa, alpha, F1, figures, disagreement, confusion")),
            actions="annotator.ui.analysis.commands:actions",
        ),
        Mode(
            "team",
            tr("Team"),
            "annotator.ui.team.page:make",
            ("Alt+4",),
            "people",
            names(tr("rounds, assignment, matrix, progress, who has what, lead")),
            actions="annotator.ui.team.commands:actions",
        ),
    )


def found(path: str) -> Callable[..., object]:
    """The callable that "module:name" names, imported now."""
    module, _, name = path.partition(":")
    made: Callable[..., object] = getattr(import_module(module), name)
    return made


def actions(window: MainWindow, modes: Sequence[Mode]) -> Iterator[Action]:
    """One record per mode, then those of the modes' pages."""
    if len(modes) > 1:
        for mode in modes:
            yield Action(
                f"mode.{mode.id}",
                tr("Mode: {0}").format(mode.title),
                partial(window.modes.show, mode.id),
                mode.keys,
                tr("View"),
                enabled=partial(mode.enabled, window),
                icon=mode.icon,
                checkable=True,
                checked=partial(window.modes.is_seen, mode.id),
                group="mode",
                words=mode.words,
            )
    for mode in modes:
        if mode.actions:
            yield from found(mode.actions)(window)  # type: ignore[misc]


def only_in(mode: str, records: Iterable[Action]) -> Iterator[Action]:
    """The records, possible in that mode alone."""
    return (replace(record, modes=(mode,)) for record in records)


#: The review page while a result is edited: keys mean what they do when annotating.
EDITING: Final = MARKING[1]
#: The modes that have a place for comments.
WITH_COMMENTS: Final = (ANNOTATE, REVIEW, EDITING)
#: What belongs to one's own layer of a document and not to any annotation.
_OWN: Final = frozenset(
    f"annotate.{name}"
    for name in (
        "note",
        "complete_document",
        "skip_document",
        "reopen_document",
        "describe_speaker",
    )
)


def while_annotating(records: Iterable[Action]) -> Iterator[Action]:
    """The records, possible wherever annotations are marked and described."""
    for record in records:
        modes: tuple[str, ...] = (ANNOTATE, EDITING)
        if record.id in _OWN or record.id.startswith("offer."):
            modes = (ANNOTATE,)
        elif record.id.startswith("text."):
            modes = (*modes, REVIEW)
        yield replace(record, modes=modes)


class PageStack(QStackedWidget):
    """A stack that needs no more room than the page that is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page else super().sizeHint()


class Modes(QObject):
    """Shows one mode at a time and remembers where one was in each.

    Attributes:
        stack: the central widget; the article is its first page.
        current: id of the mode that is seen.

    Signals:
        changed(str): another mode is seen now.
    """

    changed = Signal(str)

    def __init__(
        self, window: MainWindow, article: QWidget, modes: Sequence[Mode]
    ) -> None:
        super().__init__(window)
        self._window = window
        self.modes = {mode.id: mode for mode in modes}
        self.current = ANNOTATE
        self._pages: dict[str, Page] = {}
        self._focus: dict[str, QWidget] = {}
        self.stack = PageStack(window)
        self.stack.setObjectName("modePages")
        self.stack.addWidget(article)

    def offer(self, header: Header) -> None:
        """Put the modes into the header; one alone needs no switch."""
        header.mode_chosen.connect(self.show)
        if len(self.modes) > 1:
            for mode in self.modes.values():
                header.add_mode(mode.id, mode.title)

    def page(self, identifier: str) -> Page | None:
        """The page of that mode if it was looked at already."""
        return self._pages.get(identifier)

    @property
    def seen(self) -> Page | None:
        """The page that is seen; None while the window's own panes are."""
        return self._pages.get(self.current)

    def is_seen(self, identifier: str) -> bool:
        """Whether that mode is seen now."""
        return self.current == identifier

    def show(self, identifier: str) -> bool:
        """Show that mode; False where it cannot be entered, which is told."""
        answer = self.modes[identifier].enabled(self._window)
        if answer is not True:
            self._show_chosen()
            self._window.status.tell(answer or "", warning=True)
            return False
        if identifier != self.current:
            self._leave()
            self._enter(identifier)
        self._show_chosen()
        return True

    def _show_chosen(self) -> None:
        if len(self.modes) > 1:
            self._window.header.modes.set_mode(self.current)

    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self._window.isAncestorOf(focused):
            self._focus[self.current] = focused
        if self.seen is not None:
            self.seen.leave()
        else:
            self._window.form.commit()
            self._window.note.commit()

    def _enter(self, identifier: str) -> None:
        self.current = identifier
        page = self._made(identifier) if identifier != ANNOTATE else None
        self._window.panes.set_aside(page is not None)
        if page is not None:
            page.enter()
            self.stack.setCurrentWidget(page)
        else:
            self.stack.setCurrentIndex(0)
        self._window.registry.set_mode(identifier)
        self._give_focus(identifier)
        self.changed.emit(identifier)

    def _made(self, identifier: str) -> Page:
        if identifier not in self._pages:
            made = found(self.modes[identifier].page)(self._window)
            assert isinstance(made, Page)
            self._pages[identifier] = made
            self.stack.addWidget(made)
        return self._pages[identifier]

    def _give_focus(self, identifier: str) -> None:
        """Back to where the keyboard was in this mode, else to its first place."""
        before = self._focus.get(identifier)
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.seen is not None:
            self.seen.focus_places()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.article.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Paint every page in another theme."""
        for page in self._pages.values():
            page.set_theme(theme)

    def store_typed(self) -> bool:
        """Store what was typed on any page; False where that failed."""
        stored = [page.store_typed() for page in self._pages.values()]
        return all(stored)

    def shut(self) -> None:
        """The window closes."""
        for page in self._pages.values():
            page.shut()
