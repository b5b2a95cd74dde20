# SPDX-License-Identifier: MIT
"""What is wholly new, or as we have it, goes past the records of a merge.

Most of what comes back from a colleague is new work on documents that we have, or
work that came with the last merge.  Making records of it and rows of these again
would take most of the time.  New annotations and layers are carried over as rows;
those that ours have gone on from are passed by.  What is carried is checked as a
record would be; whatever is not plain (`bulk_plain`), has rivals, or differs from
ours is left to be read as a record, which unites it with ours or says what is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from annotator.model.document import Document
from annotator.model.states import ANNOTATION, LAYER
from annotator.model.stored import SpanRow
from annotator.store.bulk_plain import (
    Version,
    first_start,
    is_plain_annotation,
    is_plain_layer,
)
from annotator.store.stored import LAYERS

if TYPE_CHECKING:
    from annotator.store.bulk_insert import Inserter
    from annotator.store.project import Project


class Carrier:
    """Takes what need not be read out of the rows of a foreign file."""

    def __init__(self, inserter: Inserter, theirs: Project) -> None:
        self._inserter = inserter
        self._ours = inserter.project
        self._theirs = theirs
        self._versions: dict[int | None, Version | None] = {}
        self._people: dict[int, int] = {}
        self._texts: dict[int, str] = {}
        self._known: dict[int, int] = {}
        self._beside: set[tuple[str, int, str]] = set()

    def begin(self, documents: Mapping[int, Document]) -> None:
        """Some documents of theirs, by row id, whose rows are shown from now on."""
        known = self._same(documents.values())
        self._known = {
            number: known[each.uid]
            for number, each in documents.items()
            if each.uid in known
        }
        self._texts = {number: documents[number].text for number in self._known}
        self._beside = self._with_rivals(documents)

    def layers(self, found: Iterable[Any]) -> list[Any]:
        """Carry layers over; returns the rows that are to be read.

        Args:
            found: rows of `stored.LAYERS`.
        """
        listed = list(found)
        there = self._layers_there()
        times = Counter((row[0], row[1], row[2]) for row in listed)
        return [
            row
            for row in listed
            if times[row[0], row[1], row[2]] > 1
            or not self._carry_layer(
                row, there.get((self._known.get(row[0]), *row[1:3]))
            )
        ]

    def annotations(
        self, found: Sequence[Any], spans: Mapping[int, Sequence[SpanRow]]
    ) -> list[Any]:
        """Carry annotations over; returns the rows that are to be read.

        Args:
            found: rows of `annotations.COLUMNS` and the document's row id.
            spans: by the annotation's row id.
        """
        there = self._annotations_there()
        return [
            row
            for row in found
            if row[17] not in self._known
            or (self._beside and (ANNOTATION, row[17], row[1]) in self._beside)
            or not self._carry(row, spans.get(row[0], ()), there)
        ]

    # -- what is there ------------------------------------------------------------

    def _same(self, documents: Iterable[Document]) -> dict[str, int]:
        """Row ids of ours that have the same text, by uid."""
        hashes = {each.uid: each.text_sha256 for each in documents}
        sql = (
            "SELECT uid, id, text_sha256 FROM document"
            f" WHERE withdrawn = 0 AND uid IN ({_marks(hashes)})"
        )
        found = self._ours.query(sql, list(hashes))
        return {uid: number for uid, number, sha256 in found if sha256 == hashes[uid]}

    def _with_rivals(self, documents: Iterable[int]) -> set[tuple[str, int, str]]:
        """Kind, document and key of theirs that have rivals."""
        wanted = list(documents)
        sql = (
            "SELECT kind, document_id, uid FROM rival"
            f" WHERE withdrawn = 0 AND document_id IN ({_marks(wanted)})"
        )
        return set(map(tuple, self._theirs.query(sql, wanted)))

    def _annotations_there(self) -> dict[tuple[int, str], str]:
        """The revisions of the annotations that our documents have."""
        sql = (
            "SELECT document_id, uid, revs FROM annotation"
            f" WHERE withdrawn = 0 AND document_id IN ({_marks(self._known)})"
        )
        found = self._ours.query(sql, list(self._known.values()))
        return {(number, uid): revs for number, uid, revs in found}

    def _layers_there(self) -> dict[Any, Any]:
        """The layers that our documents have, by document, annotator and kind."""
        sql = LAYERS.format(marks=_marks(self._known))
        found = self._ours.query(sql, list(self._known.values()))
        return {tuple(row[:3]): row for row in found}

    def _version(self, number: int | None) -> Version | None:
        if number not in self._versions:
            sha256 = self._theirs.codebooks.sha256_of(number)
            known = self._ours.codebooks.row_id(sha256) if sha256 else None
            self._versions[number] = (
                None
                if known is None
                else Version(known, self._ours.codebooks.reference_fields(sha256))
            )
        return self._versions[number]

    def _person(self, number: int) -> int:
        if number not in self._people:
            uid = self._theirs.annotators.uid_of(number)
            self._people[number] = self._inserter.person(uid)
        return self._people[number]

    # -- one row ------------------------------------------------------------------

    def _carry(
        self,
        row: Any,
        spans: Sequence[SpanRow],
        there: Mapping[tuple[int, str], str],
    ) -> bool:
        """Carry one annotation over, or pass it by; False where it must be read."""
        version = self._version(row[8])
        if version is None or not is_plain_annotation(row):
            return False
        targets, repeated = version.fields(row[2], row[12]), version.rows(row[13])
        if targets is None or repeated is None:
            return False
        start = first_start(spans, self._texts[row[17]], repeated.counts)
        if start is None:
            return False
        document = self._known[row[17]]
        ours = there.get((document, row[1])) if there else None
        if ours is not None:
            return self._pass(row[11], ours)
        person = self._person(row[3])
        head = (row[1], document, row[2], person, *row[4:8], version.number)
        values = (*head, *row[9:16], start, None)
        self._inserter.carry(values, spans, targets | repeated.targets)
        return True

    def _pass(self, theirs: str, ours: str) -> bool:
        """Whether ours is theirs, or has gone on from it."""
        if theirs.split()[-1] not in ours.split():
            return False
        self._inserter.report.skipped += 1
        return True

    def _carry_layer(self, row: Any, ours: Any) -> bool:
        number, who, kind, status, note, _, speakers, extra, _ = row
        if number not in self._known or who is None or extra is not None:
            return False
        if (LAYER, number, f"{kind}/{who}") in self._beside:
            return False
        if not is_plain_layer(kind, status, note, speakers):
            return False
        if ours is not None:
            return bool(tuple(ours[3:]) == tuple(row[3:]))
        document, person = self._known[number], self._inserter.person(who)
        self._inserter.carry_layer((document, person, *row[2:]))
        return True


def _marks(values: Iterable[Any]) -> str:
    return ",".join("?" for _ in values)
