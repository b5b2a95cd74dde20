# SPDX-License-Identifier: MIT
"""Checks the fields of a codebook: their types, values, bounds and defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from annotator.model.codebook import FIELD_TYPES
from annotator.model.codebook_shape import CONDITION, VALUE, check_id, check_table
from annotator.model.mistake import Findings, elements, instead
from annotator.model.sentence import Sentence
from annotator.model.toml_lines import Place
from annotator.model.values import is_date

METRICS: Final = ("nominal", "ordinal", "interval", "ratio")

_CHOICES: Final = ("choice", "multichoice")
_REFERENCES: Final = ("entity", "vocabulary", "link")
_Table = Mapping[str, Any]


def check_fields(findings: Findings) -> None:
    """All fields, each by itself and against its neighbours."""
    for place, table in findings.tables("field"):
        _type(findings, place, table)
        _reference(findings, place, table, "entity_type", "entity")
        _reference(findings, place, table, "vocabulary", "vocabulary")
        _values(findings, place, table)
        _bounds(findings, place, table)
        _default(findings, place, table)
        _visible_if(findings, place, table)


def holds(field: _Table, value: object) -> bool:
    """Whether a field so described can hold `value`."""
    kind = field.get("type", "text")
    if kind == "multichoice" or field.get("multiple"):
        one = {**field, "type": "choice" if kind == "multichoice" else kind}
        one["multiple"] = False
        return isinstance(value, list) and all(holds(one, each) for each in value)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return type(value) is int and _within(field, value)
    if not isinstance(value, str):
        return False
    if kind == "choice":
        return value in value_ids(field)
    return kind != "date" or is_date(value)


def value_ids(field: _Table) -> list[str]:
    """The ids of the values of a field."""
    return [str(value.get("id")) for _, value in elements((), field, "values")]


def _type(findings: Findings, place: Place, table: _Table) -> None:
    kind = table.get("type")
    if kind is None:
        reason = Sentence("the type is missing.{hint}", hint=instead("", FIELD_TYPES))
        findings.add(place, reason)
    elif kind not in FIELD_TYPES:
        reason = Sentence(
            "“{kind}” is no type of field.{hint}",
            kind=kind,
            hint=instead(kind, FIELD_TYPES),
        )
        findings.add((*place, "type"), reason)
    if table.get("multiple") and kind in FIELD_TYPES and kind not in _REFERENCES:
        reason = Sentence(
            "multiple goes with entity, vocabulary and link; see multichoice."
        )
        findings.add((*place, "multiple"), reason)
    metric = table.get("metric", METRICS[0])
    if metric not in METRICS:
        reason = Sentence(
            "“{metric}” is no metric.{hint}",
            metric=metric,
            hint=instead(metric, METRICS),
        )
        findings.add((*place, "metric"), reason)


def _reference(
    findings: Findings, place: Place, table: _Table, key: str, kind: str
) -> None:
    """`entity_type` and `vocabulary` name one, in fields of that type only."""
    name, known = table.get(key), findings.ids(key)
    if name is None:
        if table.get("type") == kind:
            findings.add(
                place,
                Sentence("{key} is missing.{hint}", key=key, hint=instead("", known)),
            )
    elif table.get("type") != kind:
        reason = Sentence("{key} goes with type = “{kind}” only.", key=key, kind=kind)
        findings.add((*place, key), reason, "warning")
    elif name not in known:
        reason = Sentence(
            "there is no {key} “{name}”.{hint}",
            key=key,
            name=name,
            hint=instead(name, known),
        )
        findings.add((*place, key), reason)


def _values(findings: Findings, place: Place, table: _Table) -> None:
    values = elements(place, table, "values")
    is_choice = table.get("type") in _CHOICES
    if is_choice and not values:
        findings.add(place, "a choice needs values. Add values = [{id = …}, …].")
    if values and not is_choice:
        reason = Sentence("values go with choice and multichoice only.")
        findings.add((*place, "values"), reason)
    seen: set[object] = set()
    for at, value in values:
        check_table(findings, at, value, VALUE)
        check_id(findings, at, value)
        if str(value.get("id")) in seen:
            reason = Sentence("the value “{id}” is there already.", id=value.get("id"))
            findings.add((*at, "id"), reason)
        seen.add(str(value.get("id")))


def _bounds(findings: Findings, place: Place, table: _Table) -> None:
    low, high = table.get("min"), table.get("max")
    for key in ("min", "max"):
        if key in table and table.get("type") != "integer":
            findings.add(
                (*place, key),
                Sentence("{key} goes with type = “integer” only.", key=key),
            )
    if type(low) is int and type(high) is int and low > high:
        findings.add(
            (*place, "min"),
            Sentence("min ({low}) is more than max ({high}).", low=low, high=high),
        )


def _default(findings: Findings, place: Place, table: _Table) -> None:
    default = table.get("default")
    if default is None or holds(table, default):
        return
    known = value_ids(table)
    hint = instead(default, known) if known else ""
    reason = Sentence(
        "the field cannot hold its default {default}.{hint}",
        default=repr(default),
        hint=hint,
    )
    findings.add((*place, "default"), reason)


def _visible_if(findings: Findings, place: Place, table: _Table) -> None:
    condition = table.get("visible_if")
    if not isinstance(condition, Mapping):
        return
    at = (*place, "visible_if")
    check_table(findings, at, condition, CONDITION)
    others = {
        str(other.get("id")): other
        for _, other in findings.tables("field")
        if other.get("of") == table.get("of") and other is not table
    }
    name = condition.get("field")
    if str(name) not in others:
        findings.add(
            (*at, "field"),
            Sentence(
                "no field “{name}” here.{hint}", name=name, hint=instead(name, others)
            ),
        )
    else:
        check_wanted(findings, at, condition, others[str(name)])


def check_wanted(findings: Findings, place: Place, test: _Table, field: _Table) -> None:
    """What `is` and `in` ask for is something that the field can hold."""
    listed = test.get("in", [])
    if not isinstance(listed, list):
        findings.add((*place, "in"), "expected a list of values.")
        listed = []
    asked = [("in", each) for each in listed]
    asked += [("is", test["is"])] if "is" in test else []
    one = {**field, "multiple": False}
    if field.get("type") == "multichoice":
        one["type"] = "choice"
    for key, value in asked:
        if not holds(one, value):
            hint = instead(value, value_ids(field))
            reason = Sentence(
                "the field “{id}” cannot hold {value}.{hint}",
                id=field.get("id"),
                value=repr(value),
                hint=hint,
            )
            findings.add((*place, key), reason)


def _within(field: _Table, value: int) -> bool:
    low, high = field.get("min"), field.get("max")
    if type(low) is int and value < low:
        return False
    return not (type(high) is int and value > high)
