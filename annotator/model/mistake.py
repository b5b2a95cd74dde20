# SPDX-License-Identifier: MIT
"""Mistakes found in a codebook, and the collector that gives them their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from annotator.model.sentence import Sentence
from annotator.model.toml_lines import Place, nearest


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake.  `severity` is "error" or "warning".

    `line` counts from 1 and is None where no source is known.  `key` is the
    place in the data, as in `field[quote_type].values[direct].key`.
    """

    severity: str
    message: Sentence
    line: int | None = None
    key: str = ""
    file: str | None = None

    def __str__(self) -> str:
        place = [
            part for part in (self.file, self.line and f"line {self.line}") if part
        ]
        place += [self.key] if self.key else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


class Findings:
    """Collects mistakes in `body`; `lines` says where its keys stand."""

    def __init__(
        self,
        body: Mapping[str, Any],
        lines: Mapping[Place, int] | None = None,
        file: str | None = None,
    ) -> None:
        self.body = body
        self.lines = dict(lines or {})
        self.file = file
        self.found: list[Mistake] = []

    def add(self, place: Place, message: str, severity: str = "error") -> None:
        """Note a mistake at `place`."""
        line = nearest(self.lines, place)
        key = self._key(place)
        said = Sentence(message)
        self.found.append(Mistake(severity, said, line, key, self.file))

    def tables(self, kind: str) -> list[tuple[Place, Mapping[str, Any]]]:
        """The tables `[[kind]]` with their places; what is no table is left out."""
        return elements((), self.body, kind)

    def ids(self, kind: str) -> list[str]:
        """The ids of the tables `[[kind]]`."""
        return [str(table.get("id")) for _, table in self.tables(kind)]

    def sorted(self) -> list[Mistake]:
        """All mistakes in the order of their lines, each once."""
        once = dict.fromkeys(self.found)
        return sorted(once, key=lambda each: each.line or 0)

    def _key(self, place: Place) -> str:
        words, value = "", self.body
        for part in place:
            value = _step(value, part)
            if isinstance(part, int):
                name = value.get("id", part) if isinstance(value, Mapping) else part
                words += f"[{name}]"
            else:
                words += f".{part}" if words else part
        return words


def elements(
    place: Place, table: Mapping[str, Any], key: str
) -> list[tuple[Place, Mapping[str, Any]]]:
    """The tables in the list at `key` of `table`, with their places."""
    listed = table.get(key)
    if not isinstance(listed, list):
        return []
    numbered = enumerate(listed)
    return [((*place, key, n), e) for n, e in numbered if isinstance(e, Mapping)]


def instead(word: object, known: Iterable[object]) -> Sentence:
    """` Did you mean “…”?`, or the few things it can be, or nothing."""
    names = [str(each) for each in known]
    close = get_close_matches(str(word), names, n=1)
    if close:
        return Sentence(" Did you mean “{name}”?", name=close[0])
    if names and len(names) <= 9:
        return Sentence(" It can be: {known}.", known=", ".join(names))
    return Sentence("")


def _step(value: Any, part: str | int) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None
