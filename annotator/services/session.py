# SPDX-License-Identifier: MIT
"""A person at work on an open project.

Verbs take the session first.  Opening one writes nothing: the person becomes an
annotator of the project with the first thing that they write.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from annotator.model.bundle import CodebookVersion
from annotator.model.codebook import Codebook
from annotator.model.errors import NotFoundError
from annotator.model.identity import new_uid
from annotator.model.team import Annotator, initials_of
from annotator.resources import DEFAULT_CODEBOOK
from annotator.services.events import Changed, Events
from annotator.store.lock import person
from annotator.store.project import Project

#: The setting that remembers who was chosen, and after which step.
CHOSEN: Final = "chosen_annotator"


class Session:
    """An open project, who works on it, and who is told of changes.

    Attributes:
        project: the open project file.
        annotator: who writes; not yet in the project before the first write.
        events: tells of every change.
        initiator: is passed on with changes; a view sets it while it acts.
    """

    def __init__(self, project: Project, annotator: Annotator | None = None) -> None:
        self.project = project
        self.events = Events()
        self.initiator: object | None = None
        self._codebook: Codebook | None = None
        self.annotator = annotator or _last_annotator(project)

    @property
    def annotator(self) -> Annotator:
        """Who is at work."""
        return self._annotator

    @annotator.setter
    def annotator(self, who: Annotator) -> None:
        self._annotator = who
        self.project.history.at_work = who.uid, who.name

    # -- opening and closing ------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path | str,
        preset_or_codebook: str | Path | Codebook = DEFAULT_CODEBOOK,
        title: str = "",
        annotator: str | None = None,
    ) -> Session:
        """Make a project with a codebook (a preset's name, a file or a codebook)."""
        codebook = _codebook(preset_or_codebook)
        project = Project.create(path, snapshot(codebook), title)
        return cls._on(project, annotator)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        annotator: str | None = None,
        read_only: bool = False,
    ) -> Session:
        """Open a project.

        `annotator` is the uid or name of who works on it; None is who did last,
        else the system's user.  An unknown name is a new person's.  Raises as
        `Project.open` does.
        """
        return cls._on(Project.open(path, read_only=read_only), annotator)

    @classmethod
    def _on(cls, project: Project, annotator: str | None) -> Session:
        try:
            who = None if annotator is None else find_annotator(project, annotator)
            return cls(project, who)
        except BaseException:
            project.close()
            raise

    def close(self) -> None:
        """Close the project; twice does no harm."""
        self.project.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- what is open -------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The project file."""
        return self.project.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self.project.read_only

    @property
    def title(self) -> str:
        """The project's title, "" where it has none."""
        return str(self.project.settings.get("title", ""))

    @property
    def codebook(self) -> Codebook:
        """The current codebook."""
        if self._codebook is None:
            from annotator.model.codebook_reader import from_body

            self._codebook = from_body(self.project.codebooks.current().body)
        return self._codebook

    # -- people -------------------------------------------------------------------

    def annotators(self) -> tuple[Annotator, ...]:
        """Everyone in the project, in the order in which they came."""
        return self.project.annotators.all()

    def use_annotator(self, uid: str) -> None:
        """Go on as another annotator of the project, now and at the next opening."""
        self.annotator = self.project.annotators.get(uid)
        if not self.read_only:
            step = self.project.history.last_id()
            with self.project.atomic():
                self.project.settings.set(CHOSEN, {"annotator": uid, "step": step})
        self.changed({"annotator"}, frozenset())

    def add_annotator(
        self,
        name: str,
        *,
        initials: str = "",
        colour: str | None = None,
        role: str = "annotator",
    ) -> Annotator:
        """Add a person to the project; returns the record."""
        added = Annotator(
            uid=new_uid(),
            name=name,
            initials=initials or initials_of(name),
            colour=colour,
            role=role,
        )
        with self.project.atomic():
            self.project.annotators.add(added)
        self.changed({"annotator"}, frozenset())
        return added

    def update_annotator(
        self, annotator: Annotator, title: str = "annotator.update"
    ) -> Annotator:
        """Store another name, colour or role of a person; returns what is stored."""
        args = {"name": annotator.name}
        with self.write(title, {"annotator"}, (), args, joining=False):
            self.project.annotators.update(annotator)
        stored = self.project.annotators.get(annotator.uid)
        if annotator.uid == self.annotator.uid:
            self.annotator = stored
        return stored

    # -- writing ------------------------------------------------------------------

    @contextlib.contextmanager
    def write(
        self,
        title: str,
        tables: Iterable[str],
        documents: Iterable[str] | None = None,
        args: dict[str, Any] | None = None,
        annotations: Iterable[str] | None = None,
        *,
        joining: bool = True,
    ) -> Iterator[Project]:
        """One step by the session's annotator; tells of it when it is committed.

        Args:
            title: the step's title key, e.g. "annotation.add".
            tables: nouns that change (see `Changed`).
            documents: uids concerned, None: any.
            args: what the step's sentence names.
            annotations: uids concerned, None: any.
            joining: whether the session's annotator becomes one of the project's;
                whoever only keeps it in order takes no part in the work.
        """
        with self.project.history.step(self.annotator.uid, title, args or {}):
            if joining:
                self.project.annotators.add(self.annotator)
            yield self.project
        self.changed({*tables, "history"}, documents, annotations)

    @contextlib.contextmanager
    def grouped(self, title: str, **args: Any) -> Iterator[None]:
        """Several verbs as one step, told of when all of it is committed."""
        step = self.project.history.step
        with self.events.held(), step(self.annotator.uid, title, args):
            yield

    def changed(
        self,
        tables: Iterable[str],
        documents: Iterable[str] | None = None,
        annotations: Iterable[str] | None = None,
    ) -> None:
        """Tell of a change that was committed."""
        names = frozenset(tables)
        if "codebook" in names:
            self._codebook = None
        which = None if documents is None else frozenset(documents)
        uids = None if annotations is None else frozenset(annotations)
        self.events.emit(Changed(names, which, self.initiator, uids))


def snapshot(codebook: Codebook) -> CodebookVersion:
    """What the store keeps of a codebook."""
    return CodebookVersion(
        id=codebook.id,
        version=codebook.version,
        sha256=codebook.sha256,
        body=codebook.body,
    )


def find_annotator(project: Project, name_or_uid: str) -> Annotator:
    """The annotator of that uid or name; a new person, not yet stored, otherwise."""
    if not name_or_uid.strip():
        raise NotFoundError("the annotator's name is empty.")
    people = project.annotators
    known = people.find(name_or_uid) or people.find_by_name(name_or_uid)
    return known or _new_person(name_or_uid)


def _last_annotator(project: Project) -> Annotator:
    """Whoever was chosen or wrote last, else the system's user."""
    last = project.history.last_annotator()
    chosen = project.settings.get(CHOSEN)
    if isinstance(chosen, dict) and chosen.get("step") == project.history.last_id():
        last = chosen.get("annotator")
    known = project.annotators.find(last) if last else None
    return known or find_annotator(project, person())


def _new_person(name: str) -> Annotator:
    return Annotator(uid=new_uid(), name=name, initials=initials_of(name))


def _codebook(preset_or_codebook: str | Path | Codebook) -> Codebook:
    if isinstance(preset_or_codebook, Codebook):
        return preset_or_codebook
    from annotator.services import codebook_files as files

    named = preset_or_codebook
    if isinstance(named, Path) or named.endswith(files.TOML):
        return files.read_file(Path(named))
    return files.find(named) if files.is_codes(named) else files.preset(named)
