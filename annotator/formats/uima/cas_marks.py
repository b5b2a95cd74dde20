# SPDX-License-Identifier: MIT
"""A CAS as marks and links.

An annotation is a mark, labelled by its layer; its features are attributes, and
those that hold annotations are links, be it directly, in arrays or lists, or by
way of INCEpTION's slots (a role and a target).  A relation layer, which has a
governor and a dependent, makes links as well.  Tokens and sentences are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.inception.names import attribute_of, label_of
from annotator.formats.marks.records import Link, Mark, Value
from annotator.formats.options import Notes

if TYPE_CHECKING:
    from cassis import Cas

METADATA: Final = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_DKPRO: Final = "de.tudarmstadt.ukp.dkpro.core.api."
#: What programs put into every CAS: no work of annotators.
_LEFT_OUT: Final = (
    f"{_DKPRO}segmentation.type.",
    f"{_DKPRO}metadata.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
    "org.dkpro.core.api.xml.type.",
    "uima.tcas.DocumentAnnotation",
)
_PLACE: Final = frozenset({"begin", "end", "sofa"})
_ENDS: Final = ("Governor", "Dependent")
#: The features that say what a relation is, the likeliest first.
_KINDS: Final = ("value", "label", "DependencyType")
_UNKNOWN: Final = "features that hold neither values nor annotations are left out."
_OF_RELATIONS: Final = "values of relations besides their label are left out."


@dataclass(slots=True)
class Found:
    """The marks and links of a view; ids are those of the file, as texts."""

    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def marks_in(
    view: Cas, points: dict[int, tuple[int, int]], notes: Notes, file: str
) -> Found:
    """The marks among the annotations of a view that have a place."""
    return _Reading(points, notes, file).run(view)


@dataclass(slots=True)
class _Reading:
    points: dict[int, tuple[int, int]]
    notes: Notes
    file: str
    found: Found = field(default_factory=Found)

    def run(self, view: Cas) -> Found:
        """All annotations, in the order of the text."""
        listed = [fs for fs in view.select_all_annotations() if _is_work(fs)]
        relations = [fs for fs in listed if _ends(fs) is not None]
        spans = [fs for fs in listed if _ends(fs) is None]
        # Only what becomes a mark can be linked to.
        placed = {fs.xmiID for fs in spans} & self.points.keys()
        self.points = {uid: self.points[uid] for uid in placed}
        for fs in spans:
            if fs.xmiID in self.points:
                self._mark(fs)
        for fs in relations:
            self._relation(fs)
        return self.found

    def _mark(self, fs: Any) -> None:
        attributes: dict[str, Value] = {}
        for name, value in _features(fs):
            if isinstance(value, str | bool | int):
                attributes[attribute_of(name)] = value
            elif isinstance(value, float):
                attributes[attribute_of(name)] = str(value)
            else:
                self._take(fs, name, value, attributes)
        self.found.marks.append(
            Mark(
                label=label_of(fs.type.name),
                pieces=(self.points[fs.xmiID],),
                id=str(fs.xmiID),
                attributes=attributes,
            )
        )

    def _take(
        self, fs: Any, name: str, value: Any, attributes: dict[str, Value]
    ) -> None:
        """A feature that holds several values, or annotations."""
        texts: list[str] = []
        known = True
        for each in _items(value):
            if hasattr(each, "xmiID"):
                known &= self._link(fs, name, each)
            else:
                texts.append("" if each is None else _said(each))
        if texts:
            attributes[attribute_of(name)] = tuple(texts)
        if not known:
            self.notes.add(_UNKNOWN, file=self.file)

    def _link(self, fs: Any, name: str, target: Any) -> bool:
        label = attribute_of(name)
        if target.xmiID not in self.points:
            inner = getattr(target, "target", None)
            label = getattr(target, "role", None) or label
            target = inner
        if getattr(target, "xmiID", None) not in self.points:
            return False
        self.found.links.append(
            Link(label=label, source=str(fs.xmiID), target=str(target.xmiID))
        )
        return True

    def _relation(self, fs: Any) -> None:
        source, target = _ends(fs) or (None, None)
        ids = getattr(source, "xmiID", None), getattr(target, "xmiID", None)
        if ids[0] not in self.points or ids[1] not in self.points:
            self.notes.add(_UNKNOWN, file=self.file)
            return
        said = {n: v for n, v in _features(fs) if isinstance(v, str) and v}
        told = next((name for name in _KINDS if name in said), next(iter(said), None))
        if len(said) > 1:
            self.notes.add(_OF_RELATIONS, file=self.file)
        label = said[told] if told else label_of(fs.type.name)
        self.found.links.append(
            Link(label=label, source=str(ids[0]), target=str(ids[1]), id=str(fs.xmiID))
        )


def _is_work(fs: Any) -> bool:
    return not str(fs.type.name).startswith(_LEFT_OUT)


def _ends(fs: Any) -> tuple[Any, Any] | None:
    """The two ends of a relation; None: it is none."""
    names = {each.name for each in fs.type.all_features}
    if not names.issuperset(_ENDS):
        return None
    return fs.Governor, fs.Dependent


def _features(fs: Any) -> Iterator[tuple[str, Any]]:
    for each in fs.type.all_features:
        if each.name not in _PLACE and each.name not in _ENDS:
            value = fs[each.name]
            if value is not None:
                # The library adds an underscore to names of its own.
                yield (
                    each.name.removesuffix("_")
                    if each.name
                    in (
                        "self_",
                        "type_",
                    )
                    else each.name,
                    value,
                )


def _items(value: Any) -> Iterator[Any]:
    """What an array or a list holds; anything else is the only one."""
    if hasattr(value, "elements"):
        yield from value.elements or ()
        return
    if not hasattr(value, "head") and type(value).__name__.count("List"):
        return
    seen: set[int] = set()
    while hasattr(value, "head"):
        if id(value) in seen:  # a list may bite its own tail
            return
        seen.add(id(value))
        yield value.head
        value = value.tail
        if value is None or not hasattr(value, "head"):
            return
    yield value


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
