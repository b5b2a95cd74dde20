# SPDX-License-Identifier: MIT
"""Who begins to review in a project they are new to."""

from __future__ import annotations

from dataclasses import replace

from annotator.services.session import Session


def join_as_reviewer(session: Session) -> None:
    """Whoever is new to the project and begins to review is a reviewer in it.

    They saw everything until now; as an annotator they would see it no longer.
    """
    me = session.annotator
    if session.project.annotators.find(me.uid) is None and me.role == "annotator":
        session.annotator = replace(me, role="reviewer")
