# SPDX-License-Identifier: MIT
"""The declarative rules of a codebook, applied: no code is ever evaluated.

A test is a plain table.  With `field` it looks at a value (`is`, `in`, `set`, or
set at all), with `role` at spans (`count`, `count_min`, `count_max`,
`starts_and_ends_with`).  All of a test must hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from annotator.model.annotation import FieldValue
from annotator.model.codebook import Field, Rule
from annotator.model.part import Part, inside
from annotator.model.problem import TEMPLATES, Problem

#: What `starts_and_ends_with` can name.
MARKS: Final = {"quotation_mark": "\"'“”„‟‘’‚‛«»‹›「」『』〈〉《》＂＇"}


def rule_problems(rule: Rule, parts: Sequence[Part], text: str) -> Iterator[Problem]:
    """Where the parts of one annotation break the rule; the first is its own."""
    if rule.unique:
        yield from _not_unique(rule, parts)
    if not rule.require:
        return
    owner = rule.when.get("of") or rule.require.get("of") or parts[0].of
    for part in parts:
        fits = part.of == owner and holds(rule.when, part, text)
        if fits and not holds(rule.require, part, text):
            yield _broken(rule, part)


def holds(test: Mapping[str, Any], part: Part, text: str) -> bool:
    """Whether all that the test says is true of the part."""
    if "field" in test and not _field_holds(test, part.fields.get(test["field"])):
        return False
    return "role" not in test or _role_holds(test, part, text)


def _field_holds(test: Mapping[str, Any], value: FieldValue | None) -> bool:
    held = value if isinstance(value, tuple) else (value,)
    if "is" in test:
        return any(_same(each, test["is"]) for each in held)
    if "in" in test:
        return any(_same(each, wanted) for each in held for wanted in test["in"])
    return (value is not None) == bool(test.get("set", True))


def _same(value: object, wanted: object) -> bool:
    """Equal, where true is not 1."""
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


def _role_holds(test: Mapping[str, Any], part: Part, text: str) -> bool:
    spans = part.spans_of(test["role"])
    count = len(spans)
    if count != test.get("count", count) or count < test.get("count_min", 0):
        return False
    if count > test.get("count_max", count):
        return False
    marks = MARKS.get(str(test.get("starts_and_ends_with", "")))
    if marks is None or not spans:
        return True
    first, last = text[spans[0].start :][:1], text[: spans[-1].end][-1:]
    return first in marks and last in marks


def _not_unique(rule: Rule, parts: Sequence[Part]) -> Iterator[Problem]:
    names = list(rule.unique.get("fields", ()))
    seen: set[tuple[object, ...]] = set()
    for part in parts:
        if part.of != rule.unique.get("of", parts[0].of):
            continue
        values = tuple(part.fields.get(name) for name in names)
        if values in seen and None not in values:
            yield _repeated(rule, part, [s for s in map(part.spec, names) if s])
        seen.add(values)


def _repeated(rule: Rule, part: Part, specs: Sequence[Field]) -> Problem:
    return part.problem(
        rule.id,
        severity=rule.severity,
        template=_escaped(rule.message) or TEMPLATES["not_unique"],
        field=specs[0] if specs else None,
        rows=inside(part.label),
        fields=" and ".join(inside(spec.label) for spec in specs),
    )


def _broken(rule: Rule, part: Part) -> Problem:
    """Said beside the field and the role that the rule wants changed."""
    field, role = (
        rule.require.get(key) or rule.when.get(key) for key in ("field", "role")
    )
    words = _escaped(rule.message) or _escaped(_sentence(rule, part))
    return part.problem(
        rule.id,
        severity=rule.severity,
        template=words,
        field=part.spec(str(field)),
        role=part.role(str(role)),
    )


def _escaped(words: str) -> str:
    """A codebook's own words are no template: braces in them are braces."""
    return words.replace("{", "{{").replace("}", "}}")


def _sentence(rule: Rule, part: Part) -> str:
    """What is the case and what to do, where the codebook gives no message."""
    return " ".join(filter(None, (_case(rule.when, part), _demand(rule, part))))


def _case(test: Mapping[str, Any], part: Part) -> str:
    role = part.role(str(test.get("role")))
    spec = part.spec(str(test.get("field")))
    if role is not None:
        code = "when_missing" if test.get("count") == 0 else "when_marked"
        name = inside(role.label) if test.get("count") == 0 else role.label
        return TEMPLATES[code].format(role=name)
    if spec is None:
        return ""
    value = part.fields.get(spec.id)
    if isinstance(value, bool):
        return TEMPLATES[f"when_{str(value).lower()}"].format(field=spec.label)
    chosen = spec.value(str(value))
    shown = chosen.label if chosen else value
    return TEMPLATES["when_set"].format(field=spec.label, value=shown)


def _demand(rule: Rule, part: Part) -> str:
    test = rule.require
    role = part.role(str(test.get("role")))
    spec = part.spec(str(test.get("field")))
    if role is not None:
        code = "then_quote" if "starts_and_ends_with" in test else "then_mark"
        return TEMPLATES[code].format(role=inside(role.label))
    if spec is None:
        return ""
    wanted = test["in"] if "in" in test else [test["is"]] if "is" in test else []
    # In the codebook's order, which is that of the form.
    labels = [value.label for value in spec.values if value.id in wanted]
    if not labels:
        return TEMPLATES["then_set"].format(field=inside(spec.label))
    missing = "role" in rule.when and rule.when.get("count") == 0
    code = "then_mark_or_choose" if missing else "then_choose"
    return TEMPLATES[code].format(values=_either(labels))


def _either(labels: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))
