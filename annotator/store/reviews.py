# SPDX-License-Identifier: MIT
"""Decisions and comments of a project, read and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.model.item import Item
from annotator.model.review import Comment, Decision
from annotator.store.repository import Repository
from annotator.store.review_items import (
    COMMENTS,
    DECISIONS,
    comment_data,
    comment_of,
    decision_data,
    decision_of,
)


class DecisionRepository(Repository):
    """What reviewers decided, by document."""

    def of(self, document: str) -> tuple[Decision, ...]:
        """The live decisions on a document, in the order in which they were made."""
        return tuple(map(_decision, self._project.items.select(DECISIONS, document)))

    def refreshed(
        self, document: str, known: Iterable[Decision]
    ) -> tuple[Decision, ...]:
        """As `of`; those that stand as they were are the very same records."""
        had = {each.uid: each for each in known}
        found = []
        for item in self._project.items.select(DECISIONS, document):
            old = had.get(item.uid)
            same = old is not None and old.revs == item.revs
            found.append(old if same and old is not None else _decision(item))
        return tuple(found)

    def add(self, made: Decision) -> Decision:
        """Store a new decision.  Recorded in the current step."""
        return _decision(self._project.items.add(_decision_item(made)))

    def update(self, changed: Decision) -> Decision:
        """Store another state of a decision, as a new revision."""
        return _decision(self._project.items.update(_decision_item(changed)))

    def remove(self, gone: Decision) -> None:
        """Remove a decision; it stays as a tombstone."""
        self._project.items.remove(DECISIONS, gone.uid, gone.document)


class CommentRepository(Repository):
    """What people say about documents and annotations."""

    def of(self, document: str) -> tuple[Comment, ...]:
        """The live comments on a document, in the order in which they came."""
        found = map(_comment, self._project.items.select(COMMENTS, document))
        return tuple(sorted(found, key=lambda each: (each.created, each.uid)))

    def all(self) -> tuple[Comment, ...]:
        """Every live comment of the project, the oldest first."""
        found = map(_comment, self._project.items.select(COMMENTS))
        return tuple(sorted(found, key=lambda each: (each.created, each.uid)))

    def add(self, made: Comment) -> Comment:
        """Store a new comment.  Recorded in the current step."""
        return _comment(self._project.items.add(_comment_item(made)))

    def update(self, changed: Comment) -> Comment:
        """Store another state of a comment, as a new revision."""
        return _comment(self._project.items.update(_comment_item(changed)))

    def remove(self, gone: Comment) -> None:
        """Remove a comment; it stays as a tombstone."""
        self._project.items.remove(COMMENTS, gone.uid, gone.document)

    def mark_read(self, comment: Comment, reader: str) -> None:
        """Note that somebody has seen it: no change that could be taken back.

        The list of readers only grows, so it has no revision of its own.
        """
        if reader not in comment.read_by:
            seen = replace(comment, read_by=(*comment.read_by, reader))
            self._project.items.annotate(_comment_item(seen))


def _decision_item(of: Decision) -> Item:
    data = decision_data(of)
    return Item(
        kind=DECISIONS, uid=of.uid, document=of.document, data=data, deleted=of.deleted
    )


def _decision(item: Item) -> Decision:
    found = decision_of(item.data)
    return replace(
        found,
        uid=item.uid,
        document=item.document or found.document,
        revs=item.revs,
        deleted=item.deleted,
    )


def _comment_item(of: Comment) -> Item:
    data = comment_data(of)
    return Item(
        kind=COMMENTS, uid=of.uid, document=of.document, data=data, deleted=of.deleted
    )


def _comment(item: Item) -> Comment:
    found = comment_of(item.data)
    return replace(
        found,
        uid=item.uid,
        document=item.document or found.document,
        revs=item.revs,
        deleted=item.deleted,
    )
