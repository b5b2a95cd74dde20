# SPDX-License-Identifier: MIT
"""What a merge would do, in sections that open: names, both sides, what else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from annotator.model.annotation import Annotation
from annotator.model.document import Document, Layer
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.team import Annotator
from annotator.services.conflicts import Conflict
from annotator.services.merging import MergeReport
from annotator.services.unifying import Unification, name_of
from annotator.ui.dialogs.merge_files import tr
from annotator.ui.icons import icon
from annotator.ui.plain import one_line, tooltip
from annotator.ui.theme import Theme
from annotator.ui.wording import in_words

if TYPE_CHECKING:
    from annotator.services.session import Session

#: Names that are the same but for accents are ticked from the beginning.
SURE: Final = 0.95
#: So many lines of a section are shown.
MOST: Final = 500
_ROLE: Final = Qt.ItemDataRole.UserRole
_Line = tuple[str, str]


class MergeDetails(QTreeWidget):
    """Sections of a plan; proposals to unify are ticks.  Space turns one over."""

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._session = theme, session
        self._proposals: tuple[Unification, ...] = ()
        self._answers: dict[tuple[str, str], bool] = {}
        self.setObjectName("mergeDetails")
        self.setAccessibleName(tr("What the merge would do"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(18)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._on_changed)

    def wanted(self) -> list[tuple[str, str]]:
        """The uids of the pairs that are ticked, the new one first."""
        pairs = [(each.new.uid, each.known.uid) for each in self._proposals]
        return [pair for pair in pairs if self._answers.get(pair)]

    def show_plan(self, report: MergeReport | None) -> None:
        """Show what a merge would do; None: nothing is known yet."""
        self.blockSignals(True)
        self.clear()
        self._proposals = report.proposals if report else ()
        if report is not None:
            self._unifications(report.proposals)
            for title, sign, lines, opened in self._sections(report):
                self._section(title, sign, lines, opened)
        self.blockSignals(False)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    # -- sections -----------------------------------------------------------------

    def _unifications(self, proposals: Sequence[Unification]) -> None:
        if not proposals:
            return
        head = self._head(tr("May be known under another name"), "merge", proposals)
        for each in proposals[:MOST]:
            pair = each.new.uid, each.known.uid
            self._answers.setdefault(pair, each.score >= SURE)
            words = tr("“{0}” is “{1}”").replace("{0}", name_of(each.new))
            words = words.replace("{1}", name_of(each.known))
            item = self._line(head, words, in_words(each.reason))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(0, _ROLE, pair)
            ticked = self._answers[pair]
            state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            item.setCheckState(0, state)
        head.setExpanded(True)

    def _sections(
        self, report: MergeReport
    ) -> Iterator[tuple[str, str, list[_Line], bool]]:
        files = report.files
        yield (
            tr("Changed on both sides; both are kept for review"),
            "compare",
            [self._conflict(each) for each in report.conflicts],
            True,
        )
        people = [person for file in files for person in file.report.people]
        yield (tr("New people"), "people", [(p.name, p.role) for p in people], False)
        nouns = [noun for file in files for noun in file.report.named]
        named = [(name_of(noun), _noun(noun)) for noun in nouns]
        yield tr("New speakers and issues"), "concept", named, False
        books = [(f.path.name, in_words(f.codebook)) for f in files if f.codebook]
        yield tr("Works under another codebook"), "codebook", books, True
        other = [(self._title(u), u) for f in files for u in f.report.other_texts]
        yield tr("Left out: our document has another text"), "warning", other, True
        by_text = [(self._title(o), t) for f in files for t, o in f.matched.items()]
        yield tr("Recognised by their text"), "document", by_text, False
        notes = [(in_words(n), f.path.name) for f in files for n in f.report.notes]
        yield tr("Notes"), "info", notes, True

    def _section(self, title: str, sign: str, lines: list[_Line], opened: bool) -> None:
        if not lines:
            return
        head = self._head(title, sign, lines)
        for words, beside in lines[:MOST]:
            self._line(head, words, beside)
        if len(lines) > MOST:
            more = tr("… and {0} more").replace("{0}", f"{len(lines) - MOST:,}")
            self._line(head, more, "")
        head.setExpanded(opened)

    def _head(self, title: str, sign: str, lines: Sequence[object]) -> QTreeWidgetItem:
        head = QTreeWidgetItem(self, [f"{title}  ({len(lines):,})"])
        head.setIcon(0, icon(sign, self._theme))
        head.setFont(0, self._theme.font("ui", 13, "medium"))
        head.setFirstColumnSpanned(True)
        return head

    def _line(self, head: QTreeWidgetItem, words: str, beside: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(head, [one_line(words, 200), one_line(beside, 200)])
        item.setToolTip(0, tooltip(words))
        item.setToolTip(1, tooltip(beside))
        item.setForeground(1, self._theme.color("text_2"))
        return item

    # -- words --------------------------------------------------------------------

    def _conflict(self, conflict: Conflict) -> _Line:
        where = self._title(conflict.document) if conflict.document else ""
        return self._what(conflict), where

    def _what(self, conflict: Conflict) -> str:
        """What was changed, by what a person would call it."""
        shown = conflict.states[0]
        if isinstance(shown, Annotation):
            quote = shown.spans[0].text if shown.spans else shown.type
            return f"“{one_line(quote, 90)}”"
        if isinstance(shown, Entity | VocabularyEntry):
            return name_of(shown)
        if isinstance(shown, Annotator):
            return shown.name
        if isinstance(shown, Document):
            return tr("Title or metadata")
        if isinstance(shown, Layer):
            return tr("Status or note of {0}").replace("{0}", self._person(shown))
        said = shown.data.get("name") or shown.data.get("text") or shown.uid
        return str(said)

    def _person(self, layer: Layer) -> str:
        found = self._session.project.annotators.find(layer.annotator or "")
        return found.name if found else tr("the adjudicated layer")

    def _title(self, uid: str) -> str:
        documents = self._session.project.documents
        return documents.get(uid).title if documents.row_id(uid) is not None else uid

    # -- by hand ------------------------------------------------------------------

    def _on_changed(self, item: QTreeWidgetItem, _column: int) -> None:
        pair = item.data(0, _ROLE)
        if pair is not None:
            self._answers[tuple(pair)] = item.checkState(0) == Qt.CheckState.Checked

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item and item.data(0, _ROLE) is not None:
            ticked = item.checkState(0) == Qt.CheckState.Checked
            item.setCheckState(
                0, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            )
            return
        super().keyPressEvent(event)


def _noun(noun: Entity | VocabularyEntry) -> str:
    return tr("Speaker") if isinstance(noun, Entity) else tr("Issue")
