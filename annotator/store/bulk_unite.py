# SPDX-License-Identifier: MIT
"""What a bundle brings of things that are there: their heads are united with ours.

Of every record the states that no other supersedes are kept (`model.revisions`):
the one with the smallest last revision is shown, the others are its rivals.  No
revision, time or uid is made here, so that the order of merging does not matter.
A state without revisions is the one that was imported; whoever changed it since
has gone on from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from annotator.model.annotation import Annotation
from annotator.model.bundle import DocumentRecord
from annotator.model.document import Document, Layer
from annotator.model.errors import InputError
from annotator.model.item import Item, item_of
from annotator.model.revisions import heads, supersedes
from annotator.model.sentence import Sentence
from annotator.model.states import Record, key_of, kind_of
from annotator.store import bulk_rows
from annotator.store.states import pseudo_revision, same_content
from annotator.store.withheld import completed

if TYPE_CHECKING:
    from annotator.store.bulk_insert import Inserter

#: Lists of a document that are items.
ITEM_LISTS: Final = ("decisions", "comments")
_READ_BY: Final = "read_by"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that was changed on both sides.

    `document` is None for what belongs to the project; `states` are all its heads,
    the first of which is shown.
    """

    kind: str
    key: str
    document: str | None
    states: tuple[Record, ...]


class Uniter:
    """Unites what one import brings with what is there."""

    def __init__(self, inserter: Inserter) -> None:
        self._inserter = inserter
        self._project = inserter.project
        self._report = inserter.report

    # -- one document -------------------------------------------------------------

    def document(
        self, number: int, record: DocumentRecord, ours: DocumentRecord
    ) -> None:
        """Unite a document that is there, by its row id, with theirs."""
        if not self._has_same_text(ours.document, record):
            return
        rivals, theirs = Rivals(ours.rivals), Rivals(record.rivals)
        # What has revisions came from here: it says nothing new besides.
        if self._inserter.unites_extra and not any(x.revs for x in record.annotations):
            self._extra(ours.document, record.document)
        states = [record.document, *theirs.of(ours.document)]
        self.states(ours.document, rivals, states, number)
        self._layers(number, record, ours, rivals, theirs)
        self._annotations(number, record, ours, rivals, theirs)
        self._items(number, record, rivals, theirs)

    def _extra(self, mine: Document, theirs: Document) -> None:
        """Keep what another program said besides, in several files of it."""
        if mine.revs or theirs.revs:
            return
        united = replace(mine, extra=bulk_rows.unite_extra(mine.extra, theirs.extra))
        if united != mine:
            self._project.states.overwrite(mine, united)

    def _has_same_text(self, ours: Document, record: DocumentRecord) -> bool:
        if ours.text == record.document.text:
            return True
        if not self._inserter.skips_other_texts:
            raise InputError(
                "document “{uid}” is in the project with another text.",
                line=record.line,
                remedy="Its spans would not fit; nothing was imported.",
                uid=ours.uid,
            )
        self._report.other_texts.append(ours.uid)
        return False

    def _annotations(
        self,
        number: int,
        record: DocumentRecord,
        ours: DocumentRecord,
        rivals: Rivals,
        theirs: Rivals,
    ) -> None:
        known = {a.uid: a for a in ours.annotations}
        for annotation in record.annotations:
            mine = known.get(annotation.uid)
            beside = theirs.of(annotation)
            if mine is None:
                self._inserter.add_annotation(number, annotation, record)
                if beside:
                    made = [self._whole(each, record) for each in beside]
                    self._inserter.flush()
                    self._keep_rivals([annotation, *made], number)
            elif self._is_news(mine, rivals.of(mine), annotation, beside, record):
                states = [self._whole(a, record) for a in (annotation, *beside)]
                self.states(mine, rivals, states, number)
            else:
                self._report.skipped += 1

    def _is_news(
        self,
        mine: Annotation,
        rivals: Sequence[Record],
        theirs: Annotation,
        beside: Sequence[Record],
        record: DocumentRecord,
    ) -> bool:
        """Whether anything may have changed; quickly, for most is as it was."""
        if beside:
            return True
        if theirs.revs:
            last = theirs.revs[-1]
            return last not in mine.revs and all(last not in r.revs for r in rivals)
        whole = bulk_rows.with_quotes(theirs, record)
        return not any(same_content(whole, each) for each in (mine, *rivals))

    def _whole(self, state: Record, record: DocumentRecord) -> Annotation:
        """Their state of an annotation with its quotes, codebook, times, revisions."""
        assert isinstance(state, Annotation)
        quoted = bulk_rows.with_quotes(state, record)
        codebook = self._inserter.codebooks.hash_of(quoted, record)
        self._inserter.person(quoted.annotator)
        if not quoted.revs:
            quoted = replace(quoted, document=record.document.uid, codebook=codebook)
            quoted = replace(quoted, revs=(pseudo_revision(quoted),))
        return bulk_rows.complete(quoted, record, self._inserter.now, codebook)

    def _layers(
        self,
        number: int,
        record: DocumentRecord,
        ours: DocumentRecord,
        rivals: Rivals,
        theirs: Rivals,
    ) -> None:
        known = {(each.annotator, each.kind): each for each in ours.layers}
        new: set[tuple[str | None, str]] = set()
        for layer in record.layers:
            place = layer.annotator, layer.kind
            if place in new:
                self._inserter.flush()
            if place in known:
                self._unite_layer(known[place], layer, number, rivals, theirs)
                continue
            new.add(place)
            known[place] = layer
            self._inserter.add_layer(number, layer)
            if theirs.of(layer):
                self._inserter.flush()
                self._keep_rivals([layer, *theirs.of(layer)], number)

    def _unite_layer(
        self, mine: Layer, layer: Layer, number: int, rivals: Rivals, theirs: Rivals
    ) -> None:
        seconds = [s for s in (mine.seconds, layer.seconds) if s is not None]
        longest = max(seconds, default=None)
        if not mine.revs and not layer.revs:
            # Neither says what came first: both are kept as far as they go together.
            united = bulk_rows.unite_layers(mine, layer)
            if united != mine:
                self._project.states.overwrite(mine, united)
            if united.note != layer.note and layer.note:
                self._tell_note(layer)
            return
        if longest != mine.seconds:
            mine = replace(mine, seconds=longest)
            self._project.layers.put(mine)
        beside = [
            replace(each, seconds=longest) if isinstance(each, Layer) else each
            for each in (layer, *theirs.of(layer))
        ]
        self.states(mine, rivals, beside, number)

    def _tell_note(self, layer: Layer) -> None:
        self._report.notes.append(
            Sentence(
                "The note on document “{document}” was kept as it is here.",
                document=layer.document,
            )
        )

    def _items(
        self, number: int, record: DocumentRecord, rivals: Rivals, theirs: Rivals
    ) -> None:
        uid = record.document.uid
        for kind in ITEM_LISTS:
            listed: tuple[Any, ...] = getattr(record, kind)
            if listed:
                items = [item_of(kind, each, uid) for each in listed]
                ours = self._project.items.select(kind, uid, deleted=True)
                self.items(items, ours, number, rivals, theirs)

    # -- the project --------------------------------------------------------------

    def items(
        self,
        theirs: Iterable[Item],
        ours: Iterable[Item],
        number: int | None,
        rivals: Rivals,
        beside: Rivals,
    ) -> None:
        """Unite items of a document (row id), or of the project."""
        known = {each.uid: each for each in ours}
        for item in theirs:
            mine = known.get(item.uid)
            if mine is None:
                self._inserter.add_item(item, number)
                known[item.uid] = item
                if beside.of(item):
                    self._inserter.flush()
                    self._keep_rivals([item, *beside.of(item)], number)
            else:
                mine, item = self._read_by_both(mine, item)
                self.states(mine, rivals, [item, *beside.of(item)], number)

    def _read_by_both(self, mine: Item, theirs: Item) -> tuple[Item, Item]:
        """Who has read a comment is known to both sides, without a revision."""
        if _READ_BY not in mine.data and _READ_BY not in theirs.data:
            return mine, theirs
        readers = {*mine.data.get(_READ_BY, ()), *theirs.data.get(_READ_BY, ())}
        read = {_READ_BY: sorted(map(str, readers))}
        united = replace(mine, data={**mine.data, **read})
        if united != mine:
            self._project.states.overwrite(mine, united)
        return united, replace(theirs, data={**theirs.data, **read})

    def states(
        self,
        mine: Record,
        rivals: Rivals,
        theirs: Sequence[Record],
        number: int | None,
    ) -> None:
        """Unite all heads of one record; what comes of it is stored and counted."""
        beside = rivals.of(mine)
        before = [completed(each, theirs) for each in (mine, *beside)]
        theirs = [completed(each, before) for each in theirs]
        if before[0] is not mine:
            self._project.states.overwrite(mine, before[0])
            self._report.updated += 1
            mine = before[0]
        if any(one is not other for one, other in zip(before[1:], beside, strict=True)):
            self._project.rivals.set(kind_of(mine), key_of(mine), number, before[1:])
        if all(any(supersedes(b.revs, t.revs) for b in before) for t in theirs):
            return
        if not mine.revs and all(not t.revs for t in theirs):
            return
        found = heads([*before, *theirs])
        if found[0] is not mine:
            self._project.states.overwrite(mine, found[0])
        if not any(each is mine for each in found):
            self._report.updated += 1
        if getattr(found[0], "deleted", False) and not getattr(mine, "deleted", False):
            self._report.deleted += 1
        self._keep_rivals(found, number)

    def _keep_rivals(self, found: Sequence[Record], number: int | None) -> None:
        """Store all but the first as rivals of it, and count them as a conflict."""
        shown = found[0]
        kind, key = kind_of(shown), key_of(shown)
        had = len(self._project.rivals.of(kind, key, number))
        self._project.rivals.set(kind, key, number, found[1:])
        differ = any(not same_content(shown, each) for each in found[1:])
        if differ and len(found) - 1 != had:
            document = getattr(shown, "document", None)
            uid = shown.uid if isinstance(shown, Document) else document
            self._report.conflicts.append(Conflict(kind, key, uid, tuple(found)))


class Rivals:
    """Rival states by the record that they stand beside."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_record: dict[tuple[str, str], list[Record]] = {}
        for each in records:
            place = kind_of(each), key_of(each)
            self._by_record.setdefault(place, []).append(each)

    def of(self, record: Record) -> list[Record]:
        if not self._by_record:
            return []
        return self._by_record.get((kind_of(record), key_of(record)), [])
