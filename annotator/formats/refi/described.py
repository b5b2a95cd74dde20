# SPDX-License-Identifier: MIT
"""What codes and cases say of the issues and speakers that were made of them.

A mapping gives names only: definitions, and what a codebook records of speakers,
are found by these names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.formats.refi.project import Project
from annotator.formats.refi.records import Case, Code
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity, VocabularyEntry


def described_entries(
    entries: Iterable[VocabularyEntry], project: Project
) -> Iterator[VocabularyEntry]:
    """The entries with the definitions of the codes that are called like them."""
    codes = [code for root in project.codes for code in root.walk()]
    names = Counter(code.name for code in codes)
    unique: dict[str, Code] = {c.name: c for c in codes if names[c.name] == 1}
    for each in entries:
        code = unique.get(each.label)
        if code is not None and code.description and not each.definition:
            each = replace(each, definition=code.description)
        yield each


def described_entities(
    entities: Iterable[Entity], project: Project, codebook: Codebook
) -> Iterator[Entity]:
    """The entities with what the cases that are called like them say."""
    cases: dict[str, Case] = {each.name: each for each in project.cases.values()}
    for each in entities:
        kind, case = codebook.entity_type(each.type), cases.get(each.name)
        if kind is not None and case is not None:
            said = project.values(case.values)
            wanted = {name: said[name] for name in kind.attributes if name in said}
            each = replace(each, attributes={**wanted, **each.attributes})
        yield each
