# SPDX-License-Identifier: MIT
"""A codebook while it is being edited: what was changed, what is still to be said.

Nothing is stored before `save`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.model import codebook_edits as edits
from annotator.model.codebook import (
    AnnotationType,
    Codebook,
    Field,
    RowType,
    label_from_id,
)
from annotator.model.codebook_diff import Need, needed_mappings
from annotator.model.codebook_parts import elements, find_table
from annotator.model.errors import CodebookError
from annotator.model.fuzzy import fold_character
from annotator.services import codebook as codebooks
from annotator.services.codebook import Use
from annotator.ui.wording import reason_words

if TYPE_CHECKING:
    from annotator.services.session import Session


class Place(NamedTuple):
    """The name of a part of the codebook: what it is ("value", …) and its path."""

    what: str
    path: str

    @property
    def owner(self) -> str:
        """The path of what it is in."""
        return self.path.rpartition(".")[0]

    @property
    def identifier(self) -> str:
        """Its own id."""
        return self.path.rpartition(".")[2]


class CodebookDraft(QObject):
    """The edited codebook.  `changed` is emitted after each edit, also a refused one.

    Attributes:
        base: the project's codebook, from which the edits start.
        edited: the codebook as edited so far, always free of mistakes.
        faults: what was refused: (part, key) → sentence.
        mapping: where removed values go: path → id, "" for kept aside.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.start()

    def start(self) -> None:
        """Drop all edits and begin from the project's codebook."""
        self.base = self.edited = self.session.codebook
        self.faults: dict[tuple[Place, str], str] = {}
        self.mapping: dict[str, str] = {}
        self._asked: tuple[Need, ...] = ()
        self._uses: tuple[Use, ...] = ()

    # -- reading

    @property
    def dirty(self) -> bool:
        """Whether there is anything to be saved or mended."""
        return bool(self.faults) or self.edited.sha256 != self.base.sha256

    def keys(self, part: Place) -> dict[str, Any]:
        """The keys of a part as they stand; of a removed one, as they were."""
        for codebook in (self.edited, self.base):
            element = elements(codebook).get((part.what, part.path))
            if element is not None:
                return dict(element.keys)
        return {}

    def is_removed(self, part: Place) -> bool:
        """Whether the part is in the base and not any more in the edited one."""
        return (part.what, part.path) not in elements(self.edited)

    def field(self, part: Place) -> Field | None:
        """The field of that part, as edited; None where it is no field."""
        if part.what != "field":
            return None
        for kind in self.edited.types:
            owners: tuple[AnnotationType | RowType, ...] = (kind, *kind.rows)
            for owner in owners:
                if owner.id == part.owner:
                    return owner.field(part.identifier)
        return None

    def type_of(self, part: Place) -> AnnotationType:
        """The annotation type that a part belongs to."""
        head = part.path.partition(".")[0]
        for kind in self.edited.types:
            if head == kind.id or kind.row(head) is not None:
                return kind
        return self.edited.types[0]

    # -- editing

    def set(self, part: Place, key: str, value: str) -> str:
        """Give a key of a part another value; "" takes it away.

        Returns "" or, where it is refused, a sentence saying why.
        """
        return self._try(
            (part, key),
            lambda: edits.change(
                self.edited, part.what, part.path, self.base, **{key: value or None}
            ),
            self._owner_of_key(part, value) if key == "key" else "",
        )

    def add_value(self, field: Place, label: str) -> tuple[Place | None, str]:
        """Add a value; returns it, or a sentence saying why not."""
        spec = self.field(field)
        taken = [value.id for value in spec.values] if spec else []
        identifier = _id_from(label, taken)
        key = (field, "value")
        fault = self._try(
            key,
            lambda: edits.add_value(
                self.edited, field.path, identifier, label.strip(), self.base
            ),
        )
        self.faults.pop(key, None)
        return (None, fault) if fault else (self._value(field, identifier), "")

    def _value(self, field: Place, identifier: str) -> Place:
        return Place("value", f"{field.path}.{identifier}")

    def remove_value(self, value: Place) -> str:
        """Take a value away; "" or a sentence saying why not."""
        fault = self._try(
            (value, "removal"),
            lambda: edits.remove_value(self.edited, value.path, self.base),
        )
        for key in [k for k in self.faults if k[0] == value]:
            del self.faults[key]
        self.changed.emit()
        return fault

    def put_back(self, value: Place) -> str:
        """Take a removed value in again, where it was; "" or why not."""
        self.mapping.pop(value.path, None)
        return self._try((value, "removal"), lambda: self._with_value(value))

    def _with_value(self, value: Place) -> Codebook:
        # The table itself: `keys` leaves out what the id says already.
        table = find_table(self.base.body, "value", value.path) or {}
        keys = {k: v for k, v in table.items() if k not in ("id", "label")}
        label = str(table.get("label", ""))
        edited = edits.add_value(
            self.edited, value.owner, value.identifier, label, self.base, **keys
        )
        before = find_table(self.base.body, "field", value.owner) or {}
        ids = [v if isinstance(v, str) else v["id"] for v in before.get("values", [])]
        now = find_table(edited.body, "field", value.owner) or {}
        back = ids.index(value.identifier) - len(now.get("values", [])) + 1
        return edits.move_value(edited, value.path, back, self.base)

    def move_value(self, value: Place, by: int) -> None:
        """Move a value up (-1) or down (1) among its field's."""
        self._try(
            (value, "place"),
            lambda: edits.move_value(self.edited, value.path, by, self.base),
        )

    def send(self, value: Place, to: str | None) -> None:
        """Say where the uses of a removed value go; None: not decided."""
        if to is None:
            self.mapping.pop(value.path, None)
        else:
            self.mapping[value.path] = to
        self.changed.emit()

    def _try(
        self,
        key: tuple[Place, str],
        edit: Callable[[], Codebook],
        fault: str = "",
    ) -> str:
        try:
            if not fault:
                self.edited = edit()
        except CodebookError as error:
            fault = reason_words(error)
        if fault:
            self.faults[key] = fault
        else:
            self.faults.pop(key, None)
        self.changed.emit()
        return fault

    def _owner_of_key(self, part: Place, key: str) -> str:
        """A sentence naming who has the key already, "" where nobody does."""
        if not key:
            return ""
        for taken, _, record in self.edited.keys_of(self.type_of(part).id):
            *_, holder = cast(tuple[Any, ...], record)
            if taken.casefold() == key.casefold() and holder.id != part.identifier:
                words = self.tr("“{key}” is the key of “{name}”. Choose another.")
                return words.replace("{key}", key).replace("{name}", holder.label)
        return ""

    # -- saving

    def uses(self) -> tuple[Use, ...]:
        """What annotations hold that was removed, and how many do."""
        asked = needed_mappings(self.base, self.edited)
        if asked != self._asked:
            self._asked = asked
            self._uses = codebooks.needs(self.session, self.edited) if asked else ()
        return self._uses

    def open_uses(self) -> tuple[Use, ...]:
        """Those of `uses` of which it is not said where they go."""
        return tuple(
            use
            for use in self.uses()
            if self.mapping.get(use.need.path) not in ("", *use.need.choices)
        )

    def why_not(self) -> str:
        """Why it cannot be saved yet, as a sentence; "" where it can."""
        if self.session.read_only:
            return self.tr("The project is open for reading only.")
        if self.faults:
            (part, _), fault = next(iter(self.faults.items()))
            return f"{self.label(part)}: {fault}"
        if self.edited.sha256 == self.base.sha256:
            return self.tr("Nothing has been changed yet.")
        for use in self.open_uses():
            words = self.tr("Say what becomes of “{name}”: it is used {n}×.")
            name = self.label(Place(use.need.what, use.need.path))
            return words.replace("{name}", name).replace("{n}", f"{use.count:,}")
        return ""

    def label(self, part: Place) -> str:
        """What a part is called."""
        return str(self.keys(part).get("label") or label_from_id(part.identifier))

    def save(self) -> codebooks.UpgradeReport:
        """Make it the project's codebook, as one step.  Raises UserError."""
        used = {use.need.path for use in self.uses()}
        mapping = {k: v for k, v in self.mapping.items() if k in used}
        return codebooks.upgrade(self.session, self.edited, mapping)

    def words(self) -> str:
        """The version to come and what makes it: "1.0.0 → 1.1.0: adds a value"."""
        before, after = self.base.version, self.edited.version
        done = list(dict.fromkeys(map(_words, codebooks.diff(self.base, self.edited))))
        if not done:
            same = self.edited.sha256 == self.base.sha256
            done = [] if same else [_tr("changes the order")]
        return f"{before} → {after}: {', '.join(done)}" if done else before


def _tr(text: str) -> str:
    return QCoreApplication.translate("codebook", text)


def _words(difference: codebooks.Difference) -> str:
    """One difference in a few words."""
    if difference.what == "value" and difference.kind in ("added", "removed"):
        added = difference.kind == "added"
        return _tr("adds a value") if added else _tr("removes a value")
    names = {
        "label": _tr("changes wording"),
        "help": _tr("changes wording"),
        "key": _tr("changes keys"),
        "color": _tr("changes colours"),
    }
    found = dict.fromkeys(names.get(k, _tr("changes rules")) for k in difference.keys)
    return ", ".join(found) or _tr("changes rules")


def _id_from(label: str, taken: Collection[str]) -> str:
    """An id that says the label in plain letters, and that is free."""
    plain = "".join(fold_character(c) for c in label)
    stem = "_".join(re.findall("[a-z0-9]+", plain)) or "value"
    if stem[0].isdigit():
        stem = f"v_{stem}"
    numbered = (f"{stem}_{n}" for n in itertools.count(2))
    return next(i for i in itertools.chain([stem], numbered) if i not in taken)
