# SPDX-License-Identifier: MIT
"""Annotations that are wholly new go from one project file to another as rows.

Most of what comes back from a colleague is new work on documents that we have.
Making records of it and rows of these again would take most of the time of a
merge.  What is carried is checked as a record would be; whatever is not plain (a
shape that no project has, a rival, something that we have) is left to be read as
a record, which unites it with ours or says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from annotator.model.annotation import ORIGINS, STATES
from annotator.model.document import Document
from annotator.model.states import ANNOTATION
from annotator.store import rows
from annotator.store.references import ReferenceFields, collect

if TYPE_CHECKING:
    from annotator.store.bulk_insert import Inserter
    from annotator.store.project import Project

_PLAIN: Final = frozenset({str, int, bool})
_LAYERS: Final = ("primary", "adjudicated")
_NONE: Final[frozenset[str]] = frozenset()
#: What a row that is not plain may lead to.
_ODD: Final = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class Carrier:
    """Takes what is wholly new out of the rows that are read of a foreign file."""

    def __init__(self, inserter: Inserter, theirs: Project) -> None:
        self._inserter = inserter
        self._ours = inserter.project
        self._theirs = theirs
        self._codebooks: dict[int | None, tuple[int, ReferenceFields] | None] = {}
        self._people: dict[int, int] = {}

    def __call__(
        self,
        documents: Mapping[int, Document],
        found: Sequence[Any],
        spans: Mapping[int, Sequence[rows.SpanRow]],
    ) -> list[Any]:
        """Carry what may be carried over; returns the rows that are left.

        Args:
            documents: theirs, by row id.
            found: rows of `annotations.COLUMNS` and the document's row id.
            spans: by the annotation's row id.
        """
        ours = self._known(documents.values())
        there = self._there(ours.values())
        beside = self._beside(documents)
        left = []
        for row in found:
            number, uid = row[17], row[1]
            document = ours.get(documents[number].uid)
            if (
                document is None
                or (document, uid) in there
                or (number, uid) in beside
                or not self._carry(
                    row, document, documents[number].text, spans.get(row[0], ())
                )
            ):
                left.append(row)
        return left

    # -- what is there ------------------------------------------------------------

    def _known(self, documents: Iterable[Document]) -> dict[str, int]:
        """Row ids of ours that have the same text, by uid."""
        hashes = {each.uid: each.text_sha256 for each in documents}
        marks = ",".join("?" * len(hashes))
        sql = (
            "SELECT uid, id, text_sha256 FROM document"
            f" WHERE withdrawn = 0 AND uid IN ({marks})"
        )
        found = self._ours.query(sql, list(hashes))
        return {uid: number for uid, number, sha256 in found if sha256 == hashes[uid]}

    def _there(self, documents: Iterable[int]) -> set[tuple[int, str]]:
        """The annotations that our documents have."""
        wanted = list(documents)
        marks = ",".join("?" * len(wanted))
        sql = (
            "SELECT document_id, uid FROM annotation"
            f" WHERE withdrawn = 0 AND document_id IN ({marks})"
        )
        return set(map(tuple, self._ours.query(sql, wanted)))

    def _beside(self, documents: Iterable[int]) -> set[tuple[int, str]]:
        """Theirs that have rivals."""
        wanted = list(documents)
        marks = ",".join("?" * len(wanted))
        sql = (
            "SELECT document_id, uid FROM rival WHERE kind = ? AND withdrawn = 0"
            f" AND document_id IN ({marks})"
        )
        return set(map(tuple, self._theirs.query(sql, [ANNOTATION, *wanted])))

    def _codebook(self, number: int | None) -> tuple[int, ReferenceFields] | None:
        """Our row id of their version, and its fields that point to something."""
        if number not in self._codebooks:
            sha256 = self._theirs.codebooks.sha256_of(number)
            known = self._ours.codebooks.row_id(sha256) if sha256 else None
            self._codebooks[number] = (
                None
                if known is None
                else (known, self._ours.codebooks.reference_fields(sha256))
            )
        return self._codebooks[number]

    def _person(self, number: int) -> int:
        if number not in self._people:
            uid = self._theirs.annotators.uid_of(number)
            self._people[number] = self._inserter.person(uid)
        return self._people[number]

    # -- one row ------------------------------------------------------------------

    def _carry(
        self, row: Any, document: int, text: str, spans: Sequence[rows.SpanRow]
    ) -> bool:
        """Carry one annotation over; False where it is not plain."""
        codebook = self._codebook(row[8])
        if codebook is None:
            return False
        pointing = codebook[1]
        try:
            if not _is_plain(row):
                return False
            fields, repeated = rows.load_map(row[12]), rows.load_map(row[13])
            targets: set[str] = set()
            if not _take(fields, pointing.get(row[2], _NONE), targets):
                return False
            for name, each in repeated.items():
                names = pointing.get(name, _NONE)
                for cells in each:
                    if len(cells) != 1 or not _take(cells[0], names, targets):
                        return False
            start = _first_start(spans, text, repeated)
        except _ODD:
            return False
        if start is None:
            return False
        person = self._person(row[3])
        values = (row[1], document, row[2], person, *row[4:8], codebook[0], *row[9:16])
        self._inserter.carry((*values, start, None), spans, targets)
        return True


def _is_plain(row: Any) -> bool:
    """Whether the columns without JSON are as they should be, and no extra is set.

    What type they have was looked at for the whole file.
    """
    return (
        bool(row[1])
        and bool(row[11])
        and row[4] in _LAYERS
        and row[6] in STATES
        and row[7] in ORIGINS
        and row[16] is None
        and "\0" not in f"{row[1]}{row[2]}{row[5]}"
        and (row[14] is None or _are_texts(rows.load_tuple(row[14])))
    )


def _take(fields: Any, pointing: frozenset[str], targets: set[str]) -> bool:
    """Collect what fields point to; False where one of them is not plain."""
    rows.freeze_fields(fields)
    kinds = set(map(type, fields.values()))
    if not kinds <= _PLAIN:
        several = [each for each in fields.values() if type(each) is tuple]
        if not kinds <= _PLAIN | {tuple} or not all(map(_are_texts, several)):
            return False
    collect(targets, fields, pointing)
    return True


def _are_texts(values: Iterable[Any]) -> bool:
    return all(type(each) is str for each in values)


def _first_start(
    spans: Sequence[rows.SpanRow], text: str, repeated: Mapping[str, Any]
) -> int | None:
    """Where the annotation begins; None where a span does not fit."""
    starts = []
    for _, name, number, _, start, end, quote in spans:
        if start < 0 or not quote or text[start:end] != quote:
            return None
        if name is None and number is None:
            starts.append(start)
        elif number is None or not 0 <= number < len(repeated[str(name)]):
            return None
    return min(starts, default=0)
