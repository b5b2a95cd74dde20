# SPDX-License-Identifier: MIT
"""Codebooks: presets and files, and changing the codebook of a project."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator import resources
from annotator.formats.refi.codebooks import as_codebook, to_qdc
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.codebook_check import Mistake, check
from annotator.model.codebook_diff import Difference, Need, diff, needed_mappings
from annotator.model.codebook_migration import KEPT, Target, is_used, migrate, resolve
from annotator.model.codebook_reader import from_body, from_toml
from annotator.model.codebook_writer import to_toml
from annotator.model.errors import CodebookError, InputError, NotFoundError
from annotator.model.sentence import Sentence, joined
from annotator.model.validation import ERROR, Problem, problems
from annotator.services.session import DEFAULT_PRESET, Session, snapshot

__all__ = [
    "Difference",
    "MappingNeededError",
    "Mistake",
    "Need",
    "UpgradeReport",
    "Use",
    "check_file",
    "diff",
    "find",
    "load",
    "needs",
    "preset",
    "presets",
    "read_file",
    "replace",
    "to_qdc",
    "to_toml",
    "upgrade",
]

_FOLDER: Final = "codebooks"
#: What files of codebooks are called: ours, and those of programs for codes.
TOML: Final = ".toml"
QDC: Final = ".qdc"
_KINDS: Final = {
    "removed": Sentence("removed"),
    "redefined": Sentence("redefined"),
}


@dataclass(frozen=True, slots=True)
class Use:
    """Something that an upgrade removes or redefines, and how many hold it."""

    need: Need
    count: int

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """What it is, how often it is used and what it can become."""
        template = "{what} {path}, {kind}, used {n} times (can become: {to})"
        if self.count == 1:
            template = "{what} {path}, {kind}, used once (can become: {to})"
        need = self.need
        return Sentence(
            template,
            what=need.what,
            path=need.path,
            kind=_KINDS.get(need.kind, need.kind),
            n=self.count,
            to=", ".join(need.choices) or Sentence("nothing of the new version"),
        )


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """What an upgrade did.

    `changed` annotations were carried over, `kept` of them keep something aside
    that has no place any more, `reopened` are drafts again because something
    required is unset now.
    """

    old: str
    new: str
    changed: int = 0
    kept: int = 0
    reopened: int = 0


class MappingNeededError(CodebookError):
    """The upgrade must first be told where things go; `uses` says which."""

    def __init__(self, codebook: Codebook, uses: Sequence[Use]) -> None:
        super().__init__(
            "the upgrade to {id} {version} must be told where these go: {uses}.",
            remedy="Name a new place for each, or leave it empty to keep it aside.",
            id=codebook.id,
            version=codebook.version,
            uses=joined("; ", (use.sentence for use in uses)),
        )
        self.uses = tuple(uses)


# -- presets and files ------------------------------------------------------------


def presets() -> tuple[str, ...]:
    """The names of the bundled codebooks, the default one first."""
    files = (name for name in resources.names(_FOLDER) if name.endswith(".toml"))
    names = sorted(name.removesuffix(".toml") for name in files)
    return tuple(sorted(names, key=lambda name: name != DEFAULT_PRESET))


def preset(name: str) -> Codebook:
    """The bundled codebook of that name; NotFoundError where there is none."""
    if name not in presets():
        reason = Sentence(
            "there is no codebook “{name}”. There are: {known}.",
            name=name,
            known=", ".join(presets()),
        )
        raise NotFoundError(reason)
    return from_toml(resources.read_text(_FOLDER, f"{name}.toml"), f"{name}.toml")


def read_file(path: Path | str) -> Codebook:
    """The codebook in a TOML file, or one made from the codes in a QDC file.

    Raises NotFoundError where it cannot be read, CodebookError naming file, line
    and key of the first mistake, and InputError for a wrong QDC file.
    """
    if is_codes(path):
        return _read_codes(Path(path))
    text = _read(Path(path))
    for mistake in check(text, path):
        if mistake.severity == "error":
            raise CodebookError(
                mistake.message,
                file=path,
                line=mistake.line,
                field=mistake.key or None,
            )
    return from_toml(text, path)


def is_codes(path: Path | str) -> bool:
    """Whether a file is called like one of codes of another program."""
    return str(path).lower().endswith(QDC)


def _read_codes(path: Path) -> Codebook:
    try:
        return from_body(as_codebook(path).body)
    except OSError as error:
        raise _unreadable(error, path) from error


def find(name_or_path: str) -> Codebook:
    """The preset of that name, or the codebook in that file."""
    if name_or_path in presets():
        return preset(name_or_path)
    is_file = name_or_path.endswith(TOML) or is_codes(name_or_path)
    if not is_file and not Path(name_or_path).exists():
        return preset(name_or_path)
    return read_file(name_or_path)


def check_file(path: Path | str) -> list[Mistake]:
    """All mistakes in a codebook file, by line."""
    try:
        if is_codes(path):
            _read_codes(Path(path))
            return []
        return check(_read(Path(path)), path)
    except (CodebookError, InputError) as error:
        key = error.field or ""
        return [Mistake("error", error.reason, error.line, key, str(path))]


def load(session: Session) -> Codebook:
    """The project's current codebook."""
    return session.codebook


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(error, path) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = Sentence("the file is not UTF-8. Save it as UTF-8.")
        raise CodebookError(reason, file=path, line=line) from None


def _unreadable(error: OSError, path: Path) -> NotFoundError:
    reason = Sentence(
        "the file cannot be read: {error}.", error=error.strerror or error
    )
    return NotFoundError(reason, file=path)


# -- the codebook of a project ----------------------------------------------------


def needs(session: Session, codebook: Codebook) -> tuple[Use, ...]:
    """What annotations of the project hold that the new codebook lacks or redefines."""
    old = session.codebook
    asked = needed_mappings(old, codebook)
    counts: Counter[Need] = Counter()
    for annotation in _annotations(session) if asked else ():
        counts.update(need for need in asked if is_used(annotation, need, old))
    return tuple(Use(need, counts[need]) for need in asked if counts[need])


def upgrade(
    session: Session, codebook: Codebook, mapping: Mapping[str, str] | None = None
) -> UpgradeReport:
    """Make `codebook` the project's own, as one step.

    `mapping` says where removed and redefined things go: path (or its end) → id
    in the new version, "" to unset it and keep the old value in the annotation's
    `extra`.  Only what is in use has to be named.  Raises MappingNeededError
    listing what is missing; then nothing is changed.
    """
    old = session.codebook
    report = UpgradeReport(_name(old), _name(codebook))
    if codebook.sha256 == old.sha256:
        return report
    uses = needs(session, codebook)
    targets = _targets(codebook, uses, needed_mappings(old, codebook), mapping or {})
    moved = list(_moved(session, targets, old, codebook)) if uses else []
    args = {"version": codebook.version, "id": codebook.id}
    documents = {new.document for _, new in moved}
    tables = {"codebook", "settings", *(["annotation"] if moved else [])}
    with session.write("codebook.replace", tables, documents, args) as project:
        project.codebooks.add(snapshot(codebook))
        for _, new in moved:
            project.annotations.update(new)
        project.codebooks.set_current(codebook.sha256)
    return dataclasses.replace(
        report,
        changed=len(moved),
        kept=sum(_kept(new) > _kept(before) for before, new in moved),
        reopened=sum(new.state != before.state for before, new in moved),
    )


#: The same verb by the name that the history knows it by.
replace = upgrade


def _name(codebook: Codebook) -> str:
    return f"{codebook.id} {codebook.version}"


def _targets(
    codebook: Codebook,
    uses: Sequence[Use],
    asked: Sequence[Need],
    mapping: Mapping[str, str],
) -> list[Target]:
    targets, missing = resolve(asked, mapping)
    needed = [use for use in uses if use.need in missing]
    if needed:
        raise MappingNeededError(codebook, needed)
    return targets


def _annotations(session: Session) -> Iterator[Annotation]:
    """Every live annotation of the project, whoever made it."""
    project = session.project
    for uid in project.documents.uids():
        yield from project.annotations.of(uid)


def _moved(
    session: Session, targets: list[Target], old: Codebook, new: Codebook
) -> Iterator[tuple[Annotation, Annotation]]:
    """(before, after) of each annotation that does not stay as it is."""
    for before in _annotations(session):
        after = migrate(before, targets, old, new)
        if after is not before:
            after = dataclasses.replace(after, codebook=new.sha256)
            yield before, _reopened(session, before, after, new)


def _reopened(
    session: Session, before: Annotation, after: Annotation, new: Codebook
) -> Annotation:
    """A draft again where the upgrade took away what made it complete."""
    if after.state != "complete":
        return after
    text = session.project.documents.get(after.document).text
    others = session.project.annotations.of(after.document)
    old_errors = _errors(problems(before, session.codebook, text, others))
    new_errors = _errors(problems(after, new, text, others))
    broken = new_errors - old_errors
    return dataclasses.replace(after, state="draft") if broken else after


def _errors(found: Sequence[Problem]) -> set[tuple[object, ...]]:
    return {
        (each.code, each.field, each.role, each.row, each.row_no)
        for each in found
        if each.severity == ERROR
    }


def _kept(annotation: Annotation) -> int:
    """How many things are kept aside in the annotation and its rows."""
    rows = [row for each in annotation.rows.values() for row in each]
    extras = [annotation.extra, *(row.extra for row in rows)]
    return sum(len(extra.get(KEPT, ())) for extra in extras)
