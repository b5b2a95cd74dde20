# SPDX-License-Identifier: MIT
"""What most annotators of a document agree on, as annotations of nobody's own.

Annotations of one type are matched across annotators by how much their main spans
overlap: a group has at most one annotation of each annotator, and every two of
its members overlap by half or more.  A group stands where more than half of the
document's annotators are in it.  Of each field and row it takes what more than
half of the group's members have; where no value has that, the field stays unset.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

from annotator.analysis.majority_values import Undecided, voted_fields, voted_rows
from annotator.model.annotation import Annotation, Span
from annotator.model.bundle import DocumentRecord
from annotator.model.codebook import AnnotationType, Codebook
from annotator.model.document import Layer, SpeakerInDocument

#: Whose annotations they are said to be.
ANNOTATOR: Final = "majority"
#: Spans that overlap by less are not of one group.
LEAST: Final = 0.5


@dataclass(slots=True)
class Majority:
    """The outcome for one document.

    Attributes:
        record: the document with the layer and annotations of the majority.
        voters: the uids of those who annotated it.
        minority: annotations that at most half of the voters made.
        undecided: values on which no majority agreed.
    """

    record: DocumentRecord
    voters: tuple[str, ...]
    minority: list[Annotation] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)


def majority(
    record: DocumentRecord,
    codebook: Codebook,
    annotators: Collection[str] | None = None,
) -> Majority:
    """What most of `annotators` (None: all) say of the document.

    Those count who completed their layer or have annotations in it.
    """
    work = [each for each in _work(record) if _wanted(each.annotator, annotators)]
    voters = _voters(record, work, annotators)
    found = Majority(record, voters)
    kept: list[Group] = []
    known = {each.id for each in codebook.types}
    for each in group(work, codebook):
        if len(each) * 2 > len(voters) and each[0].type in known:
            kept.append(each)
        else:
            found.minority += each
    names = {a.uid: _uid(record, each) for each in kept for a in each}
    made = [_decide(each, names, codebook, found) for each in kept]
    found.record = replace(
        record,
        layers=tuple(_layer(record, voters)),
        annotations=tuple(sorted(made, key=lambda a: (a.start(), a.uid))),
        decisions=(),
        comments=(),
    )
    return found


def group(annotations: Iterable[Annotation], codebook: Codebook) -> list[Group]:
    """Match annotations of different annotators; who has no match is alone."""
    listed = sorted(annotations, key=_order)
    kinds = {each.id: each for each in codebook.types}
    areas = {id(a): _area(a, kinds.get(a.type)) for a in listed}
    owner: dict[int, list[Annotation]] = {id(a): [a] for a in listed}
    for one, other in _pairs(listed, areas):
        first, second = owner[id(one)], owner[id(other)]
        if first is not second and _fits(first, second, areas):
            first += second
            owner.update((id(each), first) for each in second)
    found = {id(each): each for each in owner.values()}
    return [tuple(sorted(each, key=_order)) for each in found.values()]


#: Annotations of different annotators that mean the same.
Group = tuple[Annotation, ...]
_Areas = Mapping[int, frozenset[int]]


def _work(record: DocumentRecord) -> Iterator[Annotation]:
    for each in record.annotations:
        if each.layer == "primary" and not each.deleted:
            yield each


def _wanted(annotator: str | None, annotators: Collection[str] | None) -> bool:
    return annotator is not None and (annotators is None or annotator in annotators)


def _voters(
    record: DocumentRecord,
    work: Iterable[Annotation],
    annotators: Collection[str] | None,
) -> tuple[str, ...]:
    done = {
        layer.annotator
        for layer in record.layers
        if layer.kind == "primary" and layer.status == "complete" and layer.annotator
    }
    found = {each for each in done if _wanted(each, annotators)}
    return tuple(sorted(found | {each.annotator for each in work}))


def _order(annotation: Annotation) -> tuple[int, str, str]:
    return annotation.start(), annotation.annotator, annotation.uid


def _area(annotation: Annotation, kind: AnnotationType | None) -> frozenset[int]:
    """The code points of the main spans, else of all there are."""
    main = annotation.spans_of(kind.main_role.id) if kind and kind.roles else ()
    spans: Sequence[Span] = main or tuple(annotation.all_spans())
    return frozenset(n for span in spans for n in range(span.start, span.end))


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of what both cover in what either covers (Jaccard)."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _pairs(
    listed: Sequence[Annotation], areas: _Areas
) -> list[tuple[Annotation, Annotation]]:
    """Pairs that may be one group, those that overlap most first."""
    found = []
    for number, (one, other) in enumerate(combinations(listed, 2)):
        if one.type == other.type and one.annotator != other.annotator:
            score = overlap(areas[id(one)], areas[id(other)])
            if score >= LEAST:
                found.append((-score, number, one, other))
    found.sort(key=lambda each: each[:2])
    return [(one, other) for _, _, one, other in found]


def _fits(
    first: Sequence[Annotation], second: Sequence[Annotation], areas: _Areas
) -> bool:
    """Whether two groups share no annotator and overlap throughout."""
    people = {each.annotator for each in first}
    if any(each.annotator in people for each in second):
        return False
    return all(
        overlap(areas[id(a)], areas[id(b)]) >= LEAST for a in first for b in second
    )


def _decide(
    members: Group, names: Mapping[str, str], codebook: Codebook, found: Majority
) -> Annotation:
    """One annotation for the members of a group."""
    uid, kind = names[members[0].uid], codebook.type(members[0].type)
    nearest = _nearest(members, kind)
    fields, rows = (
        voted_fields([a.fields for a in members], kind.fields, names),
        voted_rows(members, nearest, kind, names),
    )
    found.undecided += [replace(each, annotation=uid) for each in fields.undecided]
    found.undecided += [replace(each, annotation=uid) for each in rows.undecided]
    parents = [names.get(a.parent or "") for a in members]
    half = len(members) / 2
    return replace(
        nearest,
        uid=uid,
        annotator=ANNOTATOR,
        parent=next((p for p in parents if p and parents.count(p) > half), None),
        state=_state(members),
        origin="edited",
        created=None,
        modified=None,
        revs=(),
        fields=fields.values,
        rows=rows.rows,
        none=_none(members, rows.rows),
        extra={},
    )


def _nearest(members: Group, kind: AnnotationType) -> Annotation:
    """The member whose spans overlap most with those of the others."""
    areas = [_area(each, kind) for each in members]
    nearness = [sum(overlap(area, other) for other in areas) for area in areas]
    return members[nearness.index(max(nearness))]


def _state(members: Group) -> str:
    complete = sum(each.state == "complete" for each in members)
    return "complete" if complete * 2 > len(members) else "draft"


def _none(members: Group, rows: Mapping[str, object]) -> tuple[str, ...]:
    """The kinds of rows of which most members said that there are none."""
    said = [name for each in members for name in each.none]
    return tuple(
        name
        for name in dict.fromkeys(said)
        if said.count(name) * 2 > len(members) and name not in rows
    )


def _uid(record: DocumentRecord, members: Group) -> str:
    """A uid that is the same for the same members."""
    parts = [record.document.uid, *sorted(each.uid for each in members)]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"m-{digest[:24]}"


def _layer(record: DocumentRecord, voters: Sequence[str]) -> Iterator[Layer]:
    if not voters:
        return
    mine = [
        layer
        for layer in record.layers
        if layer.kind == "primary" and layer.annotator in voters
    ]
    done = sum(layer.status == "complete" for layer in mine)
    yield Layer(
        document=record.document.uid,
        annotator=ANNOTATOR,
        status="complete" if done == len(voters) else "in_progress",
        speakers=tuple(_speakers(mine)),
    )


def _speakers(layers: Sequence[Layer]) -> Iterator[SpeakerInDocument]:
    """What most of those who describe a speaker in the document agree on."""
    said: dict[str, list[Mapping[str, str]]] = {}
    for layer in layers:
        for each in layer.speakers:
            said.setdefault(each.entity, []).append(each.attributes)
    for entity, described in sorted(said.items()):
        names = dict.fromkeys(name for each in described for name in each)
        values = {name: [each.get(name) for each in described] for name in names}
        agreed = {
            name: value
            for name, given in values.items()
            for value in dict.fromkeys(given)
            if value is not None and given.count(value) * 2 > len(described)
        }
        if agreed:
            yield SpeakerInDocument(entity, agreed)
