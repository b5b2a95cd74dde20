# SPDX-License-Identifier: MIT
"""GUIDs: how other programs spell them, and how ours follow from what they name.

What is exported twice has the same GUIDs twice, so that a program that knows it
already can tell.  An id of ours that is a GUID is taken as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from annotator.formats.marks.resolver import stable_uid

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_guid(text: str) -> bool:
    """Whether `text` is a GUID as we spell them: small letters, no braces."""
    return _GUID.fullmatch(text) is not None


def normal(text: str) -> str:
    """A GUID as we spell it: programs write capitals and braces as well."""
    text = text.strip().lower()
    return text[1:-1] if text[:1] == "{" and text[-1:] == "}" else text


@lru_cache(maxsize=1 << 16)
def guid_of(*parts: str) -> str:
    """The GUID of what is named by `parts`, the first of which says what it is."""
    return stable_uid("refi-qda", *parts)


def guid_once(*parts: str) -> str:
    """The same of what is asked for once only: it is not remembered."""
    return stable_uid("refi-qda", *parts)


def guid_for(uid: str, *parts: str) -> str:
    """The GUID of a thing with the id `uid`: that id, if it is one."""
    return uid if is_guid(uid) else guid_of(*parts, uid)


#: The user that codings of the adjudicated layer belong to.
ADJUDICATED: Final = guid_of("user", "adjudicated")
ADJUDICATED_NAME: Final = "adjudicated"
