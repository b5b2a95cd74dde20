# SPDX-License-Identifier: MIT
"""Threads of comments on documents and annotations, with unread marks.

A comment travels with its document.  Who has read it is no step: it cannot be
taken back, and only ever grows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.identity import new_uid, now_ms
from annotator.model.review import Comment
from annotator.services.session import Session
from annotator.services.visibility import sight

#: A change of comments concerns no annotation.
_TABLES = frozenset({"comment"})


@dataclass(frozen=True, slots=True)
class Thread:
    """A first comment and its answers, the oldest first.

    `unread` is how many of them the person at work has not seen.
    """

    comments: tuple[Comment, ...]
    unread: int

    @property
    def first(self) -> Comment:
        """The comment that began it."""
        return self.comments[0]

    @property
    def resolved(self) -> bool:
        """Whether it is settled."""
        return self.first.resolved

    @property
    def latest(self) -> int:
        """When it was last added to, milliseconds UTC."""
        return self.comments[-1].created


def threads(session: Session, document: str) -> list[Thread]:
    """The threads on a document that may be seen: open ones first, the newest first.

    Comments on annotations that are hidden by now are hidden, too.
    """
    me = session.annotator.uid
    by_root: dict[str, list[Comment]] = {}
    for each in _visible(session, document):
        by_root.setdefault(each.root, []).append(each)
    found = [
        Thread(
            tuple(sorted(some, key=lambda c: (c.thread is not None, c.created, c.uid))),
            sum(_is_unread(each, me) for each in some),
        )
        for some in by_root.values()
    ]
    return sorted(found, key=lambda t: (t.resolved, -t.latest, t.first.uid))


def counts(session: Session, document: str) -> dict[str | None, tuple[int, int]]:
    """(comments, unread ones) by annotation uid; None: on the document as such."""
    me = session.annotator.uid
    found: dict[str | None, tuple[int, int]] = {}
    for each in _visible(session, document):
        count, unread = found.get(each.annotation, (0, 0))
        found[each.annotation] = count + 1, unread + _is_unread(each, me)
    return found


def unread(session: Session) -> dict[str, int]:
    """How many comments the person at work has not seen, by document."""
    me = session.annotator.uid
    documents = dict.fromkeys(
        each.document for each in session.project.comments.all() if _is_unread(each, me)
    )
    found = {
        uid: sum(_is_unread(each, me) for each in _visible(session, uid))
        for uid in documents
    }
    return {uid: count for uid, count in found.items() if count}


def add(
    session: Session,
    document: str,
    text: str,
    *,
    annotation: str | None = None,
    thread: str | None = None,
) -> Comment:
    """Say something: about the document, an annotation, or in a thread; one step.

    An answer takes up a thread that was settled.
    """
    said = _required(text)
    project = session.project
    project.documents.require_id(document)
    first = _first(session, document, thread) if thread else None
    if first is not None:
        annotation = first.annotation
    elif annotation is not None:
        project.annotations.get(document, annotation)
    made = Comment(
        uid=new_uid(),
        document=document,
        author=session.annotator.uid,
        created=now_ms(),
        text=said,
        annotation=annotation,
        thread=first.uid if first else None,
        read_by=(session.annotator.uid,),
    )
    args = {"document": document, "annotation": annotation}
    with session.write("comment.add", _TABLES, (document,), args, ()):
        stored = project.comments.add(made)
        if first is not None and first.resolved:
            project.comments.update(replace(first, resolved=False))
    return stored


def edit(session: Session, comment: Comment, text: str) -> Comment:
    """Say it otherwise; only one's own words."""
    _require_own(session, comment)
    changed = replace(_stored(session, comment), text=_required(text))
    return _update(session, changed, "comment.edit")


def remove(session: Session, comment: Comment) -> None:
    """Take one's own comment back; with the first one the whole thread goes."""
    _require_own(session, comment)
    others = [
        each
        for each in session.project.comments.of(comment.document)
        if each.thread == comment.uid
    ]
    if any(each.author != session.annotator.uid for each in others):
        raise ValidationError(
            "others have answered.", remedy="Resolve the thread instead."
        )
    args = {"document": comment.document}
    with session.write("comment.remove", _TABLES, (comment.document,), args, ()) as p:
        for each in (comment, *others):
            p.comments.remove(each)


def resolve(session: Session, thread: str, document: str, resolved: bool) -> Comment:
    """Say that a thread is settled, or take it up again."""
    first = _first(session, document, thread)
    title = "comment.resolve" if resolved else "comment.reopen"
    return _update(session, replace(first, resolved=resolved), title)


def mark_read(session: Session, comments: Iterable[Comment]) -> int:
    """Note that the person at work has seen them; returns how many were new."""
    me = session.annotator.uid
    stored = (_stored(session, each) for each in comments if _is_unread(each, me))
    new = [each for each in stored if _is_unread(each, me)]
    if not new or session.read_only:
        return 0
    with session.project.atomic():
        for each in new:
            session.project.comments.mark_read(each, me)
    session.changed(_TABLES, {each.document for each in new}, ())
    return len(new)


def _visible(session: Session, document: str) -> list[Comment]:
    """The comments that may be read: on what may be seen, and one's own."""
    found = session.project.comments.of(document)
    if not found:
        return []
    seeing = sight(session, (document,))
    if seeing.sees_others(document):
        return list(found)
    me = session.annotator.uid
    kept = []
    for each in found:
        about = each.annotation
        known = session.project.annotations.find(document, about) if about else None
        own = known is None or (known.annotator == me and known.layer == "primary")
        if each.author == me or own:
            kept.append(each)
    return kept


def _is_unread(comment: Comment, me: str) -> bool:
    return comment.author != me and me not in comment.read_by


def _first(session: Session, document: str, uid: str) -> Comment:
    for each in session.project.comments.of(document):
        if each.uid == uid:
            return each
    raise NotFoundError("the comment “{uid}” is gone.", uid=uid)


def _stored(session: Session, comment: Comment) -> Comment:
    return _first(session, comment.document, comment.uid)


def _update(session: Session, changed: Comment, title: str) -> Comment:
    args = {"document": changed.document, "annotation": changed.annotation}
    with session.write(title, _TABLES, (changed.document,), args, ()) as project:
        return project.comments.update(changed)


def _require_own(session: Session, comment: Comment) -> None:
    if comment.author != session.annotator.uid:
        raise ValidationError(
            "these are somebody else’s words.", remedy="Answer them instead."
        )


def _required(text: str) -> str:
    said = text.strip()
    if not said:
        raise ValidationError("the comment is empty.", remedy="Write something first.")
    return said
