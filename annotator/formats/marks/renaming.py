# SPDX-License-Identifier: MIT
"""What a survey would be after a mapping: who maps labels sees at once what is left.

It does for counts what `LabelMapping.apply` does for documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.formats.marks.mapping import REVERSED, LabelMapping, last, of_row
from annotator.formats.marks.survey import Attribute, Survey


@dataclass(slots=True)
class LeftOut:
    """What a mapping leaves out, by name: how many marks, links and values."""

    labels: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many things are left out."""
        return sum(map(Counter.total, (self.labels, self.links, self.attributes)))


def renamed(found: Survey, mapping: LabelMapping) -> tuple[Survey, LeftOut]:
    """What is in the file in our names, and what is left out of it."""
    made = _Renaming(found, mapping)
    made.run()
    return made.made, made.out


class _Renaming:
    """One survey under way to its new names."""

    def __init__(self, found: Survey, mapping: LabelMapping) -> None:
        self._found = found
        self._mapping = mapping
        self.out = LeftOut()
        self.made = Survey(
            documents=found.documents, unnamed=found.unnamed, people=found.people
        )
        if not mapping:
            # Declared is what there is in the file's own names.
            self.made.declared = found.declared

    def run(self) -> None:
        """Go through all labels, then through the links between what is left."""
        for label, count in self._found.labels.items():
            if self._is_left_out(label):
                self.out.labels[label] += count
            else:
                self._label(label, self._to(label), count)
        for (label, source, target), count in self._found.links.items():
            self._link(label, source, target, count)

    def _to(self, label: str) -> str:
        rule = self._mapping.labels.get(label)
        return label if rule is None else rule.to

    def _is_left_out(self, label: str) -> bool:
        rule = self._mapping.labels.get(label)
        return rule is not None and not rule.to

    def _label(self, label: str, to: str, count: int) -> None:
        self.made.marks += count
        self.made.labels[to] += count
        self.made.examples.setdefault(to, []).extend(
            self._found.examples.get(label, ())
        )
        rows: Counter[str] = Counter()
        for name, attribute in self._found.attributes.get(label, {}).items():
            target = self._mapping.attributes.get(name, name)
            known = self._mapping.values.get(name, {})
            kept, gone = _revalued(attribute, known)
            if target and kept.count:
                mapped = name in self._mapping.attributes
                row, inner = of_row(target) if mapped else ("", target)
                self._attribute(row or to, inner, kept)
                rows[row] = max(rows[row], kept.count) if row else 0
            out = gone if target else attribute.count
            if out:
                self.out.attributes[name] += out
        rule = self._mapping.labels.get(label)
        for target, value in (rule.set if rule else {}).items():
            held = Attribute(values=Counter({value: count}), kinds={"text"})
            held.count = count
            row, inner = of_row(target)
            self._attribute(row or to, inner, held)
            rows[row] = max(rows[row], count) if row else 0
        for row, most in (+rows).items():
            self.made.marks += most
            self.made.labels[row] += most
            self.made.attributes.setdefault(row, {})
            self.made.links[last(row), to, row] += most

    def _attribute(self, label: str, name: str, held: Attribute) -> None:
        attributes = self.made.attributes.setdefault(label, {})
        attributes.setdefault(name, Attribute()).unite(held)

    def _link(self, label: str, source: str, target: str, count: int) -> None:
        to = self._mapping.links.get(label, label)
        if not to or self._is_left_out(source) or self._is_left_out(target):
            self.out.links[label] += count
            return
        ends = self._to(source), self._to(target)
        if label in self._mapping.links and to.startswith(REVERSED):
            to, ends = to.removeprefix(REVERSED), (ends[1], ends[0])
        self.made.links[(to, *ends)] += count


def _revalued(attribute: Attribute, known: Mapping[str, str]) -> tuple[Attribute, int]:
    """The attribute with new values, and how many were left out."""
    values: Counter[str] = Counter()
    gone = 0
    for value, count in attribute.values.items():
        renamed_value = known.get(value, value)
        if renamed_value or not value:
            values[renamed_value] += count
        else:
            gone += count
    left = max(attribute.count - gone, 0)
    return Attribute(values, set(attribute.kinds), attribute.several, left), gone
