# SPDX-License-Identifier: MIT
"""The project's open vocabularies: labels, what favor means, uniting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from annotator.model.codebook import Vocabulary
from annotator.model.entity import VocabularyEntry
from annotator.model.errors import ValidationError
from annotator.model.fuzzy import fold
from annotator.services import entities
from annotator.ui.dialogs.register import RegisterDialog
from annotator.ui.dialogs.register_editor import RecordEditor
from annotator.ui.dialogs.register_model import Column, Item
from annotator.ui.dialogs.register_source import Register, RegisterWords
from annotator.ui.dialogs.register_unite import ItemSource
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.session import Session


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("issues", text)


class IssuesDialog(RegisterDialog):
    """Lists the entries of each open vocabulary; edits and unites them."""

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(IssueRegister(session), theme, session, parent)
        self.setObjectName("issuesDialog")


class IssueRegister(Register):
    """The entries of one open vocabulary at a time."""

    tables = frozenset({"vocabulary", "annotation", "codebook"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.words = RegisterWords(
            title=tr("Issues"),
            filter=tr("Find by label"),
            new=tr("New issue"),
            add=tr("Add"),
            unite=tr("Unite with"),
            empty=tr("No issue is here yet. Add one: say what “favor” means."),
            fixed=tr("This entry belongs to the codebook and is changed there."),
            count=tr("{n} in the project"),
        )

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The vocabulary that is listed."""
        return self.session.codebook.vocabulary(self.group)

    def groups(self) -> Sequence[tuple[str, str]]:
        every = self.session.codebook.vocabularies
        return [(each.id, each.label) for each in every if each.open]

    def columns(self) -> Sequence[Column]:
        label = Column(tr("Label"), lambda i: i.name, lambda i: fold(i.name)[0])
        under = Column(tr("Part of"), lambda i: i.under, _by_under, width=130)
        means = Column(
            tr("What favor means"), lambda i: i.detail, lambda i: fold(i.detail)[0]
        )
        uses = Column(tr("Uses"), _count, _by_count, True, 74)
        nested = self.vocabulary is not None and self.vocabulary.hierarchical
        return (label, under, means, uses) if nested else (label, means, uses)

    def items(self) -> list[Item]:
        if self.vocabulary is None:
            return []
        known = entities.entries(self.session, self.group)
        counts = entities.entry_counts(self.session, self.group)
        labels = {each.uid: each.label for each in known}
        fixed = {value.id for value in self.vocabulary.values}
        return [
            Item(
                uid=each.uid,
                names=(each.label,),
                record=each,
                detail=each.definition,
                under=labels.get(each.parent or "", ""),
                count=counts.get(each.uid, 0),
                fixed=each.uid in fixed,
            )
            for each in known
        ]

    def build(self, editor: RecordEditor, source: ItemSource) -> None:
        editor.add_line("name", tr("Label"))
        hint = tr("Favor means: wants more …")
        editor.add_lines("definition", tr("What favor means"), hint)
        if self.vocabulary is not None and self.vocabulary.hierarchical:
            editor.add_picker("parent", tr("Part of"), source)

    def values(self, item: Item) -> dict[str, object]:
        entry: VocabularyEntry = item.record
        return {
            "name": entry.label,
            "definition": entry.definition,
            "parent": entry.parent,
        }

    def change(self, item: Item, field: str, value: Any) -> None:
        entry: VocabularyEntry = item.record
        if field == "name":
            changed = replace(entry, label=_labelled(value))
        elif field == "definition":
            changed = replace(entry, definition=self._defined(value))
        else:
            changed = replace(entry, parent=self._parent(entry.uid, value))
        if changed != entry:
            entities.update_entry(self.session, changed)

    def _defined(self, value: str) -> str:
        needed = self.vocabulary is not None and self.vocabulary.require_definition
        if needed and not value.strip():
            remedy = "Say what “favor” means for it."
            raise ValidationError(
                "a definition is needed.", field="definition", remedy=remedy
            )
        return value.strip()

    def _parent(self, uid: str, parent: str | None) -> str | None:
        """Refuses an entry that would in the end be part of itself."""
        every = entities.entries(self.session, self.group)
        above = {each.uid: each.parent for each in every}
        step, seen = parent, set[str]()
        while step is not None and step not in seen:
            if step == uid:
                raise ValidationError(
                    "it would be part of itself.",
                    field="parent",
                    remedy="Choose another.",
                )
            seen.add(step)
            step = above.get(step)
        return parent

    def create(self, values: Mapping[str, Any]) -> str:
        made = entities.create_entry(
            self.session,
            self.group,
            _labelled(values["name"]),
            self._defined(values["definition"]),
            values.get("parent"),
        )
        return made.uid

    def unite(self, item: Item, into: Item) -> None:
        entities.unify_entries(self.session, self.group, item.uid, into.uid)

    def consequence(self, item: Item, into: Item) -> str:
        words = tr(
            "“{name}” is the same as “{into}” from then on, whose definition holds."
            " Check that favor means the same for both: {n} annotations name it."
            " Nothing is deleted; undo takes it back."
        )
        words = words.replace("{n}", f"{item.count:,}")
        return words.replace("{name}", item.name).replace("{into}", into.name)


def _by_under(item: Item) -> tuple[str, str]:
    return fold(item.under)[0], fold(item.name)[0]


def _by_count(item: Item) -> tuple[int, str]:
    return item.count, fold(item.name)[0]


def _count(item: Item) -> str:
    return f"{item.count:,}" if item.count else ""


def _labelled(value: object) -> str:
    label = " ".join(str(value or "").split())
    if not label:
        raise ValidationError("a label is needed.", field="name")
    return label
