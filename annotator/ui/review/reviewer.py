# SPDX-License-Identifier: MIT
"""The reviewer at work: what is asked, what is answered.

Holds the state that the page's parts share and carries out their wishes; the
parts only show it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from annotator.model.errors import UserError
from annotator.services.review import decide, editing, rivals
from annotator.services.review.queue import Item
from annotator.ui.review import listing
from annotator.ui.review.options import (
    ACCEPT,
    AMBIGUOUS,
    INTERSECTION,
    OTHERWISE,
    PERSON,
    REJECT,
    STATE,
    UNION,
    Option,
    chosen_before,
    options,
    takes_nothing,
)
from annotator.ui.review.table import Table
from annotator.ui.review.words import tr

if TYPE_CHECKING:
    from annotator.services.review.parts import Unit


class Reviewer(Table):
    """Asks questions and carries out the answers.

    Attributes:
        options: the answers that can be given to the question.
        chosen: index of the chosen one, None: none yet.
        leaning: index of the person whose answer was chosen last, for editing.

    Signals:
        choice_changed: another answer is chosen.
        edit_wanted: the result of the question is to be edited.
    """

    choice_changed = Signal()
    edit_wanted = Signal()

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.options: list[Option] = []
        self.chosen: int | None = None
        self.leaning: int | None = None

    # -- which question

    @property
    def place(self) -> tuple[int, int]:
        """(which, of how many): the place of the question in the queue, from 1."""
        at = self.at()
        return (0 if at is None else at + 1), len(self.shown)

    @property
    def unit(self) -> Unit | None:
        """The unit of the question."""
        return self.desk.unit(self.item) if self.desk and self.item else None

    def choose(self, item: Item | None, again: bool = False) -> None:
        """Ask that question."""
        same = again and item is not None and self.item is not None
        same = same and item.key == self.item.key  # type: ignore[union-attr]
        before = self.options[self.chosen] if self.chosen is not None else None
        state = self.item.state if self.item else ""
        self.item = item
        self.options, self.chosen = [], None
        if not same:
            self.leaning = None
        if item is not None and self.desk is not None:
            unit = self.desk.unit(item)
            order = self.order(unit) if unit else []
            self.options = options(self.desk, item, order)
            self.chosen = chosen_before(self.desk, item, self.options)
            if same and item.state == state and before in self.options:
                self.chosen = self.options.index(before)
        self.item_changed.emit()

    def subject(self) -> str | None:
        """The annotation that is spoken of: the chosen person's, else the first."""
        unit = self.unit
        if unit is None:
            return None
        leaning = unit.members[self.leaning] if self.leaning is not None else None
        return (leaning or unit.first).uid

    def choose_unit(self, number: int) -> None:
        """Ask the first open question of a unit, else any of it."""
        mine = [each for each in self.shown if each.unit == number]
        if not mine and self.desk is not None:
            mine = [each for each in self.desk.items if each.unit == number]
        if mine:
            self.choose(next((each for each in mine if each.is_open), mine[0]))

    def step(self, by: int) -> None:
        """Ask the next (1) or the previous (-1) question of the queue, going round."""
        if not self.shown:
            return
        at = self.at()
        if at is None:
            at = -1 if by > 0 else 0
        self.choose(self.shown[(at + by) % len(self.shown)])

    def next_open(self) -> None:
        """Ask the next question that is open, going round; tell where none is."""
        at = self.at()
        start = 0 if at is None else at + 1
        around = [*self.shown[start:], *self.shown[:start]]
        found = next((each for each in around if each.is_open), None)
        if found is None:
            self.told.emit(tr("Everything that is listed is decided."))
            return
        self.choose(found)

    # -- answers

    def pick(self, kind: str, number: int = 0) -> bool:
        """Choose an answer by its kind, or a person's by its number from 1."""
        for n, option in enumerate(self.options):
            numbered = kind in (PERSON, STATE)
            if option.kind != kind or (numbered and option.key != str(number)):
                continue
            self.chosen = n
            if option.person is not None:
                self.leaning = option.person
            self.choice_changed.emit()
            return True
        return False

    def accept(self, reason: str = "", note: str = "") -> bool:
        """Decide as chosen and go on; False where nothing is chosen."""
        if self.desk is None or self.item is None:
            return False
        if self.chosen is None:
            self.told.emit(tr("Choose an answer first: 1, 2 …"))
            return False
        option = self.options[self.chosen]
        if option.kind == OTHERWISE:
            self.edit_wanted.emit()
            return False
        return self._go_on(lambda: self._decide(option, reason, note))

    def _go_on(self, verb: Callable[[], object]) -> bool:
        """Do it, then ask the next open question after where it was."""
        at, shown = self.at(), list(self.shown)
        if not self.guarded(verb):
            return False
        start = 0 if at is None else at + 1
        later = [each.key for each in [*shown[start:], *shown[:start]]]
        now = {each.key: each for each in self.shown}
        found = (now[key] for key in later if key in now)
        following = next((each for each in found if each.is_open), None)
        if following is None:
            following = listing.first_open(self.shown, only=True)
        if following is None:
            self.told.emit(tr("Everything that is listed is decided."))
        else:
            self.choose(following)
        return True

    def _decide(self, option: Option, reason: str, note: str) -> None:
        desk, item, session = self.desk, self.item, self.session
        assert desk is not None
        assert item is not None
        if item.conflict is not None:
            rivals.take(session, item.conflict, option.state or 0)
            return
        if option.kind == PERSON and not takes_nothing(desk, item, option):
            unit = desk.unit(item)
            source = unit.members[option.person or 0] if unit else None
            source = source or (unit.first if unit else None)
            assert source is not None
            decide.take(session, desk, item, source, reason, note)
            return
        verbs = {
            ACCEPT: decide.accept,
            UNION: decide.unite,
            INTERSECTION: decide.intersect,
            REJECT: decide.reject,
            PERSON: decide.reject,
            AMBIGUOUS: decide.ambiguous,
        }
        verbs[option.kind](session, desk, item, reason, note)

    def take_all(self, reason: str = "", note: str = "") -> bool:
        """Take the chosen person's annotation as it stands and go on."""
        unit, desk = self.unit, self.desk
        option = self.options[self.chosen] if self.chosen is not None else None
        person = option.person if option else None
        source = unit.members[person] if unit and person is not None else None
        if desk is None or unit is None or source is None:
            self.told.emit(tr("Choose one person’s answer first: 1, 2 …"))
            return False
        return self._go_on(
            lambda: decide.take_all(self.session, desk, unit, source, reason, note)
        )

    def settle(self, reason: str = "", note: str = "") -> bool:
        """Decide for what the result says as it stands, and go on."""
        desk, item = self.desk, self.item
        if desk is None or item is None:
            return False
        return self._go_on(
            lambda: editing.settle(self.session, desk, item, reason, note)
        )

    def say_why(self, reason: str, note: str) -> None:
        """Keep another reason or note with a decision that was made."""
        desk, item = self.desk, self.item
        if desk is not None and item is not None and item.decision is not None:
            self.guarded(
                lambda: decide.annotate_decision(self.session, desk, item, reason, note)
            )

    def guarded(self, verb: Callable[[], object]) -> bool:
        """Run a verb; a fault of the user's is told, not raised.  True if done."""
        if self.busy() or self.opening is not None:
            self.told.emit(tr("Another job is still running."))
            return False
        try:
            verb()
        except UserError as error:
            self.failed.emit(error)
            return False
        return True
