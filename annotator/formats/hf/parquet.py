# SPDX-License-Identifier: MIT
"""`hf-parquet`: a data set for Hugging Face's `datasets` as Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from annotator.formats.format import Format
from annotator.formats.hf.folder import data_files, files_of
from annotator.formats.hf.read import LABEL, SPANS, RowReader
from annotator.formats.hf.rows import CARRIES, PARQUET, Rows
from annotator.formats.hf.schema import arrow_schema, card_data
from annotator.formats.marks.reading import reader
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import InputError
from annotator.model.progress import Job, Progress

SUFFIX: Final = ".parquet"

#: A group of rows is written when it has so many rows, or so much text.
_ROWS: Final = 500
_CHARACTERS: Final = 1 << 24
_READ_ROWS: Final = 64
_MAGIC: Final = b"PAR1"


def write(bundle: Bundle, path: Path, options: WriteOptions) -> Job[None]:
    """Write one file, a part of a data set, its features in the metadata."""
    pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    rows = Rows(bundle, options)
    schema = arrow_schema(rows.columns, pyarrow)
    waiting: list[dict[str, Any]] = []
    size = 0
    with (
        path.open("wb") as stream,
        parquet.ParquetWriter(stream, schema, compression="zstd") as writer,
    ):
        for done, row in enumerate(rows, start=1):
            waiting.append(row)
            size += len(row.get("text", ""))
            if len(waiting) >= _ROWS or size >= _CHARACTERS:
                writer.write_table(pyarrow.Table.from_pylist(waiting, schema=schema))
                waiting, size = [], 0
            yield Progress(done, bundle.total or 0)
        if waiting:
            writer.write_table(pyarrow.Table.from_pylist(waiting, schema=schema))


def marks(path: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    """The documents of a file, or of a data set in a folder; a line is a row."""
    for file in files_of(path, SUFFIX):
        yield from _marks_of_file(file, options)


def _marks_of_file(file: Path, options: ReadOptions) -> Iterator[MarkedDocument]:
    with file.open("rb") as stream:
        rows = None
        for number, (row, schema) in enumerate(_rows(file, stream), start=1):
            rows = rows or RowReader(file, options, _classes(schema))
            yield rows.read(row, number)
    if rows is None:
        raise InputError("the file has no rows.", file=file)


def _rows(file: Path, stream: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    try:
        opened = parquet.ParquetFile(stream)
        for batch in opened.iter_batches(batch_size=_READ_ROWS):
            for row in batch.to_pylist():
                yield row, opened.schema_arrow
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(
            "the file cannot be read as Parquet: {error}.", file=file, error=error
        ) from None


def _classes(schema: Any) -> dict[str, list[str]]:
    """The names of labels that are stored as numbers, by column."""
    said = (schema.metadata or {}).get(b"huggingface")
    try:
        features = json.loads(said or b"{}").get("info", {}).get("features", {})
    except (ValueError, AttributeError):
        return {}
    found = {name: _class_names(features.get(name)) for name in SPANS}
    return {name: names for name, names in found.items() if names}


def _class_names(feature: Any) -> list[str]:
    """The names of the label of a list of spans, in any spelling of lists."""
    while isinstance(feature, list) or (
        isinstance(feature, dict) and "feature" in feature
    ):
        feature = feature[0] if isinstance(feature, list) else feature["feature"]
    for key in LABEL if isinstance(feature, dict) else ():
        label = feature.get(key)
        if isinstance(label, dict) and label.get("_type") == "ClassLabel":
            return [str(each) for each in label.get("names") or ()]
    return []


def sniff(head: bytes, path: Path) -> float:
    """Likely for Parquet: tables of documents are Parquet as well."""
    if path.is_dir():
        files = data_files(path, SUFFIX)
        return 0.9 if files and _is_data_set(files[0]) else 0.0
    if not head.startswith(_MAGIC):
        return 0.4 if path.suffix.lower() == SUFFIX else 0.0
    return 0.9 if _is_data_set(path) else 0.3


def _is_data_set(path: Path) -> bool:
    """Whether the columns are those of a data set with spans."""
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        return False
    try:
        schema = parquet.read_schema(path)
    except (pyarrow.ArrowException, OSError, ValueError):
        return False
    names = set(schema.names)
    return "text" in names and bool(names & {"spans", "entities", "annotations"})


FORMAT: Final = Format(
    name=PARQUET,
    title="Hugging Face data set (Parquet)",
    suffixes=(SUFFIX,),
    sniff=sniff,
    read=reader(PARQUET, marks),
    marks=marks,
    write=write,
    card=card_data,
    carries=CARRIES,
    extra="parquet",
    requires={"pyarrow": "pyarrow"},
    folder=True,
)
