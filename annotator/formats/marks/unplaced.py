# SPDX-License-Identifier: MIT
"""What of a file has no place under a mapping, by the file's own names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.formats.marks.mapping import REVERSED, LabelMapping, LabelRule, of_row
from annotator.formats.marks.names import Names, Part
from annotator.formats.marks.survey import Attribute, Survey, visible
from annotator.formats.marks.values import fits
from annotator.model.codebook import Field
from annotator.model.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A foreign "label", "link", "attribute" or "value" (then `value` is set)."""

    kind: str
    name: str
    count: int
    value: str = ""

    @property
    def sentence(self) -> Sentence:
        """What it is, in words in which control characters can be seen."""
        name = visible(self.value if self.kind == "value" else self.name)
        kind, n = Sentence(self.kind), f"{self.count:,}"
        shown = name or Sentence("(empty)")
        return Sentence("{kind} “{name}” ×{n}", kind=kind, name=shown, n=n)


def unplaced(found: Survey, names: Names, mapping: LabelMapping) -> list[Unplaced]:
    """Each name once, in the order of the file, with how many it concerns."""
    counts: dict[tuple[str, str, str], int] = {}
    for each in _unplaced(found, names, mapping):
        key = each.kind, each.name, each.value
        counts[key] = counts.get(key, 0) + each.count
    return [Unplaced(k, name, n, value) for (k, name, value), n in counts.items()]


def _unplaced(found: Survey, names: Names, mapping: LabelMapping) -> Iterator[Unplaced]:
    def part_of(label: str) -> Part | None:
        return names.parts.get(mapping.labels.get(label, LabelRule(label)).to)

    for label, count in found.labels.items():
        part = part_of(label)
        if part is not None:
            for name, attribute in found.attributes.get(label, {}).items():
                yield from _of_attribute(names, mapping, part, name, attribute)
        elif mapping.labels.get(label) != LabelRule(""):
            yield Unplaced("label", label, count)
    for (label, source, target), count in found.links.items():
        to, ends = mapping.links.get(label, label), [part_of(source), part_of(target)]
        if label in mapping.links and to.startswith(REVERSED):
            to = to.removeprefix(REVERSED)
            ends.reverse()
        first, second = ends
        if not to or first is None or second is None:
            continue
        if names.meaning(to, first, second) is None:
            yield Unplaced("link", label, count)


def _of_attribute(
    names: Names, mapping: LabelMapping, part: Part, name: str, attribute: Attribute
) -> Iterator[Unplaced]:
    to = mapping.attributes.get(name, name)
    if not to or (part.row is None and to in part.none_names):
        return
    field = field_at(names, part, to, mapped=name in mapping.attributes)
    if field is None:
        yield Unplaced("attribute", name, attribute.count)
        return
    known = mapping.values.get(name, {})
    for value, count in attribute.values.items():
        new = known.get(value, value)
        if (new or not value) and not fits(field, new, names.codebook):
            yield Unplaced("value", name, count, value)


def field_at(names: Names, part: Part, to: str, *, mapped: bool = True) -> Field | None:
    """The field that `to` names on a mark: its own, or `row.field` where mapped."""
    row, inner = of_row(to) if mapped else ("", to)
    if not row:
        return names.field(part, to)
    of = names.parts.get(row)
    if of is None or of.row is None or of.role is not None or of.type is not part.type:
        return None
    return names.field(of, inner) if part.row is None else None
