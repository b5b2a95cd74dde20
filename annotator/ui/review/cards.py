# SPDX-License-Identifier: MIT
"""What the cards beside a question say, and what else the record holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.annotation import Annotation
from annotator.model.review import Facet
from annotator.services.review.parts import MISSING, area, is_compared, shared, without
from annotator.services.review.queue import Item
from annotator.ui.review.card import CardText
from annotator.ui.review.options import (
    ACCEPT,
    AMBIGUOUS,
    INTERSECTION,
    OTHERWISE,
    PERSON,
    REJECT,
    UNION,
    Option,
)
from annotator.ui.review.passage import Part
from annotator.ui.review.states import state_card
from annotator.ui.review.words import Said, differing, own_texts, tr, when_words

if TYPE_CHECKING:
    from annotator.ui.review.reviewer import Reviewer


def card_of(reviewer: Reviewer, item: Item, option: Option) -> CardText:
    """What the card of an answer says."""
    titles = {
        UNION: tr("All words that anyone marked"),
        INTERSECTION: tr("Only the words that all marked"),
        OTHERWISE: tr("Decide otherwise"),
        REJECT: tr("Reject everyone"),
        AMBIGUOUS: tr("Truly ambiguous"),
        ACCEPT: tr("Accept"),
    }
    if item.conflict is not None and option.state is not None:
        return state_card(reviewer, item.conflict, option.state, option.key)
    if option.kind == PERSON and option.person is not None:
        return _person(reviewer, item, option)
    if option.kind == REJECT and reviewer.desk and reviewer.desk.reading:
        return CardText(option.key, tr("Reject"))
    if option.kind == OTHERWISE and reviewer.desk and reviewer.desk.reading:
        return CardText(option.key, tr("Correct"))
    if option.kind == ACCEPT:
        return _accept(reviewer, item, option, titles[ACCEPT])
    return CardText(option.key, titles[option.kind])


def _accept(reviewer: Reviewer, item: Item, option: Option, title: str) -> CardText:
    unit = reviewer.unit
    if unit is None:
        return CardText(option.key, title)
    facts = tuple(summary(reviewer, unit.first))
    return CardText(option.key, title, facts=facts)


def _person(reviewer: Reviewer, item: Item, option: Option) -> CardText:
    desk, unit = reviewer.desk, reviewer.unit
    assert desk is not None
    assert unit is not None
    assert option.person is not None
    face = reviewer.face(unit, option.person)
    member = unit.members[option.person]
    if member is None:
        said = Said(tr("marked nothing here"), quiet=True)
        return CardText(option.key, face.name, face, value=said)
    value = item.difference.values[option.person] if item.difference else MISSING
    said = reviewer.words.said(item.facet, item.type, value)
    parts: tuple[Part, ...] = ()
    facts: list[tuple[str, str]] = []
    shown: Said | None = said
    if item.facet.kind == "spans" and value:
        parts, shown = _marked(desk.document.text, item, value), None
    elif item.facet.kind == "annotation":
        parts, shown = _own_words(reviewer, member), None
        facts = list(summary(reviewer, member))
    else:
        facts = list(_beside(reviewer, member, item.facet))
    if item.facet.kind == "row" and value is True:
        shown = reviewer.words.stance(member, item.facet) or said
    why = _why(reviewer, member, item.facet)
    # Hidden names would be told by who worked when.
    hidden = reviewer.settings.review.hide_names
    when = "" if hidden else when_words(member.modified or member.created)
    return CardText(option.key, face.name, face, when, shown, tuple(facts), parts, why)


def _marked(text: str, item: Item, value) -> tuple[Part, ...]:
    """The words that somebody marked, those that not all did on a strong tint."""
    assert item.difference is not None
    values = [v for v in item.difference.values if v is not MISSING and v != ()]
    both = differing(values)[1]
    mine = area(value)
    pieces = [(a, b, "plain") for a, b in shared(mine, both)]
    if len(values) > 1:
        pieces += [(a, b, "strong") for a, b in without(mine, both)]
    else:
        pieces = [(a, b, "plain") for a, b in mine]
    found: list[Part] = []
    end: int | None = None
    for start, stop, look in sorted(pieces):
        if end is not None and start > end:
            found.append(Part(" … ", "quiet"))
        found.append(Part(text[start:stop], look))
        end = stop
    return tuple(found)


def _own_words(reviewer: Reviewer, member: Annotation) -> tuple[Part, ...]:
    kind = reviewer.words.kind(member.type)
    spans = member.spans_of(kind.main_role.id) if kind and kind.roles else member.spans
    found: list[Part] = []
    for span in spans:
        if found:
            found.append(Part(" … ", "quiet"))
        found.append(Part(span.text))
    return tuple(found)


def quote(reviewer: Reviewer, annotation: Annotation) -> list[Part]:
    """The passage that a question is about: source and cue quiet, content plain."""
    kind = reviewer.words.kind(annotation.type)
    main = kind.main_role.id if kind and kind.roles else ""
    found: list[Part] = []
    end: int | None = None
    for span in sorted(annotation.spans, key=lambda s: (s.start, -s.end)):
        if end is not None and span.start < end:
            continue
        if end is not None:
            found.append(Part(" " if span.start - end < 3 else " … ", "quiet"))
        found.append(Part(span.text, "plain" if span.role == main else "quiet"))
        end = span.end
    return found


def summary(reviewer: Reviewer, member: Annotation):
    """(label, words) of the fields that are set, rows by their stance."""
    words, kind = reviewer.words, reviewer.words.kind(member.type)
    if kind is None:
        return
    for field in kind.fields:
        if field.id in member.fields and (not field.rare and is_compared(field)):
            if field.default == member.fields[field.id]:
                continue
            value = _plain(reviewer, member, Facet("field", field.id))
            yield field.label, words.of_field(field, value).text
    for row_type in kind.rows:
        for key in reviewer.desk.view.keys(member, row_type):  # type: ignore[union-attr]
            facet = Facet("row", "", row_type.id, key)
            about = words.about(facet, member.type)
            stance = words.stance(member, facet)
            said = stance.text if stance else ""
            yield (row_type.label, f"{said}: {about[1]}" if about else said)
        if row_type.id in member.none:
            yield row_type.label, tr("said that there is none")


def _plain(reviewer: Reviewer, member: Annotation, facet: Facet):
    assert reviewer.desk is not None
    return reviewer.desk.view.value(member, facet)


def _beside(reviewer: Reviewer, member: Annotation, facet: Facet):
    """What the same person said in the same row, defaults left out."""
    words, kind = reviewer.words, reviewer.words.kind(member.type)
    row_type = kind.row(facet.row) if kind and facet.row else None
    if row_type is None or reviewer.desk is None:
        return
    row = reviewer.desk.view.row(member, facet)
    for field in row_type.fields:
        if row is None or field.id not in row.fields or field.id == facet.name:
            continue
        if field.type in ("text", "vocabulary", "entity"):
            continue
        scored = any(v.score is not None for v in field.values)
        if facet.kind == "row" and scored:
            continue
        if field.default == row.fields[field.id] and field.type == "boolean":
            continue
        yield field.label, words.of_field(field, row.fields[field.id]).text


def _why(reviewer: Reviewer, member: Annotation, facet: Facet) -> str:
    """The person's own words: of the row, else of the annotation."""
    kind = reviewer.words.kind(member.type)
    row_type = kind.row(facet.row) if kind and facet.row else None
    row = reviewer.desk.view.row(member, facet) if reviewer.desk and row_type else None
    if row is not None and row_type is not None:
        return own_texts(row.fields, row_type.fields)
    if facet.kind == "annotation" and kind is not None:
        return own_texts(member.fields, kind.fields)
    return ""


def rest(reviewer: Reviewer, item: Item) -> list[tuple[str, str, bool]]:
    """(label, words, whether all agree) of the rest of the record."""
    desk, unit, words = reviewer.desk, reviewer.unit, reviewer.words
    if desk is None or unit is None or len(unit.made) < 2:
        return []
    differ = {d.facet: d for d in desk.comparison.differences[unit.number]}
    found: list[tuple[str, str, bool]] = []
    same_roles = []
    for facet in desk.view.of(unit.made):
        if facet == item.facet or facet.kind in ("none", "parent") or facet.row:
            continue
        label = words.title(facet, unit.first.type)
        if facet in differ:
            found.append((label, tr("different"), False))
        elif facet.kind == "spans":
            if unit.first.spans_of(facet.name):
                same_roles.append(label)
        else:
            field = words.field(facet, unit.first.type)
            value = desk.view.value(unit.first, facet)
            if field is None or field.rare or value in (None, field.default):
                continue
            found.append((label, words.of_field(field, value).text, True))
    if same_roles:
        first, *others = same_roles
        label = ", ".join([first, *(each.lower() for each in others[:2])])
        label += " …" if len(others) > 2 else ""
        found.insert(0, (label, tr("identical"), True))
    rows = sum(bool(f.row) and f != item.facet for f in differ)
    if rows:
        label = tr("Rows")
        said = tr("1 more difference") if rows == 1 else tr("{0} more differences")
        found.append((label, said.format(rows), False))
    return found
