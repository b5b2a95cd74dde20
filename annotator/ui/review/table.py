# SPDX-License-Identifier: MIT
"""What is on the review page's table: the document, its questions, its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import UserError
from annotator.services.memory import rarely_collected
from annotator.services.review import desk as desks
from annotator.services.review import editing
from annotator.services.review.queue import Item, sides
from annotator.ui.known_names import KnownNames
from annotator.ui.review import listing
from annotator.ui.review.faces import Face, faces, masked
from annotator.ui.review.listing import Filter
from annotator.ui.review.words import Words, tr
from annotator.ui.slices import SlicedJob

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation
    from annotator.model.progress import Job
    from annotator.services.events import Changed
    from annotator.services.review.desk import ReviewDesk
    from annotator.services.review.parts import Unit
    from annotator.services.session import Session
    from annotator.services.settings import Settings
    from annotator.ui.theme import Theme

#: A comparison is made anew when these change, not only read again.
_ANEW = frozenset({"entity", "vocabulary", "codebook", "annotator", "document"})
#: A document of more annotations is compared in slices.
AT_ONCE: Final = 100


def _nothing(_desk: ReviewDesk) -> Job[None]:
    yield from ()


class Table(QObject):
    """The state of the review page that is not about one question.

    Attributes:
        desk: the document on the table, None without one.
        item: the question that is asked now.
        shown: the questions as the queue lists them.
        filter: which questions the queue lists.
        active: whether the page is seen; it is not read again meanwhile.
        busy: says whether a job writes now, so that nothing else may.
        opening: uid of the document whose layers are being compared, or None.
        prepare: what else is made of a comparison before it is shown.

    Signals:
        comparing(SlicedJob): a long document is compared from now on.
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
    comparing = Signal(object)

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
        self.prepare: Callable[[ReviewDesk], Job[None]] = _nothing
        self._job: SlicedJob | None = None
        self._wanted: str | None = None
        self._about: str | None = None
        self._stale = True
        self._renew = False
        self._labels: Mapping[int, str] = {}
        self._faces: tuple[Face, ...] | None = None
        self._names = KnownNames(session)
        self._unsubscribe = session.events.subscribe(self._on_changed)

    def close(self) -> None:
        """Let go of the session's events."""
        self._stop()
        self._unsubscribe()

    def choose(self, item: Item | None, again: bool = False) -> None:
        """Ask that question; `again` where it may be the one that is asked."""
        raise NotImplementedError

    def choose_unit(self, number: int) -> None:
        """Ask the first open question of a unit."""
        raise NotImplementedError

    # -- what is on the table

    def open(self, uid: str | None, people: tuple[str, ...] | None = None) -> None:
        """Put a document on the table; None clears it.

        `people` are those to compare: None for all, one for a second reading.
        """
        self._stop()
        self.people = people
        self.item = self._about = None
        self._stale = self._renew = False
        if uid is not None and self._is_long(uid):
            # Its text is shown at once, and what is marked in it a little later.
            self.desk = None
            self._begin(uid, self._put_long)
            self._after_load()
            self.choose(None)
            return
        wanted = (self.session, uid, people, self._least())
        self._put(desks.load(*wanted) if uid else None)  # type: ignore[arg-type]

    def _put(self, desk: ReviewDesk | None) -> None:
        """A comparison is there: ask its first question, or the one wished for."""
        self.desk = desk
        self._after_load()
        self._ask_first()

    def _put_long(self, desk: ReviewDesk) -> None:
        """As `_put`, the question a turn after the units: each takes its time."""
        self.desk = desk
        self._after_load()
        QTimer.singleShot(0, self, self._ask_first)

    def _ask_first(self) -> None:
        about, self._about = self._about, None
        if self.item is None:
            self.choose(listing.first_open(self.shown))
        if about is not None:
            self.ask_about(about)

    def ask_about(self, annotation: str) -> None:
        """Ask about the unit of an annotation, once it is compared."""
        if self.desk is None:
            self._about = annotation
            return
        number = self.unit_of(annotation)
        if number is not None:
            self.choose_unit(number)

    @property
    def uid(self) -> str | None:
        """Uid of the document on the table, also while it is being compared."""
        return self.desk.document.uid if self.desk else self.opening

    @property
    def opening(self) -> str | None:
        """Uid of the document whose layers are being compared, or None."""
        return self._wanted if self._job is not None else None

    def _is_long(self, uid: str) -> bool:
        return desks.size(self.session, uid) > AT_ONCE

    def _begin(self, uid: str, done: Callable[[ReviewDesk], object]) -> None:
        """Compare a long document in slices between other events."""
        self._stop()
        loading = desks.loading(self.session, uid, self.people, self._least())
        job = SlicedJob(tr("Comparing"), self._prepared(loading), self)
        self._job, self._wanted = job, uid

        def end(then: Callable[[], object]) -> None:
            if self._job is job:
                self._job = None
                then()

        job.finished.connect(lambda desk: end(lambda: done(desk)))
        job.failed.connect(lambda error: end(lambda: self._on_failed(error)))
        job.cancelled.connect(lambda: end(self._on_cancelled))
        job.ended.connect(job.deleteLater)
        job.start()
        self.comparing.emit(job)

    def _prepared(self, loading: Job[ReviewDesk]) -> Job[ReviewDesk]:
        with rarely_collected():
            desk = yield from loading
            yield from self.prepare(desk)
        return desk

    def _on_failed(self, error: BaseException) -> None:
        self.open(None)
        if not isinstance(error, UserError):
            raise error
        self.failed.emit(error)

    def _on_cancelled(self) -> None:
        self.told.emit(tr("Cancelled: the document is not compared."))
        self.open(None)

    def _stop(self) -> None:
        """Whatever is compared now is not wanted any more."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _least(self) -> float:
        return self.settings.review.overlap / 100

    def refresh(self) -> None:
        """Read again what may have changed; the question asked stays."""
        if self.desk is None:
            return
        uid, key = self.desk.document.uid, self.item.key if self.item else None
        at = self.at()

        def show(desk: ReviewDesk) -> None:
            before, self.desk = self.desk, desk
            self._stale = self._renew = False
            self._after_load()
            if (again := listing.withdrawn(before, desk)) is not None:
                self.choose(again)
            else:
                self._return_to(key, at)

        try:
            anew, layers = self._must_compare(), None
            if not anew:
                layers = desks.layers_now(self.session, self.desk)
                anew = not desks.stand(self.desk, layers)
            if anew and self._is_long(uid):
                self._begin(uid, show)
            elif layers is None:
                show(desks.load(self.session, uid, self.people, self._least()))
            else:
                show(desks.reload(self.session, self.desk, layers))
        except UserError:
            self.open(None)

    def _must_compare(self) -> bool:
        """Whether other people, names or rules are compared than before."""
        assert self.desk is not None
        if self._renew or self.desk.least != self._least():
            return True
        there = desks.people_of(self.session, self.desk.document.uid)
        wanted = {p.uid for p in there if self.people is None or p.uid in self.people}
        return wanted != {p.uid for p in self.desk.people}

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
        if self.opening is not None and self.desk is None:
            # What was read so far may not hold any more.
            if changed.documents is None or self.opening in changed.documents:
                self._begin(self.opening, self._put_long)
            return
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

    def alias(self, uid: str) -> str:
        """What one of the compared is called where names are hidden, else ""."""
        people = self.desk.people if self.desk else ()
        hidden = self.settings.review.hide_names and any(p.uid == uid for p in people)
        return tr("One of the annotators") if hidden else ""

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
