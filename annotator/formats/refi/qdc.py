# SPDX-License-Identifier: MIT
"""`qdc`: codebooks of REFI-QDA.  Into a project their codes come as issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from annotator.formats.features import Feature
from annotator.formats.format import Format
from annotator.formats.losses import counted
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.refi import shape
from annotator.formats.refi.codebooks import (
    CodeFile,
    code_tree,
    codebook_for,
    read_codes,
    write_codes,
)
from annotator.formats.refi.known import Known
from annotator.formats.refi.meanings import Meanings
from annotator.formats.refi.people import labels_of
from annotator.formats.refi.records import Code
from annotator.model.bundle import Bundle, ProjectHeader
from annotator.model.codebook import Codebook, Vocabulary
from annotator.model.codebook_reader import from_body
from annotator.model.entity import VocabularyEntry
from annotator.model.errors import InputError, UserError
from annotator.model.progress import Job, Progress
from annotator.model.sentence import Sentence

SUFFIX: Final = ".qdc"
CARRIES: Final = frozenset({Feature.ENTRIES})
ANNOTATIONS: Final = Sentence("annotations: a codebook has none")
_BEGINS: Final = b"<CodeBook"
_NAMED: Final = b"QDA-XML:codebook"


def read(path: Path, options: ReadOptions) -> Bundle:
    """The codes of a file as entries of the project's open vocabulary.

    Where the codebook has none, and one may be made, the codes become a codebook
    for quotations.  Raises InputError naming the element, OSError.
    """
    found = read_codes(path)
    if found.sets:
        said = Sentence("Left out {n} sets of codes.", n=found.sets)
        options.notes.add(said, file=path)
    codebook = None if options.codebook is None else from_body(options.codebook.body)
    vocabulary = None if codebook is None else _open(codebook)
    if codebook is not None and vocabulary is not None:
        entries = tuple(_entries(found, codebook, vocabulary, options, path))
        header = ProjectHeader(vocabularies={vocabulary.id: entries})
        return Bundle(header=header, total=0)
    if codebook is not None and not options.derive_codebook:
        raise InputError(
            "the codebook has no open vocabulary that its codes could go to.",
            file=path,
            remedy="Make a new project with this file as its codebook.",
        )
    made = codebook_for(found, path.stem)
    header = ProjectHeader(codebook=(made.id, made.version))
    return Bundle(header=header, codebooks=(made,), total=0)


def _open(codebook: Codebook) -> Vocabulary | None:
    """The open vocabulary that codes go to: that of issues, else the first."""
    pairs = (shape.pair_of(part.fields) for _, part in shape.owners(codebook))
    wanted = [pair.issue.vocabulary for pair in pairs if pair is not None]
    opened = [each for each in codebook.vocabularies if each.open]
    opened.sort(key=lambda each: each.id not in wanted)
    return opened[0] if opened else None


def _entries(
    found: CodeFile,
    codebook: Codebook,
    vocabulary: Vocabulary,
    options: ReadOptions,
    path: Path,
) -> Iterator[VocabularyEntry]:
    meanings = Meanings([codebook], found.codes, Known(options, [codebook]))
    if meanings.recognised:
        # It is one of ours: roles and values are in the codebook already.
        for code, entry, above in meanings.entries.values():
            if entry.vocabulary == vocabulary.id:
                yield from _new(_entry(code, entry.uid, vocabulary, above), options)
        return
    labels = labels_of(found.codes)
    names = Counter(code.name for code in found.walk())
    fixed = {value.label: value.id for value in vocabulary.values}
    uids: dict[str, str] = {}
    for code in found.walk():
        known = fixed.get(code.name) or options.find_entry(vocabulary.id, code.name)
        unique = names[code.name] == 1
        made = stable_uid("entry", vocabulary.id, labels[code.guid])
        uids[code.guid] = known if known and unique else made
    holders = {child.guid: code for code in found.walk() for child in code.children}
    for code in found.walk():
        outer = holders.get(code.guid)
        parent = uids[outer.guid] if outer is not None else None
        if not vocabulary.hierarchical and outer is not None:
            parent = None
            code = Code(code.guid, labels[code.guid], description=code.description)
        if uids[code.guid] not in fixed.values():
            made_entry = _entry(code, uids[code.guid], vocabulary, parent)
            yield from _new(made_entry, options)
    said = Sentence(
        "Its codes are entries of the vocabulary “{label}”.", label=vocabulary.label
    )
    options.notes.add(said, file=path)


def _entry(
    code: Code, uid: str, vocabulary: Vocabulary, parent: str | None
) -> VocabularyEntry:
    return VocabularyEntry(
        uid=uid,
        vocabulary=vocabulary.id,
        label=code.name or code.guid,
        definition=code.description,
        parent=parent,
        extra={"qdpx": {"color": code.color}} if code.color else {},
    )


def _new(entry: VocabularyEntry, options: ReadOptions) -> Iterator[VocabularyEntry]:
    """The entry, if the project does not have it."""
    if not options.knows("entry", entry.uid):
        yield entry


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the codes of a project; its documents are gone through and counted."""
    if not bundle.codebooks:
        raise UserError("there is no codebook, so nothing says what the codes are.")
    codebook = Unfolder(bundle).names.codebook
    entries = [e for listed in bundle.header.vocabularies.values() for e in listed]
    records = counted(bundle, CARRIES, options.losses)
    for done, record in enumerate(records, start=1):
        live = sum(not each.deleted for each in record.annotations)
        if live:
            options.losses.add(ANNOTATIONS, record.document.title, live)
        yield Progress(done, bundle.total or 0)
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_codes(stream, code_tree([codebook], entries).roots, options)


def sniff(head: bytes, path: Path) -> float:
    """Surely by how it begins, likely by its suffix."""
    if _BEGINS in head and (_NAMED in head or path.suffix.lower() == SUFFIX):
        return 0.98
    return 0.3 if path.suffix.lower() == SUFFIX else 0.0


FORMAT: Final = Format(
    name="qdc",
    title="REFI-QDA codebook (NVivo, ATLAS.ti, MAXQDA …)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=read,
    write=write,
    carries=CARRIES,
    besides=("keys, rules and help of the codebook",),
)
