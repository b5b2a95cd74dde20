# SPDX-License-Identifier: MIT
"""Small pieces of the sentences that reports are made of."""

from __future__ import annotations

from annotator.model.sentence import Sentence


def counted(number: int, noun: str) -> Sentence:
    """`1 document`, `2 documents`, `1,000 documents`."""
    n = f"{number:,}"
    one, more = {
        "document": (Sentence("1 document"), Sentence("{n} documents", n=n)),
        "annotation": (Sentence("1 annotation"), Sentence("{n} annotations", n=n)),
        "entry": (
            Sentence("1 entry of a vocabulary"),
            Sentence("{n} entries of vocabularies", n=n),
        ),
        "duplicate": (Sentence("1 duplicate"), Sentence("{n} duplicates", n=n)),
    }[noun]
    return one if number == 1 else more
