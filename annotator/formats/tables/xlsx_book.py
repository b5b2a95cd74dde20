# SPDX-License-Identifier: MIT
"""What is in a workbook besides its cells: sheets, shared texts, formats of dates."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from annotator.formats import safe_xml
from annotator.formats.archives import Archive
from annotator.formats.tables.xlsx_dates import precision
from annotator.formats.tables.xlsx_strings import Strings, text_of
from annotator.model.errors import InputError

#: A table of a hundred thousand rows fits.
#: A cell has at most 32,767 characters in Excel, here a row a hundred times that.
LIMITS: Final = safe_xml.Limits(depth=60, parts=6_000_000, text=4 << 20)
_SMALL: Final = safe_xml.Limits(size=16 << 20, depth=60, parts=400_000)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of cells; `member` is its place in the archive."""

    name: str
    member: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook.  `brace` is the namespace before its tags, `dates` say how
    precise the date is that a cell of a style holds; close `strings`."""

    archive: Archive
    path: Path
    brace: str
    sheets: tuple[Sheet, ...]
    strings: Strings
    dates: tuple[str | None, ...]
    since_1904: bool

    def rows(self, sheet: Sheet) -> Iterator[Element]:
        """The rows of a sheet, as they stand in it."""
        with self.archive.open(sheet.member) as stream:
            yield from safe_xml.each(
                stream, f"{self.brace}row", file=self.path, limits=LIMITS
            )


def read_book(archive: Archive, path: Path) -> Book:
    """The workbook in an archive; InputError where there is none."""
    where = archive.find("xl/workbook.xml")
    if where is None:
        raise InputError(
            "this is no workbook.", file=path, remedy="Save it as .xlsx and try again."
        )
    root = _parsed(archive, where, path)
    brace = root.tag.removesuffix("workbook")
    properties = root.find(f"{brace}workbookPr")
    dates_from = "" if properties is None else properties.get("date1904", "")
    return Book(
        archive=archive,
        path=path,
        brace=brace,
        sheets=tuple(_sheets(root, brace, archive, where, path)),
        strings=Strings(_strings(archive, brace, path)),
        dates=tuple(_dates(archive, brace, path)),
        since_1904=dates_from in ("1", "true"),
    )


def _parsed(archive: Archive, name: str, path: Path) -> Element:
    data = archive.read(name, _SMALL.size)
    return safe_xml.parse(data, file=path, limits=_SMALL)


def _sheets(
    root: Element, brace: str, archive: Archive, where: str, path: Path
) -> Iterator[Sheet]:
    folder, name = posixpath.split(where)
    links = archive.find(f"{folder}/_rels/{name}.rels")
    targets = {}
    if links is not None:
        for each in _parsed(archive, links, path):
            kind = each.get("Type", "").rpartition("/")[2]
            if kind == "worksheet" and each.get("TargetMode") != "External":
                targets[each.get("Id", "")] = each.get("Target", "")
    for sheet in root.iterfind(f"{brace}sheets/{brace}sheet"):
        link = next((v for k, v in sheet.items() if k.endswith("}id")), "")
        if link in targets:
            place = posixpath.normpath(posixpath.join("/", folder, targets[link]))
            member = archive.find(place.lstrip("/"))
            if member is not None:
                hidden = sheet.get("state", "visible") != "visible"
                yield Sheet(sheet.get("name", ""), member, hidden)


def _strings(archive: Archive, brace: str, path: Path) -> Iterator[str]:
    name = archive.find("xl/sharedStrings.xml")
    if name is None:
        return
    with archive.open(name) as stream:
        for item in safe_xml.each(stream, f"{brace}si", file=path, limits=LIMITS):
            yield text_of(item)


def _dates(archive: Archive, brace: str, path: Path) -> Iterator[str | None]:
    name = archive.find("xl/styles.xml")
    if name is None:
        return
    root = _parsed(archive, name, path)
    codes = {}
    for each in root.iterfind(f"{brace}numFmts/{brace}numFmt"):
        number = each.get("numFmtId", "")
        if number.isascii() and number.isdigit():
            codes[int(number[:9])] = each.get("formatCode", "")
    for style in root.iterfind(f"{brace}cellXfs/{brace}xf"):
        number = style.get("numFmtId", "0")
        known = number.isascii() and number.isdigit()
        yield precision(int(number[:9]), codes) if known else None
