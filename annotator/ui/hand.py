# SPDX-License-Identifier: MIT
"""What the commands of annotating act on: the desk at hand.

While one annotates it is one's own layer; while a result is edited on the review
page it is the adjudicated one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.article.view import ArticleView
    from annotator.ui.form_verbs import FormVerbs
    from annotator.ui.marking import Marker
    from annotator.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Hand:
    """A desk with what acts on it."""

    bench: Workbench
    marker: Marker
    verbs: FormVerbs

    @property
    def article(self) -> ArticleView:
        """The text of the desk."""
        return self.bench.article

    def escape(self) -> None:
        """First the text selection goes, then the chosen annotation."""
        if self.article.selection() is not None:
            self.bench.picked = None
            self.article.set_caret(self.article.caret())
        else:
            self.verbs.leave_draft()

    def next_problem(self) -> None:
        """Go to the next field with a problem."""
        self.bench.demand_completeness()
        self.bench.form.focus_problem()
