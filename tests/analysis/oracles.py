# SPDX-License-Identifier: MIT
"""Published examples of agreement, with the values that their authors give."""

from __future__ import annotations

from typing import Final, NamedTuple

#: One value or None for each coder.
Unit = tuple[int | None, ...]


def _columns(*coders: str) -> list[Unit]:
    rows = [
        [None if value in "*." else int(value) for value in coder.split()]
        for coder in coders
    ]
    return list(zip(*rows, strict=True))


def _words(text: str) -> list[str]:
    return text.split()


def _table(rows: list[list[int]]) -> list[Unit]:
    return [
        (one, other)
        for one, counts in enumerate(rows)
        for other, count in enumerate(counts)
        for _ in range(count)
    ]


#: Three coders and 15 units, of an encyclopedia's article on alpha.
THREE_BY_FIFTEEN: Final = _columns(
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)

#: Four coders and 12 units: Krippendorff (2011).
FOUR_BY_TWELVE: Final = _columns(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)

#: Cohen (1960), of 200 units each.
COHEN_1: Final = _table([[25, 12, 3], [13, 2, 15], [12, 16, 2]])
COHEN_2: Final = _table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])

#: Artstein and Poesio (2008), example 1.
ARTSTEIN: Final = _table([[20, 10], [20, 50]])

#: Six psychiatrists, 30 patients: Fleiss (1971), as digits of a unit.
FLEISS: Final = [
    tuple(map(int, unit))
    for unit in _words(
        "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555"
        " 144444 124444 222333 144444 224445 333335 111455 111112 224444 133555"
        " 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
    )
]

#: Five coders, 40 units, four values: Hayes and Krippendorff (2007).
HAYES: Final = [
    tuple(None if value == "." else int(value) for value in unit)
    for unit in _words(
        "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111."
        " .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. 1101. 000.0"
        " 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2"
        " 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1"
    )
]

#: Two tables whose first coefficient of Gwet is published beside the others'.
SKEWED: Final = _table([[80, 7], [8, 5]])
LIKERT: Final = _table(
    [
        [15, 4, 1, 0, 0],
        [3, 12, 4, 1, 0],
        [1, 3, 14, 3, 1],
        [0, 1, 3, 10, 2],
        [0, 0, 1, 2, 8],
    ]
)

#: (begin, size) of the units of two coders in 300 characters: Krippendorff (2004).
CONTINUUM_LENGTH: Final = 300
CONTINUUM: Final = {
    "c": (((75, 70), (220, 30)), ((70, 80), (205, 20), (250, 20))),
    "k": (((30, 60), (150, 50)), ((30, 60), (150, 50))),
}

#: Two coders in 10 characters.
SHORT_LENGTH: Final = 10
SHORT: Final = (((1, 8),), ((2, 1), (4, 1), (6, 1)))

#: The four pairs of coders of Krippendorff (1995), in 24 characters.
FOUR_PAIRS_LENGTH: Final = 24
FOUR_PAIRS: Final = {
    "A": (((2, 8), (14, 6)), ((4, 4), (15, 2))),
    "B": (
        ((0, 18),),
        ((0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)),
    ),
    "C": (
        ((2, 6), (10, 2), (14, 4), (20, 2)),
        ((0, 2), (4, 4), (10, 4), (16, 2), (20, 2)),
    ),
    "D": (
        ((0, 2), (2, 8), (10, 4), (14, 6), (20, 4)),
        ((0, 4), (4, 4), (8, 7), (15, 2), (17, 7)),
    ),
}
#: Their values, each within 0.02.
FOUR_PAIRS_ALPHAS: Final = {"A": 0.553, "B": -0.926, "C": 0.679, "D": 0.066}

#: (start, end, category) of three coders: the example of the makers of gamma.
THREE_CODERS: Final = (
    ((2, 9, 1), (11, 17, 2), (24, 30, 5), (32, 36, 6), (36, 44, 6), (44, 60, 7)),
    ((2, 9, 1), (11, 17, 3), (19, 25, 5), (32, 44, 6)),
    ((2, 9, 1), (11, 17, 4), (21, 27, 5), (32, 36, 6), (36, 40, 6), (40, 44, 6)),
)

_CYCLE = "abcabcabcabcabca"


class Continuum(NamedTuple):
    """Stretches of coders, and what is known of the best alignment and of chance.

    `gamma` was published, of 30 samples; `drawn` and `shuffled` are of 600 samples
    of another program (pygamma-agreement 0.5.9), and therefore nearer.
    """

    coders: tuple[tuple[tuple[int, int, object], ...], ...]
    weights: tuple[float, float]
    disorder: float
    gamma: float
    drawn: float
    shuffled: float


#: Six continua of the tests of dkpro-statistics, and the example of gamma's makers
#: (whose gamma is of shuffled continua; that of the others is of drawn ones).
CONTINUA: Final = (
    Continuum(
        (
            ((1, 5, "a"), (6, 10, "b"), (11, 15, "a")),
            ((2, 6, "a"), (7, 11, "b"), (12, 16, "a")),
        ),
        (1, 1),
        0.0625,
        gamma=0.884,
        drawn=0.877,
        shuffled=0.918,
    ),
    Continuum(
        (
            ((1, 5, "a"), (6, 10, "b"), (20, 24, "a"), (30, 34, "b")),
            ((2, 6, "a"), (31, 35, "b")),
        ),
        (1, 1),
        0.7083333,
        gamma=0.567,
        drawn=0.559,
        shuffled=0.503,
    ),
    Continuum(
        (
            ((1, 5, "a"), (10, 15, "b"), (20, 25, "c")),
            ((1, 5, "a"), (10, 15, "b"), (20, 25, "c")),
        ),
        (1, 1),
        0.0,
        gamma=1,
        drawn=1,
        shuffled=1,
    ),
    Continuum(
        (
            ((1, 5, "a"), (10, 14, "b")),
            ((2, 6, "a"), (11, 15, "b")),
            ((1, 4, "a"), (9, 14, "c")),
        ),
        (1, 1),
        0.4087564,
        gamma=0.659,
        drawn=0.632,
        shuffled=0.678,
    ),
    Continuum(
        (
            tuple((10 * n + 1, 10 * n + 6, c) for n, c in enumerate(_CYCLE)),
            tuple((10 * n + 2, 10 * n + 8, c) for n, c in enumerate(_CYCLE[1:] + "b")),
        ),
        (1, 1),
        1.0743802,
        gamma=-0.101,
        drawn=-0.163,
        shuffled=-0.190,
    ),
    Continuum(
        (
            ((1, 5, "a"), (6, 10, "b"), (11, 15, "c")),
            ((2, 7, "a"), (8, 12, "b"), (11, 15, "a")),
        ),
        (3, 2),
        1.0277778,
        gamma=0.244,
        drawn=0.220,
        shuffled=0.341,
    ),
    Continuum(
        THREE_CODERS,
        (3, 1),
        0.960625,
        gamma=0.456,
        drawn=0.426,
        shuffled=0.452,
    ),
)


def numbered(continuum: Continuum) -> list[list[tuple[int, int, int]]]:
    """The stretches with numbers for their categories."""
    every = sorted({str(c) for coder in continuum.coders for _, _, c in coder})
    return [
        [(start, end, every.index(str(c))) for start, end, c in coder]
        for coder in continuum.coders
    ]
