# SPDX-License-Identifier: MIT
"""What a person has set, on this computer and for all projects.

Sections are frozen records whose fields carry their own bounds and help, so
that reading, checking and the preferences page come from one place.  On disk
they are TOML; what this version does not know stays in the file untouched.
What only storing needs is imported when something is stored.
"""

from __future__ import annotations

import dataclasses
import logging
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from annotator.model.identity import now_ms
from annotator.model.sentence import Sentence
from annotator.services.folders import config_folder, data_folder
from annotator.services.recent import RecentProject, from_table, to_table

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

__all__ = [
    "Appearance",
    "Documents",
    "Person",
    "Review",
    "Settings",
    "Time",
    "data_folder",
]

FILE: Final = "settings.toml"
#: How many projects the start page remembers.
RECENT: Final = 12
#: No pane is wider or higher, in logical pixels.
WIDEST: Final = 10_000
S = TypeVar("S")
_log = logging.getLogger(__name__)


def _setting(default: Any, title: str, **metadata: Any) -> Any:
    """A field of a section with what the preferences page says about it."""
    return field(default=default, metadata={"title": title, **metadata})


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the window looks."""

    theme: str = _setting("system", "Theme", choices=("system", "light", "dark"))
    zoom: int = _setting(18, "Text size", min=14, max=28, unit="px")


@dataclass(frozen=True, slots=True)
class Documents:
    """How the list of documents looks."""

    compact: bool = _setting(False, "One line per document")


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits here."""

    name: str = _setting(
        "", "Your name", help="Used for new projects; empty: the system's user name."
    )


@dataclass(frozen=True, slots=True)
class Time:
    """Measuring how long documents take: only ever by consent."""

    measure: bool = _setting(
        False,
        "Measure the time spent on each document",
        help="Stored in the project with your work, and exported with it.",
    )
    idle_cap: int = _setting(
        60,
        "Count pauses up to",
        min=5,
        max=600,
        unit="s",
        help="Longer pauses count as this long.",
    )


@dataclass(frozen=True, slots=True)
class Review:
    """How the work of others is compared."""

    hide_names: bool = _setting(
        False,
        "Hide the annotators’ names",
        help="They are called A and B, so that nobody is favoured.",
    )
    shuffle_sides: bool = _setting(
        False,
        "Shuffle who comes first",
        help="By chance for each passage, but always the same for the same number.",
    )
    order: str = _setting(
        "text", "Order of the questions", choices=("text", "kind", "chance")
    )
    seed: int = _setting(1, "Number that chance begins with", min=0, max=999_999)
    overlap: int = _setting(
        0,
        "Least overlap of a match",
        min=0,
        max=90,
        unit="%",
        help="0: one common character makes a match.",
    )


Section: TypeAlias = Appearance | Documents | Person | Review | Time
SECTIONS: Final[Mapping[str, type[Section]]] = {
    "appearance": Appearance,
    "documents": Documents,
    "person": Person,
    "review": Review,
    "time": Time,
}


class Settings:
    """The settings in force.  Make it with `Settings.load`.

    Attributes:
        file: where they are stored.
        problem: what was wrong with the file, in one sentence, or "".
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problem = ""
        self._sections: dict[str, Section] = {n: s() for n, s in SECTIONS.items()}
        self._shortcuts: dict[str, tuple[str, ...]] = {}
        self._layout: dict[str, int] = {}
        self._recent: tuple[RecentProject, ...] = ()
        self._listeners: list[Callable[[str], None]] = []

    @classmethod
    def load(cls, folder: Path | None = None) -> Settings:
        """Read the settings; defaults where there are none.

        A damaged file is set aside as `settings.toml.damaged` and said so in
        `problem`; nothing is raised.
        """
        settings = cls((folder or config_folder()) / FILE)
        settings._take(settings._read())
        return settings

    @property
    def appearance(self) -> Appearance:
        """How the window looks."""
        return self._section(Appearance, "appearance")

    @property
    def documents(self) -> Documents:
        """How the list of documents looks."""
        return self._section(Documents, "documents")

    @property
    def person(self) -> Person:
        """Who sits here."""
        return self._section(Person, "person")

    @property
    def review(self) -> Review:
        """How the work of others is compared."""
        return self._section(Review, "review")

    @property
    def time(self) -> Time:
        """Measuring of time."""
        return self._section(Time, "time")

    @property
    def shortcuts(self) -> dict[str, tuple[str, ...]]:
        """Keys of the actions whose keys differ from the defaults."""
        return dict(self._shortcuts)

    @property
    def recent(self) -> tuple[RecentProject, ...]:
        """The projects last opened, newest first."""
        return self._recent

    @property
    def layout(self) -> dict[str, int]:
        """Sizes of the panes that were moved by hand, in logical pixels."""
        return dict(self._layout)

    def _section(self, kind: type[S], name: str) -> S:
        section = self._sections[name]
        assert isinstance(section, kind)
        return section

    def section(self, name: str) -> Section:
        """A section by name; KeyError where there is none."""
        return self._sections[name]

    def update(self, section: str, **values: Any) -> None:
        """Change settings of one section and store them.

        Raises ValueError for a value of the wrong kind or out of bounds, and
        KeyError for a setting that does not exist.
        """
        kind = SECTIONS[section]
        known = {each.name: each for each in dataclasses.fields(kind)}
        for name, value in values.items():
            if not _is_valid(known[name], value):
                raise ValueError(f"{section}.{name} cannot be {value!r}")
        before = self._sections[section]
        self._sections[section] = dataclasses.replace(before, **values)
        self._store(lambda body: _table(body, section).update(values), section)

    def set_shortcuts(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Store the shortcuts that differ from the defaults."""
        self._shortcuts = {name: tuple(each) for name, each in keys.items()}
        plain = {name: list(each) for name, each in self._shortcuts.items()}
        self._store(lambda body: body.update(shortcuts=plain), "shortcuts")

    def set_layout(self, sizes: Mapping[str, int]) -> None:
        """Store the sizes of the panes that were moved by hand, and no others."""
        self._layout = dict(sizes)
        self._store(lambda body: body.update(layout=dict(sizes)), "layout")

    def remember(self, project: RecentProject) -> None:
        """Put a project, opened just now, at the head of the recent ones."""
        project = dataclasses.replace(project, opened=project.opened or now_ms())
        others = [r for r in self._recent if r.path != project.path]
        self._set_recent([project, *others][:RECENT])

    def forget(self, path: Path) -> None:
        """Take a project out of the recent ones."""
        self._set_recent([r for r in self._recent if r.path != path])

    def _set_recent(self, projects: Sequence[RecentProject]) -> None:
        self._recent = tuple(projects)
        plain = [to_table(project) for project in projects]
        self._store(lambda body: body.update(recent=plain), "recent")

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with the section's name after each change.

        Returns a function that ends it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _store(self, change: Callable[[Any], object], section: str) -> None:
        """Write one change into the file as it is now, others' changes kept."""
        import tomlkit

        from annotator.services.files import NotWrittenError, atomic_write

        body = self._read_for_writing()
        change(body)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(self.file, overwrite=True) as stream:
                stream.write(tomlkit.dumps(body).encode())
        except (OSError, NotWrittenError) as error:
            # A preference that cannot be stored must not stop the work.
            said = getattr(error, "sentence", error)
            self.problem = Sentence(
                "The settings could not be stored: {said}", said=said
            )
            _log.warning("settings not stored")
        for listener in tuple(self._listeners):
            listener(section)

    def _read(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.file.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            self._set_aside()
            return {}

    def _read_for_writing(self) -> TOMLDocument:
        """As `_read`, with the comments and the order of the file."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            return tomlkit.parse(self.file.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return tomlkit.document()
        except (OSError, UnicodeDecodeError, TOMLKitError):
            self._set_aside()
            return tomlkit.document()

    def _set_aside(self) -> None:
        import shutil

        aside = self.file.with_name(self.file.name + ".damaged")
        self.problem = Sentence(
            "{file} could not be read; the defaults are used.", file=self.file
        )
        _log.warning("settings unreadable")
        try:
            shutil.copyfile(self.file, aside)
        except OSError:
            return

    def _take(self, body: Mapping[str, Any]) -> None:
        for name, kind in SECTIONS.items():
            stored = body.get(name)
            if isinstance(stored, Mapping):
                self._sections[name] = kind(**_valid_values(kind, stored))
        stored = body.get("shortcuts")
        if isinstance(stored, Mapping):
            self._shortcuts = {
                str(name): tuple(map(str, keys))
                for name, keys in stored.items()
                if isinstance(keys, list)
            }
        stored = body.get("layout")
        if isinstance(stored, Mapping):
            sizes = {str(name): size for name, size in stored.items()}
            self._layout = {n: s for n, s in sizes.items() if _is_size(s)}
        entries = body.get("recent")
        if isinstance(entries, list):
            found = (from_table(e) for e in entries if isinstance(e, Mapping))
            self._recent = tuple(p for p in found if p is not None)


def _table(body: Any, name: str) -> Any:
    if not isinstance(body.get(name), Mapping):
        import tomlkit

        body[name] = tomlkit.table()
    return body[name]


def _valid_values(kind: type[Section], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The known values of a section, those that cannot be left out."""
    values = {}
    for each in dataclasses.fields(kind):
        value = stored.get(each.name)
        if value is not None and _is_valid(each, value):
            values[each.name] = value
    return values


def _is_size(value: object) -> bool:
    return type(value) is int and 0 <= value <= WIDEST


def _is_valid(each: dataclasses.Field[Any], value: object) -> bool:
    if type(value) is not type(each.default):
        return False
    rules = each.metadata
    if "choices" in rules:
        return value in rules["choices"]
    if isinstance(value, int):
        low, high = rules.get("min", value), rules.get("max", value)
        return bool(low <= value <= high)
    return True
