# SPDX-License-Identifier: MIT
"""The metadata line above an article that does not say itself what it is."""

from __future__ import annotations

from annotator.model.document import Document
from annotator.ui.article.blocks import Blocks
from annotator.ui.plain import one_line


def metadata_line(document: Document, blocks: Blocks) -> str:
    """Title, date, author and source in one line; "" where a by-line says it."""
    if len(blocks.kinds) > 1:
        return ""
    data = document.metadata
    published = str(data.get("published") or "").replace("T", " ")
    parts = [published, str(data.get("author") or ""), str(data.get("source") or "")]
    if not blocks.kinds:
        parts.insert(0, document.title)
    return "  ·  ".join(one_line(part) for part in parts if part.strip())
