# SPDX-License-Identifier: MIT
"""What foreign names can become: the labels, links, fields and values of a codebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from annotator.formats.marks.mapping import REVERSED, LabelRule
from annotator.formats.marks.names import PARENT, Names, Part
from annotator.formats.marks.synonyms import related
from annotator.model.codebook import Field

STANCES: Final = related("stance")


@dataclass(frozen=True, slots=True)
class Target:
    """A field that an attribute can become.

    `name` is how mappings write it: the field, or `row.field`.
    """

    name: str
    part: Part
    field: Field

    @property
    def is_stance(self) -> bool:
        """Whether the field says who is for and who against."""
        scored = any(value.score is not None for value in self.field.values)
        return scored or bool(related(self.field.id) & STANCES)

    def values(self) -> dict[str, tuple[str, ...]]:
        """The values that it can hold, with their labels; {} for any."""
        if self.field.type == "boolean":
            return {"true": ("favor",), "false": ("against",)}
        return {value.id: (value.label,) for value in self.field.values}


def labels(names: Names) -> dict[str, tuple[str, ...]]:
    """Our labels, each with the other names of what it stands for."""
    found: dict[str, tuple[str, ...]] = {}
    for label, part in names.parts.items():
        named = part.role or part.row
        assert named is not None
        others = [named.id, named.label]
        if part.is_main:
            others += [part.type.id, part.type.label]
        found[label] = tuple(others)
    return found


def rules(names: Names) -> dict[str, LabelRule]:
    """What a label can become that names a stance: the main part, with a value set.

    By the name of the value; "favor" is there once for each field that has it.
    """
    found: dict[str, LabelRule] = {}
    for target in targets(names):
        if not target.is_stance:
            continue
        main = names.main_label(target.part.type)
        for value in target.values():
            found[f"{target.name} = {value}"] = LabelRule(main, {target.name: value})
    return found


def targets(names: Names) -> list[Target]:
    """The fields that attributes can become, those of the types first."""
    return list({each.name: each for each in _targets(names)}.values())


def attribute_name(names: Names, field: Field) -> str:
    """What mappings call a field; never with a dot, which would name a row."""
    name = names.attribute(field)
    return field.id if "." in name or not name else name


def _targets(names: Names) -> Iterator[Target]:
    for part in names.parts.values():
        if part.is_main:
            for each in part.fields:
                if each.type != "link":
                    yield Target(attribute_name(names, each), part, each)
    for label, part in names.parts.items():
        if part.row is not None and part.role is None:
            for each in part.fields:
                if each.type != "link":
                    name = attribute_name(names, each)
                    yield Target(f"{label}.{name}", part, each)


def link_names(names: Names) -> list[str]:
    """Everything that a link can be called."""
    found: dict[str, None] = {}
    for part in names.parts.values():
        if part.role is not None and not part.is_main:
            found[part.role.id] = None
        if part.row is not None:
            found[part.row.id] = None
        found |= dict.fromkeys(names.link_fields(part))
    return [*found, PARENT]


def links_between(names: Names, source: str, target: str) -> list[str]:
    """What a link between marks of two labels can be; `<` turns it round."""
    ends = names.parts.get(source), names.parts.get(target)
    first, second = ends
    if first is None or second is None:
        return []
    forward = [n for n in link_names(names) if names.meaning(n, first, second)]
    back = [n for n in link_names(names) if names.meaning(n, second, first)]
    turned = [f"{REVERSED}{name}" for name in back]
    # Links run from what bears the fields to what belongs to it.
    main = second.is_main and not first.is_main
    return turned + forward if main else forward + turned
