# SPDX-License-Identifier: MIT
"""Units of a text end where annotators want spans to end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import textunits as units
from tests.model.worked import gold

TEXT = (
    "Ferry line\n\n"
    "Dr. Ilze Berzā said that, at 11:20, it's well-known – U.S. ships cost "
    "1,000 euros. "
    'She added: "The pier, I hope, comes first," and left.\n'
    "“We won’t go,” he said. “Never.” Why?"
)


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def cut(bounds: tuple[int, ...], text: str = TEXT) -> str:
    return text[bounds[0] : bounds[1]]


def walk(step, start: int, text: str = TEXT) -> list[int]:
    places = []
    while start < len(text) and len(places) < 99:
        start = step(text, start)
        places.append(start)
    return places


# Words


def test_words_keep_apostrophes_hyphens_and_numbers_together():
    start, end = at("it's well-known – U.S. ships cost 1,000 euros")
    found = [TEXT[a:b] for a, b in units.words(TEXT, start, end)]
    assert found == ["it's", "well-known", "U.S", "ships", "cost", "1,000", "euros"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u00a0b\u202fc", ["a", "b", "c"]),
        ("cafe\u0301 naïve", ["cafe\u0301", "naïve"]),
        ("Tere 😀👍🏽 ok", ["Tere", "😀👍🏽", "ok"]),
        ("中文 x", ["中", "文", "x"]),
        ("हिन्दी है", ["हिन्दी", "है"]),
        ("l’eau d'été rock'n'roll", ["l’eau", "d'été", "rock'n'roll"]),
    ],
)
def test_words_of_other_scripts(text, expected):
    assert [text[a:b] for a, b in units.words(text)] == expected


def test_going_forward_goes_to_starts_and_extending_to_ends():
    text = "one, two\u00a0three."
    assert walk(units.next_word, 0, text) == [5, 9, 15]
    assert walk(units.next_word_end, 0, text) == [3, 8, 14, 15]


def test_going_back_goes_to_starts():
    text = "one, two  three."
    assert units.prev_word(text, len(text)) == text.index("three")
    assert units.prev_word(text, text.index("three")) == text.index("two")
    assert units.prev_word(text, 2) == 0
    assert units.prev_word_end(text, text.index("three")) == text.index("  three")


def test_a_selection_begins_at_the_next_word_with_its_mark():
    text = 'said "yes" (maybe). No'
    assert units.anchor_for_word(text, 4) == 5
    assert units.anchor_for_word(text, text.index(" (")) == text.index("(")
    assert units.anchor_for_word(text, text.index(". No")) == text.index("No")


# Clauses and sentences


def test_clauses_end_before_their_punctuation():
    start = at("Dr. Ilze")[0]
    found = [TEXT[:e].rsplit(" ", 1)[-1] for e in walk(units.clause_end, start)]
    assert found[:6] == ["that", "11:20", "well-known", "euros", "added", "pier"]


def test_a_clause_ends_after_a_closing_mark():
    comma = TEXT.index(',"')
    assert units.clause_end(TEXT, comma - 2) == comma
    assert units.clause_end(TEXT, comma) == comma + 2


def test_sentences_know_abbreviations_and_leave_out_the_full_stop():
    start = at("Dr. Ilze")[0]
    assert cut(units.sentence(TEXT, start)).endswith("1,000 euros")
    assert cut(units.sentence(TEXT, start)).startswith("Dr. Ilze")


def test_a_full_stop_inside_marks_belongs_to_the_sentence():
    assert cut(units.sentence(TEXT, at("Never")[0])) == "“Never.”"
    assert cut(units.sentence(TEXT, at("Why")[0])) == "Why?"


def test_sentences_do_not_leave_their_paragraph():
    assert cut(units.sentence(TEXT, 3)) == "Ferry line"
    assert units.sentence_end(TEXT, 0) == len("Ferry line")


def test_from_a_sentence_s_end_comes_the_next_one():
    first = units.sentence_end(TEXT, at("Dr. Ilze")[0])
    assert units.sentence_end(TEXT, first) == TEXT.index(" and left") + len(" and left")
    assert units.sentence_start(TEXT, at("Ilze")[1]) == at("Dr. Ilze")[0]


# Quotations


@pytest.mark.parametrize(
    "quoted",
    ['"a b"', "“a b”", "«a b»", "„a b“", "„a b”", "‘a b’", "‹a b›", "'a b'", "»a b«"],
)
def test_quotations_of_every_house_style(quoted):
    text = f"He said {quoted}, didn't he"
    assert cut(units.quotation(text, text.index("a b")) or (0, 0), text) == quoted


def test_quotations_nest_and_do_not_cross_paragraphs():
    text = '“He said ‘no’ to it” and "open\n\nstill" shut'
    assert cut(units.quotation(text, text.index("no")) or (0, 0), text) == "‘no’"
    assert cut(units.quotation(text, 3) or (0, 0), text) == "“He said ‘no’ to it”"
    assert units.quotation(text, text.index("open")) is None


def test_an_apostrophe_is_no_mark():
    text = "the leaders' view and Lithmaria’s president ’tis"
    assert units.quotations(text, 0) == []


# Growing


def test_growing_goes_from_word_to_clause_to_quotation_to_sentence_to_paragraph():
    start = at("hope")[0]
    seen, bounds = [], (start, start)
    for _ in range(6):
        low, high, unit = units.grow(TEXT, *bounds)
        if (low, high) == bounds:
            break
        bounds = (low, high)
        seen.append((unit, cut(bounds)))
    assert seen[:4] == [
        ("word", "hope"),
        ("clause", "I hope"),
        ("quotation", '"The pier, I hope, comes first,"'),
        ("sentence", 'She added: "The pier, I hope, comes first," and left'),
    ]
    assert seen[4][0] == "paragraph"


def test_at_an_opening_mark_a_word_grows_into_the_quotation():
    start = TEXT.index('"The')
    low, high, unit = units.grow(TEXT, start, start)
    assert (cut((low, high)), unit) == ('"The', "word")
    low, high, unit = units.grow(TEXT, low, high)
    assert (cut((low, high)), unit) == ('"The pier, I hope, comes first,"', "quotation")


# Snapping


@pytest.mark.parametrize(
    ("drawn", "wanted"),
    [
        ("erzā sai", "Berzā said"),
        (" said that", "said that"),
        ("cost 1,000 euros.", "cost 1,000 euros"),
        ("The pier, I hope, comes first", '"The pier, I hope, comes first,"'),
        ('"The pier, I hope, comes first,', '"The pier, I hope, comes first,"'),
        ("pier, I hope", "pier, I hope"),
        ("We won’t go,", "“We won’t go,”"),
        ("Never.", "“Never.”"),
        ("Dr.", "Dr."),
    ],
)
def test_snapping_makes_spans_that_annotators_want(drawn, wanted):
    assert cut(units.snap(TEXT, *at(drawn))) == wanted


def test_snapping_trims_no_break_space():
    text = "one\u00a0two\u00a0three"
    assert cut(units.snap(text, 3, 8), text) == "two"


# The reference


def one_key(text: str, start: int) -> set[tuple[int, int]]:
    """What one extension from the start of the content, or growing, selects."""
    word = units.grow(text, start, start)[:2]
    quotation = units.grow(text, *word)[:2]
    ends = {units.sentence_end(text, start), units.clause_end(text, start)}
    return {quotation, *((start, end) for end in ends)}


def test_every_reference_content_of_level_1_is_one_unit_away(shared):
    text, annotations = gold(shared)
    outermost = [a for a in annotations if a.parent is None]
    assert len(outermost) == 12
    for annotation in outermost:
        for span in annotation.spans_of("content"):
            assert (span.start, span.end) in one_key(text, span.start), annotation.uid


def test_snapping_leaves_reference_spans_as_they_are(shared):
    text, annotations = gold(shared)
    for annotation in annotations:
        for span in annotation.all_spans():
            assert units.snap(text, span.start, span.end) == (span.start, span.end)


# Any text at all

AWKWARD = st.sampled_from(
    [
        "a",
        "Bc",
        " ",
        "\u00a0",
        "\n",
        ".",
        ",",
        '"',
        "“",
        "”",
        "’",
        "«",
        "»",
        "—",
        "😀",
        "中",
    ]
)


@given(st.lists(AWKWARD, max_size=40).map("".join), st.data())
def test_units_stay_inside_the_text_and_get_on(text, data):
    offset = data.draw(st.integers(0, len(text)))
    for ahead in (units.next_word, units.next_word_end, units.clause_end):
        assert offset <= ahead(text, offset) <= len(text)
    for ahead in (units.sentence_end, units.next_paragraph):
        assert offset <= ahead(text, offset) <= len(text)
    for back in (units.prev_word, units.clause_start, units.sentence_start):
        assert 0 <= back(text, offset) <= offset
    assert 0 <= units.prev_paragraph(text, offset) <= offset


@given(st.lists(AWKWARD, max_size=40).map("".join), st.data())
def test_growing_only_grows_and_comes_to_an_end(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for _ in range(10):
        low, high, _ = units.grow(text, start, end)
        assert low <= start <= end <= high
        if (low, high) == (start, end):
            return
        start, end = low, high
    pytest.fail("growing has no end")


@given(st.lists(AWKWARD, max_size=40).map("".join), st.data())
def test_snapping_twice_changes_nothing_more(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    once = units.snap(text, start, end)
    assert 0 <= once[0] <= once[1] <= len(text)


def test_an_endless_word_is_handled_without_reading_it_all():
    text = "x" * 1_000_000
    assert units.next_word(text, 500_000) > 500_000
    assert 0 < units.prev_word(text, 500_000) < 500_000
    assert 0 < units.next_word_end(text, 0) < 200_000
