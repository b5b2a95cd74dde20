# SPDX-License-Identifier: MIT
"""Finds all mistakes in a codebook at once and says where each one stands.

The reader (`model.codebook_reader`) stops at the first thing it cannot build;
this check looks at the plain data, so that one wrong key hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from annotator.model.codebook_fields import check_fields
from annotator.model.codebook_reader import parse
from annotator.model.codebook_rules import check_rules
from annotator.model.codebook_shape import ENTRY, check_id, check_shape, check_table
from annotator.model.errors import CodebookError
from annotator.model.mistake import Findings, Mistake, elements, instead
from annotator.model.sentence import Sentence
from annotator.model.toml_lines import Place, lines

__all__ = ["Mistake", "check", "mistakes"]

#: Keys that the program itself uses in the article: no stance, and add a row.
RESERVED_KEYS: Final = ("0", "+")

#: Fields whose values are known beforehand, so that each can be offered.
_OFFERED: Final = ("choice", "boolean", "vocabulary")

_UNITS: Final = ("span", "sentence", "paragraph", "document")
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+", re.ASCII)

_Keyed = tuple[Place, str, str]


def check(text: str, file: object = None) -> list[Mistake]:
    """The mistakes in the codebook `text` (TOML), by line; [] where it is sound."""
    name = None if file is None else str(file)
    try:
        body = parse(text, name)
    except CodebookError as error:
        return [Mistake("error", error.reason, error.line, "", name)]
    return mistakes(body, lines(text), name)


def mistakes(
    body: Mapping[str, Any],
    places: Mapping[Place, int] | None = None,
    file: str | None = None,
) -> list[Mistake]:
    """The mistakes in plain data; `places` gives them lines."""
    findings = Findings(body, places, file)
    check_shape(findings)
    _check_head(findings)
    _check_ids(findings)
    _check_owners(findings)
    _check_types(findings)
    _check_bounds(findings)
    _check_vocabularies(findings)
    check_fields(findings)
    _check_keys(findings)
    check_rules(findings)
    return findings.sorted()


def _check_head(findings: Findings) -> None:
    head = findings.body.get("codebook")
    if not isinstance(head, Mapping):
        return
    version = head.get("version")
    if version is None:
        findings.add(("codebook",), 'the version is missing. Begin with "1.0.0".')
    elif isinstance(version, str) and not _VERSION.fullmatch(version):
        reason = Sentence(
            "“{version}” is no version. Write MAJOR.MINOR.PATCH, as in 1.0.0.",
            version=version,
        )
        findings.add(("codebook", "version"), reason)
    unit = head.get("unit", "span")
    if unit not in _UNITS:
        reason = Sentence(
            "“{unit}” is no unit.{hint}", unit=unit, hint=instead(unit, _UNITS)
        )
        findings.add(("codebook", "unit"), reason)
    if head.get("offset_unit", "unicode_code_point") != "unicode_code_point":
        reason = Sentence("offsets are counted in unicode_code_point and nothing else.")
        findings.add(("codebook", "offset_unit"), reason)


def _check_ids(findings: Findings) -> None:
    """No id twice.  Types and rows share one pool, since `of` names either."""
    for kinds in (
        ["entity_type"],
        ["vocabulary"],
        ["rule"],
        ["annotation_type", "row"],
    ):
        tables = [each for kind in kinds for each in findings.tables(kind)]
        _unique(findings, tables)
    for kind in ("role", "field"):
        owners = dict.fromkeys(str(t.get("of")) for _, t in findings.tables(kind))
        for owner in owners:
            mine = [e for e in findings.tables(kind) if str(e[1].get("of")) == owner]
            _unique(findings, mine)


def _unique(
    findings: Findings, tables: Iterable[tuple[Place, Mapping[str, Any]]]
) -> None:
    seen: set[object] = set()
    for place, table in tables:
        identifier = table.get("id")
        if isinstance(identifier, str) and identifier in seen:
            reason = Sentence(
                "the id “{identifier}” is taken. Choose another.", identifier=identifier
            )
            findings.add((*place, "id"), reason)
        seen.add(str(identifier))


def _check_owners(findings: Findings) -> None:
    types, rows = findings.ids("annotation_type"), findings.ids("row")
    for kind in ("role", "field", "row"):
        known = types if kind == "row" else [*types, *rows]
        for place, table in findings.tables(kind):
            owner = table.get("of")
            if owner is None:
                reason = Sentence(
                    "it belongs to nothing. Add of = …{hint}", hint=instead("", known)
                )
                findings.add(place, reason)
            elif owner not in known:
                reason = Sentence(
                    "nothing is called “{owner}”.{hint}",
                    owner=owner,
                    hint=instead(owner, known),
                )
                findings.add((*place, "of"), reason)


def _check_types(findings: Findings) -> None:
    if not findings.tables("annotation_type"):
        reason = Sentence("no [[annotation_type]] is defined. Define at least one.")
        findings.add(("codebook",), reason)
    for place, table in findings.tables("annotation_type"):
        name = table.get("id")
        mine = [r for _, r in findings.tables("role") if r.get("of") == name]
        if not mine:
            reason = Sentence(
                "“{name}” has no [[role]], so that nothing can be marked.", name=name
            )
            findings.add(place, reason)
        if isinstance(table.get("max_level"), int) and table["max_level"] < 0:
            findings.add((*place, "max_level"), "give 0 (no limit) or more.")
        _check_foreach(findings, place, table, mine)


def _check_foreach(
    findings: Findings,
    place: Place,
    table: Mapping[str, Any],
    roles: Iterable[Mapping[str, Any]],
) -> None:
    """`foreach` names roles, and fields whose values can be counted."""
    fields = [f for _, f in findings.tables("field") if f.get("of") == table.get("id")]
    known = [str(role.get("id")) for role in roles]
    known += [str(f.get("id")) for f in fields if f.get("type") in _OFFERED]
    names = table.get("foreach")
    for name in names if isinstance(names, list) else ():
        if isinstance(name, str) and name not in known:
            reason = Sentence(
                "“{name}” is neither a role nor a field with values here.{hint}",
                name=name,
                hint=instead(name, known),
            )
            findings.add((*place, "foreach"), reason)


def _check_bounds(findings: Findings) -> None:
    for kind in ("role", "row"):
        for place, table in findings.tables(kind):
            low, high = table.get("min", 0), table.get("max", 0)
            if not isinstance(low, int) or not isinstance(high, int):
                continue
            if low < 0 or high < 0:
                findings.add((*place, "min"), "a count cannot be below 0.")
            elif high and low > high:
                reason = Sentence(
                    "min ({low}) is more than max ({high}); max 0 is no limit.",
                    low=low,
                    high=high,
                )
                findings.add((*place, "min"), reason)


def _check_vocabularies(findings: Findings) -> None:
    for place, table in findings.tables("vocabulary"):
        entries = elements(place, table, "values")
        _unique(findings, entries)
        known = [str(entry.get("id")) for _, entry in entries]
        for at, entry in entries:
            check_table(findings, at, entry, ENTRY)
            check_id(findings, at, entry)
            _check_parent(findings, at, entry, known)
        if not table.get("open") and not entries:
            reason = Sentence(
                "a closed vocabulary needs values. Add some, or set open = true."
            )
            findings.add(place, reason)


def _check_parent(
    findings: Findings, place: Place, entry: Mapping[str, Any], known: list[str]
) -> None:
    parent = entry.get("parent")
    if parent is None:
        return
    if parent == entry.get("id"):
        findings.add((*place, "parent"), "an entry cannot be its own parent.")
    elif parent not in known:
        reason = Sentence(
            "no entry is called “{parent}”.{hint}",
            parent=parent,
            hint=instead(parent, known),
        )
        findings.add((*place, "parent"), reason)


def _check_keys(findings: Findings) -> None:
    """Each key once per annotation type, in small or capital letters alike."""
    for kind in findings.ids("annotation_type"):
        rows = [r.get("id") for _, r in findings.tables("row") if r.get("of") == kind]
        taken: dict[str, str] = {}
        for place, key, name in _keyed(findings, [kind, *rows]):
            if len(key) != 1 or key.isspace():
                findings.add(
                    place,
                    Sentence("“{key}” is not a key: give one character.", key=key),
                )
            elif key in RESERVED_KEYS:
                findings.add(
                    place,
                    Sentence("“{key}” is the program's own. Choose another.", key=key),
                )
            elif key.lower() in taken:
                owner = taken[key.lower()]
                reason = Sentence(
                    "the key “{key}” already belongs to {owner}. Choose another.",
                    key=key,
                    owner=owner,
                )
                findings.add(place, reason)
            else:
                taken[key.lower()] = name


def _keyed(findings: Findings, owners: list[Any]) -> list[_Keyed]:
    """(place, key, whose) of the keys of all roles, fields and values there."""
    found: list[_Keyed] = []
    for kind in ("role", "field"):
        for place, table in findings.tables(kind):
            if table.get("of") not in owners:
                continue
            things = [(place, table), *elements(place, table, "values")]
            found += [
                ((*at, "key"), each["key"], f"“{each.get('id')}”")
                for at, each in things
                if isinstance(each.get("key"), str)
            ]
    return found
