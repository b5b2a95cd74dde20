# SPDX-License-Identifier: MIT
"""Marks as a CAS for each person and document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.features import ACROSS, Feature
from annotator.formats.inception import apart
from annotator.formats.inception.apart import Share, shares
from annotator.formats.inception.files import Places
from annotator.formats.inception.layers import (
    BOOLEAN,
    INTEGER,
    TEXT,
    TEXTS,
    Layer,
    layers_of,
)
from annotator.formats.inception.names import feature_name
from annotator.formats.losses import counted
from annotator.formats.marks.records import Link, Mark
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.uima.cas_marks import METADATA
from annotator.formats.uima.structures import Structure, add, declare, kept
from annotator.model.bundle import Bundle
from annotator.model.document import Document
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

CARRIES: Final = frozenset(
    {*apart.CARRIES, *(Feature.DOCUMENT_IDS, Feature.TITLES, Feature.SUBTOKENS)}
)
BESIDES: Final = (ACROSS,)

_RANGES: Final = {
    TEXT: "uima.cas.String",
    TEXTS: "uima.cas.StringArray",
    BOOLEAN: "uima.cas.Boolean",
    INTEGER: "uima.cas.Integer",
}
_ANY: Final = "uima.tcas.Annotation"
_OF_METADATA: Final = ("documentTitle", "documentId")
#: (label, whether it is a link, attribute or label of the link)
Used = frozenset[tuple[str, bool, str]]
Structures = tuple[Structure, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of writing a CAS: `save(cas, path)`, and `clean` for every text."""

    suffix: str
    save: Callable[[Any, Path], None]
    clean: Callable[[str, WriteOptions], str]


def write(bundle: Bundle, path: Path, options: WriteOptions, kind: Kind) -> Job[Types]:
    """Write the folder `path`; returns the types that were used.

    Raises UserError where the texts may not go out.
    """
    if not options.with_text:
        raise UserError(
            "a CAS is made of a text and what is said of it.",
            remedy="Choose another format where texts may not be passed on.",
        )
    path.mkdir(parents=True, exist_ok=True)
    types, unfolder = Types(layers_of(bundle)), Unfolder(bundle)
    places = Places(path, kind.suffix, options.losses)
    documents = counted(bundle, CARRIES, options.losses)
    for done, record in enumerate(documents, start=1):
        stem = places.document(record.document)
        for share in shares(unfolder, record, options.losses):
            cas = _Writing(types, kind, options).cas(share)
            kind.save(cas, places.file(stem, share))
        yield Progress(done, bundle.total or 0)
    return types


@dataclass(slots=True)
class Types:
    """The type systems of an export: of each CAS what it uses."""

    layers: dict[str, Layer]
    used: set[tuple[str, bool, str]] = field(default_factory=set)
    structures: dict[Structure, None] = field(default_factory=dict)
    _made: dict[tuple[Used, Structures], TypeSystem] = field(default_factory=dict)

    def of(self, share: Share) -> TypeSystem:
        """The types for one share."""
        marks = {mark.id: mark for mark in share.marked.marks}
        used = {(m.label, False, name) for m in marks.values() for name in m.attributes}
        used |= {(marks[x.source].label, True, x.label) for x in share.marked.links}
        self.used |= used
        structures = kept(share.marked.extra)
        self.structures |= dict.fromkeys(structures)
        return self._with(frozenset(used), tuple(structures))

    def all(self) -> TypeSystem:
        """The types of everything that was written."""
        return self._with(frozenset(self.used), tuple(self.structures))

    def _with(self, used: Used, structures: Structures) -> TypeSystem:
        if (used, structures) not in self._made:
            made = self._make(used)
            declare(made, list(structures))
            if structures:
                # Those of one document hardly come again.
                return made
            self._made[used, structures] = made
        return self._made[used, structures]

    def _make(self, used: Used) -> TypeSystem:
        """The types of all layers, with their usual features and those used."""
        from cassis import TypeSystem

        made = TypeSystem()
        described = made.create_type(METADATA, "uima.tcas.DocumentAnnotation")
        for name in _OF_METADATA:
            made.create_feature(described, name, _RANGES[TEXT])
        ordered = [self.layers[label] for label in sorted(self.layers)]
        for layer in ordered:
            made.create_type(layer.type, _ANY, description=layer.label)
        for layer in ordered:
            own = {(link, name) for label, link, name in used if label == layer.label}
            names = {name for link, name in own if not link}
            for name in sorted(names | layer.usual):
                kind = layer.features.setdefault(name, TEXT)
                made.create_feature(layer.type, feature_name(name), _RANGES[kind])
            for link, name in sorted(own):
                if link:
                    self._add_link(made, layer, name)
        return made

    def _add_link(self, made: TypeSystem, layer: Layer, link: str) -> None:
        slot = made.create_type(layer.link_type(link), "uima.cas.TOP")
        made.create_feature(slot, "role", _RANGES[TEXT])
        wanted = self.layers.get(layer.links.get(link) or "")
        made.create_feature(slot, "target", wanted.type if wanted else _ANY)
        made.create_feature(
            layer.type,
            feature_name(layer.link_feature(link)),
            "uima.cas.FSArray",
            elementType=slot.name,
        )


@dataclass(slots=True)
class _Writing:
    """One share on its way to a CAS."""

    types: Types
    kind: Kind
    options: WriteOptions

    def cas(self, share: Share) -> Cas:
        """The share as a CAS."""
        from cassis import Cas

        system = self.types.of(share)
        made = Cas(typesystem=system)
        made.sofa_string = self._clean(share.marked.document.text)
        made.sofa_mime = "text/plain"
        made.add(self._metadata(system, share.marked.document))
        placed = {mark.id: self._mark(system, mark) for mark in share.marked.marks}
        labels = {mark.id: mark.label for mark in share.marked.marks}
        for link in share.marked.links:
            self._link(system, link, labels[link.source], placed)
        for each in placed.values():
            made.add(each)
        add(made, kept(share.marked.extra))
        return made

    def _clean(self, text: str) -> str:
        return self.kind.clean(text, self.options)

    def _metadata(self, system: TypeSystem, document: Document) -> Any:
        language = document.metadata.get("language")
        return system.get_type(METADATA)(
            begin=0,
            end=len(document.text),
            documentTitle=self._clean(document.title),
            documentId=self._clean(document.uid),
            language=self._clean(str(language)) if language else "x-unspecified",
        )

    def _mark(self, system: TypeSystem, mark: Mark) -> Any:
        layer = self.types.layers[mark.label]
        made = system.get_type(layer.type)(begin=mark.start, end=mark.end)
        for name, value in mark.attributes.items():
            kind = layer.features[name]
            made[feature_name(name)] = self._value(system, kind, value)
        return made

    def _value(self, system: TypeSystem, kind: str, value: Any) -> Any:
        if kind == TEXTS:
            several = value if isinstance(value, tuple) else (value,)
            texts = [self._clean(str(each)) for each in several]
            return system.get_type(_RANGES[TEXTS])(elements=texts)
        if kind in (BOOLEAN, INTEGER):
            return value
        return self._clean(str(value))

    def _link(
        self, system: TypeSystem, link: Link, label: str, placed: dict[str, Any]
    ) -> None:
        source = placed[link.source]
        layer = self.types.layers[label]
        slot = system.get_type(layer.link_type(link.label))(
            role=self._clean(link.label), target=placed[link.target]
        )
        name = feature_name(layer.link_feature(link.label))
        if source[name] is None:
            source[name] = system.get_type("uima.cas.FSArray")(elements=[])
        source[name].elements.append(slot)
