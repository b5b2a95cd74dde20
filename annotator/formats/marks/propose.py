# SPDX-License-Identifier: MIT
"""Proposals for what foreign labels, links, attributes and values are called here.

A proposal holds what is likely and nothing else: what it leaves open has no place
until somebody says so.
"""

from __future__ import annotations

from annotator.formats.marks.mapping import BELOW, REVERSED, LabelMapping, LabelRule
from annotator.formats.marks.names import NONE, PARENT, Names, Part
from annotator.formats.marks.survey import Attribute, Survey
from annotator.formats.marks.synonyms import best, plain, related
from annotator.formats.marks.targets import (
    Target,
    attribute_name,
    labels,
    links_between,
    rules,
    targets,
)
from annotator.formats.marks.values import fits

_NESTED = related(PARENT)


def propose(
    found: Survey, names: Names, said: LabelMapping | None = None
) -> LabelMapping:
    """What is likely for what has no place; what has one is not renamed.

    `said` is what somebody has said already: it stays, and the rest follows it.
    """
    said = said or LabelMapping()
    mapped = dict(said.labels)
    for label in found.labels:
        if label not in names.parts and label not in mapped:
            rule = propose_label(label, names)
            if rule is not None:
                mapped[label] = rule
    attributes, values = _attributes(found, names, mapped, said)
    return LabelMapping(
        labels=mapped,
        links={**_links(found, names, mapped), **said.links},
        attributes=attributes,
        values=values,
    )


def propose_label(label: str, names: Names) -> LabelRule | None:
    """What a label is likely to be here."""
    if not label.strip():
        return None
    if BELOW in label:
        return _propose_below(label, names)
    known = labels(names)
    alike = best(label, known)
    stance = _stance_rule(label, names)
    # “Support” is a stance, though a role “supplement” is spelt a little like it.
    exact = alike and plain(label) in {plain(n) for n in (alike, *known[alike])}
    if stance and not exact:
        return stance
    return LabelRule(alike) if alike else None


def _propose_below(label: str, names: Names) -> LabelRule | None:
    """The same for a label below others: “Tolls > Against” is a stance on tolls."""
    *above, last = label.split(BELOW)
    rule = propose_label(last, names) if last.strip() else None
    stance = _stance_rule(last, names) if rule and rule.set else None
    if rule is None or stance is None:
        return rule
    (target,) = stance.set
    issue = _issue_beside(target, names)
    fits_there = issue is not None and fits(issue.field, above[-1], names.codebook)
    if issue is None or not fits_there:
        return rule
    return LabelRule(rule.to, {issue.name: above[-1], **rule.set})


def _issue_beside(stance: str, names: Names) -> Target | None:
    """The field of issues beside that of stances, where there is one."""
    found = {each.name: each for each in targets(names)}
    part = found[stance].part
    beside = [
        each
        for each in found.values()
        if each.field.type == "vocabulary" and each.part.path == part.path
    ]
    return beside[0] if len(beside) == 1 else None


def _stance_rule(label: str, names: Names) -> LabelRule | None:
    """The main part with a stance set, for a label that is called like a stance."""
    made = rules(names)
    for target in targets(names):
        if target.is_stance:
            wanted = related(label)
            for value, others in target.values().items():
                if any(plain(each) in wanted for each in (value, *others)):
                    return made[f"{target.name} = {value}"]
    return None


def _end(label: str, mapped: dict[str, LabelRule], names: Names) -> str:
    rule = mapped.get(label)
    return rule.to if rule else label


def _links(found: Survey, names: Names, mapped: dict[str, LabelRule]) -> dict[str, str]:
    made: dict[str, str] = {}
    for (label, source, target), _ in found.links.most_common():
        ends = _end(source, mapped, names), _end(target, mapped, names)
        first, second = (names.parts.get(end) for end in ends)
        if label in made or first is None or second is None:
            continue
        if names.meaning(label, first, second) is None:
            proposed = propose_link(label, *ends, names)
            if proposed:
                made[label] = proposed
    return made


def propose_link(label: str, source: str, target: str, names: Names) -> str | None:
    """What a link between marks of two of our labels is likely to be.

    Between different parts their roles decide; between two of the same kind
    only the link's own name can.
    """
    possible = links_between(names, source, target)
    between: dict[str, str] = {}
    for each in possible:  # of two directions, the better one comes first
        between.setdefault(each.removeprefix(REVERSED), each)
    wanted = best(label, dict.fromkeys(between, ()))
    if wanted is not None:
        return between[wanted]
    if source != target:
        fitting = [each for each in possible if not _is_free(each, names)]
        return fitting[0] if fitting else None
    nested = PARENT in between and related(label) & _NESTED
    return between[PARENT] if nested else None


def _is_free(link: str, names: Names) -> bool:
    """Whether a link may run between any two annotations: its ends say nothing."""
    name = link.removeprefix(REVERSED)
    if name == PARENT:
        return True
    return any(name in names.link_fields(part) for part in names.parts.values())


def _attributes(
    found: Survey, names: Names, mapped: dict[str, LabelRule], said: LabelMapping
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    made: dict[str, str] = dict(said.attributes)
    values: dict[str, dict[str, str]] = {}
    for label, attributes in found.attributes.items():
        part = names.parts.get(_end(label, mapped, names))
        if part is None:
            continue
        possible = {each.name: each for each in possible_targets(names, part)}
        for name, attribute in attributes.items():
            if part.row is None and name in part.none_names:
                continue
            to = made.get(name)
            if to is None:
                to = propose_attribute(name, possible)
                to = to or _by_values(attribute, possible, names)
            if to is None or to not in possible:
                continue
            if to != name:
                made.setdefault(name, to)
            changed = propose_values(attribute, possible[to], names)
            values.setdefault(name, {}).update(changed)
    for name, each in said.values.items():
        values[name] = {**values.get(name, {}), **each}
    return made, {name: each for name, each in values.items() if each}


def possible_targets(names: Names, part: Part) -> list[Target]:
    """The fields that an attribute of a mark can become."""
    own = [
        Target(attribute_name(names, each), part, each)
        for each in part.fields
        if each.type != "link"
    ]
    if part.row is not None:
        return own
    of_rows = (each for each in targets(names) if each.part.row is not None)
    return own + [each for each in of_rows if each.part.type is part.type]


def propose_attribute(name: str, possible: dict[str, Target]) -> str | None:
    """The field that an attribute is likely to be.

    A field that is called so goes before a row's field, and a row's field before
    one that is only called alike.
    """
    if name.startswith(NONE):
        return None
    called = {key: (each.field.id, each.field.label) for key, each in possible.items()}
    own = {key: words for key, words in called.items() if not _is_rows(possible[key])}
    exact = {plain(name)}
    for among in (own, called):
        for key, words in among.items():
            if exact & {plain(word) for word in words}:
                return key
    return best(name, own) or best(name, called)


def _by_values(
    attribute: Attribute, possible: dict[str, Target], names: Names
) -> str | None:
    """The one field that has all the values of an attribute, if there are several."""
    if len(attribute.values) < 2:
        return None
    fitting = [
        key
        for key, each in possible.items()
        if each.field.values
        and all(
            fits(each.field, value, names.codebook) or best(value, each.values())
            for value in attribute.values
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_rows(target: Target) -> bool:
    return "." in target.name


def propose_values(
    attribute: Attribute, target: Target, names: Names
) -> dict[str, str]:
    """The values that are likely to be others here; those that fit are left out."""
    known = target.values()
    if not known:
        return {}
    made: dict[str, str] = {}
    for value in attribute.values:
        if not fits(target.field, value, names.codebook):
            proposed = best(value, known)
            if proposed:
                made[value] = proposed
    return made
