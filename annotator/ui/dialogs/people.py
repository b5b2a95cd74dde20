# SPDX-License-Identifier: MIT
"""The people of the project: names, initials, colours, roles, who still works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from annotator.model.fuzzy import fold
from annotator.model.team import ROLES, Annotator
from annotator.services import people
from annotator.ui.badge import HEIGHT, WIDTH
from annotator.ui.dialogs.register import RegisterDialog
from annotator.ui.dialogs.register_editor import RecordEditor
from annotator.ui.dialogs.register_model import Column, Item
from annotator.ui.dialogs.register_source import Register, RegisterWords
from annotator.ui.dialogs.register_unite import ItemSource
from annotator.ui.dialogs.swatches import Swatches
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.session import Session


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("people", text)


def role_words(role: str) -> str:
    """A role in the user's language."""
    words = {
        "annotator": tr("annotator"),
        "reviewer": tr("reviewer"),
        "lead": tr("lead"),
    }
    return words.get(role, role)


class PeopleDialog(RegisterDialog):
    """Lists the people of the project; adds and changes them."""

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(PeopleRegister(session, theme), theme, session, parent)
        self.setObjectName("peopleDialog")
        self.table.setIconSize(QSize(WIDTH, HEIGHT))


class PeopleRegister(Register):
    """Everybody, those who left last."""

    tables = frozenset({"annotator", "annotation", "layer"})
    unites = False

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session)
        self._theme = theme
        self.words = RegisterWords(
            title=tr("People"),
            filter=tr("Find by name or initials"),
            new=tr("New person"),
            add=tr("Add"),
            unite="",
            empty=tr("Nobody is here yet. Add those who annotate."),
            fixed="",
            count=tr("{n} in the project"),
        )

    def groups(self) -> Sequence[tuple[str, str]]:
        return [("people", tr("People"))]

    def columns(self) -> Sequence[Column]:
        return (
            Column(tr("Name"), lambda i: i.name, _by_name),
            Column(tr("Role"), lambda i: i.kind, _by_role, width=150),
            Column(tr("Documents"), _documents, _by_documents, True, 100),
            Column(tr("Annotations"), _count, _by_count, True, 110),
        )

    def items(self) -> list[Item]:
        work = people.work(self.session)
        nothing = people.Work()
        everybody = self.session.annotators()
        return [_item(each, work.get(each.uid, nothing)) for each in everybody]

    def build(self, editor: RecordEditor, source: ItemSource) -> None:
        editor.add_line("name", tr("Name"))
        editor.add_line("initials", tr("Initials"), tr("made from the name"))
        roles = [(role, role_words(role)) for role in ROLES]
        editor.add_widget("role", tr("Role"), _Role(roles))
        editor.add_widget("colour", tr("Colour"), Swatches(self._theme))
        editor.add_widget("active", tr("Work"), _Active())

    def values(self, item: Item) -> dict[str, object]:
        person: Annotator = item.record
        return {
            "name": person.name,
            "initials": person.initials,
            "role": person.role,
            "colour": person.colour,
            "active": not person.inactive,
        }

    def change(self, item: Item, field: str, value: Any) -> None:
        person: Annotator = item.record
        if field == "active":
            people.set_inactive(self.session, person.uid, not value)
        else:
            given: dict[str, Any] = {
                field: value if field == "colour" else str(value or "")
            }
            people.update(self.session, replace(person, **given))

    def create(self, values: Mapping[str, Any]) -> str:
        made = people.add(
            self.session,
            str(values["name"] or ""),
            initials=str(values["initials"] or ""),
            colour=values["colour"],
            role=str(values["role"] or "annotator"),
        )
        return made.uid


class _Role(QComboBox):
    """One of a few roles; there is always one."""

    edited = Signal(object)
    left = Signal()

    def __init__(
        self, roles: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        for role, words in roles:
            self.addItem(words, role)
        self.activated.connect(lambda _: self.edited.emit(self.currentData()))

    def set_value(self, value: object) -> None:
        """Show a role."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def value(self) -> object:
        """The role that is shown."""
        return self.currentData()


class _Active(QCheckBox):
    """Whether a person is given work."""

    edited = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(tr("Gets documents assigned"))
        self.setToolTip(tr("Whoever leaves gets no more; what they did stays."))
        self.clicked.connect(lambda on: self.edited.emit(bool(on)))

    def set_value(self, value: object) -> None:
        """Show whether; a new person does."""
        self.setChecked(value is not False)

    def value(self) -> object:
        """Whether it is ticked."""
        return self.isChecked()


def _item(person: Annotator, work: people.Work) -> Item:
    role = role_words(person.role)
    if person.inactive:
        role = tr("{0}, inactive").replace("{0}", role)
    return Item(
        uid=person.uid,
        names=(person.name, person.initials) if person.initials else (person.name,),
        record=person,
        kind=role,
        badge=(person.initials, person.colour, person.inactive),
        count=work.annotations,
        detail=str(work.documents or ""),
    )


def _by_name(item: Item) -> tuple[bool, str]:
    return item.record.inactive, fold(item.name)[0]


def _by_role(item: Item) -> tuple[bool, int, str]:
    role = item.record.role
    place = ROLES.index(role) if role in ROLES else len(ROLES)
    return item.record.inactive, -place, fold(item.name)[0]


def _by_documents(item: Item) -> tuple[int, str]:
    return int(item.detail or 0), fold(item.name)[0]


def _by_count(item: Item) -> tuple[int, str]:
    return item.count, fold(item.name)[0]


def _documents(item: Item) -> str:
    return item.detail


def _count(item: Item) -> str:
    return f"{item.count:,}" if item.count else ""
