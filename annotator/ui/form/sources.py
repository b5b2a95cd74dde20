# SPDX-License-Identifier: MIT
"""What can be picked in a field: entities, entries, annotations, long choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from annotator.model import fuzzy
from annotator.model.annotation import Annotation
from annotator.model.codebook import Field
from annotator.model.entity import Entity, VocabularyEntry
from annotator.ui.form.context import FormContext

translate = QCoreApplication.translate

#: Uses are counted up to here; what is used more often has “99+”.
MOST: Final = 100

#: Icon of each kind of entity.
KIND_ICONS: Final = {
    "person": "person",
    "organization": "organization",
    "geopolitical": "geopolitical",
    "unnamed": "unnamed",
    "concept": "concept",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing to pick.  `texts` are its name and aliases."""

    key: str
    texts: tuple[str, ...]
    detail: str = ""
    icon: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the completion: a candidate and what of it matched."""

    candidate: Candidate
    text: str = ""  # the name or alias that matched
    positions: tuple[int, ...] = ()
    score: float = 0.0


class Source:
    """Where a picker's candidates come from.  The base knows none.

    Attributes:
        title: what the list is called, for screen readers.
        creates: "New speaker “{name}”", or "" where nothing may be made.
        creates_unnamed: the same where no name is given: "New speaker …".
    """

    title: str = ""
    creates: str = ""
    creates_unnamed: str = ""

    def new_line(self, name: str) -> str:
        """The line that makes something of that name, or of none yet."""
        if not name:
            return self.creates_unnamed
        return self.creates.replace("{name}", name)

    def _may_create(self, label: str) -> None:
        what = label[:1].lower() + label[1:]
        named = translate("form", "New {what} “{name}”")
        unnamed = translate("form", "New {what} …")
        self.creates = named.replace("{what}", what)
        self.creates_unnamed = unnamed.replace("{what}", what)

    def candidates(self) -> list[Candidate]:
        """Everything, the likeliest first."""
        return []

    def shown(self, key: str) -> Candidate:
        """How a stored value is shown; one that is unknown shows its id."""
        found = (c for c in self.candidates() if c.key == key)
        return next(found, Candidate(key, (key,)))

    def offers(self, query: str, limit: int = 40) -> list[Offer]:
        """What fits `query`, best first."""
        everything = self.candidates()
        by_key = {c.key: c for c in everything}
        found = fuzzy.match(query, ((c.key, *c.texts) for c in everything), limit)
        if found and found[0].score >= fuzzy.STRONG:
            # Beside whole words nobody looks for scattered letters.
            found = [m for m in found if m.score >= fuzzy.WEAK]
        return [Offer(by_key[m.key], m.text, m.positions, m.score) for m in found]


def recent_first(
    keys: Sequence[str], candidates: Iterable[Candidate]
) -> list[Candidate]:
    """The candidates with those of `keys` in front, in that order."""
    places = {key: place for place, key in enumerate(keys)}
    last = len(places)
    return sorted(candidates, key=lambda c: places.get(c.key, last))


class EntitySource(Source):
    """The entities of a type."""

    def __init__(self, context: FormContext, field: Field) -> None:
        self.context, self.field = context, field
        kind = context.codebook.entity_type(field.entity_type)
        self.type_id = field.entity_type or ""
        label = kind.label if kind else field.label
        self.title = label
        if kind is None or kind.create_while_annotating:
            self._may_create(label)

    def candidates(self) -> list[Candidate]:
        counts = self.context.use_counts(self.type_id)
        here = self._counts_here()
        known = sorted(
            self.context.entities(self.type_id),
            key=lambda e: (-counts.get(e.uid, 0), e.name.casefold()),
        )
        made = [self._candidate(e, here) for e in known]
        return recent_first(self.context.recent(self.field.id), made)

    def offers(self, query: str, limit: int = 40) -> list[Offer]:
        found = super().offers(query, limit)
        # Only what is shown is counted: thousands may be known, each used often.
        keys = [o.candidate.key for o in found if not o.candidate.count]
        used = self.context.uses(self.type_id, keys, MOST)
        return [self._counted(offer, used) for offer in found]

    def _counted(self, offer: Offer, used: Mapping[str, int]) -> Offer:
        count = used.get(offer.candidate.key, 0)
        if not count:
            return offer
        words = str(count) if count < MOST else f"{MOST - 1}+"
        return replace(offer, candidate=replace(offer.candidate, count=words))

    def _counts_here(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for annotation in self.context.annotations():
            value = annotation.fields.get(self.field.id)
            if isinstance(value, str):
                found[value] = found.get(value, 0) + 1
        return found

    def _candidate(self, entity: Entity, here: Mapping[str, int]) -> Candidate:
        count = ""
        if entity.uid in here:
            count = translate("form", "{n} here").replace("{n}", str(here[entity.uid]))
        return Candidate(
            entity.uid,
            (entity.name, *entity.aliases),
            self.detail(entity),
            KIND_ICONS.get(entity.kind or entity.type, "person"),
            count,
        )

    def detail(self, entity: Entity) -> str:
        """Role · affiliation · country here, else the kind."""
        known = self.context.speaker_attributes(entity.uid)
        parts = [str(v) for v in known.values() if v]
        return " · ".join(parts) or (entity.kind or "")

    def shown(self, key: str) -> Candidate:
        for entity in self.context.entities(self.type_id):
            if entity.uid == key:
                return self._candidate(entity, {})
        return Candidate(key, (key,))


class VocabularySource(Source):
    """The entries of a vocabulary."""

    def __init__(self, context: FormContext, field: Field) -> None:
        self.context, self.field = context, field
        self.name = field.vocabulary or field.id
        vocabulary = context.codebook.vocabulary(field.vocabulary)
        self.title = vocabulary.label if vocabulary else field.label
        if vocabulary is None or vocabulary.open:
            self._may_create(field.label)

    def candidates(self) -> list[Candidate]:
        made = [_entry(each) for each in self.context.entries(self.name)]
        return recent_first(self.context.recent(self.field.id), made)

    def shown(self, key: str) -> Candidate:
        for entry in self.context.entries(self.name):
            if entry.uid == key:
                return _entry(entry)
        return Candidate(key, (key,))


def _entry(entry: VocabularyEntry) -> Candidate:
    return Candidate(entry.uid, (entry.label,), entry.definition)


class LinkSource(Source):
    """The other annotations of the document."""

    def __init__(self, context: FormContext, field: Field) -> None:
        self.context, self.title = context, field.label
        self.own: str | None = None

    def candidates(self) -> list[Candidate]:
        labels = self.context.labels()
        return [
            self._candidate(a, labels.get(a.uid, a.uid))
            for a in self.context.annotations()
            if a.uid != self.own
        ]

    def shown(self, key: str) -> Candidate:
        for annotation in self.context.annotations():
            if annotation.uid == key:
                return self._candidate(annotation, self.context.labels().get(key, key))
        return Candidate(key, (key,))

    def _candidate(self, annotation: Annotation, label: str) -> Candidate:
        body = self.context.codebook.type(annotation.type).main_role.id
        quote = " … ".join(s.text for s in annotation.spans_of(body))
        return Candidate(annotation.uid, (f"{label}  {quote}",))


class ChoiceSource(Source):
    """The values of a choice that has too many for segments."""

    def __init__(self, field: Field) -> None:
        self.title = field.label
        self._made = [Candidate(v.id, (v.label,), v.help) for v in field.values]

    def candidates(self) -> list[Candidate]:
        return self._made
