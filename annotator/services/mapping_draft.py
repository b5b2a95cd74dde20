# SPDX-License-Identifier: MIT
"""A mapping that somebody is working on: questions, possible answers, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from annotator.formats.marks.mapping import REVERSED, LabelMapping, LabelRule
from annotator.formats.marks.mapping_file import write_mapping
from annotator.formats.marks.names import PARENT, Names, Part
from annotator.formats.marks.propose import possible_targets, propose
from annotator.formats.marks.survey import Attribute, Survey, visible
from annotator.formats.marks.targets import (
    Target,
    link_names,
    links_between,
    rules,
    targets,
)
from annotator.formats.marks.unplaced import Unplaced, unplaced
from annotator.model.codebook import Codebook
from annotator.model.sentence import Sentence, joined

T = TypeVar("T")

#: The answer that leaves something out.
LEAVE_OUT: Final = ""
#: The answer that a file gave and no list has: several values set at once.
OTHER: Final = "?"
_SHOWN: Final = 4
#: So many different questions about values are put for one attribute.
_VALUES: Final = 60


@dataclass(frozen=True, slots=True)
class Question:
    """What a foreign "label", "link", "attribute" or "value" is called here.

    `count` says how often it is there, `example` shows it: a quote, the labels
    that a link runs between, or values.  `value` is set for a value of `name`.
    """

    kind: str
    name: str
    count: int
    example: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible answer and its words."""

    id: str
    words: str


class MappingDraft:
    """Answers to every question that a file puts to a codebook.

    What is likely is answered already.  Where an answer changes what is likely
    elsewhere, answers that nobody gave follow it.
    """

    def __init__(
        self, codebook: Codebook, found: Survey, mapping: LabelMapping | None = None
    ) -> None:
        self.codebook = codebook
        self.found = found
        self._names = Names(codebook)
        self._rules = rules(self._names)
        #: what somebody has said, as against what follows from it
        self._said = mapping or LabelMapping()
        self._open: set[tuple[str, str, str]] = set()
        self._settle()

    def _settle(self) -> None:
        proposed = propose(self.found, self._names, self._said)
        self.mapping = _without(proposed, self._open)

    # -- questions

    def questions(self) -> list[Question]:
        """Labels first, then links, then attributes, each followed by its values."""
        return [*self._labels(), *self._links(), *self._attributes()]

    def _labels(self) -> Iterable[Question]:
        for label, count in self.found.labels.most_common():
            examples = self.found.examples.get(label, ())
            yield Question("label", label, count, " · ".join(examples))

    def _links(self) -> Iterable[Question]:
        ends: dict[str, list[str]] = {}
        counts: dict[str, int] = {}
        for (label, source, target), count in self.found.links.most_common():
            ends.setdefault(label, []).append(f"{source} → {target}")
            counts[label] = counts.get(label, 0) + count
        for label, where in ends.items():
            shown = ", ".join(where[:_SHOWN])
            yield Question("link", label, counts[label], shown)

    def _attributes(self) -> Iterable[Question]:
        together: dict[str, Attribute] = {}
        for attributes in self.found.attributes.values():
            for name, attribute in attributes.items():
                together.setdefault(name, Attribute()).unite(attribute)
        for name, attribute in together.items():
            shown = ", ".join(visible(v) for v in list(attribute.values)[:_SHOWN])
            yield Question("attribute", name, attribute.count, shown)
            to = self._target(name)
            if to is not None and to.values():
                for value, count in attribute.values.most_common(_VALUES):
                    yield Question("value", name, count, value=value)

    def _target(self, name: str) -> Target | None:
        """The field that an attribute becomes, as far as that is said."""
        to = self.mapping.attributes.get(name, name)
        return next((t for t in self._possible(name) if t.name == to), None)

    def _possible(self, name: str) -> list[Target]:
        """The fields that an attribute can become on the marks that bear it."""
        made: dict[str, Target] = {}
        for label, attributes in self.found.attributes.items():
            part = self._part(label)
            if name in attributes and part is not None:
                made |= {t.name: t for t in possible_targets(self._names, part)}
        return list(made.values()) or targets(self._names)

    def _part(self, label: str) -> Part | None:
        rule = self.mapping.labels.get(label, LabelRule(label))
        return self._names.parts.get(rule.to)

    # -- answers

    def answer(self, question: Question) -> str | None:
        """The id of what was chosen or is likely; None where nothing is."""
        name = question.name
        if question.kind == "label":
            rule = self.mapping.labels.get(name)
            if rule is not None:
                return self._rule_id(rule)
            return name if name in self._names.parts else None
        if question.kind == "value":
            return self._value_answer(name, question.value)
        table = self.mapping.links
        if question.kind == "attribute":
            table = self.mapping.attributes
        return table.get(name, name)

    def _value_answer(self, name: str, value: str) -> str:
        mapped = self.mapping.values.get(name, {}).get(value)
        if mapped is not None:
            return mapped
        to = self._target(name)
        for each in to.field.values if to else ():
            if value in (each.id, each.label):
                return each.id
        said = value.lower()
        return {"yes": "true", "1": "true", "no": "false", "0": "false"}.get(said, said)

    def _rule_id(self, rule: LabelRule) -> str:
        if not rule.set:
            return rule.to
        return next((key for key, each in self._rules.items() if each == rule), OTHER)

    def choices(self, question: Question) -> list[Choice]:
        """What can be answered, “leave out” last."""
        made = {
            "label": self._label_choices,
            "link": self._link_choices,
            "attribute": self._attribute_choices,
            "value": self._value_choices,
        }[question.kind](question)
        rule = self.mapping.labels.get(question.name)
        if question.kind == "label" and rule and self._rule_id(rule) == OTHER:
            made.append(Choice(OTHER, _set_words(self._names, rule)))
        return [*made, Choice(LEAVE_OUT, Sentence("Leave out"))]

    def _label_choices(self, question: Question) -> list[Choice]:
        made = [Choice(n, part_words(self._names, n)) for n in self._names.parts]
        return made + [
            Choice(key, _set_words(self._names, rule))
            for key, rule in self._rules.items()
        ]

    def _link_choices(self, question: Question) -> list[Choice]:
        ends = [
            (self._to(source), self._to(target))
            for (label, source, target) in self.found.links
            if label == question.name
        ]
        fitting = [n for s, t in ends for n in links_between(self._names, s, t)]
        listed = list(dict.fromkeys(fitting)) or link_names(self._names)
        return [Choice(name, link_words(self._names, name)) for name in listed]

    def _to(self, label: str) -> str:
        return self.mapping.labels.get(label, LabelRule(label)).to

    def _attribute_choices(self, question: Question) -> list[Choice]:
        found = self._possible(question.name)
        return [Choice(each.name, target_words(each)) for each in found]

    def _value_choices(self, question: Question) -> list[Choice]:
        to = self._target(question.name)
        if to is None:
            return []
        if to.field.type == "boolean":
            return [Choice("true", Sentence("yes")), Choice("false", Sentence("no"))]
        return [Choice(each.id, each.label) for each in to.field.values]

    def set_answer(self, question: Question, answer: str | None) -> None:
        """Take an answer; None takes one away."""
        key = (question.kind, question.name, question.value)
        self._open.discard(key)
        said = _without(self._said, {key})
        if answer is None:
            self._open.add(key)
        else:
            said = self._with(said, question, answer)
        if question.kind == "attribute":
            # Values belong to the field that they were chosen for.
            others = {n: v for n, v in said.values.items() if n != question.name}
            said = LabelMapping(
                labels=said.labels,
                links=said.links,
                attributes=said.attributes,
                values=others,
            )
        self._said = said
        self._settle()

    def _with(self, said: LabelMapping, at: Question, answer: str) -> LabelMapping:
        labels, links = dict(said.labels), dict(said.links)
        attributes = dict(said.attributes)
        values = {name: dict(each) for name, each in said.values.items()}
        if at.kind == "label":
            rule = self._rules.get(answer) or LabelRule(answer)
            labels[at.name] = self.mapping.labels[at.name] if answer == OTHER else rule
        elif at.kind == "link":
            links[at.name] = answer
        elif at.kind == "attribute":
            attributes[at.name] = answer
        else:
            values.setdefault(at.name, {})[at.value] = answer
        return LabelMapping(
            labels=labels, links=links, attributes=attributes, values=values
        )

    # -- what is left

    def unplaced(self) -> list[Unplaced]:
        """What has no place yet."""
        return unplaced(self.found, self._names, self.mapping)

    def is_open(self, question: Question) -> bool:
        """Whether a question needs another answer."""
        key = (question.kind, question.name, question.value)
        return key in {(u.kind, u.name, u.value) for u in self.unplaced()}

    @property
    def sentence(self) -> Sentence:
        """What has no place yet, in one line; that all has one."""
        left = self.unplaced()
        if not left:
            return Sentence("Everything in the file has a place.")
        shown = [each.sentence for each in left[:_SHOWN]]
        if len(left) > _SHOWN:
            shown.append(Sentence("{n} more", n=len(left) - _SHOWN))
        return Sentence("Without a place: {names}.", names=joined(", ", shown))

    @property
    def text(self) -> str:
        """The mapping as TOML."""
        return write_mapping(self.found, self._names, self.mapping)


def _without(mapping: LabelMapping, keys: set[tuple[str, str, str]]) -> LabelMapping:
    """The mapping without what some questions are about."""

    def kept(kind: str, table: Mapping[str, T]) -> dict[str, T]:
        return {n: to for n, to in table.items() if (kind, n, "") not in keys}

    values = {
        name: {v: to for v, to in each.items() if ("value", name, v) not in keys}
        for name, each in mapping.values.items()
    }
    return LabelMapping(
        labels=kept("label", mapping.labels),
        links=kept("link", mapping.links),
        attributes=kept("attribute", mapping.attributes),
        values={name: each for name, each in values.items() if each},
    )


# -- words ---------------------------------------------------------------------------


def part_words(names: Names, label: str) -> str:
    """What a label of ours stands for, in the codebook's words."""
    part = names.parts[label]
    named = part.role or part.row
    assert named is not None
    words = [named.label]
    if part.row is not None and part.role is not None:
        words.insert(0, part.row.label)
    if len(names.codebook.types) > 1 and part.type.label not in words:
        words.insert(0, part.type.label)
    return ": ".join(words)


def _set_words(names: Names, rule: LabelRule) -> Sentence:
    """A part with values set, such as “Content, Stance: Stance = Against”."""
    known = {each.name: each for each in targets(names)}
    said: list[object] = [part_words(names, rule.to)]
    for name, value in rule.set.items():
        target = known.get(name)
        found = target.field.value(value) if target else None
        template = "{field} = {value}"
        if value in ("true", "false") and found is None:
            shown: object = Sentence("yes" if value == "true" else "no")
        else:
            shown = found.label if found else value
        field = target_words(target) if target else name
        said.append(Sentence(template, field=field, value=shown))
    return joined(", ", said)


def target_words(target: Target) -> str:
    """A field in the codebook's words, a row's field with the row's before it."""
    if target.part.row is None or "." not in target.name:
        return target.field.label
    row = target.part.row.label
    return f"{row}: {target.field.label}"


def link_words(names: Names, link: str) -> Sentence:
    """A link in the codebook's words, and whether it is turned round."""
    name = link.removeprefix(REVERSED)
    said: object = Sentence("lies in (parent)") if name == PARENT else name
    for label, part in names.parts.items():
        named = part.role or part.row
        if named is not None and named.id == name and not part.is_main:
            said = part_words(names, label)
            break
        if name in names.link_fields(part):
            said = names.link_fields(part)[name].label
            break
    if link.startswith(REVERSED):
        return Sentence("{name}, turned round", name=said)
    return Sentence("{name}", name=said)
