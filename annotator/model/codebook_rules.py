# SPDX-License-Identifier: MIT
"""Checks the rules of a codebook: that they name what is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from annotator.model.codebook_fields import check_wanted
from annotator.model.codebook_shape import TEST, UNIQUE, check_table
from annotator.model.mistake import Findings, instead
from annotator.model.rules import MARKS
from annotator.model.sentence import Sentence
from annotator.model.toml_lines import Place

_SEVERITIES: Final = ("error", "warning")
_COUNTS: Final = ("count", "count_min", "count_max", "starts_and_ends_with")
_Table = Mapping[str, Any]


def check_rules(findings: Findings) -> None:
    """All rules: their severity, their form, and every name in them."""
    for place, rule in findings.tables("rule"):
        severity = rule.get("severity", "error")
        if severity not in _SEVERITIES:
            reason = Sentence(
                "“{severity}” is no severity.{hint}",
                severity=severity,
                hint=instead(severity, _SEVERITIES),
            )
            findings.add((*place, "severity"), reason)
        if not rule.get("require") and not rule.get("unique"):
            reason = Sentence(
                "the rule asks for nothing. Add require = … or unique = …"
            )
            findings.add(place, reason)
        _implication(findings, place, rule)
        _unique(findings, place, rule)


def _implication(findings: Findings, place: Place, rule: _Table) -> None:
    tests = {key: rule.get(key) for key in ("if", "require")}
    owner = _owner(findings, place, tests)
    for key, test in tests.items():
        if isinstance(test, Mapping):
            at = (*place, key)
            check_table(findings, at, test, TEST)
            _test(findings, at, test, owner)


def _owner(findings: Findings, place: Place, tests: Mapping[str, Any]) -> str | None:
    """The type or row that the rule is about; the first type if it says none."""
    types = findings.ids("annotation_type")
    known = [*types, *findings.ids("row")]
    for key, test in tests.items():
        owner = test.get("of") if isinstance(test, Mapping) else None
        if owner in known:
            return str(owner)
        if owner is not None:
            reason = Sentence(
                "nothing is called “{owner}”.{hint}",
                owner=owner,
                hint=instead(owner, known),
            )
            findings.add((*place, key, "of"), reason)
            return None
    return types[0] if types else None


def _test(findings: Findings, place: Place, test: _Table, owner: str | None) -> None:
    if "field" not in test and "role" not in test:
        findings.add(place, "name a field or a role to look at.")
    if owner is not None:
        field = _named(findings, place, test, "field", owner)
        _named(findings, place, test, "role", owner)
        if field is not None:
            check_wanted(findings, place, test, field)
    for key in _COUNTS:
        if key in test and "role" not in test:
            findings.add((*place, key), Sentence("{key} goes with a role.", key=key))
    marks = test.get("starts_and_ends_with", "quotation_mark")
    if isinstance(marks, str) and marks not in MARKS:
        reason = Sentence(
            "“{marks}” is no kind of mark.{hint}",
            marks=marks,
            hint=instead(marks, MARKS),
        )
        findings.add((*place, "starts_and_ends_with"), reason)


def _named(
    findings: Findings, place: Place, test: _Table, kind: str, owner: str
) -> _Table | None:
    """The field or role of `owner` that the test names, or None and a mistake."""
    name = test.get(kind)
    if name is None:
        return None
    known = {
        str(each.get("id")): each
        for _, each in findings.tables(kind)
        if each.get("of") == owner and "id" in each
    }
    if str(name) not in known:
        reason = Sentence(
            "“{owner}” has no {kind} “{name}”.{hint}",
            owner=owner,
            kind=kind,
            name=name,
            hint=instead(name, known),
        )
        findings.add((*place, kind), reason)
    return known.get(str(name))


def _unique(findings: Findings, place: Place, rule: _Table) -> None:
    unique = rule.get("unique")
    if not isinstance(unique, Mapping):
        return
    at = (*place, "unique")
    check_table(findings, at, unique, UNIQUE)
    rows = {str(t.get("id")): str(t.get("of")) for _, t in findings.tables("row")}
    owner = unique.get("of")
    if str(owner) not in rows:
        reason = Sentence(
            "there are no rows “{owner}”.{hint}", owner=owner, hint=instead(owner, rows)
        )
        findings.add((*at, "of"), reason)
        return
    if unique.get("within", rows[str(owner)]) != rows[str(owner)]:
        reason = Sentence(
            "rows “{owner}” stand within “{within}”.",
            owner=owner,
            within=rows[str(owner)],
        )
        findings.add((*at, "within"), reason)
    fields = unique.get("fields")
    if not fields:
        findings.add(at, "name the fields that no two rows may share.")
    for name in fields if isinstance(fields, list) else []:
        _named(findings, at, {"field": name}, "field", str(owner))
