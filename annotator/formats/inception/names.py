# SPDX-License-Identifier: MIT
"""Labels as names of layers, attributes as names of their features, and back.

A name there is made of letters, digits and `_`.  What else stands in a label is
written as its number, such as `_x002F_` for a slash (the way of SQL/XML), so that
every label comes back as it was.  A layer that people make in INCEpTION lies in
`webanno.custom`; the layers of others keep their full names as labels.
"""

from __future__ import annotations

import keyword
import re
from typing import Final

NAMESPACE: Final = "webanno.custom."

_PART: Final = r"[^\W\d_]\w*"
_FULL: Final = re.compile(rf"{_PART}(?:\.{_PART})+", re.ASCII)
_PLAIN: Final = re.compile(r"[A-Za-z0-9_]")
_ESCAPED: Final = re.compile(r"_x([0-9A-F]{4,6})_")
_BEGINS: Final = re.compile(r"x_x[0-9A-F]{4,6}_")
_BUILT_IN: Final = "uima."
#: Features that every annotation has, and what readers of UIMA use themselves.
_TAKEN: Final = frozenset(
    {"begin", "end", "sofa", "type", "self", "xmiID", "elements", "head", "tail"}
)


def type_name(label: str) -> str:
    """The full name of the layer for a label."""
    parts = label.split(".")
    usual = not any(map(keyword.iskeyword, parts)) and "__" not in label
    own = not label.startswith((_BUILT_IN, NAMESPACE))
    if usual and own and _FULL.fullmatch(label):
        return label
    return NAMESPACE + _encoded(label)


def label_of(name: str) -> str:
    """The label for the full name of a layer."""
    if not name.startswith(NAMESPACE):
        return name
    return _decoded(name.removeprefix(NAMESPACE))


def feature_name(attribute: str) -> str:
    """The name of the feature for an attribute or a link."""
    return _encoded(attribute)


def attribute_of(name: str) -> str:
    """The attribute for the name of a feature."""
    return _decoded(name)


def link_type(layer: str, feature: str) -> str:
    """The type of the links of a feature, named as INCEpTION does."""
    return f"{layer}{feature[:1].upper()}{feature[1:]}Link"


def is_safe(name: str) -> bool:
    """Whether a feature may be called so without doing harm in Python."""
    usual = name.isidentifier() and not keyword.iskeyword(name)
    return usual and not name.startswith("__")


def is_safe_type(name: str) -> bool:
    """The same for the full name of a type."""
    return all(part.replace("[]", "").isidentifier() for part in name.split("."))


def _encoded(text: str) -> str:
    awkward = text in _TAKEN or keyword.iskeyword(text)
    made = "".join(
        char
        if _PLAIN.fullmatch(char)
        # What looks like the beginning of an escape is escaped itself.
        and not text.startswith("_x", at)
        and (at > 0 or (char.isalpha() and not awkward))
        else f"_x{ord(char):04X}_"
        for at, char in enumerate(text)
    )
    if _BEGINS.match(made):
        made = f"_x0078_{made[1:]}"
    # A name begins with a letter.
    return made if made[:1].isalpha() else f"x{made}"


def _decoded(name: str) -> str:
    if _BEGINS.match(name):
        name = name[1:]
    return _ESCAPED.sub(lambda found: _char(int(found[1], 16)), name)


def _char(number: int) -> str:
    return chr(number) if 0 < number <= 0x10FFFF else ""
