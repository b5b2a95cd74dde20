# SPDX-License-Identifier: MIT
"""What an export could not write: counted, with the first examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeAlias

from annotator.formats.features import LOSSES, Feature
from annotator.formats.marks.records import said_value
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.document import SpeakerInDocument
from annotator.model.states import key_of, kind_of
from annotator.model.stored import DELETED, StoredDocument

#: An example in words, or what puts it into words where it is among the first.
Example: TypeAlias = str | Callable[[], str]

_KEPT: Final = 3
_SHOWN: Final = 80
#: So much of a document's title where something of it is named.
_TITLE: Final = 32


@dataclass(slots=True)
class Loss:
    """One kind of loss: what, how often, and the first examples."""

    what: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, example: Example, count: int = 1) -> None:
        """Count a loss; the first few different examples are kept."""
        self.count += count
        if example and len(self.examples) < _KEPT:
            short = _short(example() if callable(example) else example)
            if short not in self.examples:
                self.examples.append(short)


@dataclass(slots=True)
class Losses:
    """The losses of an export by what was lost: a feature's name or a sentence."""

    items: dict[str, Loss] = field(default_factory=dict)

    def add(self, what: Feature | str, example: Example = "", count: int = 1) -> None:
        """Count a loss of a feature, or of something else in words."""
        words = LOSSES[what] if isinstance(what, Feature) else what
        if words not in self.items:
            self.items[words] = Loss(words)
        self.items[words].add(example, count)

    def is_full(self, what: Feature) -> bool:
        """Whether more examples of a feature would not be kept."""
        found = self.items.get(LOSSES[what])
        return found is not None and len(found.examples) >= _KEPT

    def __bool__(self) -> bool:
        return bool(self.items)

    def listed(self) -> list[Loss]:
        """The losses in the order of the features, then those in words."""
        order = {words: number for number, words in enumerate(LOSSES.values())}
        last = len(order)
        return sorted(self.items.values(), key=lambda each: order.get(each.what, last))


def counted(
    bundle: Bundle, carries: frozenset[Feature], losses: Losses
) -> Iterator[DocumentRecord]:
    """The documents of `bundle`, their losses counted as they pass."""
    _count_header(bundle.header, carries, losses)
    finders = _finders(bundle.header, carries)
    for record in bundle.documents:
        for feature, find in finders.items():
            _count(feature, find(record), losses)
        yield record


def counted_rows(
    header: ProjectHeader,
    documents: Iterable[StoredDocument],
    carries: frozenset[Feature],
    losses: Losses,
) -> Iterator[StoredDocument]:
    """As `counted`, without records of documents where nothing is to be shown."""
    _count_header(header, carries, losses)
    finders = _finders(header, carries)
    for stored in documents:
        record: DocumentRecord | None = None
        for feature, find in finders.items():
            count = _OF_ROWS[feature](stored) if feature in _OF_ROWS else None
            if count and losses.is_full(feature):
                losses.add(feature, count=count)
            elif count is None or count:
                record = record or stored.record
                _count(feature, find(record), losses)
        yield stored


def _count(feature: Feature, examples: Iterable[Example], losses: Losses) -> None:
    if losses.is_full(feature):
        # Only their number matters: a project may lose millions.
        if count := sum(1 for _ in examples):
            losses.add(feature, count=count)
        return
    for example in examples:
        losses.add(feature, example)


def _count_header(
    header: ProjectHeader, carries: frozenset[Feature], losses: Losses
) -> None:
    for feature, find in _OF_HEADER.items():
        if feature not in carries:
            _count(feature, find(header), losses)


def said(values: Mapping[str, object]) -> str:
    """Values as examples show them: `quote_type = direct, conditional = true`."""
    return ", ".join(f"{key} = {_value(value)}" for key, value in values.items())


def _value(value: object) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return " | ".join(said_value(each) for each in parts)


def _short(text: str, most: int = _SHOWN) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


# -- what of a header is lost --------------------------------------------------------


def _entities(header: ProjectHeader) -> Iterator[str]:
    for each in header.entities:
        if each.kind or each.aliases or each.attributes or each.merged_into:
            yield each.name


def _entries(header: ProjectHeader) -> Iterator[str]:
    for entries in header.vocabularies.values():
        yield from (e.label for e in entries if e.definition or e.parent)


def _items(header: ProjectHeader) -> Iterator[str]:
    for kind, items in header.items.items():
        yield from (f"{kind}: {item.get('name', item.get('id', ''))}" for item in items)


def _codebook(header: ProjectHeader) -> Iterator[str]:
    if header.codebook is not None:
        yield " ".join(header.codebook)


_OF_HEADER: Final[Mapping[Feature, Callable[[ProjectHeader], Iterable[str]]]] = {
    Feature.ENTITIES: _entities,
    Feature.ENTRIES: _entries,
    Feature.ITEMS: _items,
    Feature.CODEBOOK: _codebook,
}


# -- what of a document is lost ------------------------------------------------------

Finder: TypeAlias = Callable[[DocumentRecord], Iterable[Example]]
#: What annotators are called, by uid.
Names: TypeAlias = Mapping[str, str]


def _live(record: DocumentRecord) -> Iterator[Annotation]:
    return (each for each in record.annotations if not each.deleted)


def _name(record: DocumentRecord) -> str:
    return record.document.title or record.document.uid


def _of(record: DocumentRecord, what: object) -> str:
    """Something of a document, which is named so that what follows is seen."""
    return f"{_short(_name(record), _TITLE)}: {what}"


def _quote(annotation: Annotation) -> str:
    spans = annotation.spans or tuple(annotation.all_spans())
    return f"{annotation.uid} “{spans[0].text}”" if spans else annotation.uid


def _with(wanted: Callable[[Annotation], object]) -> Finder:
    """A finder of the annotations that have something."""

    def find(record: DocumentRecord) -> Iterator[Example]:
        return (partial(_quote, each) for each in _live(record) if wanted(each))

    return find


def _titles(record: DocumentRecord) -> Iterator[str]:
    if record.document.title:
        yield record.document.title


def _metadata(record: DocumentRecord) -> Iterator[Example]:
    for key, value in record.document.metadata.items():
        if value is not None:
            yield partial(_of, record, f"{key} = {value}")


def _files(record: DocumentRecord) -> Iterator[str]:
    if record.document.file is not None:
        yield record.document.file.name


def _document_extra(record: DocumentRecord) -> Iterator[str]:
    if record.document.extra:
        yield _of(record, ", ".join(record.document.extra))


def _empty(record: DocumentRecord) -> Iterator[str]:
    if not any(_live(record)):
        yield _name(record)


def _layers(names: Names, record: DocumentRecord) -> Iterator[str]:
    for layer in record.layers:
        if layer.status != "new" or layer.note or layer.seconds is not None:
            who = layer.annotator or layer.kind
            yield _of(record, f"{names.get(who, who)} {layer.status}")


def _speakers(record: DocumentRecord) -> Iterator[Example]:
    for layer in record.layers:
        for speaker in layer.speakers:
            yield partial(_speaker, record, speaker)


def _speaker(record: DocumentRecord, speaker: SpeakerInDocument) -> str:
    return _of(record, f"{speaker.entity}: {said(speaker.attributes)}")


def _pieces(annotation: Annotation) -> bool:
    roles = [span.role for span in annotation.spans]
    rows = (row for rows in annotation.rows.values() for row in rows)
    own = len(roles) > len(set(roles))
    return own or any(len({s.role for s in r.spans}) < len(r.spans) for r in rows)


def _unmarked(annotation: Annotation) -> bool:
    return not annotation.spans


def _review(record: DocumentRecord) -> Iterator[str]:
    for each in (*record.decisions, *record.comments):
        yield _of(record, each.get("id", ""))
    for rival in record.rivals:
        yield _of(record, f"another state of {kind_of(rival)} {key_of(rival)}")


def _people(names: Names, record: DocumentRecord) -> Iterator[str]:
    for each in _live(record):
        yield f"{each.uid}: {names.get(each.annotator, each.annotator)}"


def _deleted(record: DocumentRecord) -> Iterator[str]:
    return (each.uid for each in record.annotations if each.deleted)


def _line_breaks(annotation: Annotation) -> bool:
    parts = [annotation.fields]
    parts += [row.fields for rows in annotation.rows.values() for row in rows]
    values = (value for fields in parts for value in fields.values())
    return any(isinstance(v, str) and ("\n" in v or "\t" in v) for v in values)


def _row_examples(record: DocumentRecord) -> Iterator[Example]:
    for each in _live(record):
        for name, rows in each.rows.items():
            for row in rows:
                yield partial(_values, f"{each.uid} {name}", row.fields)


def _field_examples(record: DocumentRecord) -> Iterator[Example]:
    for each in _live(record):
        for key, value in each.fields.items():
            yield partial(_values, each.uid, {key: value})


def _values(where: str, fields: Mapping[str, object]) -> str:
    return f"{where}: {said(fields)}"


def _more_than_a_span(annotation: Annotation) -> bool:
    """Whether an annotation is more than one span of one role."""
    return len({span.role for span in annotation.all_spans()}) > 1


_OF_DOCUMENT: Final[Mapping[Feature, Finder]] = {
    Feature.TEXTS: lambda record: (_name(record),),
    Feature.DOCUMENT_IDS: lambda record: (record.document.uid,),
    Feature.TITLES: _titles,
    Feature.METADATA: _metadata,
    Feature.FILES: _files,
    Feature.DOCUMENT_EXTRA: _document_extra,
    Feature.EMPTY_DOCUMENTS: _empty,
    Feature.LAYER_KINDS: _with(lambda a: a.layer != "primary"),
    Feature.SPEAKERS: _speakers,
    Feature.IDS: _with(lambda a: a.uid),
    Feature.UNMARKED: _with(_unmarked),
    Feature.PIECES: _with(_pieces),
    Feature.GROUPS: _with(_more_than_a_span),
    Feature.PARENTS: _with(lambda a: a.parent),
    Feature.FIELDS: _field_examples,
    Feature.ROWS: _row_examples,
    Feature.NONE: _with(lambda a: a.none),
    Feature.LINE_BREAKS: _with(_line_breaks),
    Feature.STATES: _with(lambda a: a.state != "draft" or a.origin != "imported"),
    Feature.TIMES: _with(lambda a: a.created or a.modified or a.revs),
    Feature.DELETED: _deleted,
    Feature.EXTRA: _with(lambda a: a.extra),
    Feature.REVIEW: _review,
}

#: Those whose examples name people.
_OF_PEOPLE: Final[
    Mapping[Feature, Callable[[Names, DocumentRecord], Iterable[Example]]]
] = {Feature.PEOPLE: _people, Feature.LAYERS: _layers}


def _finders(
    header: ProjectHeader, carries: frozenset[Feature]
) -> dict[Feature, Finder]:
    """What finds the losses of a document, by what a format does not carry."""
    names = {each.uid: each.name for each in header.annotators if each.name}
    named = {each: partial(find, names) for each, find in _OF_PEOPLE.items()}
    found: dict[Feature, Finder] = {**_OF_DOCUMENT, **named}
    return {each: find for each, find in found.items() if each not in carries}


# -- how much of it, in rows ---------------------------------------------------------


def _layer_count(stored: StoredDocument) -> int:
    return sum(
        [
            layer.status != "new" or bool(layer.note) or layer.seconds is not None
            for layer in stored.layers
        ]
    )


def _time_count(stored: StoredDocument) -> int:
    live = [row for row in stored.annotations if not row[DELETED]]
    return sum([bool(row[9] or row[10] or row[11].strip()) for row in live])


def _extra_count(stored: StoredDocument) -> int | None:
    """0 where there is none: what there is must be read."""
    return None if any(row[16] for row in stored.annotations) else 0


#: How often something is lost; None where only the records say.
_OF_ROWS: Final[Mapping[Feature, Callable[[StoredDocument], int | None]]] = {
    Feature.TEXTS: lambda stored: 1,
    Feature.FILES: lambda stored: int(stored.document.file is not None),
    Feature.DOCUMENT_EXTRA: lambda stored: int(bool(stored.document.extra)),
    Feature.EMPTY_DOCUMENTS: lambda stored: int(not stored.live),
    Feature.LAYERS: _layer_count,
    Feature.TIMES: _time_count,
    Feature.DELETED: lambda stored: len(stored.annotations) - stored.live,
    Feature.EXTRA: _extra_count,
    Feature.REVIEW: lambda stored: (
        len(stored.decisions) + len(stored.comments) + len(stored.rivals)
    ),
}
