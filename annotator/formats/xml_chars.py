# SPDX-License-Identifier: MIT
"""The characters that XML 1.0 has no way to write, not even as a reference."""

from __future__ import annotations

import re
from typing import Final

from annotator.formats.options import WriteOptions

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_XML: Final = "control characters, which XML does not have (U+FFFD instead)"


def clean(text: str, options: WriteOptions) -> str:
    """`text` with U+FFFD for each such character; that is counted."""
    wrong = _NO_XML.search(text)
    if wrong is None:
        return text
    options.losses.add(NOT_IN_XML, f"U+{ord(wrong[0]):04X}")
    return _NO_XML.sub("\ufffd", text)
