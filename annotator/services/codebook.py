# SPDX-License-Identifier: MIT
"""Codebooks: presets and files, and changing the codebook of a project."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from annotator.formats.refi.codebooks import to_qdc
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.codebook_check import Mistake
from annotator.model.codebook_diff import Difference, Need, diff, needed_mappings
from annotator.model.codebook_migration import KEPT, Target, is_used, migrate, resolve
from annotator.model.codebook_writer import to_toml
from annotator.model.errors import CodebookError
from annotator.model.sentence import Sentence, joined
from annotator.model.validation import ERROR, Problem, problems
from annotator.services.codebook_files import (
    QDC,
    TOML,
    check_file,
    find,
    is_codes,
    preset,
    presets,
    read_file,
)
from annotator.services.session import Session, snapshot

__all__ = [
    "QDC",
    "TOML",
    "Difference",
    "MappingNeededError",
    "Mistake",
    "Need",
    "UpgradeReport",
    "Use",
    "check_file",
    "diff",
    "find",
    "is_codes",
    "load",
    "needs",
    "preset",
    "presets",
    "read_file",
    "replace",
    "to_qdc",
    "to_toml",
    "upgrade",
]

_KINDS: Final = {
    "removed": Sentence("removed"),
    "redefined": Sentence("redefined"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """Something that an upgrade removes or redefines, and how many hold it."""

    need: Need
    count: int

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """What it is, how often it is used and what it can become."""
        template = "{what} {path}, {kind}, used {n} times (can become: {to})"
        if self.count == 1:
            template = "{what} {path}, {kind}, used once (can become: {to})"
        need = self.need
        return Sentence(
            template,
            what=need.what,
            path=need.path,
            kind=_KINDS.get(need.kind, need.kind),
            n=self.count,
            to=", ".join(need.choices) or Sentence("nothing of the new version"),
        )


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """What an upgrade did.

    `changed` annotations were carried over, `kept` of them keep something aside
    that has no place any more, `reopened` are drafts again because something
    required is unset now.
    """

    old: str
    new: str
    changed: int = 0
    kept: int = 0
    reopened: int = 0


class MappingNeededError(CodebookError):
    """The upgrade must first be told where things go; `uses` says which."""

    def __init__(self, codebook: Codebook, uses: Sequence[Use]) -> None:
        super().__init__(
            "the upgrade to {id} {version} must be told where these go: {uses}.",
            remedy="Name a new place for each, or leave it empty to keep it aside.",
            id=codebook.id,
            version=codebook.version,
            uses=joined("; ", (use.sentence for use in uses)),
        )
        self.uses = tuple(uses)


def load(session: Session) -> Codebook:
    """The project's current codebook."""
    return session.codebook


def needs(session: Session, codebook: Codebook) -> tuple[Use, ...]:
    """What annotations of the project hold that the new codebook lacks or redefines."""
    old = session.codebook
    asked = needed_mappings(old, codebook)
    counts: Counter[Need] = Counter()
    for annotation in _annotations(session) if asked else ():
        counts.update(need for need in asked if is_used(annotation, need, old))
    return tuple(Use(need, counts[need]) for need in asked if counts[need])


def upgrade(
    session: Session, codebook: Codebook, mapping: Mapping[str, str] | None = None
) -> UpgradeReport:
    """Make `codebook` the project's own, as one step.

    `mapping` says where removed and redefined things go: path (or its end) → id
    in the new version, "" to unset it and keep the old value in the annotation's
    `extra`.  Only what is in use has to be named.  Raises MappingNeededError
    listing what is missing; then nothing is changed.
    """
    old = session.codebook
    report = UpgradeReport(_name(old), _name(codebook))
    if codebook.sha256 == old.sha256:
        return report
    uses = needs(session, codebook)
    targets = _targets(codebook, uses, needed_mappings(old, codebook), mapping or {})
    moved = list(_moved(session, targets, old, codebook)) if uses else []
    args = {"version": codebook.version, "id": codebook.id}
    documents = {new.document for _, new in moved}
    tables = {"codebook", "settings", *(["annotation"] if moved else [])}
    with session.write("codebook.replace", tables, documents, args) as project:
        project.codebooks.add(snapshot(codebook))
        for _, new in moved:
            project.annotations.update(new)
        project.codebooks.set_current(codebook.sha256)
    return dataclasses.replace(
        report,
        changed=len(moved),
        kept=sum(_kept(new) > _kept(before) for before, new in moved),
        reopened=sum(new.state != before.state for before, new in moved),
    )


#: The same verb by the name that the history knows it by.
replace = upgrade


def _name(codebook: Codebook) -> str:
    return f"{codebook.id} {codebook.version}"


def _targets(
    codebook: Codebook,
    uses: Sequence[Use],
    asked: Sequence[Need],
    mapping: Mapping[str, str],
) -> list[Target]:
    targets, missing = resolve(asked, mapping)
    needed = [use for use in uses if use.need in missing]
    if needed:
        raise MappingNeededError(codebook, needed)
    return targets


def _annotations(session: Session) -> Iterator[Annotation]:
    """Every live annotation of the project, whoever made it."""
    project = session.project
    for uid in project.documents.uids():
        yield from project.annotations.of(uid)


def _moved(
    session: Session, targets: list[Target], old: Codebook, new: Codebook
) -> Iterator[tuple[Annotation, Annotation]]:
    """(before, after) of each annotation that does not stay as it is."""
    for before in _annotations(session):
        after = migrate(before, targets, old, new)
        if after is not before:
            after = dataclasses.replace(after, codebook=new.sha256)
            yield before, _reopened(session, before, after, new)


def _reopened(
    session: Session, before: Annotation, after: Annotation, new: Codebook
) -> Annotation:
    """A draft again where the upgrade took away what made it complete."""
    if after.state != "complete":
        return after
    text = session.project.documents.get(after.document).text
    others = session.project.annotations.of(after.document)
    old_errors = _errors(problems(before, session.codebook, text, others))
    new_errors = _errors(problems(after, new, text, others))
    broken = new_errors - old_errors
    return dataclasses.replace(after, state="draft") if broken else after


def _errors(found: Sequence[Problem]) -> set[tuple[object, ...]]:
    return {
        (each.code, each.field, each.role, each.row, each.row_no)
        for each in found
        if each.severity == ERROR
    }


def _kept(annotation: Annotation) -> int:
    """How many things are kept aside in the annotation and its rows."""
    rows = [row for each in annotation.rows.values() for row in each]
    extras = [annotation.extra, *(row.extra for row in rows)]
    return sum(len(extra.get(KEPT, ())) for extra in extras)
