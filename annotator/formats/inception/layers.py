# SPDX-License-Identifier: MIT
"""The layers that a codebook makes in INCEpTION: features and links of each label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from annotator.formats.inception.names import feature_name, link_type, type_name
from annotator.formats.marks.names import PARENT, Names, Part
from annotator.formats.marks.pieces import CONTINUES
from annotator.model.bundle import Bundle
from annotator.model.codebook import Field
from annotator.model.codebook_reader import from_body

TEXT: Final = "text"
TEXTS: Final = "texts"
BOOLEAN: Final = "boolean"
INTEGER: Final = "integer"


@dataclass(slots=True)
class Layer:
    """One layer.

    `type` is its full name.  `features` tells what an attribute holds, `links`
    the label that a link points to, None for any.  `usual` are the attributes
    that are declared although no mark may have them.
    """

    label: str
    features: dict[str, str] = field(default_factory=dict)
    links: dict[str, str | None] = field(default_factory=dict)
    usual: set[str] = field(default_factory=set)

    @property
    def type(self) -> str:
        """The full name of the layer."""
        return type_name(self.label)

    def link_type(self, link: str) -> str:
        """The full name of the type of its links of that label."""
        return link_type(self.type, feature_name(self.link_feature(link)))

    def link_feature(self, link: str) -> str:
        """What the feature for links of that label is called."""
        return f"{link}_link" if link in self.features else link


def layers_of(bundle: Bundle) -> dict[str, Layer]:
    """The layers by their labels, of all codebooks of the bundle."""
    made: dict[str, Layer] = {}
    for version in bundle.codebooks:
        names = Names(from_body(version.body))
        for label, part in names.parts.items():
            layer = made.setdefault(label, Layer(label))
            _add(layer, names, part)
    return made


def _add(layer: Layer, names: Names, part: Part) -> None:
    features = dict(_features(names, part))
    for name, kind in features.items():
        # Where versions disagree, text holds both.
        before = layer.features.get(name, kind)
        layer.features[name] = kind if before == kind else _wider(before, kind)
    if part.is_main or part.role is None:
        layer.usual |= set(features)
    layer.links = {**dict(_links(names, part)), **layer.links}


def _wider(one: str, other: str) -> str:
    return TEXTS if TEXTS in (one, other) else TEXT


def _features(names: Names, part: Part) -> Iterator[tuple[str, str]]:
    for each in part.fields:
        if each.type != "link":
            yield names.attribute(each), _kind(each)
    if part.row is None:
        yield from ((name, BOOLEAN) for name in part.none_names)


def _kind(each: Field) -> str:
    if each.type in (BOOLEAN, INTEGER):
        return each.type
    return TEXTS if each.type == "multichoice" or each.multiple else TEXT


def _links(names: Names, part: Part) -> Iterator[tuple[str, str | None]]:
    yield CONTINUES, names.label_of(part)
    if part.row is None:
        yield PARENT, None
        yield from ((label, None) for label in names.link_fields(part))
        for role in part.type.roles:
            if role is not part.role:
                yield role.id, names.label_of(Part(part.type, None, role))
        for row in part.type.rows:
            yield row.id, names.label_of(Part(part.type, row, None))
    elif part.role is None:
        for role in part.row.roles:
            yield role.id, names.label_of(Part(part.type, part.row, role))


def shown(layers: Mapping[str, Layer]) -> list[Layer]:
    """The layers in the order of their names."""
    return sorted(layers.values(), key=lambda each: each.type)
