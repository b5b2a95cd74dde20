# SPDX-License-Identifier: MIT
"""The pages of the help: those that are bundled, and those made when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from annotator import resources
from annotator.services.formats import formats_page

FORMATS: Final = "formats"
#: Pages in the order in which one needs them; others follow by name.
_ORDER: Final[tuple[str, ...]] = (
    "keyboard",
    "codebook",
    "team",
    "merging",
    "review",
    "agreement",
    "importing",
    FORMATS,
    "annotator-jsonl",
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page: `name` as links call it without `.md`, its title, its Markdown."""

    name: str
    title: str
    text: str


def help_pages() -> tuple[HelpPage, ...]:
    """All pages, in the order in which they are listed."""
    texts = {
        name.removesuffix(".md"): resources.read_text("help", name)
        for name in resources.names("help")
        if name.endswith(".md")
    }
    texts[FORMATS] = formats_page()
    order = [name for name in _ORDER if name in texts]
    order += sorted(set(texts) - set(order))
    return tuple(
        HelpPage(name, _title(texts[name], name), texts[name]) for name in order
    )


def _title(text: str, name: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return first.lstrip("# ").replace("`", "") or name
