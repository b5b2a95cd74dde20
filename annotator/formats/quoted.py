# SPDX-License-Identifier: MIT
"""Spans of JSON objects that may quote their text: the quote must stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.formats import typed
from annotator.formats.placing import Places, canonical
from annotator.formats.span_units import mismatch
from annotator.formats.tokens import Range
from annotator.model.errors import InputError


def placed_span(
    table: Mapping[str, Any], start: str, end: str, places: Places
) -> Range:
    """The code points of a span; InputError names the key of what is wrong."""
    first, last = (typed.whole(table.get(key), key) for key in (start, end))
    try:
        found = places.span(first, last)
    except InputError as error:
        error.field = error.field or start
        raise
    quote = table.get("text")
    if isinstance(quote, str) and places.text[slice(*found)] != canonical(quote):
        raise mismatch(places.text, *found, quote)
    return found
