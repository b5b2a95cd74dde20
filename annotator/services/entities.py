# SPDX-License-Identifier: MIT
"""Speakers and vocabulary entries: made on purpose, never by typing alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.model.document import SpeakerInDocument
from annotator.model.entity import Entity, VocabularyEntry
from annotator.model.errors import NotFoundError, ValidationError
from annotator.model.identity import new_uid
from annotator.services import visibility
from annotator.services.session import Session
from annotator.store import uses as stored

# -- entities ---------------------------------------------------------------------


def entities(session: Session, type: str) -> list[Entity]:
    """The entities of a type, without deleted and unified ones."""
    return [e for e in session.project.entities.all(type) if _is_live(e)]


def use_counts(session: Session, type: str | None = None) -> dict[str, int]:
    """By how many annotations each entity (of a type) is named.

    Uses of a unified entity count for the one that stays.  In a closed round those
    who annotate see their own uses only.
    """
    every = session.project.entities.all(type)
    return _counts(session, {e.uid: e.merged_into for e in every})


def rough_counts(session: Session, type: str | None = None) -> dict[str, int]:
    """As `use_counts`, quickly: what was deleted counts, too.  For an order only."""
    every = session.project.entities.all(type)
    used = stored.about(session.project, _counted(session))
    return _added_up({e.uid: e.merged_into for e in every}, used)


def uses(session: Session, type: str, uids: Iterable[str], most: int) -> dict[str, int]:
    """By how many annotations each of a few entities is named, counted to `most`."""
    wanted, whose = set(uids), _counted(session)
    merged = {e.uid: e.merged_into for e in session.project.entities.all(type)}
    counts = dict.fromkeys(wanted, 0)
    for uid in merged:
        stays = _stays(merged, uid)
        if stays in wanted and counts[stays] < most:
            more = stored.of(session.project, uid, most - counts[stays], whose)
            counts[stays] += more
    return counts


def get(session: Session, uid: str) -> Entity:
    """The entity of that uid; NotFoundError where there is none."""
    return session.project.entities.get(uid)


def resolve(session: Session, uid: str) -> Entity:
    """The entity that stays in place of `uid`, which may itself be that one."""
    found = get(session, uid)
    seen = {uid}
    while found.merged_into and found.merged_into not in seen:
        seen.add(found.merged_into)
        found = get(session, found.merged_into)
    return found


def create(
    session: Session,
    type: str,
    name: str,
    kind: str | None = None,
    aliases: Iterable[str] = (),
    attributes: Mapping[str, str] | None = None,
    document_uid: str | None = None,
    document_attributes: Mapping[str, str] | None = None,
) -> Entity:
    """Make a new entity, with what holds of it in one document only; one step."""
    name = _required(name, "name")
    entity = Entity(
        uid=new_uid(),
        type=type,
        name=name,
        kind=kind,
        aliases=tuple(dict.fromkeys(a for a in aliases if a and a != name)),
        attributes={k: v for k, v in (attributes or {}).items() if v},
    )
    tables = {"entity", "layer"} if document_uid else {"entity"}
    documents = (document_uid,) if document_uid else ()
    with session.write("entity.add", tables, documents, {"name": name}) as project:
        stored = project.entities.add(entity)
        local = {k: v for k, v in (document_attributes or {}).items() if v}
        if document_uid and local:
            _describe_in(session, document_uid, SpeakerInDocument(stored.uid, local))
    return stored


def _describe_in(session: Session, document: str, speaker: SpeakerInDocument) -> None:
    layers = session.project.layers
    layer = layers.get(document, session.annotator.uid)
    layers.set(replace(layer, speakers=(*layer.speakers, speaker)))


def update(session: Session, entity: Entity) -> Entity:
    """Store another state of an entity; returns it as stored."""
    return _update(session, replace(entity, name=_required(entity.name, "name")))


def learn_alias(session: Session, uid: str, alias: str) -> Entity:
    """Remember another name of an entity, unless it is known."""
    entity = get(session, uid)
    alias = alias.strip()
    if not alias or alias == entity.name or alias in entity.aliases:
        return entity
    args = {"name": entity.name, "alias": alias}
    after = replace(entity, aliases=(*entity.aliases, alias))
    return _update(session, after, "entity.alias", args)


def unify(session: Session, from_uid: str, into_uid: str) -> Entity:
    """Say that two entities are one: `from_uid` is kept and points to the other.

    The other one learns its names.  Annotations are not touched.  Returns the
    entity that stays.
    """
    gone, stays = get(session, from_uid), resolve(session, into_uid)
    if gone.uid == stays.uid or resolve(session, from_uid).uid == stays.uid:
        raise ValidationError("an entity cannot be united with itself.")
    names = (*stays.aliases, gone.name, *gone.aliases)
    aliases = tuple(dict.fromkeys(n for n in names if n != stays.name))
    args = {"name": gone.name, "into": stays.name}
    with session.write("entity.unify", {"entity"}, (), args) as project:
        project.entities.update(replace(gone, merged_into=stays.uid))
        return project.entities.update(replace(stays, aliases=aliases))


def _update(
    session: Session,
    entity: Entity,
    title: str = "entity.update",
    args: Mapping[str, str] | None = None,
) -> Entity:
    named = dict(args or {"name": entity.name})
    with session.write(title, {"entity"}, (), named) as project:
        return project.entities.update(entity)


# -- vocabulary entries -----------------------------------------------------------


def entries(session: Session, vocabulary: str) -> list[VocabularyEntry]:
    """The codebook's fixed values, then the project's live entries."""
    definition = session.codebook.vocabulary(vocabulary)
    fixed = [
        VocabularyEntry(
            uid=v.id,
            vocabulary=vocabulary,
            label=v.label,
            definition=v.definition,
            parent=v.parent,
        )
        for v in (definition.values if definition else ())
    ]
    known = {entry.uid for entry in fixed}
    own = session.project.vocabularies.all(vocabulary)
    return fixed + [e for e in own if _is_live(e) and e.uid not in known]


def entry_counts(session: Session, vocabulary: str) -> dict[str, int]:
    """By how many annotations each entry is named; as `use_counts`."""
    own = session.project.vocabularies.all(vocabulary)
    merged: dict[str, str | None] = {e.uid: None for e in entries(session, vocabulary)}
    return _counts(session, merged | {e.uid: e.merged_into for e in own})


def create_entry(
    session: Session,
    vocabulary: str,
    label: str,
    definition: str = "",
    parent: str | None = None,
) -> VocabularyEntry:
    """Add an entry to an open vocabulary; ValidationError where it is closed."""
    known = session.codebook.vocabulary(vocabulary)
    if known is None:
        raise NotFoundError(
            "the codebook has no vocabulary “{vocabulary}”.", vocabulary=vocabulary
        )
    if not known.open:
        raise ValidationError("the vocabulary “{label}” is closed.", label=known.label)
    label = _required(label, "label")
    if known.require_definition and not definition.strip():
        raise ValidationError(
            "an entry of “{label}” needs a definition.",
            field="definition",
            remedy="Say what “favor” means for it.",
            label=known.label,
        )
    entry = VocabularyEntry(
        uid=new_uid(),
        vocabulary=vocabulary,
        label=label,
        definition=definition.strip(),
        parent=parent,
    )
    with session.write(
        "vocabulary.add", {"vocabulary"}, (), {"name": label}
    ) as project:
        return project.vocabularies.add(entry)


def update_entry(session: Session, entry: VocabularyEntry) -> VocabularyEntry:
    """Store another state of an entry of the project; returns it as stored."""
    after = replace(entry, label=_required(entry.label, "label"))
    args = {"name": after.label}
    with session.write("vocabulary.update", {"vocabulary"}, (), args) as project:
        return project.vocabularies.update(after)


def unify_entries(
    session: Session, vocabulary: str, from_uid: str, into_uid: str
) -> VocabularyEntry:
    """Say that two entries are one: `from_uid` is kept and points to the other."""
    repository = session.project.vocabularies
    gone = repository.get(vocabulary, from_uid)
    stays = next((e for e in entries(session, vocabulary) if e.uid == into_uid), None)
    if stays is None:
        raise NotFoundError(
            "vocabulary “{vocabulary}” has no entry “{into_uid}”.",
            vocabulary=vocabulary,
            into_uid=into_uid,
        )
    if gone.uid == stays.uid:
        raise ValidationError("an entry cannot be united with itself.")
    args = {"name": gone.label, "into": stays.label}
    with session.write("vocabulary.unify", {"vocabulary"}, (), args):
        repository.update(replace(gone, merged_into=stays.uid))
    return stays


# -- common -----------------------------------------------------------------------


def _is_live(record: Entity | VocabularyEntry) -> bool:
    return not record.deleted and record.merged_into is None


def _required(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError("it may not be empty.", field=field)
    return text


def _counts(session: Session, merged: Mapping[str, str | None]) -> dict[str, int]:
    return _added_up(merged, stored.counts(session.project, _counted(session)))


def _counted(session: Session) -> str | None:
    """Whose uses are counted: one's own only, where others' work is hidden."""
    sight = visibility.takes_out(session)
    return None if sight.everything else sight.annotator


def _added_up(
    merged: Mapping[str, str | None], used: Mapping[str, int]
) -> dict[str, int]:
    counts: dict[str, int] = {}
    for uid in merged:
        if uid in used:
            stays = _stays(merged, uid)
            counts[stays] = counts.get(stays, 0) + used[uid]
    return counts


def _stays(merged: Mapping[str, str | None], uid: str) -> str:
    seen = {uid}
    while (following := merged.get(uid)) and following not in seen:
        uid = following
        seen.add(uid)
    return uid
