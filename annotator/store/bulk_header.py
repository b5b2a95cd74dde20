# SPDX-License-Identifier: MIT
"""A bundle's header into a project: people, entities, entries, codebooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, CodebookVersion, DocumentRecord
from annotator.model.errors import InputError
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator
from annotator.store.references import ReferenceFields, references
from annotator.store.rows import dump
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
    for person in header.annotators:
        project.annotators.add(person)
    _unite(inserter, project.entities, header.entities, "entity")
    for entries in header.vocabularies.values():
        _unite(inserter, project.vocabularies, entries, "vocabulary_entry")
    _take_items(inserter, bundle)
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


def _take_items(inserter: Inserter, bundle: Bundle) -> None:
    project, header = inserter.project, bundle.header
    mine = project.items.of_project()
    for kind, items in header.items.items():
        known = {dump(item) for item in mine.get(kind, ())}
        new = tuple(item for item in items if dump(item) not in known)
        inserter.add_header_items(kind, new)
    if header.extra:
        ours: dict[str, Any] = project.settings.get("extra", {})
        project.settings.set("extra", {**header.extra, **ours})


def add_person(inserter: Inserter, uid: str) -> int:
    """An annotator of whom the file says nothing but the id."""
    inserter.report.notes.append(
        Sentence(
            "Annotator “{uid}” is not described in the file; the id serves as name.",
            uid=uid,
        )
    )
    return inserter.project.annotators.add(Annotator(uid=uid, name=uid))


def _unite(
    inserter: Inserter,
    repository: RevisedRepository[Any],
    theirs: Iterable[Any],
    table: str,
) -> None:
    """Entities or entries: new ones go in, newer states replace ours."""
    known = {repository.key(r)[1]: r for r in repository.select("1", ())}
    for record in theirs:
        key = repository.key(record)[1]
        mine = known.get(key)
        if mine is None:
            known[key] = _insert(inserter, repository, record, table)
        elif not repository.same_content(mine, record):
            _unite_states(inserter, repository, mine, record)


def _insert(
    inserter: Inserter, repository: RevisedRepository[Any], record: Any, table: str
) -> Any:
    stored = repository.with_revision(record)
    values = (inserter.new_id(table), *repository.values(stored))
    inserter.project.run(repository.insert_sql(), values)
    if table == "entity":
        inserter.report.entities += 1
    else:
        inserter.report.entries += 1
    return stored


def _unite_states(
    inserter: Inserter, repository: RevisedRepository[Any], mine: Any, theirs: Any
) -> None:
    from annotator.store.bulk_insert import ConflictError, supersedes

    if supersedes(mine.revs, theirs.revs):
        return
    if supersedes(theirs.revs, mine.revs):
        repository.overwrite(theirs)
        inserter.report.updated += 1
        return
    kind, uid = Sentence(repository.kind), theirs.uid
    if theirs.revs:
        raise ConflictError(
            "{kind} “{uid}” was changed on both sides.",
            remedy="Nothing was imported.",
            kind=kind,
            uid=uid,
        )
    inserter.report.notes.append(
        Sentence(
            "The file's {kind} “{uid}” differs and has no revision; ours was kept.",
            kind=kind,
            uid=uid,
        )
    )
