# SPDX-License-Identifier: MIT
"""An XMI file and its type system as a CAS."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from annotator.formats import safe_xml
from annotator.formats.inception.files import Source
from annotator.formats.uima.raw import SYSTEMS, Raw, RawSpan, offset, require_safe
from annotator.model.errors import InputError

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

_ID: Final = "{http://www.omg.org/XMI}id"
_ROOT: Final = "{http://www.omg.org/XMI}XMI"
_SOFA: Final = "{http:///uima/cas.ecore}Sofa"
_VIEW: Final = "{http:///uima/cas.ecore}View"
#: The prefix of the library's own elements; what is no tag; the text in a tag.
_CAS: Final = re.compile(rb"xmlns:([\w.-]+)\s*=\s*[\"']http:///uima/cas\.ecore[\"']")
_NO_TAG: Final = rb"(?s:<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>)"
_TEXT: Final = re.compile(rb"\ssofaString\s*=\s*(?:\"[^\"]*\"|'[^']*')")
#: So many characters the library may have in its tables.
_LONG: Final = 1 << 20
_SPEC: Final = "{http://uima.apache.org/resourceSpecifier}"


def read_xmi(source: Source) -> tuple[Cas, Raw]:
    """The CAS in a file, and what it says of places.

    Raises InputError naming the file, and line or id where it can.
    """
    from cassis import load_cas_from_xmi

    data = source.read()
    raw = _raw(data, source.name)
    types = _types(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # What makes it distrust a file was looked at above.
            bare = io.BytesIO(_without_texts(data, raw, source.name))
            cas = load_cas_from_xmi(bare, typesystem=types, trusted=True)
    except InputError:
        raise
    except Exception as error:  # the library raises whatever happens to it
        raise InputError(
            "this is no CAS of its type system: {error}.",
            file=source.name,
            remedy="Export it anew together with its TypeSystem.xml.",
            error=error,
        ) from None
    return cas, raw


def _raw(data: bytes, file: str) -> Raw:
    raw = Raw()
    ids: set[str] = set()
    members: list[tuple[str, int]] = []
    for number, (tag, found, line) in enumerate(safe_xml.starts(data, file=file)):
        if number == 0 and tag != _ROOT:
            raise InputError("this is XML, but no XMI.", file=file, line=line)
        uid = found.get(_ID, "")
        if uid:
            _require_new(uid, ids, file, line)
        if tag == _SOFA:
            raw.add_text(int(uid or 0), found.get("sofaString", ""), file)
        elif tag == _VIEW:
            members += [(each, line) for each in found.get("members", "").split()]
        elif uid and "begin" in found and "end" in found:
            raw.spans.append(_span(uid, found, file, line))
    for each, line in members:
        if each not in ids:
            raise InputError(
                "the view names “{id}”, which is not there.",
                file=file,
                line=line,
                id=each,
            )
    return raw


def _without_texts(data: bytes, raw: Raw, file: str) -> bytes:
    """The file without the texts in it, which are read already.

    Of each character the library makes entries in two tables, to convert offsets;
    without a text it leaves them as they are.
    """
    found = _CAS.search(data)
    if found is not None:
        tag = rb"<" + re.escape(found[1]) + rb":Sofa\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
        data = re.sub(_NO_TAG + rb"|" + tag, _bare, data)
    left = found is None or b"sofaString" in data
    if left and sum(map(len, raw.texts.values())) > _LONG:
        raise InputError(
            "its text is too long to be read in this encoding.",
            file=file,
            remedy="Export it anew in UTF-8.",
        )
    return data


def _bare(found: re.Match[bytes]) -> bytes:
    """A tag without its text; comments and the like as they are."""
    tag = found[0]
    return tag if tag.startswith((b"<!", b"<?")) else _TEXT.sub(b" ", tag)


def _require_new(uid: str, ids: set[str], file: str, line: int) -> None:
    if not (uid.isascii() and uid.isdigit()):
        raise InputError("“{id}” is no id.", file=file, line=line, id=uid)
    if uid in ids:
        raise InputError(
            "the id “{id}” stands there twice.", file=file, line=line, id=uid
        )
    ids.add(uid)


def _span(uid: str, found: dict[str, str], file: str, line: int) -> RawSpan:
    sofa = found.get("sofa", "")
    if not (sofa.isascii() and sofa.isdigit()):
        raise InputError(
            "it names no text that it lies in.", file=file, line=line, field=uid
        )
    begin, end = (offset(found[k], int(uid), line, file) for k in ("begin", "end"))
    return RawSpan(int(uid), int(sofa), begin, end, line)


def _types(source: Source) -> TypeSystem:
    if source.types is None:
        raise InputError(
            "there is no TypeSystem.xml beside it.",
            file=source.name,
            remedy="Put the one that was exported with it into the same folder.",
        )
    return _type_system(source.types())


@lru_cache(SYSTEMS)
def _type_system(data: bytes) -> TypeSystem:
    """The type system; files of one collection share it."""
    from cassis import load_typesystem

    file = "TypeSystem.xml"
    require_safe(_described(data, file), file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_typesystem(io.BytesIO(data))
    except Exception as error:  # as above
        raise InputError(
            "this is no type system: {error}.", file=file, error=error
        ) from None


def _described(data: bytes, file: str) -> Iterator[tuple[str, list[str]]]:
    root = safe_xml.parse(data, file=file)
    for each in root.iter(f"{_SPEC}typeDescription"):
        features = each.iter(f"{_SPEC}featureDescription")
        names = [one.findtext(f"{_SPEC}name", "").strip() for one in features]
        yield each.findtext(f"{_SPEC}name", "").strip(), names
