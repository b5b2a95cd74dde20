# SPDX-License-Identifier: MIT
"""The project's speakers and other entities: names, kinds, aliases, uniting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from annotator.model.codebook import EntityType, label_from_id
from annotator.model.entity import Entity
from annotator.model.errors import ValidationError
from annotator.model.fuzzy import fold
from annotator.services import entities
from annotator.ui.dialogs.register import RegisterDialog
from annotator.ui.dialogs.register_editor import RecordEditor
from annotator.ui.dialogs.register_model import Column, Item
from annotator.ui.dialogs.register_source import Register, RegisterWords
from annotator.ui.dialogs.register_unite import ItemSource
from annotator.ui.form.sources import KIND_ICONS
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.services.session import Session


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("speakers", text)


class SpeakersDialog(RegisterDialog):
    """Lists the entities of each type; edits and unites them."""

    def __init__(
        self, theme: Theme, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(SpeakerRegister(session), theme, session, parent)
        self.setObjectName("speakersDialog")


class SpeakerRegister(Register):
    """The entities of one type at a time."""

    tables = frozenset({"entity", "annotation", "codebook"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.words = RegisterWords(
            title=tr("Speakers"),
            filter=tr("Find by name or alias"),
            new=tr("New speaker"),
            add=tr("Add"),
            unite=tr("Unite with"),
            empty=tr("Nobody is here yet. They come while annotating, or here."),
            fixed="",
            count=tr("{n} in the project"),
        )

    @property
    def kind(self) -> EntityType | None:
        """The entity type that is listed."""
        return self.session.codebook.entity_type(self.group)

    def groups(self) -> Sequence[tuple[str, str]]:
        return [(each.id, each.label) for each in self.session.codebook.entity_types]

    def columns(self) -> Sequence[Column]:
        return (
            Column(tr("Name"), lambda i: i.name, lambda i: fold(i.name)[0]),
            Column(tr("Kind"), lambda i: i.kind, _by_kind, width=110),
            Column(
                tr("Also called"),
                lambda i: ", ".join(i.names[1:]),
                lambda i: (not i.names[1:], fold(", ".join(i.names[1:]))[0]),
            ),
            Column(tr("Uses"), _count, _by_count, True, 74),
        )

    def items(self) -> list[Item]:
        counts = entities.use_counts(self.session, self.group)
        known = entities.entities(self.session, self.group)
        return [_item(each, counts.get(each.uid, 0)) for each in known]

    def build(self, editor: RecordEditor, source: ItemSource) -> None:
        kind = self.kind
        editor.add_line("name", tr("Name"))
        if kind is not None and kind.kinds:
            kinds = [(k, label_from_id(k)) for k in kind.kinds]
            editor.add_choice("kind", tr("Kind"), kinds)
        editor.add_lines("aliases", tr("Also called"), tr("one name on each line"))
        for name in kind.attributes if kind else ():
            editor.add_line(f"attribute-{name}", label_from_id(name))

    def values(self, item: Item) -> dict[str, object]:
        entity: Entity = item.record
        values: dict[str, object] = {
            "name": entity.name,
            "kind": entity.kind,
            "aliases": "\n".join(entity.aliases),
        }
        found = {f"attribute-{k}": v for k, v in entity.attributes.items()}
        return {**values, **found}

    def change(self, item: Item, field: str, value: Any) -> None:
        entity: Entity = item.record
        if field == "name":
            changed = replace(entity, name=_named(value))
        elif field == "kind":
            changed = replace(entity, kind=value)
        elif field == "aliases":
            changed = replace(entity, aliases=_lines(value, entity.name))
        else:
            name = field.removeprefix("attribute-")
            attributes = {**entity.attributes, name: value.strip()}
            kept = {k: v for k, v in attributes.items() if v}
            changed = replace(entity, attributes=kept)
        if changed != entity:
            entities.update(self.session, changed)

    def create(self, values: Mapping[str, Any]) -> str:
        name = _named(values["name"])
        prefix = "attribute-"
        attributes = {
            k.removeprefix(prefix): v.strip()
            for k, v in values.items()
            if k.startswith(prefix)
        }
        made = entities.create(
            self.session,
            self.group,
            name,
            values.get("kind"),
            _lines(values["aliases"], name),
            attributes,
        )
        return made.uid

    def unite(self, item: Item, into: Item) -> None:
        entities.unify(self.session, item.uid, into.uid)

    def consequence(self, item: Item, into: Item) -> str:
        words = tr(
            "“{name}” becomes another name of “{into}”. Annotations that name it"
            " ({n}) name “{into}” from then on. Nothing is deleted; undo takes it back."
        )
        words = words.replace("{n}", f"{item.count:,}")
        return words.replace("{name}", item.name).replace("{into}", into.name)


def _item(entity: Entity, count: int) -> Item:
    return Item(
        uid=entity.uid,
        names=(entity.name, *entity.aliases),
        record=entity,
        kind=label_from_id(entity.kind) if entity.kind else "",
        icon=KIND_ICONS.get(entity.kind or entity.type, "person"),
        count=count,
    )


def _by_kind(item: Item) -> tuple[str, str]:
    return item.kind, fold(item.name)[0]


def _by_count(item: Item) -> tuple[int, str]:
    return item.count, fold(item.name)[0]


def _count(item: Item) -> str:
    return f"{item.count:,}" if item.count else ""


def _named(value: object) -> str:
    name = " ".join(str(value or "").split())
    if not name:
        raise ValidationError("a name is needed.", field="name")
    return name


def _lines(text: str, name: str) -> tuple[str, ...]:
    """One alias a line, each once, none that is the name itself."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and line != name))
