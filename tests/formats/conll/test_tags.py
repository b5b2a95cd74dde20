# SPDX-License-Identifier: MIT
"""Tags of tokens into spans and back, in each scheme."""

from __future__ import annotations

import pytest

from annotator.formats.conll.tags import (
    BILOU,
    IOB1,
    IOB2,
    iob2,
    is_tag,
    parse_tag,
    scheme_of,
    spans_of,
)
from annotator.model.errors import InputError


def found(tags: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The scheme of one sentence, and its spans."""
    sentence = [parse_tag(tag) for tag in tags.split()]
    scheme, lines = scheme_of([sentence]), range(1, len(sentence) + 1)
    spans = spans_of(sentence, scheme, lines)
    return scheme, [(s, e, label) for (s, e), label in spans]


@pytest.mark.parametrize(
    ("tags", "scheme", "spans"),
    [
        ("I-A I-A B-A O", IOB1, [(0, 2, "A"), (2, 3, "A")]),
        ("I-A I-B O I-B", IOB1, [(0, 1, "A"), (1, 2, "B"), (3, 4, "B")]),
        ("B-A I-A B-A O", IOB2, [(0, 2, "A"), (2, 3, "A")]),
        ("O B-x-y I-x-y", IOB2, [(1, 3, "x-y")]),
        ("B-A I-A L-A U-B O", BILOU, [(0, 3, "A"), (3, 4, "B")]),
        ("B-A E-A S-A", BILOU, [(0, 2, "A"), (2, 3, "A")]),
        ("B-A M-A E-A W-A", BILOU, [(0, 3, "A"), (3, 4, "A")]),
        ("O O", IOB2, []),
    ],
)
def test_each_scheme_is_told_and_read(
    tags: str, scheme: str, spans: list[tuple[int, int, str]]
) -> None:
    assert found(tags) == (scheme, spans)


@pytest.mark.parametrize(
    ("tags", "line", "says"),
    [
        ("B-A O I-A", 3, "continues a span"),
        ("B-A I-B", 2, "“B”"),
        ("U-A O L-A", 3, "BILOU"),
        ("U-A B-A O", 2, "has no last token"),
        ("U-A B-A I-A", 3, "has no last token"),
        ("B-A X-A", None, "“X-A” is no tag"),
        ("PER", None, "“PER” is no tag"),
        ("B-", None, "“B-” is no tag"),
    ],
)
def test_a_mistake_names_its_line(tags: str, line: int | None, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        found(tags)
    assert error.value.line == line
    assert error.value.field == "tag"
    assert error.value.remedy


def test_what_is_written_is_iob2() -> None:
    tags = iob2([((0, 2), "A"), ((2, 3), "A")], 4)
    assert tags == ["B-A", "I-A", "B-A", "O"]
    assert all(map(is_tag, tags))
