# SPDX-License-Identifier: MIT
"""Marks as annotations of the model.

The label is a classifying body, values are bodies with names, links are linking
bodies.  Positions count code points, and the quotes beside them agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from annotator.formats.graphemes import clusters
from annotator.formats.marks.plain import plain_mark
from annotator.formats.marks.records import Link, Mark, MarkedDocument, Ref, said_value
from annotator.formats.w3c.iris import ANNOTATION, ENTITY, PERSON, iri_of
from annotator.formats.w3c.names import (
    CLASSIFYING,
    COMMENTING,
    DETAILS,
    FORMAT,
    IDENTIFYING,
    LINKING,
    TAGGING,
)
from annotator.model.identity import instant_to_text

#: So many characters stand before and after a quote.
_AROUND: Final = 32
#: What is kept of an annotation and not written back under its own key.
_OURS: Final = frozenset({"bodies", "selectors", "attributes"})
#: What has a key of its own in the model.
_ELSEWHERE: Final = ("id", "fields", "created", "modified")

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")

Table = dict[str, Any]


@dataclass(slots=True)
class Page:
    """The annotations of one document.

    `source` is what its text is called, `free` are the attributes (label, name)
    that hold free text, `names` those of annotators by their ids.
    """

    marked: MarkedDocument
    source: str
    names: Mapping[str, str]
    free: frozenset[tuple[str, str]]
    with_text: bool = True
    _links: dict[str, list[Link]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for link in self.marked.links:
            self._links.setdefault(link.source, []).append(link)

    def annotation(self, mark: Mark) -> Table:
        """A mark as an annotation."""
        own = kept_of(mark.extra)
        details = plain_mark(replace(mark, extra={FORMAT: _details(own)}), FORMAT)
        made = {
            "id": self._iri(mark.id),
            "type": "Annotation",
            "motivation": CLASSIFYING,
            "creator": self._creator(mark),
            "created": _instant(mark.created),
            "modified": _instant(mark.modified),
            **{key: value for key, value in own.items() if key not in _OURS},
            "body": [*self._bodies(mark), *_listed(own, "bodies")],
            "target": self._target(mark, _listed(own, "selectors")),
            DETAILS: {k: v for k, v in details.items() if k not in _ELSEWHERE},
        }
        fields = self._unsaid(mark)
        if fields:
            made[DETAILS]["fields"] = fields
        return {key: value for key, value in made.items() if value not in (None, {})}

    def _iri(self, uid: str) -> str:
        return iri_of(ANNOTATION, uid, self.marked.document.uid)

    def _creator(self, mark: Mark) -> Table | None:
        if mark.annotator is None:
            return None
        name = self.names.get(mark.annotator, mark.annotator)
        return {"id": iri_of(PERSON, mark.annotator), "type": "Person", "name": name}

    def _bodies(self, mark: Mark) -> Iterator[Table]:
        yield {"type": "TextualBody", "purpose": CLASSIFYING, "value": mark.label}
        for name, value in mark.attributes.items():
            for each in value if isinstance(value, tuple) else (value,):
                yield self._value(mark.label, name, each)
        for link in self._links.get(mark.id, ()):
            yield {
                "type": "SpecificResource",
                "purpose": LINKING,
                "label": link.label,
                "source": self._iri(link.target),
            }

    def _value(self, label: str, name: str, value: str | int | bool | Ref) -> Table:
        made: Table = {"type": "TextualBody"}
        said = said_value(value)
        if name == IDENTIFYING and isinstance(value, str) and _IRI.fullmatch(value):
            return {"type": "SpecificResource", "purpose": name, "source": value}
        if name == COMMENTING and (label, name) in self.free:
            return made | {"purpose": name, "value": said}
        if isinstance(value, Ref):
            made["id"] = iri_of(ENTITY, value.uid or value.name)
            purpose = IDENTIFYING
        else:
            free = (label, name) in self.free
            purpose = COMMENTING if free else TAGGING
        return made | {"purpose": purpose, "label": name, "value": said}

    def _unsaid(self, mark: Mark) -> Table:
        """The values that are no texts, and lists of one: what words do not tell."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in mark.attributes.items()
            if not isinstance(value, (str, Ref))
            and not (isinstance(value, tuple) and len(value) > 1)
        }

    def _target(self, mark: Mark, others: list[Any]) -> Any:
        """The pieces of a mark; the text as such for one without a place."""
        if not mark.pieces:
            return self.source
        targets = [self._piece(start, end) for start, end in mark.pieces]
        if len(targets) > 1:
            return targets
        targets[0]["selector"] += others
        return targets[0]

    def _piece(self, start: int, end: int) -> Table:
        selectors: list[Table] = [
            {"type": "TextPositionSelector", "start": start, "end": end}
        ]
        if self.with_text:
            text = self.marked.document.text
            selectors.append(
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": before(text, start),
                    "suffix": after(text, end),
                }
            )
        made = {"type": "SpecificResource", "source": self.source}
        return {**made, "selector": selectors}


def before(text: str, at: int) -> str:
    """The characters before a place, none of them cut in two."""
    found = text[max(0, at - 2 * _AROUND) : at]
    sizes = clusters(found)
    if sizes is None:
        return found[-_AROUND:]
    kept = 0
    for size in reversed(sizes):
        if kept + size > _AROUND:
            break
        kept += size
    return found[len(found) - kept :]


def after(text: str, at: int) -> str:
    """The characters after a place, none of them cut in two."""
    found = text[at : at + 2 * _AROUND]
    sizes = clusters(found)
    if sizes is None:
        return found[:_AROUND]
    kept = 0
    for size in sizes:
        if kept + size > _AROUND:
            break
        kept += size
    return found[:kept]


def _details(own: Mapping[str, Any]) -> Table:
    """What is kept and has no key in the model."""
    return {key: own[key] for key in ("attributes",) if key in own}


def kept_of(extra: Mapping[str, Any]) -> Table:
    """What was kept of a file in this format, an empty object for nothing."""
    found = extra.get(FORMAT)
    return dict(found) if isinstance(found, Mapping) else {}


def _listed(own: Mapping[str, Any], key: str) -> list[Any]:
    found = own.get(key)
    return list(found) if isinstance(found, list) else []


def _instant(value: int | None) -> str | None:
    return None if value is None else instant_to_text(value)
