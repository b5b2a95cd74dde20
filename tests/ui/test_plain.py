# SPDX-License-Identifier: MIT
"""Foreign words are shown literally (faults 63 and 64)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from annotator.ui.dialogs.base import button, plain_label
from annotator.ui.plain import LONGEST, one_line, tooltip
from annotator.ui.theme import Theme

NASTY = ["<img src=/dev/zero>", "&lt;", "%s", "{0}", "<b>bold</b>", "a & b"]


@pytest.mark.parametrize("words", NASTY)
def test_fault_63_tooltips_show_markup_literally(words: str, theme: Theme) -> None:
    shown = QTextDocument()
    text = tooltip(words)
    # As a tooltip does: what looks like markup is markup.
    if "<" in text:
        shown.setHtml(text)
    else:
        shown.setPlainText(text)
    assert shown.toPlainText() == words


@pytest.mark.parametrize("words", NASTY)
def test_fault_63_labels_show_markup_literally(words: str, theme: Theme) -> None:
    label = plain_label(words)
    narrow = plain_label("x")
    assert label.text() == words
    # Markup that was interpreted would take no room.
    assert label.sizeHint().width() > narrow.sizeHint().width()


def test_fault_63_buttons_take_no_mnemonic_from_names(theme: Theme) -> None:
    assert button("A & B").text() == "A && B"


def test_fault_63_a_megabyte_is_cut() -> None:
    assert len(one_line("x" * 1_000_000)) == LONGEST + 1
    assert one_line("a\n\tb   c") == "a b c"


def test_fault_63_a_label_with_a_cut_megabyte_stays_small(theme: Theme) -> None:
    label = plain_label(one_line("word " * 200_000), wrap=True)
    label.resize(300, 20)
    assert label.sizeHint().width() < 5000
    assert label.sizeHint().height() < 5000


def test_a_long_tooltip_is_broken_into_lines() -> None:
    shown = tooltip("W" * 200 + "\nshort  words")
    assert shown.count("W") == 200
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.endswith("\nshort  words")
    assert tooltip("short") == "short"


def test_fault_64_hidden_characters_are_named() -> None:
    twins = ["Ann", "A\u202enn", "A\u200bnn", "\u2066Ann\u2069", "An\x00n"]
    assert len({one_line(t) for t in twins}) == len(twins)
    assert one_line("A\u202enn") == "A[U+202E]nn"


def test_fault_64_what_writing_needs_stays() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert one_line(family) == family
    assert one_line("Владимир — 東京") == "Владимир — 東京"
