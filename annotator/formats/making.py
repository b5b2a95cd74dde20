# SPDX-License-Identifier: MIT
"""Documents from what a file says: canonical text, id, title, checked characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from annotator.formats.marks.resolver import stable_uid
from annotator.formats.placing import canonical
from annotator.formats.titles import title_of
from annotator.model.document import Document, SourceFile
from annotator.model.errors import InputError
from annotator.model.identity import sha256_text

_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


def make_document(
    raw: str,
    *,
    uid: str = "",
    title: str = "",
    file: SourceFile | None = None,
    metadata: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
    field: str = "text",
) -> Document:
    """A document with the text `raw` (line ends of any kind).

    Without a uid it gets one that follows from the file's name and the text;
    without a title its first line.  Raises InputError naming `field` where the
    text holds NUL or half a surrogate pair, which no text may hold.
    """
    text = canonical(raw)
    wrong = _NO_TEXT.search(text)
    if wrong is not None:
        raise InputError(
            "character {number} is {name}, which is no text.",
            field=field,
            remedy="Remove it.",
            number=wrong.start() + 1,
            name="NUL" if wrong[0] == "\0" else "half a surrogate pair",
        )
    name = file.name if file else ""
    return Document(
        uid=uid or stable_uid("document", name, text),
        title=title or title_of(text),
        text=text,
        text_sha256=sha256_text(text),
        file=file,
        metadata=metadata or {},
        extra=extra or {},
    )
