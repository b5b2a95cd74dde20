# SPDX-License-Identifier: MIT
"""What a web page says of its article in words for machines.

Only what is said outright is taken: the language of the page, its canonical
address, and the moment of publication with its time, which others round to days.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from annotator.formats.tables.dating import when

_DATES: Final = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='DC.date.issued']/@content",
    "//*[@itemprop='datePublished']/@datetime",
)
_LONGEST: Final = 200_000
_DEEPEST: Final = 6


def facts(tree: Any) -> dict[str, str]:
    """Metadata of the page by slot; what it does not say is not there."""
    made: dict[str, str] = {}
    languages = tree.xpath("/html/@lang | /html/@xml:lang")
    if languages:
        made["language"] = str(languages[0])
    addresses = tree.xpath("//link[@rel='canonical']/@href")
    if addresses:
        made["url"] = str(addresses[0])
    for said in _dates(tree):
        found = when(said)
        if found is not None:
            made["published"], zone = found
            if zone is not None and "T" in found[0]:
                made["timezone"] = zone
            break
    return made


def _dates(tree: Any) -> Iterator[str]:
    for path in _DATES:
        yield from map(str, tree.xpath(path))
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        if len(script) <= _LONGEST:
            try:
                yield from _in_data(json.loads(script), 0)
            except (ValueError, RecursionError):
                continue


def _in_data(data: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        if isinstance(data.get("datePublished"), str):
            yield data["datePublished"]
        for value in data.values():
            yield from _in_data(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _in_data(value, depth + 1)
