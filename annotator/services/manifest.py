# SPDX-License-Identifier: MIT
"""What an export folder holds and how it was made, for machines.

There is no time in it: the same project and the same choices give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from annotator import __version__
from annotator.formats.format import Format
from annotator.formats.jsonl_write import encode
from annotator.model.progress import Job, Progress
from annotator.services.export_choice import Selection
from annotator.services.export_records import Tally
from annotator.services.session import Session
from annotator.services.whole_folder import MANIFEST_FORMAT, files_in
from annotator.store.bulk import read_bundle


def content_sha256(session: Session) -> Job[str]:
    """The sha256 of the whole project as `annotator-jsonl`, its canonical form."""
    bundle = read_bundle(session.project)
    digest = hashlib.sha256()
    for done, line in enumerate(encode(bundle)):
        digest.update(line)
        if done:
            yield Progress(done, bundle.total or 0)
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def listed(folder: Path) -> list[dict[str, Any]]:
    """Path, size in bytes and sha256 of each file of a folder, by path."""
    return [
        {
            "path": name,
            "bytes": (folder / name).stat().st_size,
            "sha256": file_sha256(folder / name),
        }
        for name in files_in(folder)
    ]


def manifest(
    session: Session,
    found: Format,
    selection: Selection,
    tally: Tally,
    *,
    content: str,
    losses: list[dict[str, Any]],
    files: list[dict[str, Any]],
) -> bytes:
    """The manifest's bytes; `content` is the project's `content_sha256`."""
    codebook = session.codebook
    data = {
        "manifest": MANIFEST_FORMAT,
        "program": {"name": "annotator", "version": __version__},
        "project": {"title": session.title, "content_sha256": content},
        "codebook": {
            "id": codebook.id,
            "version": codebook.version,
            "sha256": codebook.sha256,
        },
        "format": found.name,
        "selection": chosen(session, selection),
        "counts": {
            "documents": tally.documents,
            "annotations": tally.annotations,
            "parts": {
                name: {"documents": count, "annotations": tally.part_annotations[name]}
                for name, count in tally.parts.items()
            },
        },
        "losses": [
            {k: v for k, v in each.items() if k != "examples"} for each in losses
        ],
        "files": files,
    }
    return as_json(data)


def as_json(data: Any) -> bytes:
    """Plain data as JSON for people and machines, ending in a line end."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def chosen(session: Session, selection: Selection) -> dict[str, Any]:
    """A selection as plain data."""
    split = selection.split
    return {
        "layers": layers_of(selection),
        "annotators": _names(session, selection),
        "documents": _documents(session, selection),
        "repeats": selection.repeats,
        "fields": None if selection.fields is None else sorted(selection.fields),
        "negatives": selection.negatives,
        "with_text": selection.with_text,
        "bom": selection.bom,
        "split": split
        and {
            "parts": dict(split.parts),
            "seed": split.seed,
            "group_by": split.group_by,
        },
    }


def layers_of(selection: Selection) -> str:
    """Which layers go out: "majority", "adjudicated", "primary" or "all"."""
    if selection.majority:
        return "majority"
    kinds = selection.kinds
    return "all" if kinds is None or len(set(kinds)) > 1 else next(iter(kinds))


def _names(session: Session, selection: Selection) -> list[str] | None:
    if selection.annotators is None:
        return None
    people = {each.uid: each.name for each in session.annotators()}
    return sorted({people.get(each, each) for each in selection.annotators})


def _documents(session: Session, selection: Selection) -> dict[str, Any]:
    found: dict[str, Any] = {"filter": selection.filter, "complete": selection.complete}
    if "status:" in selection.filter:
        # Whose status is meant: the list shows that of one's own layer.
        found["status_of"] = session.annotator.name
    if selection.documents is not None:
        uids = sorted(set(selection.documents))
        found["chosen"] = len(uids)
        found["chosen_sha256"] = hashlib.sha256("\n".join(uids).encode()).hexdigest()
    return found
