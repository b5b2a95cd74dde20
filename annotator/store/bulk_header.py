# SPDX-License-Identifier: MIT
"""A bundle's header into a project: people, entities, entries, codebooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from annotator.model.annotation import Annotation
from annotator.model.bundle import (
    Bundle,
    CodebookVersion,
    DocumentRecord,
    ProjectHeader,
)
from annotator.model.errors import InputError
from annotator.model.item import item_of
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator
from annotator.store.bulk_unite import Rivals
from annotator.store.references import ReferenceFields, references
from annotator.store.states import pseudo_revision
from annotator.store.uniting import RevisedRepository

if TYPE_CHECKING:
    from annotator.store.bulk_insert import Inserter


class Codebooks:
    """Which stored codebook version each annotation of a bundle belongs to."""

    def __init__(self, inserter: Inserter, default: str | None) -> None:
        self._repository = inserter.project.codebooks
        self._default = default
        self._known: dict[str | None, tuple[int | None, ReferenceFields]] = {}

    def resolve(
        self, annotation: Annotation, record: DocumentRecord
    ) -> tuple[int | None, set[str]]:
        """The version's row id, and the uids that the annotation points to."""
        name = annotation.codebook
        if name not in self._known:
            sha256 = self.hash_of(annotation, record)
            self._known[name] = (
                self._repository.row_id(sha256),
                self._repository.reference_fields(sha256),
            )
        number, pointing = self._known[name]
        return number, references(annotation, pointing)

    def hash_of(self, annotation: Annotation, record: DocumentRecord) -> str:
        """The sha256 of the annotation's version; InputError where it is unknown."""
        sha256 = annotation.codebook or self._default
        if sha256 is None or self._repository.row_id(sha256) is None:
            raise InputError(
                "annotation “{uid}” of document “{document}” was made under "
                "the codebook version “{sha256}”, which neither the file nor "
                "the project holds.",
                line=record.line,
                field="codebook",
                uid=annotation.uid,
                document=record.document.uid,
                sha256=sha256 or "?",
            )
        return sha256


def take_header(inserter: Inserter, bundle: Bundle) -> Codebooks:
    """Bring what holds for the whole project; returns the codebooks."""
    project, header = inserter.project, bundle.header
    empty = project.documents.count() == 0
    for version in bundle.codebooks:
        project.codebooks.add(version)
    default = _header_codebook(inserter, bundle)
    if empty and header.title:
        project.settings.set("title", header.title)
    if empty and default is not None:
        project.codebooks.set_current(default)
    elif empty and header.codebook is not None:
        raise _unknown_codebook(*header.codebook)
    rivals = Rivals(header.rivals)
    _take_people(inserter, header, rivals)
    _unite(inserter, project.entities, header.entities, "entity", rivals)
    for entries in header.vocabularies.values():
        _unite(inserter, project.vocabularies, entries, "vocabulary_entry", rivals)
    _take_items(inserter, bundle, rivals)
    return Codebooks(inserter, default)


def _header_codebook(inserter: Inserter, bundle: Bundle) -> str | None:
    """The sha256 of the version that the header names, where we can tell."""
    project, named = inserter.project, bundle.header.codebook
    current = project.codebooks.current()
    if named is None:
        return current.sha256
    carried = (c for c in bundle.codebooks if (c.id, c.version) == named)
    candidates: list[CodebookVersion] = list(carried)
    if (current.id, current.version) == named:
        candidates.append(current)
    candidates += project.codebooks.find(*named)
    return candidates[0].sha256 if candidates else None


def _unknown_codebook(identifier: str, version: str) -> InputError:
    return InputError(
        "the file was made under the codebook “{identifier}” "
        "{version}, which neither the file nor the project holds.",
        field="codebook",
        remedy="Make the project with that codebook first.",
        identifier=identifier,
        version=version,
    )


def _take_items(inserter: Inserter, bundle: Bundle, rivals: Rivals) -> None:
    project, header = inserter.project, bundle.header
    ours = Rivals(project.rivals.of_project())
    for kind, listed in header.items.items():
        items = [item_of(kind, each) for each in listed]
        there = project.items.select(kind, deleted=True)
        inserter.uniter.items(items, there, None, ours, rivals)
    if header.extra:
        mine: dict[str, Any] = project.settings.get("extra", {})
        project.settings.set("extra", {**header.extra, **mine})


def add_person(inserter: Inserter, uid: str) -> int:
    """An annotator of whom the file says nothing but the id."""
    inserter.report.notes.append(
        Sentence(
            "Annotator “{uid}” is not described in the file; the id serves as name.",
            uid=uid,
        )
    )
    return inserter.project.annotators.add(Annotator(uid=uid, name=uid))


def _take_people(inserter: Inserter, header: ProjectHeader, rivals: Rivals) -> None:
    project = inserter.project
    ours = Rivals(project.rivals.of_project())
    for person in header.annotators:
        mine = project.annotators.find(person.uid)
        if mine is None:
            project.annotators.add(person)
            inserter.report.people.append(person)
            mine = person
        inserter.uniter.states(mine, ours, [person, *rivals.of(person)], None)


def _unite(
    inserter: Inserter,
    repository: RevisedRepository[Any],
    theirs: Iterable[Any],
    table: str,
    rivals: Rivals,
) -> None:
    """Entities or entries: new ones go in, newer states replace ours."""
    known = {repository.key(r)[1]: r for r in repository.select("1", ())}
    ours = Rivals(inserter.project.rivals.of_project())
    for record in theirs:
        key = repository.key(record)[1]
        mine = known.get(key)
        if mine is None:
            mine = known[key] = _insert(inserter, repository, record, table)
        elif not record.revs and not repository.same_content(mine, record):
            _tell_kept(inserter, repository, record)
        inserter.uniter.states(mine, ours, [record, *rivals.of(record)], None)


def _insert(
    inserter: Inserter, repository: RevisedRepository[Any], record: Any, table: str
) -> Any:
    # The same from every file without revisions: no two sides differ in it.
    revs = record.revs or (pseudo_revision(record),)
    stored = repository.revise(record, revs)
    values = (inserter.new_id(table), *repository.values(stored))
    inserter.project.run(repository.insert_sql(), values)
    if table == "entity":
        inserter.report.entities += 1
    else:
        inserter.report.entries += 1
    inserter.report.named.append(stored)
    return stored


def _tell_kept(
    inserter: Inserter, repository: RevisedRepository[Any], theirs: Any
) -> None:
    inserter.report.notes.append(
        Sentence(
            "The file's {kind} “{uid}” differs and has no revision; ours was kept.",
            kind=Sentence(repository.kind),
            uid=theirs.uid,
        )
    )
