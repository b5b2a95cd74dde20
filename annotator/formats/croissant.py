# SPDX-License-Identifier: MIT
"""Croissant 1.0: a data set described for machines, as JSON-LD beside its files.

The vocabulary is that of MLCommons (docs.mlcommons.org/croissant).  Each file is
a FileObject with its sha256, each folder of files a FileSet, and each table or
file of JSON Lines a RecordSet with the fields found in it.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Iterator, Sequence
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
        "distribution": [_distribution(each) for each in listed],
        "recordSet": list(_record_sets(listed)),
    }
    return {key: value for key, value in found.items() if value != []}


def encoding_of(path: str) -> str:
    """The media type of a file by its suffix."""
    suffix = PurePosixPath(path).suffix.lower()
    known = _TYPES.get(suffix) or mimetypes.types_map.get(suffix)
    return known or _OTHER


def _distribution(file: DataFile) -> dict[str, Any]:
    if file.folder:
        return {
            "@type": "cr:FileSet",
            "@id": file.path,
            "name": file.path,
            "includes": file.path,
            "encodingFormat": encoding_of(file.path),
        }
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": encoding_of(file.path),
        "sha256": file.sha256,
    }


def _record_sets(files: Iterable[DataFile]) -> Iterator[dict[str, Any]]:
    for file in files:
        if file.fields:
            name = _identifier(file.part or "records")
            yield {
                "@type": "cr:RecordSet",
                "@id": name,
                "name": name,
                "description": f"The records of {file.path}.",
                "field": [_field(name, file.path, each) for each in file.fields],
            }


def _field(records: str, path: str, field: DataField) -> dict[str, Any]:
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
            _inner(identifier, path, field, each) for each in field.inside
        ]
    else:
        found["dataType"] = field.type
        found["source"] = _source(path, field.name)
    return found


def _inner(
    around: str, path: str, outer: DataField, field: DataField
) -> dict[str, Any]:
    """A field of the objects in another one."""
    step = f"$.{field.name}" if field.name.isidentifier() else f"$['{field.name}']"
    return {
        "@type": "cr:Field",
        "@id": f"{around}/{_identifier(field.name)}",
        "name": field.name,
        "dataType": field.type,
        "source": {**_source(path, outer.name), "transform": {"jsonPath": step}},
    }


def _source(path: str, column: str) -> dict[str, Any]:
    return {"fileObject": {"@id": path}, "extract": {"column": column}}


def _identifier(name: str) -> str:
    return re.sub(r"[^\w.-]", "_", name)
