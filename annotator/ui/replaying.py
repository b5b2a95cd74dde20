# SPDX-License-Identifier: MIT
"""Undo and redo in the window; another person's step is asked about first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from annotator.model.progress import Job, run
from annotator.services import history
from annotator.services.session import Session
from annotator.ui.closing import ClosingWindow
from annotator.ui.dialogs.base import Dialog, plain_label
from annotator.ui.wording import error_words, step_words

#: `history.undoing` or `history.redoing`.
Replay: TypeAlias = Callable[[Session, bool], Job[history.StepInfo | None]]


class ReplayingWindow(ClosingWindow):
    """The part of the main window that goes back and forth in the history."""

    def undo(self) -> None:
        """Take back the last step; another person's only after asking."""
        self.form.commit()
        self._replay(history.undoing, self.tr("Undone: {0}"))

    def redo(self) -> None:
        """Do the last undone step again."""
        self._replay(history.redoing, self.tr("Done again: {0}"))

    def _tell_unfinished(self, uid: str) -> None:
        errors = sum(p.severity == "error" for p in self.bench.problems())
        draft = self.tr("{0} is still a draft. Enter completes it.")
        wrong = self.tr("{0} is not finished, problems: {1}. F8 goes through them.")
        words = wrong if errors else draft
        self.status.tell(words.format(self.bench.labels[uid], errors), warning=True)

    def _replay(self, verb: Replay, words: str, force: bool = False) -> None:
        def told(step: history.StepInfo | None) -> None:
            if step is not None:
                self.status.tell(words.format(step_words(step)))

        def mend(error: BaseException) -> bool:
            if isinstance(error, history.OtherAnnotatorError):
                self._ask_to_replay(error, verb, words)
            return isinstance(error, history.OtherAnnotatorError)

        back = verb is history.undoing
        following = history.next_undo if back else history.next_redo
        if history.is_long(self.session, following(self.session)):
            title = self.tr("Undoing") if back else self.tr("Doing again")
            self.run_job(title, verb(self.session, force), told, mend)
            return
        try:
            self.bench.guarded(lambda: told(run(verb(self.session, force))))
        except history.OtherAnnotatorError as error:
            mend(error)

    def _ask_to_replay(
        self, error: history.OtherAnnotatorError, verb: Replay, words: str
    ) -> None:
        """Another person's step is only touched by an explicit act."""
        dialog = Dialog(self.tr("Somebody else’s step"), self)
        dialog.setObjectName("otherAnnotatorDialog")
        dialog.body.addWidget(plain_label(error_words(error), wrap=True))
        dialog.add_cancel(self.tr("Leave it"))
        go_on = dialog.add_button(self.tr("Do it all the same"))
        go_on.clicked.connect(dialog.accept)
        dialog.accepted.connect(lambda: self._replay(verb, words, force=True))
        dialog.open()
