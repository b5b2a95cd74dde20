# SPDX-License-Identifier: MIT
"""What a format's own configuration says of labels before any of them is used.

It does not decide whether a codebook fits: only a codebook that is made from a
file has places for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Labels, values of attributes and links that there are, used or not.

    `values` go from label and attribute to the possible values, () for a flag;
    `texts` are attributes that hold free text; `links` are (label, label of the
    source).  `export` is kept in the codebook under `[export]`.
    """

    labels: Sequence[str] = ()
    values: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    links: Sequence[tuple[str, str]] = ()
    export: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Declared()
