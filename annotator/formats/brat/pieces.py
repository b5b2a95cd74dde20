# SPDX-License-Identifier: MIT
"""Ranges of text as brat has them, and as we do.

brat knows no span over a line break: a selection that crosses one becomes a
discontinuous span.  Such fragments are put together again.  Where that does not
give back what was annotated, a note of the kind `ExactSpan` says what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from annotator.formats.brat.lines import TextBound
from annotator.formats.guessing import Guess
from annotator.formats.marks.records import Pieces
from annotator.formats.placing import CODE_POINTS, UNITS, UTF16, Places
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence

#: The kind of note that says which span stands behind fragments.
EXACT: Final = "ExactSpan"

# Where Python, in which brat is written, ends a line.
_BREAKS: Final = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BREAK: Final = re.compile(f"[{_BREAKS}]+")
_EXACT: Final = re.compile(r"\d{1,18} \d{1,18}(?:;\d{1,18} \d{1,18})*")


def on_one_line(text: str) -> str:
    """`text` with a space for each run of line breaks."""
    return _BREAK.sub(" ", text)


def fragments(text: str, pieces: Pieces) -> Pieces:
    """The ranges that brat can hold: no line break in them, no overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    found = [each for start, end in joined for each in _lines(text, start, end)]
    return tuple(found) or _nearest(text, joined[0][0] if joined else 0)


def _lines(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def _nearest(text: str, place: int) -> Pieces:
    """A character to stand for a span of line breaks only."""
    around = [*range(place - 1, -1, -1), *range(place, len(text))]
    found = next((n for n in around if text[n] not in _BREAKS), None)
    return () if found is None else ((found, found + 1),)


def united(text: str, ranges: Sequence[tuple[int, int]]) -> Pieces:
    """The pieces behind fragments: those that only line breaks part are one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if made and _BREAK.fullmatch(text, made[-1][1], start):
            made[-1] = made[-1][0], end
        else:
            made.append((start, end))
    return tuple(made)


def exact(text: str, pieces: Pieces) -> str | None:
    """What the note says; None where the fragments say it all."""
    if united(text, fragments(text, pieces)) == pieces:
        return None
    return ";".join(f"{start} {end}" for start, end in pieces)


def from_note(text: str, note: str, found: Pieces) -> Pieces | None:
    """The pieces of a note, where they still belong to the span that has it."""
    if not _EXACT.fullmatch(note):
        return None
    numbers = [each.split(" ") for each in note.split(";")]
    pieces = tuple((int(start), int(end)) for start, end in numbers)
    if not all(0 <= start < end <= len(text) for start, end in pieces):
        return None
    return pieces if united(text, fragments(text, pieces)) == found else None


def placing(
    raw: str, bounds: Iterable[TextBound], file: object, unit: str | None
) -> tuple[Places, bool]:
    """The reading of offsets that fits the texts of spans, and whether all fit.

    `raw` is the text as the file has it.  With a `unit` that is taken whatever
    the texts say.  Raises InputError naming the first span that does not fit and
    the unit that fits most, where none fits all.
    """
    listed = list(bounds)
    readings = []
    for places in _readings(raw, (unit,) if unit else UNITS):
        if all(_fits(places, each, _same) for each in listed):
            return places, True
        readings.append(places)
    for places in readings:
        if all(_fits(places, each, _alike) for each in listed):
            return places, True
    if unit is not None:
        return readings[0], False
    raise _misfit(readings, listed, file)


def _readings(raw: str, units: Sequence[str]) -> Iterable[Places]:
    # Some programs do not count a byte order mark.
    bare = raw.removeprefix("\ufeff")
    texts = (raw,) if bare == raw else (raw, bare)
    sizes = (2, 1) if "\r\n" in raw else (2,)
    return (Places(t, u, size) for u in units for t in texts for size in sizes)


def _same(found: str, said: str) -> bool:
    # Lines may end with tabs.
    return found == said or found == said.rstrip("\t\r ") or not said.strip()


def _alike(found: str, said: str) -> bool:
    """Whether they differ in white space only, as where a line was broken."""
    return "".join(found.split()) == "".join(said.split())


def _fits(places: Places, bound: TextBound, compare: object) -> bool:
    assert callable(compare)
    try:
        spans = [places.span(start, end) for start, end in bound.ranges]
    except InputError:
        return False
    texts = [places.text[start:end] for start, end in spans]
    # brat joined fragments by nothing before its version 1.3.
    return any(compare(between.join(texts), bound.text) for between in (" ", ""))


def _misfit(
    readings: list[Places], bounds: list[TextBound], file: object
) -> InputError:
    fitting: dict[str, int] = {}
    for places in readings:
        count = sum(_fits(places, each, _alike) for each in bounds)
        fitting[places.unit] = max(count, fitting.get(places.unit, 0))
    best = max(fitting, key=lambda unit: fitting[unit])
    likely = next(each for each in readings if each.unit == best)
    wrong = next(each for each in bounds if not _fits(likely, each, _alike))
    if wrong.ranges[-1][1] > likely.offset(len(likely.text)):
        return InputError(
            "the span {start}–{end} of {id} ends behind the text, which ends at"
            " {length} (counted in {unit}).",
            file=file,
            line=wrong.line,
            field="offsets",
            remedy="Look whether text and annotations belong together.",
            id=wrong.id,
            start=wrong.ranges[0][0],
            end=wrong.ranges[-1][1],
            length=likely.offset(len(likely.text)),
            unit=Sentence(likely.unit),
        )
    return InputError(
        "the text of {id} is “{said}”, and at {start}–{end} stands “{found}”.",
        file=file,
        line=wrong.line,
        field="text",
        remedy="{count} of {total} spans fit if offsets count {unit}. Correct the"
        " others, or name what they count.",
        id=wrong.id,
        said=wrong.text.rstrip()[:60],
        start=wrong.ranges[0][0],
        end=wrong.ranges[-1][1],
        found=_at(likely, wrong),
        count=fitting[best],
        total=len(bounds),
        unit=Sentence(best),
    )


def _at(places: Places, bound: TextBound) -> str:
    """What stands where a span is said to be."""
    try:
        spans = [places.span(start, end) for start, end in bound.ranges]
    except InputError:
        return ""
    return " ".join(places.text[start:end] for start, end in spans)[:60]


#: What a file counts that was written through brat's window.
_WINDOW: Final = (CODE_POINTS, UTF16)


class Drift:
    """Whether offsets count what a browser counts, behind brat's back.

    brat's window counts UTF-16 units and its server takes them for code points,
    so that texts and offsets agree, and both are wrong behind an emoji (brat's
    issue 1115).  Only the words tell.
    """

    def __init__(self) -> None:
        self._guess = Guess(_WINDOW)

    def add(self, raw: str, bounds: Iterable[TextBound], places: Places) -> None:
        """Look at the spans of a file whose offsets were taken for code points."""
        if places.unit == CODE_POINTS:
            self._guess.add(raw, (each for bound in bounds for each in bound.ranges))

    @property
    def sentence(self) -> Sentence | None:
        """What the user should know; None where nothing speaks for drift."""
        clean, total = self._guess.clean(UTF16), self._guess.total
        if self._guess.unit != UTF16:
            return None
        return Sentence(
            "Of {total} spans behind emoji and the like, {clean} begin and end with"
            " words if offsets count UTF-16 units, and {own} if they count code"
            " points, which were taken. brat’s own window writes such files: if the"
            " spans look shifted, name UTF-16 units.",
            clean=clean,
            total=total,
            own=self._guess.clean(CODE_POINTS),
        )


def note_of(places: Places) -> Sentence | None:
    """What the user should know of a reading that is not brat's own."""
    if places.unit == CODE_POINTS:
        return None
    return Sentence(
        "the offsets count {unit}, as the texts of the spans show; they were"
        " converted.",
        unit=Sentence(places.unit),
    )
