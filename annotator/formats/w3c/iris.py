# SPDX-License-Identifier: MIT
"""Ids as IRIs, which the model wants for everything, and back.

A UUID is one already (`urn:uuid:`), and so is whatever came from another program
as such.  Any other id becomes `urn:annotator:KIND:…`, percent-encoded.  Ids of
annotations are unique in their document only, so the document's stands before.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

_OURS: Final = "urn:annotator:"
_UUID: Final = "urn:uuid:"
_IS_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_IS_IRI: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\x00-\x20]+')

PERSON: Final = "person"
ENTITY: Final = "entity"
DOCUMENT: Final = "document"
ANNOTATION: Final = "annotation"


def iri_of(kind: str, uid: str, within: str = "") -> str:
    """The IRI of something with that id; `within` is the id of its document."""
    if is_foreign(uid):
        return uid
    first, slash, rest = uid.partition("/")
    if _IS_UUID.fullmatch(first) and (not slash or rest):
        return f"{_UUID}{first}" + (f"#{quote(rest)}" if rest else "")
    parts = (within, uid) if within else (uid,)
    return f"{_OURS}{kind}:" + ":".join(quote(part, safe="") for part in parts)


def uid_of(iri: str) -> str:
    """The id for which `iri_of` makes that IRI; a stranger's is its own id."""
    if iri.startswith(_UUID):
        first, _, rest = iri.removeprefix(_UUID).partition("#")
        if _IS_UUID.fullmatch(first):
            return f"{first}/{unquote(rest)}" if rest else first
    if iri.startswith(_OURS):
        return unquote(iri.rpartition(":")[2])
    return iri


def is_foreign(text: str) -> bool:
    """Whether a text is an IRI as it stands, and none that we would make."""
    ours = text.startswith((_OURS, _UUID))
    return not ours and _IS_IRI.fullmatch(text) is not None


def last_part(iri: str) -> str:
    """What people would read of an IRI: its fragment, or the end of its path."""
    bare = iri.rstrip("/#")
    return unquote(re.split(r"[/#:]", bare)[-1]) or iri
