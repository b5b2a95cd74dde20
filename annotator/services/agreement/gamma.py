# SPDX-License-Identifier: MIT
"""Gamma of main spans, by the optional package pygamma-agreement.

It samples chance, so that its value depends on a seed; that of a choice is taken.
Where a choice names one field alone, its values are the categories; otherwise
nothing but places is compared.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import os
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from annotator.analysis.arrays import Bools, Ints
from annotator.analysis.figure import Figure
from annotator.model.errors import MissingExtraError
from annotator.model.sentence import Sentence
from annotator.services.agreement.choice import Choice
from annotator.services.agreement.frame import Frame

#: Start, end, category.
Stretch: TypeAlias = tuple[int, int, str]

PACKAGE: Final = "pygamma-agreement"
_MODULE: Final = "pygamma_agreement"
#: How much places and categories count, as in the example of gamma's makers.
ALPHA, BETA = 3.0, 1.0
#: The relative error of what chance brings, at a confidence of 95 %.
PRECISION: Final = 0.02
_NO_DOCUMENT: Final = Sentence(
    "No document was worked on by all of them with something marked by each."
)
_ONE_SIDED: Final = Sentence(
    "Documents in which somebody marked nothing were left out."
)


def is_there() -> bool:
    """Whether the package is installed."""
    return importlib.util.find_spec(_MODULE) is not None


def require() -> None:
    """Raise MissingExtraError, with what to do, where the package is missing."""
    if not is_there():
        raise MissingExtraError(
            "gamma needs {package}, which is not installed.",
            remedy="Install it with: pip install {package} (several hundred"
            " megabytes).",
            package=PACKAGE,
        )


def figure(
    frame: Frame, coders: Sequence[int], documents: Bools, choice: Choice
) -> Figure:
    """The mean of gamma over the documents in which everyone marked something."""
    import numpy as np

    every = documents & frame.scope.worked[:, list(coders)].all(axis=1)
    found, dropped = [], 0
    with _quiet():
        for document in np.flatnonzero(every).tolist():
            value = _of(_units(frame, coders, document, choice), choice.seed)
            if value is None:
                dropped += 1
            else:
                found.append(value)
    if not found:
        why = _NO_DOCUMENT
        return Figure(measure="gamma", value=None, used=0, dropped=dropped, why=why)
    return Figure(
        measure="gamma",
        value=sum(found) / len(found),
        used=len(found),
        dropped=dropped,
        why=_ONE_SIDED if dropped else "",
    )


def _units(
    frame: Frame, coders: Sequence[int], document: int, choice: Choice
) -> dict[int, list[Stretch]]:
    """For each coder what each annotation covers, first to last, and its category."""
    import numpy as np

    names = list(choice.fields or ())
    column = frame.columns.get(names[0]) if len(names) == 1 else None

    main = frame.kind.main_role.id if frame.kind.roles else ""
    none: Ints = np.zeros(0, dtype=np.int64)
    owner, start, end = frame.spans.get(main, (none, none, none))
    mine = np.flatnonzero(frame.doc[owner] == document)
    places: dict[int, tuple[int, int]] = {}
    for n in mine.tolist():
        number, low, high = int(owner[n]), int(start[n]), int(end[n])
        known = places.get(number, (low, high))
        places[number] = min(low, known[0]), max(high, known[1])
    found: dict[int, list[Stretch]] = {each: [] for each in coders}
    for number, place in places.items():
        if int(frame.coder[number]) in found:
            category = "" if column is None else str(int(column.codes[number]))
            found[int(frame.coder[number])].append((*place, category))
    return found


def _of(units: dict[int, list[Stretch]], seed: int) -> float | None:
    """Gamma of one document; None where somebody marked nothing."""
    if not all(units.values()):
        return None
    package: Any = importlib.import_module(_MODULE)
    segment: Any = importlib.import_module("pyannote.core").Segment
    _seed(seed)
    continuum = package.Continuum()
    for coder, places in units.items():
        for start, end, category in places:
            continuum.add(str(coder), segment(start, end), f"c{category}")
    unlike = package.CombinedCategoricalDissimilarity(alpha=ALPHA, beta=BETA)
    found = continuum.compute_gamma(
        unlike, precision_level=PRECISION, sampler=package.ShuffleContinuumSampler()
    )
    return float(found.gamma)


def _seed(seed: int) -> None:
    """The package draws from numpy's common source of numbers."""
    import numpy as np

    np.random.seed(seed % (1 << 32))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Its solvers write to the process's standard output, where results go.

    What it says of solvers that it could use is no news to a user, either.
    """
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        kept = os.dup(1)
        before = logging.root.manager.disable
        try:
            os.dup2(nowhere.fileno(), 1)
            logging.disable(logging.WARNING)
            yield
        finally:
            logging.disable(before)
            os.dup2(kept, 1)
            os.close(kept)
