# SPDX-License-Identifier: MIT
"""What lies beside the data in an export folder, so that it explains itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.formats import croissant
from annotator.formats.croissant_fields import find_fields
from annotator.formats.format import Format
from annotator.formats.options import WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.codebook_writer import to_toml
from annotator.services import datacard, export_losses, guideline, manifest
from annotator.services.export_choice import Selection
from annotator.services.export_records import Tally
from annotator.services.export_report import ExportReport
from annotator.services.session import Session
from annotator.services.whole_folder import MANIFEST, files_in
from annotator.services.wording import counted
from annotator.store.bulk import read_bundle

CARD: Final = "README.md"
_OURS: Final = frozenset(
    {CARD, "codebook.toml", MANIFEST, "losses.json", "losses.md", "croissant.json"}
)
#: More files than these are described by a pattern.
_MANY: Final = 100


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into a folder.

    `targets` are file or folder by part ("" without parts), `documents` the
    tables of the documents beside them, for formats that have such.
    """

    folder: Path
    format: Format
    selection: Selection
    tally: Tally
    report: ExportReport
    targets: Mapping[str, Path]
    documents: Mapping[str, Path]

    def data(self) -> dict[str, list[str]]:
        """The data files by part ("" without parts), as paths with slashes."""
        found = files_in(self.folder)
        return {
            part: [name for name in found if _is_of(name, self._name(target))]
            for part, target in self.targets.items()
        }

    def tables(self) -> list[str]:
        """The tables of documents, as paths with slashes."""
        return [self._name(target) for target in self.documents.values()]

    def _name(self, target: Path) -> str:
        return target.relative_to(self.folder).as_posix()


def _is_of(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}/")


def describe(
    session: Session, written: Written, content: str, agreement: tuple[str, ...] = ()
) -> None:
    """Write card, codebook, losses, Croissant and manifest beside the data.

    `content` is the sha256 of the project's content, `agreement` what the card says
    of it.
    """
    folder, report = written.folder, written.report
    data = written.data()
    codebook = session.codebook
    (folder / "codebook.toml").write_bytes(to_toml(codebook).encode("utf-8"))
    guide = _guideline(session, folder)
    facts = _facts(session, written, data, guide, agreement)
    (folder / CARD).write_bytes(datacard.card(facts).encode("utf-8"))
    _losses(folder, report)
    described = croissant.describe(
        name=facts.title,
        description=_description(facts),
        files=_data_files(folder, data, written.tables()),
        languages=datacard.languages(facts),
        creators=sorted(_creators(facts)),
    )
    (folder / "croissant.json").write_bytes(manifest.as_json(described))
    (folder / MANIFEST).write_bytes(
        manifest.manifest(
            session,
            written.format,
            written.selection,
            written.tally,
            content=content,
            losses=report.losses_data(),
            files=manifest.listed(folder),
        )
    )


def _facts(
    session: Session,
    written: Written,
    data: Mapping[str, Sequence[str]],
    guide: str | None,
    agreement: tuple[str, ...],
) -> datacard.Facts:
    report = written.report
    nothing = read_bundle(session.project, documents=())
    return datacard.Facts(
        title=session.title or session.path.stem,
        header=nothing.header,
        codebook=session.codebook,
        format=written.format,
        selection=written.selection,
        chosen=manifest.chosen(session, written.selection),
        tally=written.tally,
        people={each.uid: each.name for each in session.annotators()},
        data=data,
        tables=written.tables(),
        losses=[str(each) for each in report.loss_sentences],
        limits=[str(each) for each in report.limits],
        guideline=guide,
        agreement=agreement,
        head=_head(written, nothing),
    )


def _head(written: Written, bundle: Bundle) -> Mapping[str, Any]:
    """What the format wants said of data of these codebooks, of whichever documents."""
    if written.format.card is None:
        return {}
    options = WriteOptions(with_text=written.selection.with_text)
    return written.format.card(bundle, options)


def _guideline(session: Session, folder: Path) -> str | None:
    """Copy the guideline that the codebook names, where it is found; its name."""
    found = guideline.find(session)
    if found is None or found.name in _OURS or (folder / found.name).exists():
        return None
    (folder / found.name).write_bytes(found.text.encode("utf-8"))
    return found.name


def _losses(folder: Path, report: ExportReport) -> None:
    said = {
        "format": report.format,
        "losses": report.losses_data(),
        "never": list(report.never),
    }
    (folder / "losses.json").write_bytes(manifest.as_json(said))
    text = export_losses.as_markdown(
        report.format, report.losses, report.left_out, report.never
    )
    (folder / "losses.md").write_bytes(text.encode("utf-8"))


def _description(facts: datacard.Facts) -> str:
    return (
        f"{counted(facts.tally.documents, 'document')} with "
        f"{counted(facts.tally.annotations, 'annotation')} under the codebook "
        f"“{facts.codebook.title}”. "
        f"See {CARD}."
    )


def _creators(facts: datacard.Facts) -> set[str]:
    counts = facts.tally.counts
    assert counts is not None
    own = {each.name for each in counts.people.values() if each.annotations}
    voters = {facts.people.get(uid, uid) for uid in facts.tally.voters}
    return voters or own


def _data_files(
    folder: Path, data: Mapping[str, Sequence[str]], tables: Sequence[str]
) -> list[croissant.DataFile]:
    found = [_data_file(folder, name, "") for name in tables]
    for part, names in data.items():
        if len(names) > _MANY:
            patterns = {_pattern(name) for name in names}
            if len(patterns) > _MANY:
                patterns = {_deep_pattern(name) for name in names}
            found += [
                croissant.DataFile(path=each, folder=True) for each in sorted(patterns)
            ]
        else:
            found += [_data_file(folder, name, part) for name in names]
    return found


def _pattern(name: str) -> str:
    around = name.rpartition("/")[0]
    return f"{around}/*{Path(name).suffix}".removeprefix("/")


def _deep_pattern(name: str) -> str:
    """For a format that makes a folder of each document."""
    return f"{name.partition('/')[0]}/**/*{Path(name).suffix}"


def _data_file(folder: Path, name: str, part: str) -> croissant.DataFile:
    path = folder / name
    return croissant.DataFile(
        path=name,
        sha256=manifest.file_sha256(path),
        size=path.stat().st_size,
        part=part or path.stem,
        fields=find_fields(path),
    )
