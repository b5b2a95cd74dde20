# SPDX-License-Identifier: MIT
"""What is compared, as columns: read from the project once, asked often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.analysis import alignment
from annotator.analysis.alignment import Areas
from annotator.analysis.arrays import Bools, Ints
from annotator.model.codebook import AnnotationType
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.services.agreement.choice import (
    Choice,
    check,
    coders_of,
    kind_of,
    wanted_values,
)
from annotator.services.agreement.columns import Column, RowColumns, RowTable, Table
from annotator.services.agreement.scope import Places, Scope, scope
from annotator.services.review.desk import canonical_of
from annotator.services.session import Session
from annotator.store import coded, rows
from annotator.store.project import Project

_READING = Sentence("Reading annotations")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The annotations that are compared.

    Attributes:
        kind: their type.
        scope: the documents, those who are compared, and who worked on which.
        ids: for each annotation its row id, ascending.
        doc: for each the place of its document in the scope.
        coder: for each the place of its coder.
        created: for each when, milliseconds UTC.
        areas: what their main spans cover, in places of their own space: only what
            is in one document (and under one key of `foreach`) can overlap.
        spans: role → (annotation, start, end) in the document's code points.
        columns: fields by id.
        rows: rows by the id of their kind.
        versions: (codebook's id, version) → how many annotations were made under it.
    """

    kind: AnnotationType
    scope: Scope
    ids: Ints
    doc: Ints
    coder: Ints
    created: Ints
    areas: Areas
    spans: Mapping[str, tuple[Ints, Ints, Ints]]
    columns: Mapping[str, Column]
    rows: Mapping[str, RowColumns]
    versions: Mapping[tuple[str, str], int]

    @property
    def roles(self) -> tuple[str, ...]:
        """The main role, and of the others those that somebody marked."""
        main = self.kind.main_role.id if self.kind.roles else ""
        found = (
            r for r, (owner, _, _) in self.spans.items() if r == main or len(owner)
        )
        return tuple(found)

    def of(self, coder: int, documents: Bools) -> Ints:
        """The annotations of one coder in some documents."""
        import numpy as np

        return np.flatnonzero((self.coder == coder) & documents[self.doc])


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    ids: list[Ints] = field(default_factory=list)
    doc: list[Ints] = field(default_factory=list)
    coder: list[Ints] = field(default_factory=list)
    created: list[Ints] = field(default_factory=list)
    codebook: list[Ints] = field(default_factory=list)
    fields: list[Ints] = field(default_factory=list)
    rows: dict[str, list[Ints]] = field(default_factory=dict)
    none: dict[str, list[Ints]] = field(default_factory=dict)


def load(session: Session, choice: Choice, roles: Sequence[str] = ()) -> Job[Frame]:
    """Read what is compared; `roles`: other roles whose spans are wanted, too.

    Raises UserError and NotFoundError for a choice that makes no sense.
    """
    check(choice)
    kind = kind_of(session, choice)
    places = Places(session, choice, coders_of(session, choice))
    yield Progress(0, 0, _READING)
    loader = _Loader(session, choice, kind, places)
    yield from loader.annotations()
    yield from loader.places(roles)
    return loader.frame()


class _Loader:
    """Reads annotations, then spans, then makes the frame."""

    def __init__(
        self,
        session: Session,
        choice: Choice,
        kind: AnnotationType,
        places: Places,
    ) -> None:
        canonical = canonical_of(session)
        self._session, self._project = session, session.project
        self._choice, self._kind, self._places = choice, kind, places
        wanted = [f for f in kind.fields if _is_wanted(f.id, kind, choice)]
        self._table = Table(wanted, canonical)
        self._rows = {
            each.id: RowTable(each, canonical)
            for each in kind.rows
            if choice.fields is None
            or any(path.startswith(f"{each.id}.") for path in choice.fields)
        }
        self._read = _Read()
        self._of_role: dict[str, list[tuple[Ints, Ints, Ints]]] = {}
        self._total = 2 * max(1, coded.last_id(self._project))
        self._all: dict[str, Ints] = {}
        self._keep_level = self._level()

    def _level(self) -> set[int] | None:
        """The row ids of a level below the first; None: not asked for."""
        if self._choice.level < 2:
            return None
        return set(_of_level(self._project, self._kind.id, self._choice.level))

    def annotations(self) -> Iterator[Progress]:
        """Read the annotations themselves."""
        top = self._choice.level == 1
        batches = coded.annotated(
            self._project, self._kind.id, top=top, with_rows=bool(self._rows)
        )
        for number, batch in enumerate(batches, 1):
            if batch:
                self._add(batch)
            yield Progress(number * coded.BATCH, self._total, _READING)
        self._join()

    def _add(self, batch: list[coded.AnnotationRow]) -> None:
        import numpy as np

        ids, docs, people, adjudicated, books, created, fields, cells, none = zip(
            *batch, strict=True
        )
        doc = self._places.of_documents(_ints(docs))
        coder = self._places.of_coders(_ints(people), _ints(adjudicated))
        number = _ints(ids)
        keep = (doc >= 0) & (coder >= 0)
        if self._keep_level is not None:
            keep &= np.array([each in self._keep_level for each in ids])
        read = self._read
        read.ids.append(number[keep])
        read.doc.append(doc[keep])
        read.coder.append(coder[keep])
        read.created.append(_ints(created)[keep])
        read.codebook.append(_ints(books)[keep])
        read.fields.append(_ints(self._table.numbers(fields))[keep])
        for name, table in self._rows.items():
            read.rows.setdefault(name, []).append(_ints(table.numbers(cells))[keep])
            said = _ints([bool(t) and name in rows.load(t) for t in none])
            read.none.setdefault(name, []).append(said[keep])

    def _join(self) -> None:
        """All batches as one, without layers that do not count and by `where`."""
        import numpy as np

        read = self._read
        fields, doc, coder = map(_joined, (read.fields, read.doc, read.coder))
        begun = np.zeros((len(self._places.documents), len(self._places.coders)), bool)
        begun[doc, coder] = True
        self._scope = scope(self._session, self._choice, self._places, begun)
        keep = self._scope.worked[doc, coder]
        conditions = wanted_values(self._kind, self._choice)
        columns = self._table.columns(fields) if conditions and len(fields) else {}
        for name, values in conditions.items():
            column = columns.get(name)
            if column is not None:
                wanted = [str(each) in values for each in column.values]
                keep &= np.array([*wanted, False])[column.codes]
        self._all = {
            "ids": _joined(read.ids)[keep],
            "doc": doc[keep],
            "coder": coder[keep],
            "created": _joined(read.created)[keep],
            "codebook": _joined(read.codebook)[keep],
            "fields": fields[keep],
        }
        for name in self._rows:
            self._all[f"rows {name}"] = _joined(read.rows.get(name, []))[keep]
            self._all[f"none {name}"] = _joined(read.none.get(name, []))[keep]

    def places(self, roles: Sequence[str]) -> Iterator[Progress]:
        """Read the spans of the main role, and of others that are wanted."""
        main = [self._kind.main_role.id] if self._kind.roles else []
        wanted = list(dict.fromkeys([*main, *roles]))
        if not wanted:
            return
        none = _ints([])
        self._of_role = {role: [(none, none, none)] for role in wanted}
        for number, batch in enumerate(coded.places(self._project, wanted), 1):
            if batch:
                self._add_places(batch, wanted)
            done = self._total // 2 + number * coded.BATCH
            yield Progress(min(done, self._total), self._total, _READING)

    def _add_places(self, batch: list[coded.Place], wanted: list[str]) -> None:
        numbers, played, starts, ends = zip(*batch, strict=True)
        owner = find_ids(self._all["ids"], _ints(numbers))
        start, end, role_of = _ints(starts), _ints(ends), _ints(played)
        for number, role in enumerate(wanted):
            mine = (owner >= 0) & (role_of == number)
            self._of_role[role].append((owner[mine], start[mine], end[mine]))

    def frame(self) -> Frame:
        """What was read, as a frame."""
        every = self._all
        spans = {
            role: tuple(_joined([part[n] for part in parts]) for n in range(3))
            for role, parts in self._of_role.items()
        }
        columns = self._table.columns(every["fields"]) if len(every["ids"]) else {}
        return Frame(
            kind=self._kind,
            scope=self._scope,
            ids=every["ids"],
            doc=every["doc"],
            coder=every["coder"],
            created=every["created"],
            areas=self._areas(spans, columns),
            spans=spans,  # type: ignore[arg-type]
            columns=columns,
            rows={
                name: table.columns(every[f"rows {name}"], every[f"none {name}"])
                for name, table in self._rows.items()
            },
            versions=self._versions(),
        )

    def _areas(
        self, spans: Mapping[str, tuple[Ints, ...]], columns: Mapping[str, Column]
    ) -> Areas:
        """What main spans cover; without them all spans; without any, the document."""
        import numpy as np

        count = len(self._all["ids"])
        main = self._kind.main_role.id if self._kind.roles else ""
        none = np.zeros(0, dtype=np.int64)
        owner, start, end = spans.get(main, (none, none, none))
        bare = np.bincount(owner, minlength=count)[:count] == 0
        if bare.any():
            others = self._others(np.flatnonzero(bare))
            owner, start, end = (
                np.concatenate(pair)
                for pair in zip((owner, start, end), others, strict=True)
            )
            bare = np.bincount(owner, minlength=count)[:count] == 0
        # Whatever has no span at all stands for its document, beyond all texts.
        beyond = int(end.max(initial=0)) + 1
        lone = np.flatnonzero(bare)
        owner = np.concatenate([owner, lone])
        start = np.concatenate([start, np.full(len(lone), beyond)])
        end = np.concatenate([end, np.full(len(lone), beyond + 1)])
        base = self._spaces(columns) * (beyond + 2)
        return alignment.areas(owner, start + base[owner], end + base[owner], count)

    def _others(self, lacking: Ints) -> tuple[Ints, Ints, Ints]:
        """All spans of annotations that have none of the main role."""
        ids = self._all["ids"]
        found = coded.every_place(self._project, ids[lacking].tolist())
        numbers, starts, ends = zip(*found, strict=True) if found else ((), (), ())
        return find_ids(ids, _ints(numbers)), _ints(starts), _ints(ends)

    def _spaces(self, columns: Mapping[str, Column]) -> Ints:
        """For each annotation its document and what `foreach` says it is about."""
        space = self._all["doc"].copy()
        for name in self._kind.foreach:
            column = columns.get(name)
            if column is not None:
                space = space * (len(column.values) + 1) + column.codes + 1
        return space

    def _versions(self) -> dict[tuple[str, str], int]:
        import numpy as np

        known = coded.codebooks(self._project)
        numbers, counts = np.unique(self._all["codebook"], return_counts=True)
        found: dict[tuple[str, str], int] = {}
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            name = known.get(number, ("", ""))
            found[name] = found.get(name, 0) + count
        return found


def _is_wanted(name: str, kind: AnnotationType, choice: Choice) -> bool:
    """Whether a field has to be read."""
    if choice.fields is None or name in choice.fields:
        return True
    return name in choice.where or name in kind.foreach


def _ints(values: Sequence[int]) -> Ints:
    import numpy as np

    return np.array(values, dtype=np.int64)


def _joined(parts: Sequence[Ints]) -> Ints:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def find_ids(ids: Ints, wanted: Ints) -> Ints:
    """The places of `wanted` in the ascending `ids`; −1 for those not there."""
    import numpy as np

    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[place] == wanted, place, -1)


def _of_level(project: Project, kind: str, level: int) -> Iterator[int]:
    """The row ids of a type's annotations on one level of nesting."""
    above: dict[tuple[int, str], str] = {}
    numbers: dict[tuple[int, str], int] = {}
    for batch in coded.parents(project, kind):
        for number, document, uid, parent in batch:
            above[document, uid], numbers[document, uid] = parent, number
    for (document, uid), number in numbers.items():
        depth, seen = 1, {uid}
        while (up := above.get((document, uid))) and up not in seen:
            seen.add(up)
            depth, uid = depth + 1, up
        if depth == level:
            yield number
