# SPDX-License-Identifier: MIT
"""`polnear`: sources, cues and contents as the PolNeAR corpus has them.

`metadata.tsv` lists the articles; each compartment has a folder `text` and a
folder `attributions`, with a file of brat 1.3 for each article and annotator.
An attribution is an event that hangs on its cue, with the arguments Source, Cue
and Content; one without a source is an `Attribution-no-source`.  Only outermost
attributions are annotated there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from annotator import resources
from annotator.formats.brat.folder import SUFFIX, Part
from annotator.formats.brat.pieces import Drift
from annotator.formats.brat.read import read_part, read_text
from annotator.formats.brat.vocabulary import Vocabulary
from annotator.formats.encodings import decode
from annotator.formats.format import Format
from annotator.formats.making import make_document
from annotator.formats.marks.reading import MarksReader
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.marks.survey import Survey
from annotator.formats.options import ReadOptions
from annotator.formats.polnear_corpus import (
    ADJUDICATED,
    ATTRIBUTIONS,
    COLUMNS,
    EVENTS,
    KEYS,
    METADATA,
    TEXT,
    fits,
)
from annotator.formats.polnear_write import (
    CARRIES,
    NESTED,
    OTHER_ROLES,
    OTHER_TYPES,
    write,
)
from annotator.model.bundle import Bundle, CodebookVersion
from annotator.model.codebook_reader import from_body, from_toml
from annotator.model.errors import InputError
from annotator.model.progress import Job
from annotator.model.sentence import Sentence

_EMPTY: Final = ("", "None", "NA")
_PRESET: Final = "polnear_scc.toml"


# -- reading ---------------------------------------------------------------------------


def codebook_of(options: ReadOptions) -> CodebookVersion | None:
    """The codebook to read by: the project's, or the one that fits the corpus."""
    own = options.codebook
    if own is not None and (fits(from_body(own.body)) or not options.derive_codebook):
        return own
    found = from_toml(resources.read_text("codebooks", _PRESET))
    return CodebookVersion(
        id=found.id, version=found.version, sha256=found.sha256, body=found.body
    )


class _Reader(MarksReader):
    """Reads by the codebook that fits the corpus where the project has none."""

    def job(self, path: Path, options: ReadOptions) -> Job[Bundle]:
        """As the job of any format of marks."""
        return super().job(path, replace(options, codebook=codebook_of(options)))

    def survey(self, path: Path, options: ReadOptions) -> Job[Survey]:
        """As the survey of any format of marks."""
        return super().survey(path, replace(options, codebook=codebook_of(options)))


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The articles of a corpus; InputError names file, line and field.

    `path` is the folder of the corpus, of its data or of a compartment, or
    `metadata.tsv`.
    """
    codebook = options.codebook
    vocabulary = None
    if codebook is not None and fits(from_body(codebook.body)):
        vocabulary = Vocabulary(from_body(codebook.body), EVENTS)
    drift = Drift()
    for article in _articles(path):
        if article.text.is_file():
            yield _document(article, vocabulary, options, drift)
        else:
            words = Sentence("the text is not there, so the article was left out.")
            options.notes.add(words, file=article.text)
    said = drift.sentence
    if said is not None:
        options.notes.add(said, file=path)


@dataclass(frozen=True, slots=True)
class _Article:
    """An article: its files by annotator, and its line of metadata.tsv."""

    text: Path
    attributions: Mapping[str, Path]
    row: Mapping[str, str]


def _articles(path: Path) -> Iterator[_Article]:
    folder = path if path.is_dir() else path.parent
    data = next(
        (each for each in (folder, folder / "data") if (each / METADATA).is_file()),
        None,
    )
    if data is None:
        yield from _unlisted(folder)
        return
    for number, row in _rows(data / METADATA):
        inside, name = data / row["compartment"], row["filename"]
        _require_inside(data, inside / TEXT / name, number)
        who = [each for each in row["annotators"].split("|") if each not in _EMPTY]
        files = {w: inside / ATTRIBUTIONS / f"{name}_{w}{SUFFIX}" for w in who}
        yield _Article(inside / TEXT / f"{name}.txt", files, row)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of metadata.tsv with their numbers."""
    try:
        text = decode(path.read_bytes()).text
    except InputError as error:
        error.file = str(path)
        raise
    reader = csv.DictReader(text.split("\n"), delimiter="\t", restval="")
    missing = [c for c in COLUMNS[:4] if c not in (reader.fieldnames or ())]
    if "filename" in missing or "compartment" in missing:
        raise InputError(
            "the column “{column}” is missing.",
            file=path,
            line=1,
            field=missing[0],
            remedy="The first line names the columns: {columns}.",
            column=missing[0],
            columns=", ".join(COLUMNS),
        )
    for row in reader:
        said = {key: each for key, each in row.items() if isinstance(each, str)}
        yield reader.line_num, {**dict.fromkeys(missing, ""), **said}


def _require_inside(data: Path, path: Path, number: int) -> None:
    if data.resolve() not in path.resolve().parents:
        raise InputError(
            "“{path}” is not inside the corpus.",
            file=data / METADATA,
            line=number,
            field="filename",
            path=path,
        )


def _unlisted(folder: Path) -> Iterator[_Article]:
    """The articles of compartments without metadata.tsv."""
    inside = sorted(folder.glob(f"**/{ATTRIBUTIONS}"))
    if folder.name == ATTRIBUTIONS:
        inside = [folder]
    if not inside:
        raise InputError(
            "there is no metadata.tsv and no folder “attributions” here.",
            file=folder,
            remedy="Choose the folder of the corpus, or its folder “data”.",
        )
    for each in inside:
        files: dict[str, dict[str, Path]] = {}
        for path in sorted(each.glob(f"*{SUFFIX}")):
            name, _, who = path.stem.rpartition("_")
            files.setdefault(name or who, {})[who if name else ""] = path
        for name, found in files.items():
            row = {"compartment": each.parent.name, "filename": name}
            yield _Article(each.parent / TEXT / f"{name}.txt", found, row)


def _document(
    article: _Article,
    vocabulary: Vocabulary | None,
    options: ReadOptions,
    drift: Drift,
) -> MarkedDocument:
    row = article.row
    raw, source = read_text(article.text, article.text.name, options)
    metadata = {
        ours: row[theirs]
        for ours, theirs in KEYS.items()
        if row.get(theirs, "") not in _EMPTY
    }
    known = ("filename", "annotators", "title", *KEYS.values())
    title = row.get("title", "")
    document = make_document(
        raw, uid=row["filename"], title=title, file=source, metadata=metadata
    )
    several = len(article.attributions) > 1
    found = [
        read_part(_part(path, who), raw, several, vocabulary, options, drift)
        for who, path in article.attributions.items()
        if _is_there(path, options)
    ]
    lines = [line for each in found for line in each.kept]
    extra: dict[str, Any] = {k: v for k, v in row.items() if k not in known and v}
    return MarkedDocument(
        document=document,
        marks=tuple(mark for each in found for mark in each.marks),
        links=tuple(link for each in found for link in each.links),
        extra={**extra, "lines": lines} if lines else extra,
    )


def _is_there(path: Path, options: ReadOptions) -> bool:
    if path.is_file():
        return True
    options.notes.add(Sentence("the file is listed and not there."), file=path)
    return False


def _part(path: Path, who: str) -> Part:
    adjudicated = who.endswith(ADJUDICATED)
    person = who.removesuffix(ADJUDICATED)
    return Part(path, who, person, "adjudicated" if adjudicated else None)


def sniff(head: bytes, path: Path) -> float:
    """Surely by the columns of metadata.tsv; likely by the names of the folders."""
    if path.is_dir():
        for data in (path, path / "data"):
            if (data / METADATA).is_file():
                with (data / METADATA).open("rb") as stream:
                    return sniff(stream.read(100), data / METADATA)
        folders = (path / ATTRIBUTIONS, path / TEXT)
        return 0.9 if all(each.is_dir() for each in folders) else 0.0
    first = head.removeprefix(b"\xef\xbb\xbf")
    return 0.97 if first.startswith(b"compartment\tfilename\t") else 0.0


FORMAT: Final = Format(
    name="polnear",
    title="PolNeAR: source, cue and content (brat 1.3 with metadata.tsv)",
    suffixes=(".tsv",),
    sniff=sniff,
    read=_Reader("polnear", marks),
    marks=marks,
    write=write,
    carries=CARRIES,
    besides=(NESTED, OTHER_ROLES, OTHER_TYPES),
    folder=True,
    many=True,
)
