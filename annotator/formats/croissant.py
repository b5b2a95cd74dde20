# SPDX-License-Identifier: MIT
"""Croissant 1.0: a data set described for machines, as JSON-LD beside its files.

The vocabulary is that of MLCommons (docs.mlcommons.org/croissant).  Each file is
a FileObject with its sha256, each folder of files a FileSet, and each table or
file of JSON Lines a RecordSet with the fields found in it.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from annotator.formats.croissant_fields import DataField

#: The context that the specification gives, word for word.
_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.0"

#: What Python does not know by heart, or knows by another name.
_TYPES: Final = {
    ".jsonl": "application/jsonlines",
    ".ndjson": "application/jsonlines",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".parquet": "application/x-parquet",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".xmi": "application/xml",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OTHER: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file of the data set, or with `folder` all that fit a pattern.

    `path` is relative, with slashes, a pattern such as `train/*.ann`; `part`
    names the records, `fields` what a record has (see `croissant_fields`).
    """

    path: str
    sha256: str = ""
    size: int = 0
    part: str = ""
    fields: Sequence[DataField] = ()
    folder: bool = False


def describe(
    *,
    name: str,
    description: str,
    files: Iterable[DataFile],
    version: str = "1.0.0",
    license: str = "unknown",
    languages: Iterable[str] = (),
    creators: Iterable[str] = (),
) -> dict[str, Any]:
    """The description as plain JSON data; the same input gives the same output."""
    listed = list(files)
    ids = _identifiers(each.path for each in listed)
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS_TO,
        "name": name,
        "description": description,
        "license": license,
        "version": version,
        "inLanguage": list(languages),
        "creator": [{"@type": "sc:Person", "name": each} for each in creators],
        "distribution": [_distribution(each, ids[each.path]) for each in listed],
        "recordSet": list(_record_sets(listed, ids)),
    }
    return {key: value for key, value in found.items() if value != []}


def encoding_of(path: str) -> str:
    """The media type of a file by its suffix."""
    suffix = PurePosixPath(path).suffix.lower()
    known = _TYPES.get(suffix) or mimetypes.types_map.get(suffix)
    return known or _OTHER


def _identifiers(names: Iterable[str]) -> dict[str, str]:
    """An id for each name, all different; readers take none with white space."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        stem = made = re.sub(r"\s", "_", name)
        number = 2
        while made in taken:
            made, number = f"{stem}-{number}", number + 1
        taken.add(made)
        found[name] = made
    return found


def _distribution(file: DataFile, identifier: str) -> dict[str, Any]:
    if file.folder:
        return {
            "@type": "cr:FileSet",
            "@id": identifier,
            "name": file.path,
            "includes": file.path,
            "encodingFormat": encoding_of(file.path),
        }
    return {
        "@type": "cr:FileObject",
        "@id": identifier,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": encoding_of(file.path),
        "sha256": file.sha256,
    }


def _record_sets(
    files: Iterable[DataFile], ids: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for name, file in _named(each for each in files if each.fields):
        yield {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": f"The records of {file.path}.",
            "field": [_field(name, ids[file.path], each) for each in file.fields],
        }


def _named(files: Iterable[DataFile]) -> Iterator[tuple[str, DataFile]]:
    """A name for the records of each file: that of its part, if no other has it."""
    taken: set[str] = set()
    for file in files:
        name = _identifier(file.part or "records")
        if name in taken:
            name = _identifier(file.path)
        taken.add(name)
        yield name, file


def _field(records: str, file: str, field: DataField) -> dict[str, Any]:
    identifier = f"{records}/{_identifier(field.name)}"
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": identifier,
        "name": field.name,
    }
    if field.repeated:
        found["repeated"] = True
    if field.inside:
        found["subField"] = [
            _inner(identifier, file, field, each) for each in field.inside
        ]
    else:
        found["dataType"] = field.type
        found["source"] = _source(file, field.name)
    return found


def _inner(
    around: str, file: str, outer: DataField, field: DataField
) -> dict[str, Any]:
    """A field of the objects in another one."""
    step = f"$.{field.name}" if field.name.isidentifier() else f"$['{field.name}']"
    return {
        "@type": "cr:Field",
        "@id": f"{around}/{_identifier(field.name)}",
        "name": field.name,
        "dataType": field.type,
        "source": {**_source(file, outer.name), "transform": {"jsonPath": step}},
    }


def _source(file: str, column: str) -> dict[str, Any]:
    return {"fileObject": {"@id": file}, "extract": {"column": column}}


def _identifier(name: str) -> str:
    return re.sub(r"[^\w.-]", "_", name)
