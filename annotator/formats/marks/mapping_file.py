# SPDX-License-Identifier: MIT
"""Mappings as TOML: reading them with the line of each mistake, writing proposals.

In a proposal, what nobody could guess stands as a comment.  Imported with the
file as it is, that has still no place, and is named.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import tomlkit

from annotator.formats.marks.mapping import REVERSED, LabelMapping, LabelRule
from annotator.formats.marks.names import Names, Part
from annotator.formats.marks.propose import possible_targets
from annotator.formats.marks.survey import Survey, visible
from annotator.formats.marks.targets import (
    Target,
    attribute_name,
    link_names,
    targets,
)
from annotator.formats.marks.unplaced import unplaced
from annotator.formats.marks.values import fits
from annotator.model.errors import InputError
from annotator.model.mistake import instead
from annotator.model.sentence import Sentence
from annotator.model.toml_lines import lines, nearest

_TABLES: Final = ("labels", "links", "attributes", "values")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_AT_LINE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_SHOWN: Final = 6


# -- reading -------------------------------------------------------------------------


def parse_mapping(text: str, file: object, names: Names) -> LabelMapping:
    """The mapping in a TOML text; every name of ours in it is one of `names`.

    Raises InputError naming file, line and key.
    """
    return _Parsing(toml_body(text, file), text, file, names).mapping()


def toml_body(text: str, file: object) -> dict[str, Any]:
    """The plain data in a TOML text; InputError names file and line."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), text, file) from None


def _syntax_error(said: str, text: str, file: object) -> InputError:
    found = _AT_LINE.search(said)
    line = text.count("\n", 0, len(text.rstrip())) + 1
    if found is not None and found[1]:
        line = int(found[1])
    reason = Sentence("{said}.", said=_AT_LINE.sub("", said))
    return InputError(reason, file=file, line=line)


class _Parsing:
    """One mapping under way from plain data to rules that are checked."""

    def __init__(
        self, body: Mapping[str, Any], text: str, file: object, names: Names
    ) -> None:
        self._body = body
        self._lines = lines(text)
        self._file = file
        self._names = names
        self._targets = {each.name: each for each in _all_targets(names)}

    def mapping(self) -> LabelMapping:
        for name in self._body:
            if name not in _TABLES:
                raise self._error((name,), "there is no such table.", name, _TABLES)
        attributes = self._texts("attributes", self._targets)
        return LabelMapping(
            labels={
                label: self._rule(label, value)
                for label, value in self._table("labels").items()
            },
            links=self._texts("links", self._links()),
            attributes=attributes,
            values=self._values(attributes),
        )

    def _table(self, *place: str) -> Mapping[str, Any]:
        value: Any = self._body
        for step in place:
            value = value.get(step, {})
        if not isinstance(value, dict):
            raise self._error(place, "it must be a table.")
        return value

    def _links(self) -> list[str]:
        known = link_names(self._names)
        return [*known, *(f"{REVERSED}{name}" for name in known)]

    def _texts(self, table: str, known: Iterable[str]) -> dict[str, str]:
        made: dict[str, str] = {}
        possible = list(known)
        for name, value in self._table(table).items():
            made[name] = self._text((table, name), value)
            if value and value not in possible:
                said = "the codebook has nothing called “{value}”."
                raise self._error((table, name), said, value, possible)
        return made

    def _text(self, place: tuple[str, ...], value: object) -> str:
        if not isinstance(value, str):
            raise self._error(place, "it must be a text in quotation marks.")
        return value

    def _rule(self, label: str, value: object) -> LabelRule:
        place = ("labels", label)
        given = value if isinstance(value, dict) else {"to": value}
        for name in given:
            if name not in ("to", "set"):
                said = "it can hold “to” and “set” only."
                raise self._error((*place, name), said)
        to = self._text((*place, "to"), given.get("to"))
        if to and to not in self._names.parts:
            said = "the codebook has no label “{value}”."
            raise self._error(place, said, to, self._names.parts)
        set_ = given.get("set", {})
        if not isinstance(set_, dict):
            raise self._error((*place, "set"), "it must be a table.")
        part = self._names.parts.get(to)
        for name, wanted in set_.items():
            self._check_set((*place, "set", name), part, name, wanted)
        return LabelRule(to, dict(set_))

    def _check_set(
        self, place: tuple[str, ...], part: Part | None, name: str, value: object
    ) -> None:
        possible = possible_targets(self._names, part) if part else []
        known = {each.name: each for each in possible}
        if name not in known:
            said = "no field “{value}” belongs to that label."
            raise self._error(place, said, name, known)
        self._check_value(place, known[name], self._text(place, value))

    def _values(self, attributes: Mapping[str, str]) -> dict[str, dict[str, str]]:
        made: dict[str, dict[str, str]] = {}
        for name in self._table("values"):
            field = self._targets.get(attributes.get(name, name))
            made[name] = {}
            for theirs, ours in self._table("values", name).items():
                place = ("values", name, theirs)
                made[name][theirs] = self._text(place, ours)
                if ours and field is not None:
                    self._check_value(place, field, ours)
        return made

    def _check_value(self, place: tuple[str, ...], to: Target, value: str) -> None:
        if not fits(to.field, value, self._names.codebook):
            said = "the field “{name}” cannot hold “{value}”."
            raise self._error(place, said, value, to.values(), name=to.name)

    def _error(
        self,
        place: tuple[str, ...],
        said: str,
        value: object = "",
        known: Iterable[str] = (),
        **values: object,
    ) -> InputError:
        return InputError(
            Sentence(
                "{said}{hint}",
                said=Sentence(said, value=value, **values),
                hint=instead(value, known),
            ),
            file=self._file,
            line=nearest(self._lines, place),
            field=visible(".".join(place)),
        )


def _all_targets(names: Names) -> list[Target]:
    """The fields as they are written on the main mark, and on the row's own."""
    own = [
        Target(attribute_name(names, each), part, each)
        for part in names.parts.values()
        for each in part.fields
        if each.type != "link"
    ]
    return [*own, *targets(names)]


# -- writing -------------------------------------------------------------------------


def write_mapping(
    found: Survey, names: Names, mapping: LabelMapping, title: str = ""
) -> str:
    """The mapping as TOML with what it is about: counts, examples, what is left.

    What neither has a place by itself nor by the mapping stands as a comment.
    """
    return _Writing(found, names, mapping).text(title)


class _Writing:
    """One mapping under way to text."""

    def __init__(self, found: Survey, names: Names, mapping: LabelMapping) -> None:
        self._found = found
        self._names = names
        self._mapping = mapping
        self._unplaced = unplaced(found, names, mapping)
        self._lines: list[str] = []

    def text(self, title: str) -> str:
        codebook = self._names.codebook
        say = self._lines.append
        say(f"# What the labels of {visible(title) or 'the file'} are called in the")
        say(f"# codebook “{visible(codebook.title)}” {codebook.version}.")
        say("# An empty name leaves out, and the import counts what it left out.")
        say("# What begins with # has no place yet: write a name, or an empty one,")
        say("# and take the # away.")
        self._table("labels", self._names.parts, self._labels)
        turned = 'a "<" before the name turns the link round'
        self._table("links", link_names(self._names), self._links, turned)
        fields = [each.name for each in targets(self._names)]
        self._table("attributes", fields, self._attributes)
        self._values()
        return "\n".join(self._lines) + "\n"

    def _table(
        self,
        name: str,
        known: Iterable[str],
        write: Callable[[], None],
        hint: str = "",
    ) -> None:
        self._lines += ["", f"[{name}]"]
        self._lines.append(f"# Possible: {', '.join(known)}{'; ' * bool(hint)}{hint}.")
        write()

    def _labels(self) -> None:
        for label, count in self._found.labels.most_common():
            rule = self._mapping.labels.get(label)
            if rule is None and label in self._names.parts:
                continue
            quotes = "; ".join(f"“{e}”" for e in self._found.examples.get(label, ()))
            about = f"{_counted(count, 'mark')}{', e.g. ' * bool(quotes)}{quotes}"
            self._line(label, None if rule is None else _rule_text(rule), about)
        self._rest(self._mapping.labels, self._found.labels, _rule_text)

    def _links(self) -> None:
        ends: dict[str, list[str]] = {}
        counts: dict[str, int] = {}
        for (label, source, target), count in self._found.links.most_common():
            ends.setdefault(label, []).append(f"{source} → {target}")
            counts[label] = counts.get(label, 0) + count
        open_ = self._open("link")
        for label, where in ends.items():
            to = self._mapping.links.get(label)
            if to is not None or label in open_:
                about = f"{_counted(counts[label], 'link')}, "
                about += ", ".join(where[:_SHOWN])
                self._line(label, None if to is None else _quoted(to), about)
        self._rest(self._mapping.links, ends, _quoted)

    def _attributes(self) -> None:
        open_ = self._open("attribute")
        about = dict(self._about_attributes())
        for name, words in about.items():
            to = self._mapping.attributes.get(name)
            if to is not None or name in open_:
                self._line(name, None if to is None else _quoted(to), words)
        self._rest(self._mapping.attributes, about, _quoted)

    def _about_attributes(self) -> Iterable[tuple[str, str]]:
        values: dict[str, list[str]] = {}
        where: dict[str, list[str]] = {}
        for label, attributes in self._found.attributes.items():
            for name, attribute in attributes.items():
                values.setdefault(name, []).extend(attribute.values)
                where.setdefault(name, []).append(label)
        for name, held in values.items():
            shown = ", ".join(f"“{each[:40]}”" for each in dict.fromkeys(held[:4]))
            yield name, f"of {', '.join(where[name][:_SHOWN])}; e.g. {shown}"

    def _values(self) -> None:
        open_ = self._open_values()
        for name in dict.fromkeys((*self._mapping.values, *open_)):
            mapped = self._mapping.values.get(name, {})
            self._lines += ["", f"[values.{_key(name)}]"]
            for theirs, ours in mapped.items():
                self._line(theirs, _quoted(ours), "")
            for theirs in open_.get(name, ()):
                if theirs not in mapped:
                    self._line(theirs, None, "")

    def _open(self, kind: str) -> set[str]:
        """The foreign names of one kind that have no place under the mapping."""
        return {each.name for each in self._unplaced if each.kind == kind}

    def _open_values(self) -> dict[str, list[str]]:
        made: dict[str, list[str]] = {}
        for each in self._unplaced:
            if each.kind == "value":
                made.setdefault(each.name, []).append(each.value)
        return made

    def _line(self, name: str, value: str | None, about: str) -> None:
        start = f"{_key(name)} = {value}" if value is not None else ""
        start = start or f"# {_key(name)} = {_quoted('')}"
        self._lines.append(f"{start}  # {visible(about)}" if about else start)

    def _rest(
        self,
        mapped: Mapping[str, Any],
        found: Iterable[str],
        words: Callable[[Any], str],
    ) -> None:
        """What the mapping names besides, and the file does not have."""
        for name in mapped.keys() - set(found):
            self._line(name, words(mapped[name]), "not in this file")


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    return tomlkit.string(text).as_string()


def _rule_text(rule: LabelRule) -> str:
    if not rule.set:
        return _quoted(rule.to)
    inner = ", ".join(f"{_quoted(n)} = {_quoted(v)}" for n, v in rule.set.items())
    return f"{{ to = {_quoted(rule.to)}, set = {{ {inner} }} }}"
