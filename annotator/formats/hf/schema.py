# SPDX-License-Identifier: MIT
"""The columns of a data set and their types, which follow from the codebook.

They are the same for every part of a data set, whatever is in it: an empty list
has a type all the same.  A type is the name of a simple one, a list with the type
of its items, or a table of names and types.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from annotator.formats.marks.names import Names
from annotator.formats.options import WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.codebook import Field
from annotator.model.codebook_reader import from_body
from annotator.model.document import METADATA_KEYS

Kind: TypeAlias = "str | list[Kind] | dict[str, Kind]"
Struct: TypeAlias = dict[str, Kind]

STRING: Final = "string"
BOOL: Final = "bool"
#: Of offsets.
SMALL: Final = "int32"
#: Of whole numbers in fields.
WHOLE: Final = "int64"

#: A speaker or vocabulary entry.
REFERENCE: Final[Struct] = {"id": STRING, "name": STRING}
_LINK: Final[Struct] = {"label": STRING, "target": STRING}


def columns_of(bundle: Bundle, *, with_text: bool = True) -> Struct:
    """The columns of the data set that a bundle becomes."""
    fields: Struct = {}
    rows: dict[str, Struct] = {}
    for version in bundle.codebooks:
        names = Names(from_body(version.body))
        for kind in names.codebook.types:
            _add(fields, names, kind.fields)
            for row in kind.rows:
                _add(rows.setdefault(row.id, {}), names, row.fields)
    return _columns(fields, rows, with_text)


def _columns(fields: Struct, rows: dict[str, Struct], with_text: bool) -> Struct:
    text: Struct = {"text": STRING} if with_text else {}
    place: Struct = {"start": SMALL, "end": SMALL}
    spans: list[Kind] = [{"role": STRING, "label": STRING, **place, **text}]
    shown: Struct = {**place, "label": STRING, **text}
    return {
        "id": STRING,
        "title": STRING,
        # Before the text, which may be long: by it the file is recognised.
        "text_sha256": STRING,
        **text,
        **dict.fromkeys(METADATA_KEYS, STRING),
        "metadata": [{"key": STRING, "value": STRING}],
        "file": {"name": STRING, "sha256": STRING, "encoding": STRING},
        "people": [{"id": STRING, "name": STRING}],
        "spans": [{**shown, "annotation": STRING, "annotator": STRING}],
        "annotations": [_annotation(fields, rows, spans)],
        "extra": STRING,
    }


def _annotation(
    fields: Struct, rows: dict[str, Struct], spans: list[Kind]
) -> dict[str, Kind]:
    own: Struct = {"fields": fields} if fields else {}
    tables: Struct = {name: [_row(each, spans)] for name, each in rows.items()}
    words = ("id", "type", "label", "annotator", "layer", "state", "origin")
    return {
        **dict.fromkeys(words, STRING),
        **dict.fromkeys(("created", "modified"), STRING),
        "revs": [STRING],
        "parent": STRING,
        "spans": spans,
        **own,
        **({"rows": tables} if tables else {}),
        "none": [STRING],
        "links": [_LINK],
        "extra": STRING,
    }


def _row(fields: Struct, spans: list[Kind]) -> Kind:
    own: Struct = {"fields": fields} if fields else {}
    return {"label": STRING, **own, "spans": spans, "links": [_LINK]}


def _add(columns: Struct, names: Names, fields: Iterable[Field]) -> None:
    for each in fields:
        if each.type == "link":
            continue
        name, kind = names.attribute(each), _kind(each)
        # Where two fields of one name differ, text holds both.
        columns[name] = kind if columns.get(name, kind) == kind else STRING


def _kind(field: Field) -> Kind:
    if field.type in ("entity", "vocabulary"):
        return [REFERENCE] if field.multiple else REFERENCE
    if field.type == "multichoice":
        return [STRING]
    return {"boolean": BOOL, "integer": WHOLE}.get(field.type, STRING)


def card_data(bundle: Bundle, options: WriteOptions) -> dict[str, Any]:
    """What the README's YAML head must say beside `configs`, as plain data.

    Without the declared features, `datasets` would guess the types of JSON Lines
    from the first rows of each file.
    """
    columns = columns_of(bundle, with_text=options.with_text)
    return {"dataset_info": {"features": yaml_features(columns)}}


def yaml_features(columns: Struct) -> list[dict[str, Any]]:
    """The columns as `dataset_info` of a README declares them."""
    return [{"name": name, **_yaml(kind)} for name, kind in columns.items()]


def _yaml(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, dict):
        return {"struct": yaml_features(kind)}
    if isinstance(kind, list):
        item = kind[0]
        inner = {"list": item} if isinstance(item, str) else _yaml(item)
        return {"list": next(iter(inner.values()))}
    return {"dtype": kind}


def arrow_schema(columns: Struct, pyarrow: Any) -> Any:
    """The columns as a schema of the module `pyarrow`, features in its metadata."""
    fields = [pyarrow.field(n, _arrow(kind, pyarrow)) for n, kind in columns.items()]
    features = {name: _feature(kind) for name, kind in columns.items()}
    said = json.dumps({"info": {"features": features}})
    return pyarrow.schema(fields, metadata={"huggingface": said})


def _arrow(kind: Kind, pyarrow: Any) -> Any:
    if isinstance(kind, dict):
        fields = [pyarrow.field(n, _arrow(each, pyarrow)) for n, each in kind.items()]
        return pyarrow.struct(fields)
    if isinstance(kind, list):
        return pyarrow.list_(_arrow(kind[0], pyarrow))
    return getattr(pyarrow, "bool_" if kind == BOOL else kind)()


def _feature(kind: Kind) -> Any:
    """A type as `datasets` names it; its versions before 4 know no other list."""
    if isinstance(kind, dict):
        return {name: _feature(each) for name, each in kind.items()}
    if isinstance(kind, list):
        return [_feature(kind[0])]
    return {"dtype": kind, "_type": "Value"}
