# SPDX-License-Identifier: MIT
"""The pages of the help: all that are bundled, and those made from registries."""

from __future__ import annotations

from annotator import resources
from annotator.formats import registry
from annotator.services.help import help_pages


def test_every_bundled_page_is_listed_with_its_title() -> None:
    bundled = {n.removesuffix(".md") for n in resources.names("help") if ".md" in n}
    pages = {each.name: each for each in help_pages()}
    assert set(pages) == bundled | {"formats"}
    for each in pages.values():
        assert each.title
        assert each.title in each.text.replace("`", "")


def test_the_page_on_formats_is_drawn_from_the_registry() -> None:
    text = next(each.text for each in help_pages() if each.name == "formats")
    for each in registry.formats():
        section = text.split(f"\n`{each.name}`; offsets count ")[1].split("\n## ")[0]
        assert section.startswith(each.unit)
        if each.requires:
            assert f"pip install {' '.join(each.requires.values())}" in section
        assert section.count("\n- ") == len(each.losses)
