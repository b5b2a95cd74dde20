# SPDX-License-Identifier: MIT
"""Sentences that can be translated although there are names in them.

What a person reads is made where Qt is not known.  It therefore carries the
template it was made of and the values: the window looks the template up, as it
stands in the code, and fills the translation with the same values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_PLACE: Final = re.compile(r"\{(\w+)\}")


class Sentence(str):
    """An English text that remembers its template and what was filled in.

    Args:
        template: the words, with places such as `{name}`.  It is written out in
            the code, never put together, so that it can be looked up.  A
            sentence is taken as it is.
        values: what goes into the places.  A value that is a `Sentence` is
            translated in its turn; anything else stays as it is.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        if isinstance(template, Sentence):
            return template
        # An exception would keep all that was alive when it was raised.
        kept = {
            name: str(value) if isinstance(value, BaseException) else value
            for name, value in values.items()
        }
        made = super().__new__(cls, filled(template, kept))
        made.template, made.values = template, kept
        return made


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with its places filled; a place without a value is left.

    Braces in a value, and braces that are no place, mean nothing.
    """
    if not values:
        return template
    return _PLACE.sub(
        lambda place: str(values[place[1]]) if place[1] in values else place[0],
        template,
    )


def joined(separator: str, parts: Iterable[object]) -> Sentence:
    """Several sentences or values as one, each of them translated by itself."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Sentence(separator.join(f"{{{name}}}" for name in values), **values)
