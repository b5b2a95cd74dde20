# SPDX-License-Identifier: MIT
"""What the offsets of a project count, seen from its selections: for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.placing import CODE_POINTS, UNITS, UTF16, Places
from annotator.formats.refi.records import Selection, Source
from annotator.formats.refi.units import STANDARD, Judging, Reading

WORDS = ("Ann", "😀", "said", "“No.”", "ёлка", "👩\u200d👧", "toll", "1,5", "e\u0301")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Lines of words, with line ends as Windows has them and wide characters."""
    words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6)
    lines = draw(st.lists(words, min_size=6, max_size=12))
    return "\r\n".join(["😀 first", *(" ".join(each) for each in lines)])


def source(text: str, reading: Reading, *, quoting: bool) -> Source:
    """The text with each of its lines selected, as a program counts."""
    places = Places(text, reading.unit, reading.crlf)
    selections, at = [], 0
    for number, line in enumerate(places.text.split("\n")):
        selections.append(
            Selection(
                guid=str(number),
                start=places.offset(at),
                end=places.offset(at + len(line)),
                name=line if quoting else "",
            )
        )
        at += len(line) + 1
    return Source(guid="s", name="s", text=text, selections=tuple(selections))


@settings(max_examples=60, deadline=None)
@given(
    text=texts(),
    unit=st.sampled_from([CODE_POINTS, UTF16]),
    crlf=st.sampled_from([1, 2]),
    origin=st.sampled_from(["NVivo 12", "ATLAS.ti 26", "", "MAXQDA 24"]),
    quoting=st.booleans(),
)
def test_the_reading_that_was_used_is_found(
    text: str, unit: str, crlf: int, origin: str, quoting: bool
) -> None:
    wanted = Reading(unit, crlf)
    judging = Judging(origin)
    made = source(text, wanted, quoting=quoting)
    judging.take(made)
    found = judging.found()
    assert found.reading == wanted
    assert found.told
    assert found.fits == found.count > found.other
    spans = [found.reading.places(made).span(s.start, s.end) for s in made.selections]
    lines = text.replace("\r\n", "\n")
    assert [lines[start:end] for start, end in spans] == lines.split("\n")


def test_without_evidence_what_is_usual_holds() -> None:
    plain = Source(guid="s", name="s", text="Ann said no.\nBo agreed.")
    for origin, wanted in (
        ("NVivo for Windows", Reading(UTF16, 2)),
        ("ATLAS.ti", Reading(CODE_POINTS, 1)),
        ("Another", STANDARD),
    ):
        judging = Judging(origin)
        assert judging.take(plain) is False
        assert judging.found().reading == wanted
        assert not judging.found().told


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_that_a_person_named_holds_and_line_ends_are_found_out(
    unit: str,
) -> None:
    text = "Ann 😀 said\r\n“No.” Bo\r\nagreed ёлка"
    for crlf in (1, 2):
        judging = Judging("NVivo", unit)
        judging.take(source(text, Reading(unit, crlf), quoting=False))
        assert judging.found().reading == Reading(unit, crlf)


def test_a_cut_name_is_the_beginning_of_a_quote() -> None:
    text = "😀 Ann said that nobody had to pay a toll on the bridge."
    wide = Selection(guid="1", start=3, end=len(text) + 1, name="Ann said that…")
    judging = Judging("")
    judging.take(Source(guid="s", name="s", text=text, selections=(wide,)))
    assert judging.found().reading.unit == UTF16


def test_thousands_of_selections_are_enough() -> None:
    text = "😀 " + "word " * 5_000
    selections = tuple(
        Selection(guid=str(n), start=2 + 5 * n, end=6 + 5 * n) for n in range(4_000)
    )
    judging = Judging("")
    assert judging.take(Source(guid="s", name="s", text=text, selections=selections))
    assert judging.found().count == 3_000
