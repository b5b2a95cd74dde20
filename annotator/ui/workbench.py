# SPDX-License-Identifier: MIT
"""The desk at which one document is annotated: what is open, what is chosen.

The workbench joins the session to the views.  It holds the state that all of
them share (document, chosen annotation, active row), hands it to them after
every change, and does nothing else: verbs are in `ui.marking`, the form's
wishes in `ui.form_verbs`, keys in `ui.commands`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model import labels as naming
from annotator.model import validation
from annotator.model.errors import UserError
from annotator.services import annotate, entities
from annotator.services.history import OtherAnnotatorError
from annotator.ui.form.context import FormContext
from annotator.ui.known_names import KnownNames
from annotator.ui.speakers import recent_values
from annotator.ui.stepping import Stepping

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation, FieldValue
    from annotator.model.codebook import Field
    from annotator.services.annotate import Desk
    from annotator.services.events import Changed
    from annotator.services.session import Session
    from annotator.ui.article.view import ArticleView
    from annotator.ui.form.form import AnnotationForm
    from annotator.ui.form.tree import AnnotationTree


class Workbench(QObject):
    """State and refresh of one document's views.

    Signals:
        document_opened: the uid of the document now on the desk, or None.
        annotation_chosen: the uid of the chosen annotation, or None.
        counted: how many annotations the open layer has.
        codebook_changed: another version of the codebook is in force.
        saved: a change was committed just now.
        told: a sentence about what was done.
        failed: a `UserError` that one line can tell.
    """

    document_opened = Signal(object)
    annotation_chosen = Signal(object)
    counted = Signal(int)
    codebook_changed = Signal()
    saved = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        article: ArticleView,
        form: AnnotationForm,
        tree: AnnotationTree,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.article = article
        self.form = form
        self.tree = tree
        self.desk: Desk | None = None
        self.chosen_uid: str | None = None
        self.active_row: tuple[str, int] | None = None
        self.picked: tuple[str, tuple[str, int] | None, int] | None = None
        self.labels: dict[str, str] = {}
        self._asked_to_complete: str | None = None
        self._paused = False
        self._orders = naming.Orders()
        self._stepping = Stepping(article)
        self._shown_codebook = ""
        self.names = KnownNames(session)
        self._unsubscribe = session.events.subscribe(self._on_changed)
        self._connect_views()
        self._hand_over_context()

    def _connect_views(self) -> None:
        self.article.annotation_clicked.connect(self.choose)
        self.article.annotation_hovered.connect(self.hover)
        self.article.background_clicked.connect(lambda: self.choose(None))
        self.tree.selected.connect(self.choose)
        self.tree.hovered.connect(self.hover)
        self.form.active_row_changed.connect(self.set_active_row)

    def close(self) -> None:
        """Let go of the session's events."""
        self._unsubscribe()

    # -- what is on the desk

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """The live annotations of the open layer, in text order."""
        return self.desk.annotations if self.desk else ()

    @property
    def chosen(self) -> Annotation | None:
        """The chosen annotation as it stands now."""
        return self.find(self.chosen_uid)

    @property
    def text(self) -> str:
        """The open document's text, "" without one."""
        return self.desk.document.text if self.desk else ""

    @property
    def editable(self) -> bool:
        """Whether the open layer may be changed by the person at the desk."""
        return self.desk is not None and not self.session.read_only and not self._paused

    def pause(self, paused: bool) -> None:
        """Take no edits while a job writes; show anew what it left when it ended."""
        self._paused = paused
        self.reload()

    def find(self, uid: str | None) -> Annotation | None:
        """The live annotation of that uid, or None."""
        return next((a for a in self.annotations if a.uid == uid), None)

    def in_words(self, field: Field | None, value: FieldValue) -> str:
        """A field's value as a person reads it."""
        return self.names.in_words(field, value)

    # -- the layer; another desk has another one

    #: The layer in which new annotations are begun.
    layer = "primary"

    def load(self, uid: str) -> Desk:
        """A document with the layer that is worked in."""
        return annotate.load(self.session, uid)

    def read_again(self, desk: Desk, changed: Collection[str] | None) -> Desk:
        """The desk as it is now; `changed` as in `reload`."""
        return annotate.reload(self.session, desk, changed)

    def add(self, draft: Annotation, along: Sequence[Annotation] = ()) -> Annotation:
        """Store a new annotation in the layer, and others that it moves along."""
        return annotate.add(self.session, draft, along=along)

    def update(
        self,
        edited: Annotation,
        title: str,
        along: Sequence[Annotation] = (),
        **args: str,
    ) -> None:
        """Store another state of an annotation, and others that it moves along."""
        annotate.update_many(self.session, (edited, *along), title, **args)

    def delete(self, annotation: Annotation) -> None:
        """Delete an annotation of the layer."""
        annotate.delete(self.session, annotation.document, annotation.uid)

    def name_all(self) -> dict[str, str]:
        """The short names of the layer's annotations, by uid."""
        return naming.labels(self.annotations, self._orders)

    # -- opening and choosing

    def open_document(self, uid: str | None) -> None:
        """Put a document on the desk; None clears it.

        Stores nothing but what was being typed for the annotation left.
        """
        self.form.commit()
        self._stepping.leave(None)
        self.chosen_uid = self.active_row = self.picked = None
        self._asked_to_complete = None
        self.desk = self.load(uid) if uid else None
        self._orders = naming.Orders()
        self.labels = self.name_all()
        self._shown_codebook = self.session.codebook.sha256
        if self.desk is not None:
            self.article.set_document(
                self.desk.document,
                self.annotations,
                self.session.codebook,
                self.labels,
                self.names.entity,
                self.names.issue,
            )
        else:
            self.article.clear()
        self._show_tree()
        self._show_chosen()
        self.document_opened.emit(uid)

    def choose(self, uid: str | None) -> None:
        """Choose an annotation in text, margin, form and tree alike."""
        if uid != self.chosen_uid:
            # What is typed belongs to the annotation that is left.
            self.form.commit()
            self.picked = None
            self._asked_to_complete = None
            self._stepping.leave(self.chosen_uid)
            self.chosen_uid = uid
            chosen = self.chosen
            self.active_row = self._last_row(chosen) if chosen else None
            self._show_chosen()
            self.annotation_chosen.emit(uid)

    def _last_row(self, annotation: Annotation) -> tuple[str, int] | None:
        for row_id, rows in annotation.rows.items():
            if rows:
                return row_id, 0
        return None

    def set_active_row(self, row: tuple[str, int] | None) -> None:
        """Make that row (kind, index from 0) the one that row keys act on."""
        if row != self.active_row:
            self.active_row = row
            self.article.set_active_row(row)
            self.form.set_active_row(row)
            self.form.reveal_row()

    def step(self, forward: bool) -> None:
        """Choose the next or previous annotation in the article."""
        uid = self._stepping.neighbour(
            self.annotations, self.chosen_uid, forward=forward
        )
        if uid is not None:
            self.choose(uid)
            self.article.ensure_visible(uid)

    # -- refreshing

    def _on_changed(self, changed: Changed) -> None:
        if "entity" in changed.tables:
            self.names.forget()
            self.tree.model_.forget_names()
        if changed.tables & {"vocabulary", "codebook"}:
            self.names.forget()
        if "codebook" in changed.tables:
            self._hand_over_context()
            self.codebook_changed.emit()
        if changed.tables & {"codebook", "document"}:
            self._renew()
        if self.desk is not None and self._concerns_desk(changed):
            self.reload(changed.annotations)
            if changed.tables & {"entity", "vocabulary", "codebook"}:
                self.article.refresh_names()
        self.saved.emit()

    def _renew(self) -> None:
        """Show the document anew where its metadata or the codebook changed."""
        if self.desk is None:
            return
        uid, before = self.desk.document.uid, self.desk.document
        try:
            now = self.load(uid).document
        except UserError:
            self.open_document(None)
            return
        codebook = self.session.codebook.sha256
        if now != before or codebook != self._shown_codebook:
            caret = self.article.caret()
            self.open_document(uid)
            self.article.set_caret(caret)

    def _concerns_desk(self, changed: Changed) -> bool:
        assert self.desk is not None
        here = self.desk.document.uid
        names = changed.tables & {"entity", "vocabulary"}
        return bool(names) or changed.documents is None or here in changed.documents

    def reload(self, changed: Collection[str] | None = None) -> None:
        """Read the open layer again and hand it to the views.

        `changed` holds the uids of the annotations that may differ; None: any may.
        """
        if self.desk is None:
            return
        before = self.annotations
        try:
            self.desk = self.read_again(self.desk, changed)
        except UserError:
            # The document itself was withdrawn, e.g. its import was undone.
            self.open_document(None)
            return
        if not naming.stand(before, self.annotations):
            self.labels = self.name_all()
        if self.chosen is None:
            self.chosen_uid = self.active_row = self.picked = None
        self.article.set_annotations(self.annotations, self.labels)
        self._show_tree()
        self._show_chosen()

    def _show_tree(self) -> None:
        self.tree.set_annotations(
            self.annotations, self.labels, self.names.entity, self.session.codebook
        )
        self.counted.emit(len(self.annotations))

    def _show_chosen(self) -> None:
        chosen = self.chosen
        self._clamp_active_row(chosen)
        self.article.select(self.chosen_uid)
        self.article.set_active_row(self.active_row)
        self.tree.select(self.chosen_uid)
        self.form.show(
            chosen,
            problems=self.problems() if chosen else (),
            label=self.labels.get(self.chosen_uid or "", ""),
            read_only=not self.editable,
        )
        self.form.set_active_row(self.active_row)

    def _clamp_active_row(self, chosen: Annotation | None) -> None:
        if chosen is None:
            self.active_row = None
        elif self.active_row is not None:
            kind, n = self.active_row
            count = len(chosen.rows.get(kind, ()))
            self.active_row = (kind, min(n, count - 1)) if count else None

    def problems(self) -> list[validation.Problem]:
        """What is wrong with the chosen annotation, as far as it may be said.

        Before the first try to complete a draft nothing that is merely missing
        is held against it.
        """
        chosen = self.chosen
        if chosen is None:
            return []
        found = validation.problems(
            chosen, self.session.codebook, self.text, self.annotations
        )
        if chosen.state == "complete" or self._asked_to_complete == chosen.uid:
            return found
        return [p for p in found if p.severity == "warning"]

    def demand_completeness(self) -> None:
        """From now on tell the chosen draft's errors too, until another is chosen."""
        self._asked_to_complete = self.chosen_uid
        self._show_chosen()

    def hover(self, uid: str | None) -> None:
        """Show an annotation as hovered in text, margin and tree alike."""
        self.article.hover(uid)
        self.tree.hover(uid)

    # -- for the form

    def _hand_over_context(self) -> None:
        session = self.session
        self.form.set_context(
            FormContext(
                codebook=session.codebook,
                entities=lambda kind: entities.entities(session, kind),
                use_counts=lambda kind: entities.rough_counts(session, kind),
                uses=lambda *which: entities.uses(session, *which),
                entries=lambda name: entities.entries(session, name),
                speaker_attributes=self._speaker_attributes,
                annotations=lambda: list(self.annotations),
                labels=lambda: self.labels,
                recent=lambda field: recent_values(self, field),
            )
        )

    def _speaker_attributes(self, uid: str) -> dict[str, str]:
        return dict(self.desk.speakers.get(uid, {})) if self.desk else {}

    def guarded(self, verb: Callable[[], object]) -> bool:
        """Run a verb; a fault of the user's is told, not raised.  True if done.

        Raises OtherAnnotatorError: whether to go on is to be asked, not told.
        """
        try:
            verb()
        except OtherAnnotatorError:
            raise
        except UserError as error:
            self.failed.emit(error)
            return False
        return True
