# SPDX-License-Identifier: MIT
"""The project's list of reasons for decisions, which a team can edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotator.model.review import REASONS
from annotator.services.session import Session

#: The project's setting that holds the list.
KEY: Final = "review_reasons"


def reasons(session: Session) -> tuple[str, ...]:
    """The reasons offered, in their order."""
    kept = session.project.settings.get(KEY)
    if isinstance(kept, list):
        return tuple(each for each in kept if isinstance(each, str))
    return REASONS


def set_reasons(session: Session, wanted: Sequence[str]) -> tuple[str, ...]:
    """Offer other reasons from now on; empty ones and doubles are left out."""
    kept = tuple(dict.fromkeys(w for each in wanted if (w := " ".join(each.split()))))
    if kept != reasons(session):
        with session.write("review.reasons", {"settings"}, (), {}) as project:
            project.settings.set(KEY, list(kept))
    return kept
