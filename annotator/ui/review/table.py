# SPDX-License-Identifier: MIT
"""What is on the review page's table: the document, its questions, its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import UserError
from annotator.services.review import desk as desks
from annotator.services.review import editing
from annotator.services.review.queue import Item, sides
from annotator.ui.known_names import KnownNames
from annotator.ui.review import listing
from annotator.ui.review.faces import Face, faces, masked
from annotator.ui.review.listing import Filter
from annotator.ui.review.words import Words, tr

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation
    from annotator.services.events import Changed
    from annotator.services.review.desk import ReviewDesk
    from annotator.services.review.parts import Unit
    from annotator.services.session import Session
    from annotator.services.settings import Settings
    from annotator.ui.theme import Theme

#: A comparison is made anew when these change, not only read again.
_ANEW = frozenset({"entity", "vocabulary", "codebook", "annotator", "document"})


class Table(QObject):
    """The state of the review page that is not about one question.

    Attributes:
        desk: the document on the table, None without one.
        item: the question that is asked now.
        shown: the questions as the queue lists them.
        filter: which questions the queue lists.
        active: whether the page is seen; it is not read again meanwhile.
        busy: says whether a job writes now, so that nothing else may.

    Signals:
        desk_changed: another document, or it was read again.
        item_changed: another question is asked.
        told(str): a sentence about what was done.
        failed: a `UserError` that one line can tell.
        saved: a change was committed.
    """

    desk_changed = Signal()
    item_changed = Signal()
    told = Signal(str)
    failed = Signal(object)
    saved = Signal()

    def __init__(
        self,
        session: Session,
        settings: Settings,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.settings = settings
        self.theme = theme
        self.desk: ReviewDesk | None = None
        self.item: Item | None = None
        self.shown: list[Item] = []
        self.filter = Filter()
        self.people: tuple[str, ...] | None = None
        self.active = False
        self.busy: Callable[[], bool] = lambda: False
        self._stale = True
        self._renew = False
        self._labels: Mapping[int, str] = {}
        self._faces: tuple[Face, ...] | None = None
        self._names = KnownNames(session)
        self._unsubscribe = session.events.subscribe(self._on_changed)

    def close(self) -> None:
        """Let go of the session's events."""
        self._unsubscribe()

    def choose(self, item: Item | None, again: bool = False) -> None:
        """Ask that question; `again` where it may be the one that is asked."""
        raise NotImplementedError

    # -- what is on the table

    def open(self, uid: str | None, people: tuple[str, ...] | None = None) -> None:
        """Put a document on the table; None clears it.

        `people` are those to compare: None for all, one for a second reading.
        """
        self.people = people
        self.desk = (
            desks.load(self.session, uid, people, self._least()) if uid else None
        )
        self.item = None
        self._stale = self._renew = False
        self._after_load()
        self.choose(listing.first_open(self.shown))

    def _least(self) -> float:
        return self.settings.review.overlap / 100

    def refresh(self) -> None:
        """Read again what may have changed; the question asked stays."""
        if self.desk is None:
            return
        uid, key = self.desk.document.uid, self.item.key if self.item else None
        at = self.at()
        try:
            if self._renew or self.desk.least != self._least():
                self.desk = desks.load(self.session, uid, self.people, self._least())
            else:
                self.desk = self._reloaded()
        except UserError:
            self.open(None)
            return
        self._stale = self._renew = False
        self._after_load()
        self._return_to(key, at)

    def _reloaded(self) -> ReviewDesk:
        assert self.desk is not None
        there = desks.people_of(self.session, self.desk.document.uid)
        wanted = {p.uid for p in there if self.people is None or p.uid in self.people}
        if wanted != {p.uid for p in self.desk.people}:
            uid = self.desk.document.uid
            return desks.load(self.session, uid, self.people, self._least())
        return desks.reload(self.session, self.desk)

    def _return_to(self, key: tuple[str, str] | None, at: int | None) -> None:
        """The same question, else the one that is in its place now."""
        if self.desk is None or key is None:
            self.choose(listing.first_open(self.shown))
            return
        found = self.desk.item(key)
        if found is None and self.shown:
            found = self.shown[min(at or 0, len(self.shown) - 1)]
        self.choose(found, again=True)

    def _after_load(self) -> None:
        self._labels = self.desk.labels if self.desk else {}
        self._faces = None
        self.list_again()
        self.desk_changed.emit()

    def list_again(self) -> None:
        """List the questions anew, after the filter or the order changed."""
        found = self.desk.items if self.desk else ()
        self.shown = listing.listed(
            found, self.filter, self.settings.review, self.words
        )

    def set_filter(self, wanted: Filter) -> None:
        """List other questions; the one asked stays where it can."""
        self.filter = wanted
        self.list_again()
        self.desk_changed.emit()
        stays = self.item is not None and self.item in self.shown
        self.choose(self.item if stays else listing.first_open(self.shown), stays)

    def _on_changed(self, changed: Changed) -> None:
        here = self.desk.document.uid if self.desk else None
        elsewhere = changed.documents is not None and here not in changed.documents
        if elsewhere and not changed.tables & _ANEW:
            return
        self._stale = True
        if changed.tables & _ANEW:
            self._renew = True
            self._names.forget()
        if self.active:
            self.refresh()
            self.saved.emit()

    def wake(self) -> None:
        """The page is seen: read what changed meanwhile."""
        self.active = True
        if self._stale:
            self.refresh()

    def unit_of(self, uid: str) -> int | None:
        """The number of the unit of an annotation, a primary or a result."""
        return self.desk.view.unit_of.get(uid) if self.desk else None

    def name_of(self, uid: str) -> str:
        """What an annotation is called, "" of one that is not on the table."""
        number = self.unit_of(uid)
        if self.desk is None or number is None:
            return ""
        unit = self.desk.comparison.units[number]
        label = self._labels.get(number, "")
        for n, member in enumerate(unit.members):
            if member is not None and member.uid == uid and len(unit.members) > 1:
                return tr("{0} of {1}").format(label, self.face(unit, n).name)
        return label

    # -- words and faces

    @property
    def words(self) -> Words:
        """Facets and answers in words."""
        names = self._names
        return Words(self.session.codebook, names.entity, names.issue, self._labels)

    def order(self, unit: Unit) -> list[int]:
        """Whose card comes first, by index."""
        kept = self.settings.review
        count = len(self.desk.people) if self.desk else 0
        return sides(unit, count, kept.seed if kept.shuffle_sides else None)

    def face(self, unit: Unit | None, person: int) -> Face:
        """How a person is shown beside that unit."""
        assert self.desk is not None
        own = self.faces[person]
        if not self.settings.review.hide_names:
            return own
        place = self.order(unit).index(person) if unit else person
        return masked(own, place, tr("Annotator {0}"), self.theme)

    @property
    def faces(self) -> tuple[Face, ...]:
        """The people by name."""
        if self._faces is None:
            self._faces = faces(self.desk.people if self.desk else (), self.theme)
        return self._faces

    def forget_faces(self) -> None:
        """People are shown otherwise from now on."""
        self._faces = None

    def show_again(self) -> None:
        """Nothing changed, but it looks different."""
        self.desk_changed.emit()
        self.item_changed.emit()

    def bar_faces(self, number: int) -> list[tuple[int, Face]]:
        """(index, face) of the people from the first bar of a unit down."""
        if self.desk is None:
            return []
        unit = self.desk.comparison.units[number]
        return [(n, self.face(unit, n)) for n in self.order(unit)]

    def result_labels(self, results: Iterable[Annotation]) -> dict[str, str]:
        """Short names of results: those of their units, N01 … for the others."""
        found: dict[str, str] = {}
        new = 0
        for each in results:
            unit = editing.unit_of(self.desk, each) if self.desk else None
            if unit is None:
                new += 1
                found[each.uid] = f"N{new:02d}"
            else:
                found[each.uid] = self._labels.get(unit.number, "")
        return found

    def at(self) -> int | None:
        """The place of the question in the queue, from 0."""
        keys = [each.key for each in self.shown]
        key = self.item.key if self.item else None
        return keys.index(key) if key in keys else None
