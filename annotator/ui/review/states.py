# SPDX-License-Identifier: MIT
"""States of a record that was changed on both sides: which record, what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from annotator.model.annotation import Annotation
from annotator.model.document import Layer
from annotator.model.item import Item
from annotator.services.review import rivals
from annotator.ui.plain import one_line
from annotator.ui.review.card import CardText
from annotator.ui.review.passage import Part
from annotator.ui.review.words import Said, Words, own_texts, tr, when_words

if TYPE_CHECKING:
    from annotator.model.review import Decision
    from annotator.services.conflicts import Conflict
    from annotator.ui.review.reviewer import Reviewer

#: So much of a name is shown in one line.
_SHORT: Final = 60
#: What is longer does not fit beside its label.
_LINE: Final = 36
#: So much of a long text is compared, and shown around what differs.
_MOST: Final = 2000
_AROUND: Final = 70


def record_word(kind: str) -> str:
    """What a kind of record is called, where its states stand side by side."""
    names = {
        "annotation": tr("Annotation"),
        "layer": tr("Layer"),
        "document": tr("Document"),
        "entity": tr("Speaker"),
        "vocabulary": tr("Issue"),
        "annotator": tr("Person"),
        "decisions": tr("Decision"),
        "comments": tr("Comment"),
        "rounds": tr("Round"),
        "assignments": tr("Assignment"),
    }
    return names.get(kind, kind)


def field_word(name: str) -> str:
    """What a field of a record is called."""
    names = {
        "name": tr("Name"),
        "aliases": tr("Also called"),
        "kind": tr("Kind"),
        "type": tr("Type"),
        "merged_into": tr("United with"),
        "deleted": tr("Deleted"),
        "label": tr("Label"),
        "definition": tr("Definition"),
        "parent": tr("Above it"),
        "title": tr("Title"),
        "status": tr("Status"),
        "note": tr("Note"),
        "initials": tr("Initials"),
        "colour": tr("Colour"),
        "role": tr("Role"),
        "inactive": tr("Inactive"),
        "opened": tr("Opened"),
        "gold": tr("Gold documents"),
        "annotator": tr("Person"),
        "document": tr("Document"),
        "round": tr("Round"),
        "order": tr("Place"),
        "text": tr("Text"),
        "resolved": tr("Settled"),
        "verdict": tr("Verdict"),
        "taken": tr("Taken"),
        "value": tr("Value"),
        "reason": tr("Reason"),
        "result": tr("Result"),
        "at": tr("Time"),
        "author": tr("Person"),
    }
    return names.get(name, name)


def which(reviewer: Reviewer, conflict: Conflict) -> tuple[str, ...]:
    """What the record is called, in each of its states where these differ."""
    found = [_name(reviewer, state) for state in conflict.states]
    return tuple(dict.fromkeys(one_line(each, _SHORT) for each in found if each))


def _name(reviewer: Reviewer, state: Any) -> str:
    if isinstance(state, Layer):
        if state.kind != "primary":
            return tr("the adjudicated layer")
        return person(reviewer, state.annotator or "")
    data: Mapping[str, Any] = state.data if isinstance(state, Item) else {}
    for name in ("name", "title", "label", "text", "note"):
        said = data.get(name) or getattr(state, name, None)
        if isinstance(said, str) and said:
            return said
    return person(reviewer, str(data.get("annotator") or data.get("author") or ""))


def person(reviewer: Reviewer, uid: str) -> str:
    """The name of a person of the project, unless it is hidden."""
    if masked := reviewer.alias(uid):
        return masked
    known = reviewer.session.project.annotators.find(uid) if uid else None
    return known.name if known else uid


def torn_words(reviewer: Reviewer, decisions: Sequence[Decision]) -> str:
    """Who decided what, where reviewers who worked apart decided differently."""
    said = (
        f"{person(reviewer, each.author)}: {_verdict(reviewer, each)}"
        for each in decisions
    )
    return tr("Decided differently. {0}.").format("; ".join(said))


def _verdict(reviewer: Reviewer, decision: Decision) -> str:
    unit = reviewer.unit
    for n, member in enumerate(unit.members if unit else ()):
        if member is not None and member.uid == decision.taken:
            return tr("as {0}").format(reviewer.face(unit, n).name)
    names = {
        "union": tr("all words that anyone marked"),
        "intersection": tr("only the words that all marked"),
        "rejected": tr("rejected"),
        "ambiguous": tr("truly ambiguous"),
        "agreed": tr("accepted"),
        "accepted": tr("accepted"),
        "new": tr("written anew"),
        "corrected": tr("corrected"),
    }
    return names.get(decision.verdict, tr("edited"))


def state_card(
    reviewer: Reviewer, conflict: Conflict, number: int, key: str
) -> CardText:
    """One of the states of a record that was changed apart."""
    state = conflict.states[number]
    title = tr("State {0}").format(number + 1)
    if getattr(state, "deleted", False):
        return CardText(key, title, value=Said(tr("deleted"), quiet=True))
    if not isinstance(state, Annotation) or reviewer.desk is None:
        said = rivals.differing_fields(conflict)
        short = [each for each in said if not _is_long(each)]
        parts = tuple(
            part for each in said if _is_long(each) for part in _part(each, number)
        )
        facts = tuple(_fact(reviewer, each, number) for each in short)
        return CardText(key, title, facts=facts, parts=parts)
    words, text = reviewer.words, reviewer.desk.document.text
    facts = tuple(
        (
            words.title(facet, state.type),
            words.said(facet, state.type, values[number], text).text,
        )
        for facet, values in rivals.differing_facets(conflict, reviewer.desk.view)
    )
    when, why = when_words(state.modified), _own(state, words)
    return CardText(key, title, when=when, facts=facts, why=why)


def _fact(reviewer: Reviewer, said: rivals.Said, number: int) -> tuple[str, str]:
    label = said.key or field_word(said.name)
    if said.name == "speakers":
        label = reviewer.words.names(said.key)
    value = said.values[number]
    if said.name in ("annotator", "author"):
        value = person(reviewer, value)
    return one_line(label, _SHORT), one_line(value, _SHORT) or "–"


def _is_long(said: rivals.Said) -> bool:
    return any(len(each) > _LINE for each in said.values)


def _part(said: rivals.Said, number: int) -> list[Part]:
    """A long text: what differs on a strong tint, with a little around it."""
    value = one_line(said.values[number], _MOST)
    others = [one_line(each, _MOST) for each in said.values]
    start = _common(others)
    stop = len(value) - _common([each[start:][::-1] for each in others])
    # Whole words are easier to tell apart than their letters.
    while start and value[start - 1 : start].isalnum():
        start -= 1
    while stop < len(value) and value[stop].isalnum():
        stop += 1
    before, after = value[:start], value[stop:]
    lead = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    tail = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
    label = said.key or field_word(said.name)
    found = [Part(f"{label}: ", "quiet"), Part(lead), Part(value[start:stop], "strong")]
    return [*found, Part(f"{tail}  ")]


def _common(texts: Sequence[str]) -> int:
    """How many characters all texts begin with alike."""
    pairs = enumerate(zip(*texts, strict=False))
    at_most = min(map(len, texts))
    return next((n for n, chars in pairs if len(set(chars)) > 1), at_most)


def _own(state: Annotation, words: Words) -> str:
    kind = words.kind(state.type)
    return own_texts(state.fields, kind.fields) if kind else ""
