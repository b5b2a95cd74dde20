# SPDX-License-Identifier: MIT
"""What the commands of the team do: they open dialogs and call services.

The services are imported by the commands: the window opens without them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.services import people as team
from annotator.ui.team.words import number, tr

if TYPE_CHECKING:
    from annotator.services import packaging
    from annotator.services.merging import MergeReport
    from annotator.ui.team.page import TeamPage
    from annotator.ui.window import MainWindow


def page(w: MainWindow) -> TeamPage | None:
    """The page, if it was looked at."""
    from annotator.ui.team.page import TeamPage

    found = w.modes.page("team")
    return found if isinstance(found, TeamPage) else None


def people(w: MainWindow) -> None:
    """Show the people of the project."""
    from annotator.ui.dialogs.people import PeopleDialog

    PeopleDialog(w.theme, w.session, w).open()


def assign(w: MainWindow) -> None:
    """Divide documents among people, in this or a new round."""
    from annotator.ui.dialogs.assign import AssignDialog

    found = page(w)
    seen = found if found is not None and w.modes.seen is found else None
    chosen = [uid for uid, _ in seen.chosen()] if seen else []
    several = chosen if len(set(chosen)) > 1 else []
    here = seen.round if seen else None
    dialog = AssignDialog(w.theme, w.session, several, here, w)
    dialog.assigned.connect(lambda uid: show_round(w, uid))
    dialog.open()


def show_round(w: MainWindow, uid: str) -> None:
    """Show a round on the page."""
    if w.modes.show("team") and (found := page(w)) is not None:
        found.show_round(uid)


def package(w: MainWindow) -> None:
    """Make files for annotators or reviewers."""
    from annotator.services import packaging
    from annotator.ui.dialogs.packages import PackageDialog

    found = page(w)
    dialog = PackageDialog(w.theme, w.session, found.round if found else None, w)
    dialog.accepted_with.connect(
        lambda wanted, names, review: w.run_job(
            tr("Packing"),
            packaging.package_all(
                w.session,
                wanted,
                round_names=names,
                review_of=review,
                overwrite=True,
            ),
            lambda made: _on_packed(w, made),
        )
    )
    dialog.open()


def _on_packed(w: MainWindow, made: list[packaging.Package]) -> None:
    words = tr("{0} files written to {1}").replace("{0}", number(len(made)))
    if len(made) == 1:
        words = tr("Written: {1}")
    place = made[0].path if len(made) == 1 else made[0].path.parent
    w.status.tell(words.replace("{1}", str(place)))


def merge(w: MainWindow, paths: Sequence[Path] = ()) -> None:
    """Choose files that came back, see what they would do, and merge them."""
    from annotator.services import merging
    from annotator.ui.dialogs.merge import MergeDialog

    if w.job is not None and w.job.running:
        w.status.tell(tr("Another job is still running."), warning=True)
        return
    dialog = MergeDialog(w.theme, w.session, paths, w)
    dialog.looking.connect(w.bench.pause)
    dialog.accepted_with.connect(
        lambda chosen, unify: w.run_job(
            tr("Merging"),
            merging.merge(w.session, chosen, unify),
            lambda report: _on_merged(w, report),
        )
    )
    dialog.open()


def _on_merged(w: MainWindow, report: MergeReport) -> None:
    if w.bench.desk is None:
        w.documents.refresh()
        w.open_first()
    words = tr("Merged {0} files: {1} new annotations, {2} changed.")
    if report.conflicts:
        words = tr(
            "Merged {0} files: {1} new annotations, {2} changed, {3} on both sides:"
            " these are in the review queue."
        )
    numbers = (
        len(report.files),
        report.total("annotations"),
        report.total("updated"),
        len(report.conflicts),
    )
    for place, count in enumerate(numbers):
        words = words.replace(f"{{{place}}}", number(count))
    w.status.tell(words)


def audit(w: MainWindow) -> None:
    """Show who did what in the document at hand, or what the person at work did."""
    from annotator.services.audit import Subject
    from annotator.ui.dialogs.audit import AuditDialog

    found, desk = page(w), w.bench.desk
    if found is not None and w.modes.seen is found:
        document, annotation = found.document(), None
    else:
        document = desk.document.uid if desk else None
        annotation = w.bench.chosen_uid
    subject = Subject(document, annotation if document else None)
    if document is None:
        subject = Subject(person=w.session.annotator.uid)
    AuditDialog(w.theme, w.session, subject, w).open()


# -- on the page ------------------------------------------------------------------


def may_open(w: MainWindow) -> bool | str:
    """Whether the round shown may be opened or closed by the person at work."""
    found = page(w)
    if found is None or found.round is None:
        return tr("Choose a round first.")
    if w.session.read_only:
        return tr("The project is open for reading only.")
    return team.may_lead(w.session) or tr("Only a lead may do that.")


def toggle_round(w: MainWindow) -> None:
    """Open the round, or close it again."""
    from annotator.services import rounds

    found = page(w)
    here = found.here() if found else None
    if here is None:
        return
    opened = not here.opened
    if not w.bench.guarded(lambda: rounds.set_opened(w.session, here.uid, opened)):
        return
    words = tr("The round is open: everybody may see others’ layers in it.")
    if not opened:
        words = tr(
            "The round is closed: layers are hidden until one’s own is complete."
        )
    w.status.tell(words)


def may_assign_here(w: MainWindow) -> bool | str:
    """Whether cells of the round shown may be changed by the person at work."""
    found = page(w)
    if found is not None and found.round is not None and not found.chosen():
        return tr("Choose documents first.")
    return may_open(w)


def toggle_cells(w: MainWindow) -> None:
    """Give the chosen documents to the chosen people; where all have them: take."""
    from annotator.services import assigning

    found = page(w)
    if found is None or found.round is None:
        return
    here, cells = found.round, found.chosen()
    assignments = w.session.project.assignments.of_documents({d for d, _ in cells})
    has = {(a.document, a.annotator) for a in assignments if a.round == here}
    missing = [cell for cell in cells if cell not in has]
    verb = assigning.give if missing else assigning.take
    changed = missing or cells

    def run() -> None:
        who = dict.fromkeys(person for _, person in changed)
        with contextlib.ExitStack() as stack:
            if len(who) > 1:
                title = "round.give_all" if missing else "round.take_all"
                grouped = w.session.grouped(title, count=len(changed))
                stack.enter_context(grouped)
            for person in who:
                uids = [uid for uid, each in changed if each == person]
                verb(w.session, here, uids, person)

    if w.bench.guarded(run):
        words = tr("{0} given. Undo takes it back.")
        if not missing:
            words = tr("{0} taken away; what was annotated stays.")
        w.status.tell(words.replace("{0}", number(len(changed))))


def may_hand_over(w: MainWindow) -> bool | str:
    """Whether one person's documents are shown, and may be given to others."""
    found = page(w)
    if found is None or found.person is None:
        return tr("Choose a person at the right first: Enter shows theirs alone.")
    return may_open(w)


def hand_over(w: MainWindow) -> None:
    """What the person shown has not begun goes to the other annotators, evenly."""
    from annotator.services import handing_over

    found = page(w)
    if found is None or found.round is None or found.person is None:
        return
    here, person = found.round, found.person
    plans: list[handing_over.HandOver] = []

    def run() -> None:
        plans.append(handing_over.plan(w.session, here, person))
        handing_over.hand_over(w.session, plans[0])

    if not w.bench.guarded(run):
        return
    moved = sum(map(len, plans[0].given.values()))
    words = tr("{0} documents of {1} went to {2} people. Undo takes it back.")
    if not moved:
        words = tr("{1} has begun everything, or everybody has it already.")
    words = words.replace("{0}", number(moved)).replace("{1}", plans[0].person.name)
    w.status.tell(words.replace("{2}", number(len(plans[0].given))))


def toggle_gold(w: MainWindow) -> None:
    """Mark the chosen documents as gold; where all are: no more."""
    from annotator.services import rounds

    found = page(w)
    here = found.here() if found else None
    if found is None or here is None:
        return
    chosen = {uid for uid, _ in found.chosen()}
    gold = set(here.gold)
    after = gold - chosen if chosen <= gold else gold | chosen
    w.bench.guarded(lambda: rounds.set_gold(w.session, here.uid, after))
