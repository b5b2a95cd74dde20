# SPDX-License-Identifier: MIT
"""Tables of documents: which column becomes what.

A slot is what a document has: its text, title, source …; `metadata:KEY` is
anything else that is to be kept under KEY.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.formats import registry
from annotator.formats.marks.mapping_file import toml_body
from annotator.formats.options import ReadOptions
from annotator.formats.tables.slots import METADATA, SLOTS, propose
from annotator.model.document import Document
from annotator.model.errors import InputError, UserError
from annotator.model.mistake import instead
from annotator.model.sentence import Sentence
from annotator.model.toml_lines import lines, nearest
from annotator.services.import_sources import unreadable

__all__ = [
    "METADATA",
    "SLOTS",
    "Column",
    "columns_of",
    "parse_columns",
    "preview_documents",
    "propose_columns",
    "read_column_map",
]

#: A column whose values are so long on average may be the text.
LONG: Final = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name and its first values."""

    name: str
    values: tuple[str, ...] = ()


def columns_of(
    path: Path, format: str | None = None, *, encoding: str | None = None
) -> list[Column]:
    """The columns of a table of documents.

    Raises InputError where the file cannot be read, or is in no such format.
    """
    try:
        found = registry.get(format or registry.sniff(path).name)
        if found.columns is None:
            raise InputError("it is no table of documents.", file=path)
        listed = found.columns(path, ReadOptions(encoding=encoding))
    except OSError as error:
        raise unreadable(error, path) from error
    return [Column(name, tuple(map(str, values))) for name, values in listed]


def propose_columns(listed: Sequence[Column]) -> dict[str, str]:
    """Which column is likely to hold what, by the columns' names: slot → column.

    Without a column that is called so, the text is the one with the longest values,
    if those are long.
    """
    made = propose([each.name for each in listed])
    if "text" not in made:
        free = [each for each in listed if each.name not in made.values()]
        longest = max(free, key=_length, default=None)
        if longest is not None and _length(longest) >= LONG:
            made = {"text": longest.name, **made}
    return made


def _length(column: Column) -> int:
    return sum(map(len, column.values)) // max(len(column.values), 1)


def preview_documents(
    path: Path,
    which: Mapping[str, str],
    format: str | None = None,
    *,
    encoding: str | None = None,
    count: int = 3,
) -> list[Document]:
    """The first documents as they would be; raises InputError as reading does."""
    try:
        found = registry.get(format or registry.sniff(path).name)
        if found.read is None:
            raise InputError("it cannot be read as a table.", file=path)
        bundle = found.read(path, ReadOptions(encoding=encoding, columns=dict(which)))
        made: list[Document] = []
        for record in bundle.documents:
            made.append(record.document)
            if len(made) >= count:
                break
    except OSError as error:
        raise unreadable(error, path) from error
    return made


# -- what somebody says of columns -----------------------------------------------------


def parse_columns(said: str) -> dict[str, str]:
    """`text=body,title=headline` as slots and columns; UserError where it is not.

    A comma in a column's name is written twice.
    """
    made: dict[str, str] = {}
    for part in said.replace(",,", "\0").split(","):
        slot, equals, column = part.replace("\0", ",").partition("=")
        if not equals or not column.strip():
            raise UserError(
                "“{part}” does not say which column holds what.",
                remedy="Write it as in text=body,title=headline.",
                part=part,
            )
        made[_slot(slot.strip())] = column.strip()
    return made


def read_column_map(path: Path) -> dict[str, str]:
    """The slots and columns in a TOML file: `text = "body"`, `[metadata]`.

    Raises InputError naming file, line and key.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("it is not in UTF-8.", file=path) from error
    except OSError as error:
        raise unreadable(error, path) from error
    places = lines(text)
    made: dict[str, str] = {}
    for key, value in toml_body(text, path).items():
        inner = value.items() if isinstance(value, dict) else ((None, value),)
        for name, column in inner:
            line = nearest(places, (key,) if name is None else (key, name))
            slot = key if name is None else f"{key}:{name}"
            if not isinstance(column, str) or not column:
                said = "it must be the name of a column, in quotation marks."
                raise InputError(said, file=path, line=line, field=slot)
            try:
                made[_slot(slot)] = column
            except UserError as error:
                raise InputError(
                    error.reason, file=path, line=line, field=slot
                ) from None
    return made


def _slot(name: str) -> str:
    if name in SLOTS or (name.startswith(METADATA) and name != METADATA):
        return name
    raise UserError(
        "a document has no “{slot}”.{hint}",
        slot=name,
        hint=instead(name, (*SLOTS, Sentence("metadata:KEY"))),
    )
