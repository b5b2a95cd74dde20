# SPDX-License-Identifier: MIT
"""Writes for each document its text and a collection of its annotations.

Annotations name the text by its check sum, which is that of the file beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from annotator.formats.features import ANNOTATIONS, Feature
from annotator.formats.json_lines import dumps
from annotator.formats.losses import counted
from annotator.formats.marks.names import Names
from annotator.formats.marks.records import MarkedDocument, Work
from annotator.formats.marks.side import side_table
from annotator.formats.marks.unfold import Unfolder
from annotator.formats.options import WriteOptions
from annotator.formats.placing import Places
from annotator.formats.stems import Stems
from annotator.formats.w3c.iris import DOCUMENT, iri_of
from annotator.formats.w3c.names import CONTEXT, DETAILS, FORMAT, SUFFIX, TEXT_SUFFIX
from annotator.formats.w3c.names import DOCUMENT as DESCRIPTION
from annotator.formats.w3c.page import Page, Table, kept_of
from annotator.formats.w3c.texts import SHA256
from annotator.model.bundle import Bundle
from annotator.model.codebook_reader import from_body
from annotator.model.progress import Job, Progress

CARRIES: Final = ANNOTATIONS | {Feature.LAYERS}


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write the folder `path`."""
    path.mkdir(parents=True, exist_ok=True)
    unfolder = Unfolder(bundle)
    names = {uid: person.name for uid, person in unfolder.people.items()}
    writer = _Writer(unfolder, options, _free_texts(bundle), names)
    stems = Stems()
    documents = counted(bundle, CARRIES, options.losses)
    for done, record in enumerate(documents, start=1):
        marked = writer.unfolder.unfold(record)
        if marked.marks or options.negatives:
            stem = stems.of(record.document)
            with (path / f"{stem}{SUFFIX}").open("wb") as stream:
                writer.document(marked, stem, stream)
            if options.with_text:
                text = record.document.text.encode("utf-8")
                (path / f"{stem}{TEXT_SUFFIX}").write_bytes(text)
        yield Progress(done, bundle.total or 0)


def _free_texts(bundle: Bundle) -> frozenset[tuple[str, str]]:
    """Label and name of the attributes that hold free text."""
    return frozenset(
        (label, names.attribute(each))
        for version in bundle.codebooks
        for names in [Names(from_body(version.body))]
        for label, part in names.parts.items()
        for each in part.fields
        if each.type == "text"
    )


@dataclass(slots=True)
class _Writer:
    """Writes documents; see `Page` for what `free` and `names` are."""

    unfolder: Unfolder
    options: WriteOptions
    free: frozenset[tuple[str, str]]
    names: dict[str, str]

    def document(self, marked: MarkedDocument, stem: str, stream: BinaryIO) -> None:
        """Write the collection of a document."""
        document = marked.document
        source = self._source(marked)
        page = Page(marked, source, self.names, self.free, self.options.with_text)
        uid = iri_of(DOCUMENT, document.uid).partition("#")[0]
        head = {
            "@context": CONTEXT,
            "id": f"{uid}#annotations",
            "type": "AnnotationCollection",
            "label": document.title,
            "total": len(marked.marks),
            DESCRIPTION: self._description(marked, source, stem),
        }
        stream.write(dumps(head)[:-1])
        if marked.marks:
            stream.write(b',"first":')
            start = {
                "id": f"{uid}#page-1",
                "type": "AnnotationPage",
                "partOf": head["id"],
                "startIndex": 0,
            }
            stream.write(dumps(start)[:-1] + b',"items":[\n')
            for number, mark in enumerate(marked.marks):
                stream.write((b",\n" if number else b"") + dumps(page.annotation(mark)))
            stream.write(b"\n]}")
        stream.write(b"}\n")

    def _source(self, marked: MarkedDocument) -> str:
        """What the text is called: as in the file it came from, or by its sum."""
        kept = kept_of(marked.extra).get("source")
        if isinstance(kept, str) and kept:
            return kept
        return f"{SHA256}{marked.document.text_sha256}"

    def _description(self, marked: MarkedDocument, source: str, stem: str) -> Table:
        document = marked.document
        bare = replace(marked, marks=())
        details = side_table(bare, (), Places(document.text), FORMAT)
        details |= {
            "id": document.uid,
            "title": document.title,
            "metadata": dict(document.metadata),
            "work": [_work(each) for each in marked.work],
            "text_file": f"{stem}{TEXT_SUFFIX}",
        }
        language = document.metadata.get("language")
        return {
            "id": source,
            "type": "Text",
            "format": "text/plain",
            **({"language": language} if isinstance(language, str) else {}),
            DETAILS: {key: value for key, value in details.items() if value},
        }


def _work(work: Work) -> Table:
    made = {
        "annotator": work.annotator,
        "layer": work.layer,
        "status": work.status,
        "note": work.note,
        "seconds": work.seconds,
    }
    return {key: value for key, value in made.items() if value not in (None, "")}
