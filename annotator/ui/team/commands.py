# SPDX-License-Identifier: MIT
"""The commands of the team's page, as records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.actions import Action, names
from annotator.ui.team import verbs

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


def tr(text: str) -> str:
    """`text` in the user's language."""
    return QCoreApplication.translate("commands", text)


def actions(w: MainWindow) -> Iterator[Action]:
    """What can be done for the team: from anywhere, then on the page alone."""
    menu = tr("Team")
    yield Action(
        "team.people",
        tr("People …"),
        partial(verbs.people, w),
        ("Ctrl+Alt+P",),
        menu,
        group="people",
        icon="people",
        words=names(tr("annotators, colleagues, roles, names, colours, add a person")),
    )
    yield Action(
        "team.assign",
        tr("Assign documents …"),
        partial(verbs.assign, w),
        ("Ctrl+Alt+A",),
        menu,
        enabled=w.may_write,
        group="work",
        icon="matrix",
        words=names(tr("new round, pilot, overlap, divide, distribute, rule")),
    )
    yield Action(
        "team.package",
        tr("Packages …"),
        partial(verbs.package, w),
        ("Ctrl+Alt+S",),
        menu,
        group="work",
        icon="package",
        words=names(tr("send files, one annotator's file, a reviewer's, blind, share")),
    )
    yield Action(
        "team.merge",
        tr("Merge returned files …"),
        partial(verbs.merge, w),
        ("Ctrl+Alt+M",),
        menu,
        enabled=w.may_write,
        group="work",
        icon="merge",
        words=names(tr("bring together, unite projects, colleagues' work, receive")),
    )
    yield Action(
        "team.audit",
        tr("Who did what …"),
        partial(verbs.audit, w),
        ("Ctrl+Alt+H",),
        menu,
        group="audit",
        icon="history",
        words=names(tr("audit, trail, former state, go back, log, provenance")),
    )
    yield Action(
        "team.open_round",
        tr("Open or close the round"),
        partial(verbs.toggle_round, w),
        menu=menu,
        enabled=partial(verbs.may_open, w),
        group="round",
        icon="eye",
        words=names(tr("blind, let others see, show layers")),
        modes=("team",),
    )
    yield Action(
        "team.toggle",
        tr("Give or take the chosen documents"),
        partial(verbs.toggle_cells, w),
        menu=menu,
        enabled=partial(verbs.may_assign_here, w),
        group="round",
        words=names(tr("assign by hand, take away, unassign")),
        help=tr("Space in the matrix"),
        modes=("team",),
    )
    yield Action(
        "team.hand_over",
        tr("Give what they have not begun to others"),
        partial(verbs.hand_over, w),
        menu=menu,
        enabled=partial(verbs.may_hand_over, w),
        group="round",
        words=names(tr("reassign, leave, replace a person, take over")),
        modes=("team",),
    )
    yield Action(
        "team.gold",
        tr("Mark as gold, or no more"),
        partial(verbs.toggle_gold, w),
        ("Ctrl+Alt+G",),
        menu,
        enabled=partial(verbs.may_assign_here, w),
        group="round",
        icon="gold",
        words=names(tr("known answer, test document, quality")),
        modes=("team",),
    )
