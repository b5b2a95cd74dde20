# SPDX-License-Identifier: MIT
"""What a register lists, how it is read and how it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.ui.dialogs.register_editor import RecordEditor
from annotator.ui.dialogs.register_model import Column, Item
from annotator.ui.dialogs.register_unite import ItemSource

if TYPE_CHECKING:
    from annotator.services.session import Session


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """What the dialog says, already in the user's language."""

    title: str
    filter: str
    new: str
    add: str
    unite: str
    empty: str
    fixed: str
    count: str  # "{n} speakers"


class Register:
    """What a dialog lists, and how it is read and stored.  One group at a time."""

    words: RegisterWords
    #: Nouns of `Changed` after which the list is read again.
    tables: frozenset[str] = frozenset()
    #: Whether two of them may turn out to be one.
    unites = True

    def __init__(self, session: Session) -> None:
        self.session = session
        groups = self.groups()
        self.group = groups[0][0] if groups else ""

    def groups(self) -> Sequence[tuple[str, str]]:
        """(id, label) of each list there is."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """The columns of the list."""
        raise NotImplementedError

    def items(self) -> list[Item]:
        """All items of the group."""
        raise NotImplementedError

    def build(self, editor: RecordEditor, source: ItemSource) -> None:
        """Add the group's fields to an editor; `source` has the other items."""
        raise NotImplementedError

    def values(self, item: Item) -> dict[str, object]:
        """What an item's fields hold."""
        raise NotImplementedError

    def change(self, item: Item, field: str, value: Any) -> None:
        """Store another value of a field; one step.  Raises UserError."""
        raise NotImplementedError

    def create(self, values: Mapping[str, Any]) -> str:
        """Store a new item; returns its uid.  Raises UserError."""
        raise NotImplementedError

    def unite(self, item: Item, into: Item) -> None:
        """Say that two are one; one step.  Raises UserError."""
        raise NotImplementedError

    def consequence(self, item: Item, into: Item) -> str:
        """What uniting will do, in words."""
        raise NotImplementedError
