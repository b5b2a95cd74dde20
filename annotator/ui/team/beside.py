# SPDX-License-Identifier: MIT
"""Asking for what may take long: at once where it is little, else beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress

if TYPE_CHECKING:
    from annotator.services.session import Session
    from annotator.ui.tasks import Tasks

T = TypeVar("T")

#: A project of so many documents times people is asked at once.
AT_ONCE: Final = 20_000


def is_small(session: Session) -> bool:
    """Whether questions about all documents and people take no time."""
    documents = session.project.documents.count()
    return documents * max(len(session.annotators()), 1) <= AT_ONCE


def ask(
    session: Session,
    tasks: Tasks,
    title: str,
    question: Callable[[], T],
    answered: Callable[[T], object],
    failed: Callable[[UserError], object],
) -> None:
    """Have a question answered; a user's fault is told to `failed`.

    `answered` and `failed` are called in the thread of the window.
    """
    if is_small(session):
        try:
            answer = question()
        except UserError as error:
            failed(error)
        else:
            answered(answer)
        return

    def on_failed(error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        failed(error)

    task = tasks.start(title, _job(question))
    task.finished.connect(answered)
    task.failed.connect(on_failed)


def _job(question: Callable[[], T]) -> Job[T]:
    yield Progress(0)
    return question()
