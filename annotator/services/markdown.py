# SPDX-License-Identifier: MIT
"""Small pieces of Markdown in which strangers' words stay words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#])")
#: What a YAML reader refuses to see as it stands.
_UNPRINTABLE: Final = re.compile(
    "[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


def escaped(text: object) -> str:
    """`text` on one line, with nothing in it that means something."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def code(text: object) -> str:
    """An id between backticks."""
    return f"`{' '.join(str(text).replace('`', '’').replace('|', '¦').split())}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; cells must be escaped already."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def yaml_text(text: str) -> str:
    """A text as a YAML scalar between quotation marks."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def yaml_lines(data: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Plain data as lines of YAML: mappings and lists of them, else texts.

    The keys are words of a program, which mean nothing else in YAML.
    """
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from yaml_lines(value, f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{key}:"
            for each in value:
                first, *others = yaml_lines(each, f"{indent}  ")
                yield f"{indent}- {first.lstrip()}"
                yield from others
        else:
            yield f"{indent}{key}: {yaml_text(str(value))}"
