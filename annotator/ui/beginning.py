# SPDX-License-Identifier: MIT
"""Beginning annotations: of which type, with which keys, from which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model import edits
from annotator.model.nesting import moved_along
from annotator.services import offering
from annotator.ui import keys

if TYPE_CHECKING:
    from annotator.model.codebook import AnnotationType, Role
    from annotator.ui.workbench import Workbench


class Beginning(QObject):
    """Begins annotations at the desk, and knows the type of those begun last.

    A key that several types have belongs to that type.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._type = ""

    @property
    def kind(self) -> AnnotationType:
        """The type of the chosen annotation, else of those begun last."""
        types = self._bench.session.codebook.types
        chosen = self._bench.chosen
        wanted = chosen.type if chosen else self._type
        return next((kind for kind in types if kind.id == wanted), types[0])

    def roles_at_hand(self) -> list[Role]:
        """The roles that keys give to the selected words now."""
        kind = self.kind
        if self._bench.chosen is not None:
            return [role for role in kind.roles if role.key]
        return [role for _, role in self._by_key().values()]

    def _by_key(self) -> dict[str, tuple[str, Role]]:
        return keys.beginnings(self._bench.session.codebook, self._type)

    def by_key(self, key: str) -> bool:
        """Begin what a key begins with the selected words.  False without either."""
        found = self._by_key().get(key.lower())
        if found is None or self._bench.article.selection() is None:
            return False
        self._bench.guarded(lambda: self.begin(found[0], found[1].id))
        return True

    def begin(self, type_id: str, role: str) -> None:
        """Begin an annotation of that type with the selected words."""
        bench = self._bench
        selection = bench.article.selection()
        if bench.desk is None or not bench.editable:
            return
        if selection is None:
            bench.told.emit(self.tr("Select words in the text first."))
            return
        bench.choose(None)
        book = bench.session.codebook
        draft = edits.begin(
            book,
            type_id,
            bench.desk.document,
            bench.session.annotator.uid,
            role,
            *selection,
            bench.annotations,
            layer=bench.layer,
        )
        along = moved_along(None, draft, book, bench.annotations)
        stored = bench.add(draft, along)
        self._type = type_id
        bench.choose(stored.uid)
        bench.article.set_caret(selection[1])

    # -- what the codebook offers

    def offered(self) -> int:
        """How many drafts the codebook offers for the open document."""
        bench = self._bench
        if bench.desk is None or not bench.editable or bench.layer != "primary":
            return 0
        return len(offering.offered(bench.session, bench.desk))

    def take_offer(self) -> None:
        """Begin all that is offered, and choose the first."""
        bench = self._bench
        if bench.desk is None:
            return
        known = {each.uid for each in bench.annotations}
        uid = bench.desk.document.uid
        bench.guarded(lambda: offering.begin_offered(bench.session, uid))
        new = [each.uid for each in bench.annotations if each.uid not in known]
        if new:
            bench.choose(new[0])
            bench.article.ensure_visible(new[0])
            bench.article.setFocus()
