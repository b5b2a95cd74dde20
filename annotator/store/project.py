# SPDX-License-Identifier: MIT
"""The open project: one SQLite file, its lock, its transactions.

`journal_mode=TRUNCATE` with `synchronous=FULL` makes a commit survive a power
loss; on closing, `journal_mode=DELETE` leaves nothing beside the file.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from annotator.model.bundle import CodebookVersion
from annotator.model.errors import (
    DamagedError,
    NotSavedError,
    ReadOnlyError,
    StoreError,
)
from annotator.store import opening
from annotator.store.annotations import AnnotationRepository
from annotator.store.annotators import AnnotatorRepository
from annotator.store.assignments import AssignmentRepository, RoundRepository
from annotator.store.codebooks import CodebookRepository
from annotator.store.connection import BUSY_SECONDS, translate
from annotator.store.documents import DocumentRepository
from annotator.store.entities import EntityRepository
from annotator.store.history import HistoryRepository
from annotator.store.items import ItemRepository
from annotator.store.layers import LayerRepository
from annotator.store.lock import Lock
from annotator.store.overwriting import StateRepository
from annotator.store.reviews import CommentRepository, DecisionRepository
from annotator.store.rivals import RivalRepository
from annotator.store.search import SearchRepository
from annotator.store.settings import SettingRepository
from annotator.store.vocabularies import VocabularyRepository

SUFFIX: Final = ".annotator"


class Project:
    """An open project file.

    Attributes:
        path: the file, as it was given.
        read_only: whether writing raises ReadOnlyError.
        connection: the SQLite connection; repositories alone use it.
        caches: what repositories remember of the file; emptied by a rollback.
        documents, layers, annotations, entities, vocabularies, annotators,
        codebooks, history, search, items, settings: one repository per noun.
    """

    def __init__(self, opened: opening.Opened) -> None:
        """Wrap what `opening` opened; use `create` or `open` instead."""
        self.path: Path = opened.path
        self.read_only: bool = opened.read_only
        self.connection: sqlite3.Connection = opened.connection
        self.caches: dict[str, dict[Any, Any]] = {}
        self._lock: Lock | None = opened.lock
        self._folder = opened.private_folder
        self._mutex = threading.Lock()
        self._owner: int | None = None
        self._depth = 0
        self._closed = False
        self.settings = SettingRepository(self)
        self.codebooks = CodebookRepository(self)
        self.annotators = AnnotatorRepository(self)
        self.documents = DocumentRepository(self)
        self.layers = LayerRepository(self)
        self.annotations = AnnotationRepository(self)
        self.entities = EntityRepository(self)
        self.vocabularies = VocabularyRepository(self)
        self.items = ItemRepository(self)
        self.rivals = RivalRepository(self)
        self.states = StateRepository(self)
        self.rounds = RoundRepository(self)
        self.assignments = AssignmentRepository(self)
        self.decisions = DecisionRepository(self)
        self.comments = CommentRepository(self)
        self.search = SearchRepository(self)
        self.history = HistoryRepository(self)

    # -- opening and closing ------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path | str, codebook: CodebookVersion, title: str = ""
    ) -> Project:
        """Make a new project at `path`, which must not exist, and open it."""
        opening.create(Path(path), codebook, title)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False) -> Project:
        """Open a project.

        A file or folder that cannot be written is opened for reading only.
        Raises LockedError where another process writes, NotAProjectError,
        NewerVersionError or DamagedError (the file stays as it was).
        """
        return cls(opening.open_file(Path(path), read_only=read_only))

    @property
    def is_open(self) -> bool:
        """Whether it can be read, and written if it may be: not closed yet."""
        return not self._closed

    def close(self) -> None:
        """Close the file and give the lock back; twice does no harm."""
        if self._closed:
            return
        self._closed = True
        if self.read_only:
            self.connection.close()
        else:
            opening.close_for_good(self.connection)
        if self._lock is not None:
            self._lock.release()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- reading and writing ------------------------------------------------------

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a SELECT.  Raises DamagedError where they cannot be read."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise translate(error, self.path) from error

    def query_for_display(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """As `query`; text that is not valid UTF-8 is shown with U+FFFD in it.

        One bad row must not hide the rest of a list.  Never to be written back.
        """
        try:
            return self.query(sql, values)
        except DamagedError:
            self.connection.text_factory = _readable
            try:
                return self.query(sql, values)
            finally:
                self.connection.text_factory = str

    def run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement that writes; only inside `atomic`."""
        if not self._depth:
            raise RuntimeError("a write outside of Project.atomic()")
        return self.connection.execute(sql, values)

    def cache(self, name: str) -> dict[Any, Any]:
        """A dictionary of what was read of the file; a rollback empties it."""
        return self.caches.setdefault(name, {})

    @contextlib.contextmanager
    def atomic(self) -> Iterator[None]:
        """All that is written inside is kept, or nothing is.

        Nested, it is a savepoint.  Raises ReadOnlyError, and NotSavedError where
        the file could not be written (all is as it was before).
        """
        if self.read_only:
            raise ReadOnlyError(
                "the project was opened for reading only.", file=self.path
            )
        if self._owner == threading.get_ident():
            with self._savepoint():
                yield
            return
        self._take_turn()
        try:
            with self._transaction():
                yield
        finally:
            self._owner = None
            self._mutex.release()

    @contextlib.contextmanager
    def reading_alone(self) -> Iterator[None]:
        """Keep other threads from writing meanwhile, e.g. during a backup."""
        if self._owner == threading.get_ident():
            raise RuntimeError("inside of a transaction")
        self._take_turn()
        try:
            yield
        finally:
            self._owner = None
            self._mutex.release()

    def _take_turn(self) -> None:
        if self._closed:
            raise StoreError("the project is closed.", file=self.path)
        if not self._mutex.acquire(timeout=BUSY_SECONDS):
            raise NotSavedError(
                "not saved: another job is still writing.",
                file=self.path,
                remedy="Wait for it or cancel it, then save again.",
            )
        self._owner = threading.get_ident()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            yield
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back("ROLLBACK")
            raise translate(error, self.path) from error
        except BaseException:
            self._roll_back("ROLLBACK")
            raise
        finally:
            self._depth = 0

    @contextlib.contextmanager
    def _savepoint(self) -> Iterator[None]:
        name = f"level_{self._depth}"
        self.connection.execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._roll_back(f"ROLLBACK TO {name}")
            raise
        finally:
            self._depth -= 1
            # A full disk may have ended the whole transaction already.
            if self.connection.in_transaction:
                self.connection.execute(f"RELEASE {name}")

    def _roll_back(self, sql: str) -> None:
        self.caches.clear()
        if self.connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute(sql)


def _readable(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
