# SPDX-License-Identifier: MIT
"""Where selections lie: positions and quotes that agree, or only one of them."""

from __future__ import annotations

import pytest

from annotator.formats.placing import BYTES
from annotator.formats.w3c.anchor import Anchor
from annotator.formats.w3c.selectors import Position, Quotation, Selection
from annotator.model.errors import InputError
from tests.formats.ann_lee import TEXT


def at(
    start: int | None = None,
    end: int = 0,
    exact: str = "",
    prefix: str = "",
    suffix: str = "",
    unit: str | None = None,
) -> Selection:
    """A selection by position, by quote, or by both."""
    return Selection(
        "x",
        None if start is None else Position(start, end, unit),
        Quotation(exact, prefix, suffix) if exact else None,
    )


def placed(text: str, *given: Selection, unit: str | None = None) -> list[str]:
    anchor = Anchor(text, unit)
    anchor.look(given)
    plain = text.replace("\r\n", "\n")
    return [plain[slice(*anchor.place(each))] for each in given]


@pytest.mark.parametrize(
    ("speaker", "quote"),
    [((0, 9), (16, 21)), ((0, 10), (17, 22)), ((0, 12), (19, 28))],
    ids=["code points", "UTF-16", "bytes"],
)
def test_the_example_in_every_unit(
    speaker: tuple[int, int], quote: tuple[int, int]
) -> None:
    given = (at(*speaker, "Ann 😀 Lee"), at(*quote, "“No.”"))
    assert placed(TEXT, *given) == ["Ann 😀 Lee", "“No.”"]


def test_the_unit_is_told() -> None:
    why = Anchor(TEXT).look([at(17, 22, "“No.”")])
    assert "UTF-16 units" in str(why)
    assert Anchor(TEXT).look([at(16, 21, "“No.”")]) is None


def test_without_quotes_words_tell_and_the_user_decides() -> None:
    assert placed(TEXT, at(16, 21)) == ["“No.”"]
    assert placed(TEXT, at(11, 15)) == ["said"]
    assert placed(TEXT, at(11, 15), unit="code points") == ["aid:"]
    assert placed(TEXT, at(13, 17, unit=BYTES)) == ["said"]


def test_line_ends_of_windows() -> None:
    raw = "One.\r\nTwo.\r\nThree."
    assert placed(raw, at(12, 17, "Three")) == ["Three"]
    assert placed(raw, at(10, 15, "Three")) == ["Three"]


def test_quotes_alone() -> None:
    text = "He said no. She said no. They said yes."
    given = (
        at(exact="yes"),
        at(exact="said no", prefix="She "),
        at(exact="no", prefix="He said ", suffix=". She"),
        at(exact="They   said"),
    )
    assert placed(text, *given) == ["yes", "said no", "no", "They said"]


def test_a_position_that_does_not_fit_gives_way_to_a_quote_that_stands_once() -> None:
    anchor = Anchor("One two three")
    moved = at(5, 8, "two")
    anchor.look([at(0, 3, "One"), moved])
    assert anchor.place(moved) == (4, 7)
    assert anchor.moved == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (at(exact="four"), "not in the text"),
        (at(exact="e"), "3 times"),
        (at(0, 3, "e"), "the text at 0–3 is “One”, not “e”"),
        (at(0, 3, "four"), "not “four”"),
        (at(3, 3), "is empty"),
        (at(9, 3), "is empty"),
        (at(3, 99), "not inside the text"),
    ],
)
def test_what_has_no_place(given: Selection, said: str) -> None:
    anchor = Anchor("One two three")
    anchor.look([given])
    with pytest.raises(InputError, match=said):
        anchor.place(given)


def test_places_inside_a_character() -> None:
    anchor = Anchor(TEXT, "UTF-16 units")
    anchor.look([])
    with pytest.raises(InputError, match="inside a character"):
        anchor.place(at(0, 5))
