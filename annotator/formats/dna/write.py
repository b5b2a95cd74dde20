# SPDX-License-Identifier: MIT
"""Writes DNA 3 databases that DNA 3.0 and 3.1 open.

The same project gives the same bytes: rows go in in a fixed order, and nothing
depends on the time.  Every coder, `Admin` at least, gets the same password.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from annotator.formats.dna import schema
from annotator.formats.dna.entities import EntityWriter, Numbers, colour_of, short
from annotator.formats.dna.plan import AFFILIATION, PlannedVariable, planned
from annotator.formats.dna.projection import Projected, Projection
from annotator.formats.dna.records import DnaValue
from annotator.formats.dna.times import seconds_of
from annotator.formats.features import Feature
from annotator.formats.losses import Losses, counted
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.placing import UTF16, Places
from annotator.model.bundle import Bundle, DocumentRecord, ProjectHeader
from annotator.model.codebook import Codebook
from annotator.model.codebook_reader import from_body
from annotator.model.document import Document
from annotator.model.errors import UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence
from annotator.model.team import Annotator

#: What survives, mostly: what does not is counted where it happens.
CARRIES: Final = frozenset(
    {
        *(Feature.TEXTS, Feature.TITLES, Feature.METADATA, Feature.EMPTY_DOCUMENTS),
        *(Feature.PEOPLE, Feature.ENTITIES, Feature.ENTRIES, Feature.OVERLAPS),
        *(Feature.SUBTOKENS, Feature.FIELDS, Feature.ROWS, Feature.LINE_BREAKS),
    }
)
BESIDES: Final = (
    "statements that say neither yes nor no",
    "statements inside statements, where the codebook counts the outer ones only",
    "spans of other roles than that of the statement",
    "whatever of a name, title or attribute goes beyond 190 characters",
    "language, address and time zone of documents",
    "dates that name no day",
    "passwords of coders (each gets “annotator”)",
)
#: Counted here and one by one, not by the feature.
_HERE: Final = frozenset(
    {
        *(Feature.GROUPS, Feature.ITEMS, Feature.SPEAKERS, Feature.IDS),
        *(Feature.DOCUMENT_IDS, Feature.DOCUMENT_EXTRA, Feature.PIECES),
    }
)

NOT_KEPT: Final = "metadata of documents that DNA has no place for"
NO_DATE: Final = "that a date is less or more exact than a day, or a day and a time"
NO_PATTERN: Final = "rounds, assignments, searches, and highlights that are no patterns"
SPEAKERS: Final = "role and country of speakers in a document (affiliations are kept)"

_PAGE: Final = 4096
_METADATA: Final = ("source", "author", "published", "section", "type", "notes")


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write a database to `path`, whatever was there.

    Raises UserError without texts, and where there is no codebook; OSError.
    """
    if not options.with_text:
        raise UserError(
            "a database of DNA cannot be without the texts.",
            remedy="Choose another format, or pass the texts on.",
        )
    if not bundle.codebooks:
        raise UserError("there is no codebook, so nothing says what a statement is.")
    path.unlink(missing_ok=True)
    with contextlib.closing(_created(path)) as connection:
        yield from _Writer(bundle, connection, options).run()
        connection.execute("COMMIT")
    options.notes.add(
        Sentence(
            "DNA asks for a password when it opens the file: it is “{password}” for"
            " every coder. Change it there.",
            password=schema.PASSWORD,
        )
    )


def _created(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    # A draft needs no journal: it is thrown away where something goes wrong.
    for pragma in (f"page_size = {_PAGE}", "journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for statement in schema.TABLES.values():
        connection.execute(statement)
    return connection


class _Writer:
    """One database under way."""

    def __init__(
        self, bundle: Bundle, connection: sqlite3.Connection, options: WriteOptions
    ) -> None:
        self._bundle = bundle
        self._connection = connection
        self._options = options
        self._losses: Losses = options.losses
        self._kinds = planned(_codebooks(bundle))
        self._projection = Projection(bundle, self._kinds, options.losses)
        self._kind_ids: list[int] = []
        #: for each statement type, the numbers of its variables
        self._variable_ids: list[list[int]] = []
        self._coders: dict[str, int] = {}
        self._write_header(bundle.header)
        variables = dict(self._numbered())
        self._entities = EntityWriter(
            connection,
            bundle.header,
            [each.codebook for each in self._kinds],
            variables,
            options.losses,
        )
        self._rows = dict.fromkeys(schema.DATA.values(), 0)

    def run(self) -> Job[None]:
        """Write everything; yields after each document."""
        self._entities.write_known()
        total = self._bundle.total or 0
        records = counted(self._bundle, CARRIES | _HERE, self._losses)
        for done, record in enumerate(records, start=1):
            self._write_document(record)
            yield Progress(done, total, Sentence("Writing"))

    # -- the header ------------------------------------------------------------------

    def _write_header(self, header: ProjectHeader) -> None:
        self._insert("SETTINGS", [("version", schema.VERSION), ("date", schema.DATE)])
        extra = header.extra.get("dna")
        kept: Mapping[str, Any] = extra if isinstance(extra, Mapping) else {}
        self._write_coders(header.annotators, kept)
        self._write_kinds()
        self._write_links(kept.get("variable_links", ()))
        self._write_highlights(header)

    def _write_coders(
        self, people: Iterable[Annotator], kept: Mapping[str, Any]
    ) -> None:
        found = [(each, _dna(each.extra)) for each in people]
        numbers = Numbers([1, *(own.get("id") for _, own in found)])
        if all(own.get("id") != 1 for _, own in found):
            # DNA wants a coder 1 who may do everything.
            admin = Annotator(uid="", name="Admin", colour="#FFFF00")
            found.insert(0, (admin, {"id": 1}))
        secret = schema.password_hash()
        for person, own in found:
            number = numbers.take(own.get("id"))
            self._coders[person.uid] = number
            self._write_coder(number, person, own.get("settings", {}), secret)
        self._write_relations(kept.get("coder_relations", ()))

    def _write_coder(
        self, number: int, person: Annotator, settings: Mapping[str, Any], secret: str
    ) -> None:
        name = short(person.name, self._losses)
        cells: dict[str, Any] = {"ID": number, "Name": name, "Password": secret}
        cells |= zip(("Red", "Green", "Blue"), colour_of(person.colour), strict=True)
        known = {k: v for k, v in settings.items() if k in schema.SETTINGS}
        cells |= {k: v for k, v in known.items() if _is_allowed(k, v)}
        places = ", ".join("?" * len(cells))
        self._connection.execute(
            f"INSERT INTO CODERS ({', '.join(cells)}) VALUES ({places})",
            tuple(cells.values()),
        )

    def _write_relations(self, kept: Iterable[Mapping[str, Any]]) -> None:
        """What coders may do with each other's work: everything, if not told."""
        told = {(each.get("Coder"), each.get("OtherCoder")): each for each in kept}
        ids = sorted(self._coders.values())
        pairs = [
            pair
            for number, later in enumerate(ids)
            for earlier in ids[:number]
            for pair in ((later, earlier), (earlier, later))
        ]
        rows = [
            (*pair, *(int(told.get(pair, {}).get(n, 1) == 1) for n in schema.RELATIONS))
            for pair in pairs
        ]
        self._insert("CODERRELATIONS", [(n, *r) for n, r in enumerate(rows, start=1)])

    def _write_kinds(self) -> None:
        types = Numbers(kind.number for kind in self._kinds)
        variables = Numbers(v.kept.get("id") for k in self._kinds for v in k.variables)
        for kind in self._kinds:
            number = types.take(kind.number)
            ids = [variables.take(each.kept.get("id")) for each in kind.variables]
            self._kind_ids.append(number)
            self._variable_ids.append(ids)
            label = short(kind.label, self._losses)
            self._insert("STATEMENTTYPES", [(number, label, *colour_of(kind.colour))])
            for uid, each in zip(ids, kind.variables, strict=True):
                name = short(each.name, self._losses)
                self._insert("VARIABLES", [(uid, name, each.datatype, number)])

    def _numbered(self) -> Iterable[tuple[int, PlannedVariable]]:
        for kind, ids in zip(self._kinds, self._variable_ids, strict=True):
            yield from zip(ids, kind.variables, strict=True)

    def _write_links(self, kept: Iterable[Mapping[str, Any]]) -> None:
        there = {uid for uid, _ in self._numbered()}
        for number, each in enumerate(kept, start=1):
            ends = each.get("SourceVariableId"), each.get("TargetVariableId")
            if there.issuperset(ends) and ends[0] != ends[1]:
                self._insert("VARIABLELINKS", [(number, *ends)])

    def _write_highlights(self, header: ProjectHeader) -> None:
        there: set[str] = set()
        for name, items in header.items.items():
            for each in items:
                pattern = each.get("pattern")
                is_pattern = name == "highlights" and isinstance(pattern, str)
                if not is_pattern or not pattern or len(pattern) > schema.LONGEST:
                    said = str(each.get("name", each.get("id", "")))
                    self._losses.add(NO_PATTERN, f"{name}: {said}")
                elif pattern not in there:
                    there.add(pattern)
                    self._insert("REGEXES", [(pattern, *colour_of(each.get("colour")))])

    # -- documents -------------------------------------------------------------------

    def _write_document(self, record: DocumentRecord) -> None:
        document = record.document
        kept = _dna(document.extra)
        number = self._free("DOCUMENTS", kept.get("id"))
        self._insert("DOCUMENTS", [self._document_row(number, record, kept)])
        self._count_around(record, is_same=kept.get("id") == number)
        places = Places(document.text, UTF16)
        for each in self._projection.statements(record):
            self._write_statement(number, each, places)

    def _count_around(self, record: DocumentRecord, *, is_same: bool) -> None:
        """What is said of a document and has no place; `is_same`: DNA's own number."""
        document = record.document
        if not is_same:
            self._losses.add(Feature.DOCUMENT_IDS, document.uid)
        for name in document.extra:
            if name != "dna":
                said = f"{document.title}: {name}"
                self._losses.add(Feature.DOCUMENT_EXTRA, said)
        for layer in record.layers:
            for speaker in layer.speakers:
                own = speaker.attributes.items()
                lost = [f"{k} = {v}" for k, v in own if k != AFFILIATION]
                if lost:
                    said = f"{speaker.entity}: {', '.join(lost)}"
                    self._losses.add(SPEAKERS, said)

    def _document_row(
        self, number: int, record: DocumentRecord, kept: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        document = record.document
        said = {key: _said(document, key) for key in _METADATA}
        for key, value in document.metadata.items():
            if value is not None and key not in _METADATA:
                self._losses.add(NOT_KEPT, f"{document.title}: {key} = {value}")
        seconds, is_same = seconds_of(said["published"])
        if said["published"] and not is_same:
            self._losses.add(NO_DATE, f"{document.title}: {said['published']}")
        brief = [short(said[k], self._losses) for k in ("author", "source", "section")]
        return (
            *(number, short(document.title, self._losses), document.text),
            *(self._brought(record, kept), *brief, said["notes"]),
            *(short(said["type"], self._losses), seconds),
        )

    def _brought(self, record: DocumentRecord, kept: Mapping[str, Any]) -> int:
        """The coder who brought a document in: as DNA said, else who works on it."""
        names = {each.name: each.uid for each in self._bundle.header.annotators}
        people = [names.get(str(kept.get("coder")))]
        people += [each.annotator for each in record.layers]
        found = (self._coders[uid] for uid in people if uid in self._coders)
        return next(found, 1)

    def _write_statement(self, document: int, each: Projected, places: Places) -> None:
        wanted = int(each.uid) if each.uid.isdecimal() and len(each.uid) < 10 else None
        number = self._free("STATEMENTS", wanted)
        if str(number) != each.uid:
            self._losses.add(Feature.IDS, each.uid)
        coder = self._coders.get(each.annotator)
        if coder is None:
            coder = self._new_coder(each.annotator)
        span = places.offset(each.start), places.offset(each.end)
        row = (number, self._kind_ids[each.kind], document, *span, coder)
        self._insert("STATEMENTS", [row])
        kind = self._kinds[each.kind]
        for place, value in each.values.items():
            uid = self._variable_ids[each.kind][place]
            self._write_value(number, uid, kind.variables[place].datatype, value)

    def _write_value(
        self, statement: int, variable: int, datatype: str, value: DnaValue
    ) -> None:
        table = schema.DATA[datatype]
        self._rows[table] += 1
        if datatype == schema.SHORT:
            value = self._entities.number(variable, str(value))
        self._insert(table, [(self._rows[table], statement, variable, value)])

    def _new_coder(self, uid: str) -> int:
        """A coder for annotations whose annotator the project does not name."""
        number = max(self._coders.values()) + 1
        others = tuple(self._coders.values())
        self._coders[uid] = number
        person = Annotator(uid=uid, name=uid)
        self._write_coder(number, person, {}, schema.password_hash())
        first = len(others) * (len(others) - 1) + 1
        pairs = [p for o in others for p in ((number, o), (o, number))]
        rows = [(n, *pair, 1, 1, 1, 1) for n, pair in enumerate(pairs, start=first)]
        self._insert("CODERRELATIONS", rows)
        return number

    # -- rows ------------------------------------------------------------------------

    def _free(self, table: str, wanted: object) -> int:
        """The wanted number of a row if nobody has it, else the next one."""
        if isinstance(wanted, int) and 0 < wanted < schema.GREATEST:
            taken = f"SELECT 1 FROM {table} WHERE ID = ?"
            if self._connection.execute(taken, (wanted,)).fetchone() is None:
                return wanted
        last = self._connection.execute(f"SELECT max(ID) FROM {table}").fetchone()[0]
        return int(last or 0) + 1

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _codebooks(bundle: Bundle) -> list[Codebook]:
    """The current codebook, then the others in use."""
    return [
        Unfolder(bundle).names.codebook,
        *(from_body(each.body) for each in bundle.codebooks),
    ]


def _dna(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    found = extra.get("dna")
    return found if isinstance(found, Mapping) else {}


def _said(document: Document, key: str) -> str:
    value = document.metadata.get(key)
    return "" if value is None else str(value)


def _is_allowed(name: str, value: object) -> bool:
    """Whether the check of a coder's column takes the number."""
    if not isinstance(value, int):
        return False
    low, high = {
        "Refresh": (0, 9999),
        "FontSize": (1, 99),
        "PopupWidth": (100, 9999),
    }.get(name, (0, 1))
    return low <= value <= high
