# SPDX-License-Identifier: MIT
"""All text of a web page, when its article cannot be told from the rest.

The page is gone through once from left to right, whatever stands in it: no depth,
no number of attributes and nothing left open makes that slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

#: Elements that hold no text for readers.
_ASIDE: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object"}
)
#: Elements inside a line; all others begin a new one.
_INLINE: Final = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "label", "img"),
    }
)
_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})|<[!?]")
_SPACE: Final = re.compile("[ \t\r\n\f]+")


def page_text(html: str) -> str:
    """The text of a page without scripts and styles, blocks as lines."""
    blocks = "".join(_parts(html)).split("\0")
    lines = (_SPACE.sub(" ", unescape(block)).strip(" ") for block in blocks)
    return "\n".join(line for line in lines if line)


def _parts(html: str) -> Iterator[str]:
    """Texts between tags, and NUL for each end of a block."""
    at = 0
    while (start := html.find("<", at)) >= 0:
        yield html[at:start]
        found = _NAME.match(html, start)
        if found is None:
            yield "<"
            at = start + 1
            continue
        name = (found[1] or "").lower()
        if name not in _INLINE and found[1]:
            yield "\0"
        at = _end(html, start, found, name)
        if at < 0:
            return
    yield html[at:]


def _end(html: str, start: int, found: re.Match[str], name: str) -> int:
    """Where text goes on after a tag, comment or aside; -1 where it does not."""
    if html.startswith("<!--", start):
        close = html.find("-->", start + 4)
        return close + 3 if close >= 0 else -1
    end = html.find(">", found.end())
    if end < 0:
        return -1
    # A sign inside a quoted value does not end the tag.
    if html.count('"', start, end) % 2:
        quote = html.find('"', end)
        further = html.find(">", quote) if quote >= 0 else -1
        end = further if further >= 0 else end
    if name in _ASIDE and html[start + 1] != "/":
        last = re.compile(f"</{name}", re.IGNORECASE).search(html, end)
        if last is None:
            return -1
        end = html.find(">", last.end())
    return end + 1 if end >= 0 else -1
