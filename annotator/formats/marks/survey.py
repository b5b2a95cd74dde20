# SPDX-License-Identifier: MIT
"""What a file of marks holds: labels, attributes, values, links, people.

It decides whether a codebook fits the file as it is, it is what a mapping is
proposed from, and a codebook is made of it where there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field, replace
from typing import Final

from annotator.formats.marks.declared import NOTHING, Declared
from annotator.formats.marks.names import Names, Part
from annotator.formats.marks.records import (
    Link,
    Mark,
    MarkedDocument,
    Prose,
    Ref,
    Value,
    said_value,
)
from annotator.formats.marks.values import fits
from annotator.model.document import Document
from annotator.model.errors import InputError
from annotator.model.fuzzy import same
from annotator.model.identity import sha256_text
from annotator.model.sentence import Sentence

#: So many different values of an attribute are counted; more make it free text.
MANY: Final = 60
#: So many different labels, attributes of a label, and kinds of links there may
#: be.  More of them are no labels, and would fill the memory.
MOST: Final = 5000
#: So many examples of a label are kept, of so many characters.
_EXAMPLES: Final = 2
_SHOWN: Final = 60
#: Longer values are counted by their beginning: they are no choices.
_LONGEST: Final = 400
_PLAINLY: Final = "{kind} “{name}” ×{count}"


@dataclass(slots=True)
class Attribute:
    """An attribute of the marks of one label.

    `kinds` are "text", "prose", "integer", "boolean" and "reference"; `several` tells
    that some mark has several values.
    """

    values: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)
    several: bool = False
    count: int = 0

    def take(self, value: Value) -> None:
        """Count a value."""
        self.count += 1
        self.several |= isinstance(value, tuple)
        for each in value if isinstance(value, tuple) else (value,):
            self.kinds.add(_kind(each))
            said = said_value(each)[:_LONGEST]
            if said in self.values or len(self.values) <= MANY:
                self.values[said] += 1

    def unite(self, other: Attribute) -> None:
        """Count what another one holds as well."""
        self.kinds |= other.kinds
        self.several |= other.several
        self.count += other.count
        for value, count in other.values.items():
            if value in self.values or len(self.values) <= MANY:
                self.values[value] += count


@dataclass(slots=True)
class Survey:
    """What was found.

    `twice` are the documents that stand there several times: uid → title.
    `there` are those that the project has under an id of its own, as they are there
    but for their texts, by the id in the file.
    `links` counts (label, label of source, label of target), `unnamed` the marks
    of which the file does not say whose they are.  `examples` are quotes, by label.
    `declared` is what the format's configuration says besides.
    """

    documents: int = 0
    marks: int = 0
    unnamed: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    attributes: dict[str, dict[str, Attribute]] = field(default_factory=dict)
    links: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    declared: Declared = NOTHING
    twice: dict[str, str] = field(default_factory=dict)
    there: dict[str, Document] = field(default_factory=dict)
    #: of each document so far: its uid and its text, by their hashes
    _seen: dict[int, int] = field(default_factory=dict)

    def take(self, marked: MarkedDocument) -> None:
        """Count what is in one document."""
        self.documents += 1
        self._take_document(marked.document)
        labels = {mark.id: mark.label for mark in marked.marks}
        for mark in marked.marks:
            self._take_mark(mark, marked.document.text)
        for link in marked.links:
            self._take_link(link, labels)
        self._require_few(self.labels, "labels")
        self._require_few(self.links, "kinds of links")

    def find(self, document: Document, find: Callable[[str], Document | None]) -> None:
        """See whether the project has a document, by its text (see `there`).

        `find(sha256)` gives the one document of the project with that text.
        """
        mine = find(document.text_sha256 or sha256_text(document.text))
        if mine is not None and mine.uid != document.uid:
            self.there.setdefault(document.uid, replace(mine, text=""))

    def settle(self) -> None:
        """Of documents in the file that are one there, only the first is that one.

        None is where the file has the id of the project for another of them.
        """
        taken: set[str] = set()
        for uid, mine in list(self.there.items()):
            if mine.uid in taken or hash(mine.uid) in self._seen:
                del self.there[uid]
            taken.add(mine.uid)

    def _take_document(self, document: Document) -> None:
        uid, text = hash(document.uid), hash(document.text)
        if uid not in self._seen:
            self._seen[uid] = text
            return
        self.twice[document.uid] = document.title
        if self._seen[uid] != text:
            raise InputError(
                "the document “{uid}” stands there a second time, with another text.",
                field="id",
                remedy="Its spans would not fit; give each document an id of its own.",
                uid=document.uid,
            )

    def _take_mark(self, mark: Mark, text: str) -> None:
        self.marks += 1
        self.labels[mark.label] += 1
        if mark.annotator is None:
            self.unnamed += 1
        else:
            self.people[mark.annotator] += 1
        examples = self.examples.setdefault(mark.label, [])
        if len(examples) < _EXAMPLES and mark.pieces:
            examples.append(_quote(text, mark))
        held = self.attributes.setdefault(mark.label, {})
        for name, value in mark.attributes.items():
            held.setdefault(name, Attribute()).take(value)
        self._require_few(held, "attributes")

    def _take_link(self, link: Link, labels: Mapping[str, str]) -> None:
        ends = labels.get(link.source, ""), labels.get(link.target, "")
        self.links[(link.label, *ends)] += 1

    def _require_few(self, found: Sized, what: str) -> None:
        if len(found) > MOST:
            raise InputError(
                "the file has more than {n} different {what}.",
                remedy="Look whether the file is read in the right format.",
                n=f"{MOST:,}",
                what=Sentence(what),
            )

    def unite(self, other: Survey) -> None:
        """Count what is in another file as well."""
        for name in ("documents", "marks", "unnamed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if self.declared is NOTHING:
            self.declared = other.declared
        self.labels.update(other.labels)
        self.links.update(other.links)
        self.people.update(other.people)
        for label, examples in other.examples.items():
            kept = self.examples.setdefault(label, [])
            kept += examples[: _EXAMPLES - len(kept)]
        for label, attributes in other.attributes.items():
            held = self.attributes.setdefault(label, {})
            for name, attribute in attributes.items():
                held.setdefault(name, Attribute()).unite(attribute)

    def misfits(self, names: Names) -> list[Misfit]:
        """What the codebook of `names` has no place for."""
        return list(self._misfits(names))

    def _misfits(self, names: Names) -> Iterator[Misfit]:
        for label, count in self.labels.items():
            part = names.parts.get(label)
            if part is None:
                yield Misfit("label", label, count, like=_like(label, names))
                continue
            for name, attribute in self.attributes.get(label, {}).items():
                yield from _attribute_misfits(names, part, name, attribute)
        for (label, source, target), count in self.links.items():
            ends = names.parts.get(source), names.parts.get(target)
            if ends[0] is None or ends[1] is None:
                continue  # the label's own misfit says it already
            if names.meaning(label, ends[0], ends[1]) is None:
                yield Misfit("link", label, count, f"{source} → {target}")


@dataclass(frozen=True, slots=True)
class Misfit:
    """A "label", "link", "attribute" or "value" without a place, how often, where.

    `like` is the label of ours that differs in case or accents only, else "".
    """

    kind: str
    name: str
    count: int
    where: str = ""
    like: str = ""

    @property
    def sentence(self) -> Sentence:
        """What it is, in words in which control characters can be seen."""
        name = visible(self.name) or Sentence("(empty)")
        place = visible(self.where)
        if self.like:
            place = Sentence("here it is “{like}”", like=self.like)
        template = "{kind} “{name}” ({place}) ×{count}" if place else _PLAINLY
        kind = Sentence(self.kind)
        return Sentence(template, kind=kind, name=name, place=place, count=self.count)


def visible(text: str) -> str:
    """`text` with control characters and the like as escapes."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii")
        for c in text
    )


def is_unnameable(label: str) -> bool:
    """Whether a label is empty, or holds characters that nobody sees."""
    return not label.strip() or not label.isprintable()


def _like(label: str, names: Names) -> str:
    found = (each for each in names.parts if same(each, label))
    return next(found, "")


def survey(documents: Iterable[MarkedDocument]) -> Survey:
    """What is in the documents."""
    found = Survey()
    for marked in documents:
        found.take(marked)
    return found


def _attribute_misfits(
    names: Names, part: Part, name: str, attribute: Attribute
) -> Iterator[Misfit]:
    if part.row is None and name in part.none_names:
        return
    label = names.label_of(part)
    field = names.field(part, name)
    if field is None:
        yield Misfit("attribute", name, attribute.count, label)
        return
    for value, count in attribute.values.items():
        if not fits(field, value, names.codebook):
            yield Misfit("value", value, count, f"{label}.{name}")


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, Prose):
        return "prose"
    return "reference" if isinstance(value, Ref) else "text"


def _quote(text: str, mark: Mark) -> str:
    line = " ".join(text[mark.start : mark.end][: 2 * _SHOWN].split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
