# SPDX-License-Identifier: MIT
"""The first records of an export as they will be written, before it is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from annotator.formats import registry
from annotator.formats.format import Format
from annotator.formats.jsonl_write import encode
from annotator.formats.options import WriteOptions
from annotator.formats.textless import without_text
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import NotFoundError
from annotator.model.progress import Job, run
from annotator.model.sentence import Sentence
from annotator.services.export_choice import Plan, Portion, Selection, plan
from annotator.services.export_records import Tally, bundle_of
from annotator.services.session import Session
from annotator.services.whole_folder import files_in

DOCUMENTS: Final = 3
LINES: Final = 60
#: Documents among which some with annotations are looked for.
_LOOKED_AT: Final = 40
_FIRST: Final = "SELECT uid FROM document WHERE withdrawn = 0 ORDER BY uid LIMIT ?"
_LONGEST_LINE: Final = 400
_MOST_BYTES: Final = 200_000


def preview(
    session: Session,
    format: str,
    selection: Selection | None = None,
    *,
    documents: int = DOCUMENTS,
    lines: int = LINES,
) -> str:
    """The first lines of what an export of the first documents writes.

    Arguments are those of `exporting.export`; raises UserError as it does.
    """
    wanted = selection or Selection()
    return run(prepare(session, format, wanted, documents=documents, lines=lines))


def prepare(
    session: Session,
    format: str,
    selection: Selection,
    *,
    documents: int = DOCUMENTS,
    lines: int = LINES,
) -> Job[str]:
    """Read the first documents now; the job that writes them touches no project.

    So it can be driven in another thread.  Raises UserError.
    """
    found = registry.get(format)
    if found.write is None:
        raise NotFoundError("the format “{format}” can be read only.", format=format)
    whole = found.name == "annotator-jsonl"
    wanted = plan(session, replace(selection, split=None), whole=whole)
    bundle = _first(session, wanted, documents)
    return _render(bundle, found, selection, lines)


def _first(session: Session, wanted: Plan, documents: int) -> Bundle:
    """The first documents, those with annotations where there are some."""
    uids = wanted.portions[0].uids
    if uids is None:
        uids = [row[0] for row in session.project.query(_FIRST, (_LOOKED_AT,))]
    portion = Portion(None, tuple(uids[:_LOOKED_AT]))
    bundle = bundle_of(session, wanted, portion, Tally())
    records = list(bundle.documents)
    annotated = [each for each in records if each.annotations]
    chosen = (annotated or records)[:documents]
    chosen.sort(key=lambda each: each.document.uid)
    return replace(bundle, documents=chosen, total=len(chosen))


def _render(
    bundle: Bundle, found: Format, selection: Selection, lines: int
) -> Job[str]:
    options = WriteOptions(
        bom=selection.bom,
        with_text=selection.with_text,
        negatives=selection.negatives,
    )
    assert found.write is not None
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        suffix = "" if found.many or not found.suffixes else found.suffixes[0]
        yield from found.write(bundle, Path(folder, f"data{suffix}"), options)
        shown = _shown(Path(folder))
    if shown is None:
        shown = [Sentence("This format is not text; these are the records in it:"), ""]
        shown += _as_text(bundle, selection)
    more = ["…"] if len(shown) > lines else []
    return "\n".join([*map(_cut, shown[:lines]), *more])


def _shown(folder: Path) -> list[str] | None:
    """The lines of the files, each under its name; None where one is binary."""
    names = files_in(folder)
    found: list[str] = []
    for name in names:
        with (folder / name).open("rb") as stream:
            data = stream.read(_MOST_BYTES)
        if b"\0" in data or not _is_text(data):
            return None
        if len(names) > 1:
            found += ([""] if found else []) + [f"── {name}"]
        found += data.decode("utf-8-sig", "replace").splitlines()
    return found


def _is_text(data: bytes) -> bool:
    try:
        # The last character may be cut in two.
        data[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith((b"PK\x03\x04", b"%PDF"))


def _as_text(bundle: Bundle, selection: Selection) -> Iterator[str]:
    """The documents as indented JSON, in the words of our own format."""
    records: list[DocumentRecord] = list(bundle.documents)
    if not selection.with_text:
        records = list(map(without_text, records))
    pieces = islice(encode(replace(bundle, documents=records)), 1, None)
    for line in pieces:
        text = json.dumps(json.loads(line), ensure_ascii=False, indent=2)
        yield from text.split("\n")


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
