# SPDX-License-Identifier: MIT
"""The people of a project: who they are, what they did, who leads.

Nobody is ever removed.  Whoever leaves becomes inactive: no more work is given
to them, and all they did stays under their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.sentence import Sentence, joined
from annotator.model.team import COLOURS, ROLES, Annotator
from annotator.services.session import Session

#: The setting that tells a package from other projects.
PACKAGE: Final = "package"

_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_LONGEST_INITIALS: Final = 4


@dataclass(frozen=True, slots=True)
class Work:
    """What a person did: documents begun or done, live annotations, seconds."""

    documents: int = 0
    annotations: int = 0
    seconds: int = 0


def find(session: Session, name_or_uid: str) -> Annotator:
    """The person of that uid or name; NotFoundError names those there are."""
    people = session.project.annotators
    known = people.find(name_or_uid) or people.find_by_name(name_or_uid)
    if known is not None:
        return known
    names = joined(", ", (each.name for each in people.all()))
    raise NotFoundError(
        "there is no annotator “{name}” in the project.",
        remedy="There are: {there}.",
        name=name_or_uid,
        there=names or Sentence("nobody"),
    )


def find_all(session: Session, names: Iterable[str]) -> tuple[Annotator, ...]:
    """The people of those uids or names, each once; raises as `find` does."""
    found = {person.uid: person for person in (find(session, n) for n in names)}
    return tuple(found.values())


def annotating(session: Session) -> tuple[Annotator, ...]:
    """The people to whom work is given unless others are named."""
    return tuple(
        each
        for each in session.annotators()
        if each.role == "annotator" and not each.inactive
    )


def leads(session: Session) -> tuple[Annotator, ...]:
    """The people who lead the project."""
    return tuple(
        each
        for each in session.annotators()
        if each.role == "lead" and not each.inactive
    )


def may_lead(session: Session) -> bool:
    """Whether the person at work may open rounds and look into the team's work.

    Where nobody leads, everybody may; in a package somebody does, elsewhere.
    """
    there = leads(session)
    if not there:
        return not is_package(session)
    return any(each.uid == session.annotator.uid for each in there)


def is_package(session: Session) -> bool:
    """Whether the file was made for one person out of a lead's project."""
    return session.project.settings.get(PACKAGE) is not None


def require_lead(session: Session) -> None:
    """Raise ValidationError where somebody else leads."""
    if is_package(session) and not leads(session):
        raise ValidationError(
            "this file is a package: rounds belong to the lead’s project.",
            remedy="Ask who made it.",
        )
    if not may_lead(session):
        raise ValidationError(
            "only a lead may do that, and {name} is none.",
            remedy="Lead: {leads}.",
            name=session.annotator.name,
            leads=joined(", ", (each.name for each in leads(session))),
        )


def must_choose(session: Session) -> bool:
    """Whether it is not clear who of several people is at work.

    The name that the session began with is then that of a stranger, such as the
    user of this computer.
    """
    there = [each.uid for each in session.annotators() if not each.inactive]
    return len(there) > 1 and session.annotator.uid not in there


def add(
    session: Session,
    name: str,
    *,
    initials: str = "",
    colour: str | None = None,
    role: str = "annotator",
) -> Annotator:
    """Add a person, in a colour that nobody has yet unless one is given.

    Raises ValidationError for a name that is there already, or what makes none.
    """
    clean = _name(session, name)
    return session.add_annotator(
        clean,
        initials=_initials(initials),
        colour=_colour(colour) or free_colour(session),
        role=_role(role),
    )


def update(session: Session, person: Annotator) -> Annotator:
    """Store another name, initials, colour or role of a person; one step.

    Raises ValidationError as `add` does.
    """
    before = session.project.annotators.get(person.uid)
    after = replace(
        person,
        name=_name(session, person.name, person.uid),
        initials=_initials(person.initials),
        colour=_colour(person.colour),
        role=_role(person.role),
    )
    if after != before:
        return session.update_annotator(after)
    return after


def set_inactive(session: Session, uid: str, inactive: bool) -> Annotator:
    """Give a person no more work, or work again; what they did stays; one step."""
    before = session.project.annotators.get(uid)
    after = replace(before, inactive=inactive)
    if after != before:
        title = "annotator.retire" if inactive else "annotator.return"
        return session.update_annotator(after, title)
    return after


def work(session: Session) -> dict[str, Work]:
    """What each person did, by uid; whoever did nothing is left out."""
    project = session.project
    counts: dict[str, list[int]] = {}
    layers = (
        "SELECT p.uid, sum(l.status <> 'new'), ifnull(sum(l.seconds), 0)"
        " FROM layer l JOIN annotator p ON p.id = l.annotator_id"
        " JOIN document d ON d.id = l.document_id"
        " WHERE l.kind = 'primary' AND l.withdrawn = 0 AND d.withdrawn = 0"
        " GROUP BY p.uid"
    )
    for uid, documents, seconds in project.query(layers):
        counts[uid] = [documents, 0, seconds]
    annotations = (
        "SELECT p.uid, count(*) FROM annotation a"
        " JOIN annotator p ON p.id = a.annotator_id"
        " WHERE a.deleted = 0 AND a.withdrawn = 0 GROUP BY p.uid"
    )
    for uid, number in project.query(annotations):
        counts.setdefault(uid, [0, 0, 0])[1] = number
    return {uid: Work(*each) for uid, each in counts.items()}


def free_colour(session: Session) -> str:
    """A colour that the fewest people have."""
    taken = [each.colour for each in session.annotators()]
    return min(COLOURS, key=taken.count)


# -- what makes a person ----------------------------------------------------------


def _name(session: Session, name: str, uid: str | None = None) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise ValidationError("a name is needed.", field="name")
    for each in session.annotators():
        if each.name == clean and each.uid != uid:
            raise ValidationError(
                "there is an annotator “{name}” already.",
                field="name",
                remedy="Add something that tells them apart.",
                name=clean,
            )
    return clean


def _initials(initials: str) -> str:
    clean = "".join(initials.split())
    if len(clean) > _LONGEST_INITIALS:
        raise ValidationError(
            "initials have at most {n} characters, and “{initials}” has more.",
            field="initials",
            n=_LONGEST_INITIALS,
            initials=clean,
        )
    return clean


def _colour(colour: str | None) -> str | None:
    if not colour:
        return None
    if not _COLOUR.fullmatch(colour):
        raise ValidationError(
            "“{colour}” is no colour.",
            field="colour",
            remedy="Write it as #RRGGBB, e.g. #146C8C.",
            colour=colour,
        )
    return colour.upper()


def _role(role: str) -> str:
    if role not in ROLES:
        raise ValidationError(
            "there is no role “{role}”.",
            field="role",
            remedy="There are: {roles}.",
            role=role,
            roles=", ".join(ROLES),
        )
    return role
