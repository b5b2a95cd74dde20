# SPDX-License-Identifier: MIT
"""What the bodies of an annotation say: labels, values, links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.json_objects import Row
from annotator.formats.marks.records import Prose, Ref, Value
from annotator.formats.w3c.iris import is_foreign, last_part, uid_of
from annotator.formats.w3c.names import (
    CLASSIFYING,
    COMMENTING,
    IDENTIFYING,
    LINKING,
    TAGGING,
)
from annotator.formats.w3c.selectors import source_of
from annotator.formats.w3c.simple import bare_word, said, several, simple, words

_LABELLING: Final = (CLASSIFYING, TAGGING)
#: Why one writes sentences.
_TYPED: Final = frozenset({COMMENTING, "describing", "replying", "questioning"})
#: What is shown rather than read.
_MEDIA: Final = frozenset({"Image", "Video", "Sound", "Audio", "Dataset"})

_One = str | Ref


@dataclass(slots=True)
class Bodies:
    """What is said: `links` are pairs of a label and an IRI, `kept` what is neither.

    `motivation` is the first there is.
    """

    motivation: str = ""
    labels: list[str] = field(default_factory=list)
    values: dict[str, list[_One]] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    kept: list[Any] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What the annotation is called: its first label, else why it was made."""
        return self.labels[0] if self.labels else self.motivation or "annotation"

    @property
    def attributes(self) -> dict[str, Value]:
        """The values, several of one name together."""
        return {
            name: found[0] if len(found) == 1 else tuple(found)
            for name, found in self.values.items()
        }


def bodies_of(row: Row) -> Bodies:
    """What the bodies of an annotation say; InputError names the field."""
    motivations = words(row, "motivation")
    made = Bodies(motivations[0] if motivations else "")
    tags: list[str] = []
    for body in _flat(row.get("body")):
        _take(made, tags, body)
    bare = said(row.get("bodyValue"), "bodyValue")
    if bare is not None:
        _take_text(made, tags, bare, made.motivation or COMMENTING, "")
    # Hypothesis says it so.
    tags += [each for each in several(row.get("tags")) if isinstance(each, str)]
    text = row.get("text")
    if isinstance(text, str) and "body" not in row:
        _take_text(made, tags, text, COMMENTING, "")
    made.labels += [tag for tag in dict.fromkeys(tags) if tag not in made.labels]
    return made


def _flat(bodies: object) -> Iterator[Any]:
    """The bodies, those that stand together or for choice one by one."""
    for each in several(bodies):
        table = simple(each) if isinstance(each, dict) else None
        if table is not None and "items" in table and "value" not in table:
            yield from _flat(table["items"])
        else:
            yield each if table is None else table


def _take(made: Bodies, tags: list[str], body: object) -> None:
    purpose = made.motivation or COMMENTING
    if isinstance(body, str):
        _take_iri(made, tags, body, purpose, {})
    elif isinstance(body, dict):
        purpose = next(iter(words(body, "purpose")), purpose)
        if "Tag" in words(body, "type"):
            purpose = TAGGING
        value, name = said(body.get("value"), "body.value"), said_name(body)
        iri = source_of(body)
        if value is not None:
            _take_text(made, tags, value, purpose, name, iri)
        elif iri and not _MEDIA & set(words(body, "type")):
            _take_iri(made, tags, iri, purpose, body)
        else:
            made.kept.append(dict(body))
    elif body is not None:
        made.kept.append(body)


def said_name(table: Mapping[str, Any]) -> str:
    """The label of a body, "" for none."""
    return said(table.get("label"), "label") or ""


def _take_text(
    made: Bodies, tags: list[str], text: str, purpose: str, name: str, iri: str = ""
) -> None:
    if name:
        known = purpose == IDENTIFYING and iri and not is_foreign(iri)
        typed_in = Prose(text) if purpose in _TYPED else text
        one = Ref(text, uid_of(iri)) if known else typed_in
        made.values.setdefault(name, []).append(one)
    elif purpose == CLASSIFYING and text.strip():
        made.labels.append(text)
    elif purpose == TAGGING and text.strip():
        tags.append(text)
    elif text.strip():
        typed_in = Prose(text) if purpose in _TYPED else text
        made.values.setdefault(bare_word(purpose), []).append(typed_in)


def _take_iri(
    made: Bodies, tags: list[str], iri: str, purpose: str, body: Mapping[str, Any]
) -> None:
    name = said_name(body)
    if purpose == LINKING:
        made.links.append((name or LINKING, iri))
    elif purpose in _LABELLING:
        tags.append(name or last_part(iri))
        made.kept.append(dict(body) or iri)
    else:
        made.values.setdefault(purpose, []).append(iri)
