# SPDX-License-Identifier: MIT
"""Where INCEpTION puts files, in folders and archives, and where we put ours.

An exported project has `annotation/<document>/<person>.<suffix>`, and
`curation/<document>/CURATION_USER.<suffix>`, each of them a file or, with what
belongs to it, an archive.  Everything else is one document by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from annotator.formats import archives
from annotator.formats.inception.apart import Share
from annotator.formats.losses import Losses
from annotator.formats.stems import Stems
from annotator.model.document import Document
from annotator.model.errors import InputError

ANNOTATION: Final = "annotation"
CURATION: Final = "curation"
CURATOR: Final = "CURATION_USER"
NOBODY: Final = "INITIAL_CAS"
ZIP: Final = ".zip"
TYPES: Final = "typesystem.xml"
#: So many bytes of one file are read: all that is said of a long novel.
LIMIT: Final = 32 << 20
_LIMITS: Final = archives.Limits(member=LIMIT)
_NO_NAME: Final = "names of annotators with characters that no file name may have"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds one person's annotations of a document.

    `name` is what messages call it, `stem` its name alone, `document` that of the
    document, `person` None where the name tells nobody.  `types` reads the type
    system beside it, where there is one.  `shared` tells that it lies where projects
    have people's work.
    """

    name: str
    stem: str
    document: str
    read: Callable[[], bytes]
    person: str | None = None
    adjudicated: bool = False
    types: Callable[[], bytes] | None = None
    shared: bool = False


def grouped(path: Path, suffix: str) -> list[list[Source]]:
    """The files with `suffix` in a file, folder or archive, by their documents.

    Raises InputError where an archive is refused.
    """
    groups: dict[tuple[str, str], list[Source]] = {}
    found = list(_sources(path, suffix))
    # Beside people's work a project has files of its own.
    shared = any(source.shared for _, source in found)
    for where, source in found:
        if shared and not source.shared:
            continue
        groups.setdefault((where, source.document), []).append(source)
    for group in groups.values():
        if any(each.person for each in group):
            # What the document was before anybody annotated it says no more.
            group[:] = [each for each in group if each.person or each.adjudicated]
    return [groups[key] for key in sorted(groups)]


def holds(path: Path, suffix: str) -> bool:
    """Whether a folder or archive has a file with that suffix, seen cheaply."""
    if path.is_dir():
        found = _walk(path, suffix, ZIP)
        return any(e.suffix.lower() == suffix or holds(e, suffix) for e in found)
    try:
        with archives.open_zip(path, _LIMITS) as archive:
            return any(_holds(archive, name, suffix) for name in archive.names)
    except (InputError, OSError):
        return False


def _holds(archive: archives.Archive, name: str, suffix: str) -> bool:
    if not _is_share(name):
        return name.lower().endswith(suffix)
    with archives.open_inner(archive, name, _LIMITS) as inner:
        return any(each.lower().endswith(suffix) for each in inner.names)


def _is_share(name: str) -> bool:
    """Whether a member is one person's work with its type system, an archive too."""
    parts = name.lower().split("/")
    return parts[-1].endswith(ZIP) and parts[-3:-2] in ([ANNOTATION], [CURATION])


def _sources(path: Path, suffix: str) -> Iterator[tuple[str, Source]]:
    if path.is_dir():
        systems = _systems(path.rglob("*"))
        for each in _walk(path, suffix, ZIP):
            inside = each.relative_to(path).parts
            if each.suffix.lower() == ZIP:
                yield from _in_zip(each, inside, suffix)
            else:
                types = _beside(each, path, systems)
                yield _placed(str(each), inside, _File(each), types)
    elif path.suffix.lower() == ZIP:
        yield from _in_zip(path, (), suffix)
    else:
        types = _beside(path, path.parent, _systems(path.parent.iterdir()))
        yield _placed(str(path), (path.name,), _File(path), types)


def _walk(folder: Path, *suffixes: str) -> Iterator[Path]:
    for each in sorted(folder.rglob("*")):
        if each.suffix.lower() in suffixes and each.is_file():
            yield each


def _systems(files: Iterable[Path]) -> dict[Path, Path]:
    """The type systems among files, by their folders."""
    found = sorted((e for e in files if e.name.lower() == TYPES), reverse=True)
    return {each.parent: each for each in found}


def _beside(
    path: Path, root: Path, systems: Mapping[Path, Path]
) -> Callable[[], bytes] | None:
    """The type system in the folder of a file, or in one above up to `root`."""
    for folder in path.parents:
        if folder in systems:
            return _File(systems[folder])
        if folder == root:
            break
    return None


def _in_zip(
    path: Path, outside: tuple[str, ...], suffix: str
) -> Iterator[tuple[str, Source]]:
    with archives.open_zip(path, _LIMITS) as archive:
        yield from _members(archive, str(path), outside[:-1], suffix, _Member(archive))
        for name in archive.names:
            if _is_share(name):
                read = _Inner(archive, name)
                with archives.open_inner(archive, name, _LIMITS) as inner:
                    around = *outside[:-1], *PurePosixPath(name).parts[:-1]
                    yield from _members(inner, f"{path}: {name}", around, suffix, read)


def _members(
    archive: archives.Archive,
    path: str,
    around: tuple[str, ...],
    suffix: str,
    read: Callable[[str], bytes],
) -> Iterator[tuple[str, Source]]:
    names = archive.names
    types = {n.rpartition("/")[0]: n for n in names if _last(n).lower() == TYPES}
    for name in names:
        if name.lower().endswith(suffix):
            beside = types.get(name.rpartition("/")[0], types.get(""))
            inside = (*around, *PurePosixPath(name).parts)
            found = partial(read, beside) if beside is not None else None
            yield _placed(f"{path}: {name}", inside, partial(read, name), found)


def _last(name: str) -> str:
    return name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class _Member:
    """Reads members of an archive, which is opened for each."""

    archive: archives.Archive

    def __call__(self, name: str) -> bytes:
        with self.archive.anew() as archive:
            return archive.read(name, LIMIT)


@dataclass(frozen=True, slots=True)
class _Inner:
    """Reads members of the archive `place` in another, opened for each."""

    archive: archives.Archive
    place: str

    def __call__(self, name: str) -> bytes:
        with (
            self.archive.anew() as outer,
            archives.open_inner(outer, self.place, _LIMITS) as archive,
        ):
            return archive.read(name, LIMIT)


@dataclass(frozen=True, slots=True)
class _File:
    """Reads a file of its own."""

    path: Path

    def __call__(self) -> bytes:
        with self.path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise InputError(
                "it has more than {most} bytes.",
                file=self.path,
                remedy="Divide it into several files.",
                most=f"{LIMIT:,}",
            )
        return data


def _placed(
    name: str,
    parts: tuple[str, ...],
    read: Callable[[], bytes],
    types: Callable[[], bytes] | None,
) -> tuple[str, Source]:
    """What the place of a file says; the first value keeps roots apart."""
    stem = PurePosixPath(parts[-1]).stem
    if len(parts) > 2 and parts[-3].lower() in (ANNOTATION, CURATION):
        curated = parts[-3].lower() == CURATION
        person = None if stem in (NOBODY, CURATOR) else stem
        root = "/".join(parts[:-3])
        document = parts[-2]
        return root, Source(name, stem, document, read, person, curated, types, True)
    return "/".join(parts), Source(name, stem, stem, read, types=types)


@dataclass(slots=True)
class Places:
    """Where the files of an export go."""

    folder: Path
    suffix: str
    losses: Losses
    documents: Stems = field(default_factory=Stems)
    people: dict[str, str] = field(default_factory=dict)
    _stems: Stems = field(default_factory=lambda: Stems((NOBODY, CURATOR)))

    def document(self, document: Document) -> str:
        """The name of the folder for a document; asked once for each."""
        return self.documents.of(document)

    def file(self, stem: str, share: Share) -> Path:
        """The file for a share of the document of that name; its folder is made."""
        kind = CURATION if share.adjudicated else ANNOTATION
        folder = self.folder / kind / stem
        folder.mkdir(parents=True, exist_ok=True)
        person = self._person(share.person) if share.person else NOBODY
        return folder / f"{person}{self.suffix}"

    def _person(self, name: str) -> str:
        if name not in self.people:
            self.people[name] = self._stems.unique(name, "annotator")
            if self.people[name] != name:
                self.losses.add(_NO_NAME, name)
        return self.people[name]
