# SPDX-License-Identifier: MIT
"""Shortcuts as words."""

from __future__ import annotations

import sys

import pytest

from annotator.ui.keys_text import canonical, caps, native, sequences

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("key", "spelling"),
    [
        ("ctrl+k", "Ctrl+K"),
        ("Shift+Ctrl+n", "Ctrl+Shift+N"),
        ("f1", "F1"),
        ("", ""),
        ("Ctrl+Return", "Ctrl+Enter"),
        ("Enter", "Enter"),
    ],
)
def test_one_spelling_per_key(key: str, spelling: str) -> None:
    assert canonical(key) == spelling


@pytest.mark.skipif(sys.platform == "darwin", reason="signs instead of words there")
@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("Ctrl+Shift+N", ["Ctrl", "Shift", "N"]),
        ("Ctrl++", ["Ctrl", "+"]),
        ("+", ["+"]),
        ("Ctrl+Return", ["Ctrl", "Enter"]),
        ("Tab", ["Tab"]),
        ("", []),
    ],
)
def test_caps_carry_what_stands_on_the_keys(key: str, parts: list[str]) -> None:
    assert caps(key) == parts


def test_the_two_keys_that_say_enter_are_one_key_to_us() -> None:
    found = [key.toString() for key in sequences(("Ctrl+Return", "Ctrl+Enter", "F1"))]
    assert found == ["Ctrl+Enter", "Ctrl+Return", "F1"]


@pytest.mark.skipif(sys.platform == "darwin", reason="signs instead of words there")
@pytest.mark.parametrize(
    "key", ["Return", "Enter", "Ctrl+Return", "Ctrl+PgDown", "Esc"]
)
def test_caps_and_menus_say_the_same(key: str) -> None:
    assert "+".join(caps(key)) == native(key)
