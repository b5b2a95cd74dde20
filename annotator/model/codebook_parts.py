# SPDX-License-Identifier: MIT
"""The parts of a codebook's body, each under a name that versions can share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from annotator.model.codebook import Codebook, label_from_id

#: (what, path): ("value", "attribution.quote_type.direct").
PartName: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Element:
    """One part: what it is, its path, the part around it, and its keys.

    Empty keys and labels that are those of the id are left out: they say nothing.
    """

    what: str
    path: str
    owner: PartName | None
    keys: Mapping[str, Any]

    @property
    def identifier(self) -> str:
        """The id of the part."""
        return self.path.rpartition(".")[2]


def elements(codebook: Codebook) -> dict[PartName, Element]:
    """All parts by name, in the order of the body."""
    found = _elements(codebook.body)
    return {(each.what, each.path): each for each in found}


def find_table(body: Mapping[str, Any], what: str, path: str) -> dict[str, Any] | None:
    """The table in `body` of the part so named, or None."""
    *around, identifier = path.split(".")
    if what == "codebook":
        head: dict[str, Any] | None = body.get("codebook")
        return head
    if what in ("value", "entry"):
        outer = find_table(
            body, "field" if what == "value" else "vocabulary", ".".join(around)
        )
        return _with_id(outer.get("values", []), identifier) if outer else None
    tables = body.get("annotation_type" if what == "type" else what, [])
    mine = [t for t in tables if what not in ("role", "field") or [t["of"]] == around]
    return _with_id(mine, identifier)


def _elements(body: Mapping[str, Any]) -> Iterator[Element]:
    head = {k: v for k, v in body.get("codebook", {}).items() if k != "version"}
    yield Element("codebook", str(head.pop("id", "")), None, head)
    if "export" in body:
        yield Element("codebook", "export", None, body["export"])
    for kind in ("entity_type", "rule"):
        for table in body.get(kind, []):
            yield _element(kind, table, None)
    for table in body.get("vocabulary", []):
        vocabulary = _element("vocabulary", table, None)
        yield vocabulary
        yield from _values("entry", table, vocabulary)
    for table in body.get("annotation_type", []):
        yield _element("type", table, None)
    for table in body.get("row", []):
        yield _element("row", table, ("type", table["of"]), keep_of=True)
    yield from _fields(body)


def _fields(body: Mapping[str, Any]) -> Iterator[Element]:
    rows = {table["id"] for table in body.get("row", [])}
    for kind in ("role", "field"):
        for table in body.get(kind, []):
            owner = ("row" if table["of"] in rows else "type", table["of"])
            element = _element(kind, table, owner, table["of"])
            yield element
            if kind == "field":
                yield from _values("value", table, element)


def _values(what: str, table: Mapping[str, Any], owner: Element) -> Iterator[Element]:
    for value in table.get("values", []):
        full = {"id": value} if isinstance(value, str) else value
        yield _element(what, full, (owner.what, owner.path), owner.path)


def _element(
    what: str,
    table: Mapping[str, Any],
    owner: PartName | None,
    prefix: str = "",
    *,
    keep_of: bool = False,
) -> Element:
    identifier = table["id"]
    left_out = {"id", "values"} if keep_of else {"id", "values", "of"}
    keys = {k: v for k, v in table.items() if k not in left_out and v not in _EMPTY}
    if keys.get("label") == label_from_id(identifier):
        del keys["label"]
    path = f"{prefix}.{identifier}" if prefix else identifier
    return Element(what, path, owner, keys)


#: What is the same as not being there.
_EMPTY: tuple[Any, ...] = ("", [], {}, None)


def _with_id(tables: list[Any], identifier: str) -> dict[str, Any] | None:
    found = (t for t in tables if isinstance(t, dict) and t.get("id") == identifier)
    return next(found, None)
