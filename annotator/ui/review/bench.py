# SPDX-License-Identifier: MIT
"""The desk at which results are edited: the workbench on the adjudicated layer.

What it stores goes through the review's own verbs, so that every edit is a
decision, under the reviewer's name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model import validation
from annotator.services.annotate import Desk
from annotator.services.review import editing
from annotator.services.review.desk import ADJUDICATED
from annotator.ui.form_verbs import FormVerbs
from annotator.ui.marking import Marker
from annotator.ui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation
    from annotator.services.events import Changed
    from annotator.services.review.parts import Unit
    from annotator.ui.form.form import AnnotationForm
    from annotator.ui.form.tree import AnnotationTree
    from annotator.ui.review.reviewer import Reviewer
    from annotator.ui.review.view import CompareView


class ResultBench(Workbench):
    """State and refresh of the adjudicated layer's views.

    Attributes:
        instead_of: the unit that the next new annotation stands for, or None.
        is_wanted: says whether results are edited now.
    """

    layer = ADJUDICATED

    def __init__(
        self,
        reviewer: Reviewer,
        article: CompareView,
        form: AnnotationForm,
        tree: AnnotationTree,
        is_wanted: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        self.reviewer = reviewer
        self.is_wanted = is_wanted
        self.instead_of: Unit | None = None
        super().__init__(reviewer.session, article, form, tree, parent)

    def _connect_views(self) -> None:
        # The page says which clicks in the article are meant for results.
        self.tree.selected.connect(self.choose)
        self.tree.hovered.connect(self.hover)
        self.form.active_row_changed.connect(self.set_active_row)

    def _on_changed(self, changed: Changed) -> None:
        # While nobody edits, the page reads the layer when it is wanted.
        if self.reviewer.active and self.is_wanted():
            super()._on_changed(changed)
        elif changed.tables & {"entity", "vocabulary", "codebook"}:
            self.names.forget()
            self.tree.model_.forget_names()
            self._hand_over_context()

    @property
    def editable(self) -> bool:
        """Whether results may be changed: not while a job writes."""
        return super().editable and not self.reviewer.busy()

    # -- the layer

    def load(self, uid: str) -> Desk:
        """A document with its adjudicated layer."""
        project = self.session.project
        layer = project.layers.get(uid, None, ADJUDICATED)
        return Desk(
            project.documents.get(uid),
            layer,
            project.annotations.of(uid, None, ADJUDICATED),
            {s.entity: s.attributes for s in layer.speakers},
        )

    def read_again(self, desk: Desk, changed: Collection[str] | None) -> Desk:
        """The desk as it is now; what did not change is not read again."""
        project, uid = self.session.project, desk.document.uid
        annotations = project.annotations.refreshed(
            uid, None, ADJUDICATED, desk.annotations
        )
        layer = project.layers.get(uid, None, ADJUDICATED)
        return Desk(desk.document, layer, annotations, desk.speakers)

    def name_all(self) -> dict[str, str]:
        """Results are called as their units are; what nobody made comes after."""
        return self.reviewer.result_labels(self.annotations)

    def add(self, draft: Annotation, along: Sequence[Annotation] = ()) -> Annotation:
        """Store a new annotation: one nobody made, or instead of a unit's."""
        desk = self.reviewer.desk
        assert desk is not None
        unit, self.instead_of = self.instead_of, None
        return editing.add(self.session, desk, draft, unit, along)

    def update(
        self,
        edited: Annotation,
        title: str,
        along: Sequence[Annotation] = (),
        **args: str,
    ) -> None:
        """Store another state of a result, and what was decided by it."""
        desk = self.reviewer.desk
        assert desk is not None
        editing.save(self.session, desk, edited, title, along, **args)

    def delete(self, annotation: Annotation) -> None:
        """Delete a result: of a unit that rejects everyone."""
        desk = self.reviewer.desk
        assert desk is not None
        editing.delete(self.session, desk, annotation.uid)


class ResultVerbs(FormVerbs):
    """The form's verbs while a result is edited.

    Signals:
        finished: the result is as it should be.
        left: editing ends, decided or not.
    """

    finished = Signal()
    left = Signal()

    def __init__(
        self, bench: ResultBench, marker: Marker, parent: QObject | None = None
    ) -> None:
        super().__init__(bench, marker, parent)

    def accept(self) -> None:
        """Take the result as it stands, or show what is missing."""
        bench = self.bench
        chosen = bench.chosen
        if chosen is None or not bench.editable:
            self.left.emit()
            return
        bench.form.commit()
        chosen = bench.chosen or chosen
        found = validation.problems(
            chosen, bench.session.codebook, bench.text, bench.annotations
        )
        if not self._more_is_open() and not validation.is_valid(found):
            bench.demand_completeness()
            bench.form.focus_problem()
            return
        self.finished.emit()

    def _more_is_open(self) -> bool:
        """Whether the unit has further questions: it need not be complete yet."""
        bench = self.bench
        assert isinstance(bench, ResultBench)
        desk, item = bench.reviewer.desk, bench.reviewer.item
        if desk is None or item is None or item.unit is None:
            return False
        return any(
            each.unit == item.unit and each.is_open and each.key != item.key
            for each in desk.items
        )

    def leave_draft(self) -> None:
        """Leave the result as it is."""
        self.bench.form.commit()
        self.left.emit()
