# SPDX-License-Identifier: MIT
"""`html`: the article on a saved web page, and what the page says of it.

The page is text to us: scripts do not run, and pictures, styles and pages that it
names are neither opened nor fetched.  The article is told from menus and
advertisements by `trafilatura`; where that finds none, all text is taken, and told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from annotator.formats.articles.article import Article, reader, require_size
from annotator.formats.articles.page_facts import facts
from annotator.formats.articles.page_text import page_text
from annotator.formats.encodings import Decoded, decode
from annotator.formats.format import Format
from annotator.formats.options import ReadOptions
from annotator.model.errors import InputError

SUFFIXES: Final = (".html", ".htm", ".xhtml")
_MOST: Final = 32 << 20
#: Larger pages are not looked through for the article.
_LARGE: Final = 4 << 20
_ELEMENTS: Final = 20_000
#: The parser compares each attribute of an element with all others.
_ATTRIBUTES: Final = 1_000
_SIGNS: Final = 60_000
_LONG_TAG: Final = re.compile("[^<>]{2000,}")
_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9_.-]+)")
#: Spaces at which no line is broken, or that are narrower than others.
_SPACES: Final = ("\u00a0", "\u202f", "\u2009")
#: Letters of scripts that nobody writes news in.
_STAND_INS: Final = tuple(map(chr, range(0x16A0, 0x16F0)))
#: How browsers read what these say (WHATWG Encoding Standard).
_AS_BROWSERS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252"}
_BLOCKS: Final = frozenset(
    {"p", "head", "item", "quote", "row", "code", "list", "table"}
)


def read_article(path: Path, options: ReadOptions) -> Article:
    """The article; its paragraphs are lines."""
    require_size(path, _MOST)
    decoded = _decoded(path.read_bytes(), options)
    if decoded.doubt:
        options.notes.add(decoded.doubt, file=path)
    html = decoded.text
    tree = _tree(html)
    found = None
    if tree is not None:
        said = facts(tree)
        spaces = _kept_spaces(html)
        _replace(tree, spaces)
        found = _extracted(tree)
    else:
        said, spaces = {}, {}
    back = str.maketrans({sign: space for space, sign in spaces.items()})
    text = "\n".join(_lines(found.body)) if found is not None else ""
    text = text.translate(back)
    if not text.strip():
        text = page_text(html)
        note = "the article could not be told from the rest; all text was taken."
        options.notes.add(note, file=path)
    title = said.pop("title", "") or (found and found.title) or ""
    metadata = _metadata(found, said)
    return Article(
        text=text,
        title=title.translate(back),
        metadata={key: value.translate(back) for key, value in metadata.items()},
        encoding=decoded.encoding,
    )


def _decoded(data: bytes, options: ReadOptions) -> Decoded:
    """The page in the encoding asked for, of its mark, as it says, or as found."""
    if options.encoding or data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        return decode(data, options.encoding)
    try:
        return decode(data)
    except InputError:
        said = _CHARSET.search(data[:8192]) or _DECLARED.search(data[:8192])
        if said is None:
            raise
        name = said[1].decode("ascii")
        try:
            name = codecs.lookup(name).name
        except LookupError:
            raise InputError(
                "the page says that it is in “{name}”, which is no encoding.",
                remedy="Name the right one with --encoding.",
                name=name,
            ) from None
        return decode(data, _AS_BROWSERS.get(name, name))


def _tree(html: str) -> Any:
    """The page as a tree; None where it is too large, too deep or none at all."""
    if len(html) > _LARGE or html.count("<") > 2 * _ELEMENTS:
        return None
    if html.count("=") > _SIGNS:
        return None
    if any(each[0].count("=") > _ATTRIBUTES for each in _LONG_TAG.finditer(html)):
        return None
    lxml = import_module("lxml.html")
    parser = lxml.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        tree = lxml.document_fromstring(html.encode("utf-8"), parser=parser)
    except (ValueError, AssertionError, import_module("lxml.etree").LxmlError):
        return None
    # What stands too deep for the parser is missing from the tree.
    if any("depth" in each.message for each in parser.error_log):
        return None
    return tree


def _kept_spaces(html: str) -> dict[str, str]:
    """Spaces that must stay as they are → signs that stand nowhere in the page.

    `trafilatura` makes every space a plain one.
    """
    free = (sign for sign in _STAND_INS if sign not in html)
    return dict(zip(_SPACES, free, strict=False))


def _replace(tree: Any, spaces: dict[str, str]) -> None:
    """Put signs in place of spaces, in all texts of a tree."""
    table = str.maketrans(spaces)
    for each in tree.iter():
        if isinstance(each.tag, str):
            each.text = each.text and each.text.translate(table)
        each.tail = each.tail and each.tail.translate(table)


def _extracted(tree: Any) -> Any:
    """What `trafilatura` finds; None where it finds nothing or fails."""
    trafilatura = import_module("trafilatura")
    try:
        return trafilatura.bare_extraction(
            tree,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # whatever a page makes it stumble over: its text is read
        return None


def _metadata(found: Any, said: dict[str, str]) -> dict[str, str]:
    """What the page says, and where it says nothing, what was found in it."""
    made = {}
    if found is not None:
        made = {
            "source": found.sitename or "",
            "author": found.author or "",
            "published": found.date or "",
            "language": found.language or "",
            "url": found.url or "",
            "description": found.description or "",
        }
    return made | {key: value for key, value in said.items() if value}


def _lines(body: Any) -> Iterator[str]:
    """The paragraphs of the article's tree."""
    if body is None:
        return
    parts: list[str] = []
    for each in _walked(body):
        if each is None:
            line = "".join(parts).strip(" \n\t")
            parts.clear()
            if line:
                yield line
        else:
            parts.append(each)
    line = "".join(parts).strip()
    if line:
        yield line


def _walked(element: Any) -> Iterator[str | None]:
    """Texts, and None where a paragraph begins or ends."""
    tag = element.tag
    if tag in _BLOCKS:
        yield None
    if tag == "lb":
        yield "\n"
    if element.text:
        yield element.text
    for inner in element:
        if isinstance(inner.tag, str):
            yield from _walked(inner)
    if tag == "cell":
        yield "\t"
    if tag in _BLOCKS:
        yield None
    if element.tail:
        yield element.tail


def sniff(head: bytes, path: Path) -> float:
    """Likely by suffix, and by how pages begin."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:100].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return 0.8
    return 0.7 if path.suffix.lower() in SUFFIXES else 0.0


FORMAT: Final = Format(
    name="html",
    title="Web page (HTML)",
    suffixes=SUFFIXES,
    sniff=sniff,
    read=reader(read_article),
    besides=("layout", "pictures", "menus, advertisements and comments"),
    extra="articles",
    requires={"trafilatura": "trafilatura", "lxml_html_clean": "lxml_html_clean"},
)
