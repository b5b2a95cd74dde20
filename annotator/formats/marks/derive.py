# SPDX-License-Identifier: MIT
"""A codebook made from what is in a file of marks.

Each label becomes an annotation type with one role; attributes become fields,
and links become link fields of the type they come from.  The file's own spelling
of labels is kept under `[export.labels]`, so that it is written back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from annotator.formats.marks.declared import Declared
from annotator.formats.marks.survey import MANY, Attribute, Survey
from annotator.model.bundle import CodebookVersion
from annotator.model.codebook_reader import from_body
from annotator.model.fuzzy import fold

ROLE: Final = "span"

_COLOURS: Final = (
    *("#F5C518", "#4C9BE8", "#E8794C", "#6FBF73", "#B57EDC", "#E86C9A"),
    *("#4DB6AC", "#A1887F", "#90A4AE", "#D4A017"),
)
_NO_WORD: Final = re.compile(r"[^\w-]+")
#: A text attribute with at most so many values, each used again, is a choice.
_CHOICES: Final = 30


def derive(survey: Survey, name: str) -> CodebookVersion:
    """A codebook with a place for everything in `survey`, called `name`."""
    types = _Ids()
    labels = dict.fromkeys((*survey.labels, *survey.declared.labels))
    ids = {label: types.id(label, "mark") for label in labels}
    if not ids:
        ids = {"mark": types.id("mark", "mark")}
    roles = _role_ids(survey, ids)
    keys = _keys(ids)
    body: dict[str, Any] = {
        "codebook": {
            "id": slug(name) or "imported",
            "version": "1.0.0",
            "title": name,
        },
        "entity_type": [],
        "vocabulary": [],
        "annotation_type": [
            {"id": uid, "label": label, "overlap": True} for label, uid in ids.items()
        ],
        "role": [
            {"of": uid, "id": roles[uid], "label": label, **keys[label]}
            | {"color": _COLOURS[number % len(_COLOURS)]}
            for number, (label, uid) in enumerate(ids.items())
        ],
        "field": [],
        "export": {
            "labels": {f"{uid}.{roles[uid]}": label for label, uid in ids.items()},
            "values": "labels",
            **survey.declared.export,
        },
    }
    for label, uid in ids.items():
        _add_fields(body, survey, label, uid, roles[uid])
    body = {key: value for key, value in body.items() if value}
    found = from_body(body)
    return CodebookVersion(
        id=found.id, version=found.version, sha256=found.sha256, body=found.body
    )


def _role_ids(survey: Survey, types: Mapping[str, str]) -> dict[str, str]:
    """What the one role of each type is called, by the type's id.

    Roles have names of their own, so that each is shown in its own colour; none is
    called as a link is.
    """
    links = {label for label, *_ in (*survey.links, *survey.declared.links)}
    ids = _Ids(links)
    return {uid: ids.id(uid, ROLE) for uid in types.values()}


def _keys(labels: Iterable[str]) -> dict[str, dict[str, str]]:
    """A key for each label: the first of its letters that no other has yet."""
    taken: set[str] = set()
    made: dict[str, dict[str, str]] = {}
    for label in labels:
        letters = (c for c in label.lower() if "a" <= c <= "z" and c not in taken)
        key = next(letters, None)
        made[label] = {"key": key} if key else {}
        taken |= {key} if key else set()
    return made


def _add_fields(
    body: dict[str, Any], survey: Survey, label: str, uid: str, role: str
) -> None:
    names: dict[str, str] = {}
    declared = survey.declared
    attributes = dict(survey.attributes.get(label, {}))
    for of, name in declared.values:
        if of == label:
            attributes.setdefault(name, Attribute(kinds={"boolean"}))
    links = [key[:2] for key in survey.links] + [*declared.links]
    own = dict.fromkeys(each for each, of in links if of == label)
    taken = _Ids({role}, (*attributes, *own))
    for name, attribute in attributes.items():
        names[name] = taken.id(name, "field")
        made = _declared(declared, label, uid, names[name], name, attribute)
        made = made or _field(body, uid, names[name], name, attribute)
        body["field"].append(made)
    for name in own:
        each = {"of": uid, "id": taken.id(name, "link"), "label": name, "type": "link"}
        body["field"].append({**each, "multiple": True})


def _declared(
    declared: Declared,
    label: str,
    uid: str,
    identifier: str,
    name: str,
    attribute: Attribute,
) -> dict[str, Any] | None:
    """The field of an attribute of which the format says what it may hold."""
    each: dict[str, Any] = {"of": uid, "id": identifier, "label": name}
    if name in declared.texts and not attribute.several:
        return {**each, "type": "text"}
    values = declared.values.get((label, name), ())
    if not values or "reference" in attribute.kinds:
        return None
    # In the order in which they are declared, those that are not at the end.
    listed = dict.fromkeys((*values, *attribute.values))
    kind = "multichoice" if attribute.several else "choice"
    return {**each, "type": kind, "values": _values(listed)}


def _field(
    body: dict[str, Any], uid: str, identifier: str, name: str, attribute: Attribute
) -> dict[str, Any]:
    each: dict[str, Any] = {"of": uid, "id": identifier, "label": name}
    if attribute.kinds == {"boolean"} and not attribute.several:
        return {**each, "type": "boolean"}
    if attribute.kinds == {"integer"} and not attribute.several:
        return {**each, "type": "integer"}
    if attribute.kinds == {"reference"}:
        _add_once(body["entity_type"], {"id": identifier, "label": name})
        of = {"type": "entity", "entity_type": identifier}
        return {**each, **of, "multiple": attribute.several}
    if _is_choice(attribute):
        values = _values(attribute.values)
        kind = "multichoice" if attribute.several else "choice"
        return {**each, "type": kind, "values": values}
    if attribute.several:
        entry = {"id": identifier, "label": name, "open": True}
        _add_once(body["vocabulary"], entry)
        of = {"type": "vocabulary", "vocabulary": identifier}
        return {**each, **of, "multiple": True}
    return {**each, "type": "text"}


def _is_choice(attribute: Attribute) -> bool:
    different = len(attribute.values)
    if "prose" in attribute.kinds or any("://" in each for each in attribute.values):
        return False
    if different > min(_CHOICES, MANY) or any(not v.strip() for v in attribute.values):
        return False
    short = all(len(v) <= 40 and "\n" not in v for v in attribute.values)
    return short and (different <= 3 or attribute.count >= 2 * different)


def _values(values: Iterable[str]) -> list[dict[str, str]]:
    listed = list(values)
    ids = _Ids(names=listed)
    return [{"id": ids.id(value, "value"), "label": value} for value in listed]


def _add_once(tables: list[dict[str, Any]], table: dict[str, Any]) -> None:
    if all(each["id"] != table["id"] for each in tables):
        tables.append(table)


def doubles(labels: Iterable[str]) -> list[list[str]]:
    """Labels that differ in case or accents only, group by group."""
    groups: dict[str, list[str]] = {}
    for label in labels:
        groups.setdefault(fold(label.strip())[0], []).append(label)
    return [group for group in groups.values() if len(group) > 1]


def slug(text: str) -> str:
    """`text` as an id: letters, digits, `_` and `-`; "" where nothing is left."""
    return _NO_WORD.sub("_", text).strip("_-")


class _Ids:
    """Ids that do not repeat, none of which is the name of something else.

    Names and ids are looked up alike: `names` are all that get an id here.
    """

    def __init__(self, taken: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._names = set(names)

    def id(self, text: str, otherwise: str) -> str:
        """An id like `text`, made different where it is taken."""
        wanted = slug(text) or otherwise
        made, number = wanted, 2
        while made in self._taken or (made in self._names and made != text):
            made, number = f"{wanted}_{number}", number + 1
        self._taken.add(made)
        return made
