# SPDX-License-Identifier: MIT
"""The codes that a project is written with: roles, values, issues and stances."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from annotator.formats.marks.names import Names, Part
from annotator.formats.refi import shape
from annotator.formats.refi.records import Code
from annotator.formats.refi.shape import Owner, Pair, Plain
from annotator.model.codebook import AnnotationType, Codebook, Field, RowType, Value
from annotator.model.entity import VocabularyEntry

_COLOR: Final = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
#: The code that says that there is no row of a kind.
_NONE: Final = "(none)"


class CodeTree:
    """The codes of the codebooks of a project, of every version each code once.

    `roots` are the codes at the top, `ids` are those of entries that are no GUIDs,
    by GUID.
    """

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        self.roots: list[Code] = []
        self.ids: dict[str, str] = {}
        self._known: dict[str, Code] = {}
        #: by vocabulary, what stands below each of its entries
        self._pairs: dict[str, dict[Owner, Pair]] = {}
        #: the vocabulary whose entries are at the top
        self._top: set[str] = set()
        for each in codebooks:
            self._add_codebook(each, Names(each))

    def __contains__(self, guid: str) -> bool:
        return guid in self._known

    def add_entries(self, entries: Iterable[VocabularyEntry]) -> None:
        """Add the entries of vocabularies, each below its parent."""
        listed = [each for each in entries if not each.deleted]
        guids = {(e.vocabulary, e.uid): _entry_guid(e) for e in listed}
        for each in listed:
            code = self._add(self._code_of(each), None)
            if code.guid != each.uid:
                self.ids[code.guid] = each.uid
        for each in listed:
            above = guids.get((each.vocabulary, each.parent or ""))
            code = self._known[guids[each.vocabulary, each.uid]]
            if above is None or self._leads_to(code, above):
                self._under_vocabulary(each.vocabulary).append(code)
            else:
                self._known[above].children.append(code)
        for each in listed:
            self._add_stances(each.vocabulary, guids[each.vocabulary, each.uid])

    def _leads_to(self, code: Code, guid: str) -> bool:
        """Whether a code is, or holds, that of the GUID: a ring has no top."""
        return any(each.guid == guid for each in code.walk())

    def _under_vocabulary(self, vocabulary: str) -> list[Code]:
        code = self._known.get(shape.vocabulary_guid(vocabulary))
        is_top = vocabulary in self._top or code is None
        return self.roots if is_top or code is None else code.children

    def _add_stances(self, vocabulary: str, entry: str) -> None:
        for owner, pair in self._pairs.get(vocabulary, {}).items():
            for value in pair.stance.values:
                guid = shape.stance_guid(entry, owner, value.id)
                self._add(_value_code(value, guid), self._known[entry])

    def _code_of(self, entry: VocabularyEntry) -> Code:
        kept = _kept(entry)
        return Code(
            guid=_entry_guid(entry),
            name=entry.label,
            codable=kept.get("codable") is not False,
            color=color_of(kept.get("color")),
            description=entry.definition,
        )

    # -- the codebook ----------------------------------------------------------------

    def _add_codebook(self, codebook: Codebook, names: Names) -> None:
        plain = shape.plain_of(codebook)
        for kind in codebook.types:
            if plain is None or kind.id != plain.type:
                self._add_type(kind, names)
        used = self._vocabularies(codebook)
        for vocabulary in codebook.vocabularies:
            if plain is not None and vocabulary.id == plain.codes:
                self._top.add(vocabulary.id)
            elif vocabulary.id in used:
                guid = shape.vocabulary_guid(vocabulary.id)
                self._add(Code(guid, vocabulary.label, codable=False), None, top=True)
        for owner, part in shape.owners(codebook):
            pair = shape.pair_of(part.fields)
            if pair is not None and not _is_plain(plain, owner):
                found = self._pairs.setdefault(pair.issue.vocabulary or "", {})
                found.setdefault(owner, pair)

    def _vocabularies(self, codebook: Codebook) -> set[str]:
        fields = (f for _, part in shape.owners(codebook) for f in part.fields)
        return {f.vocabulary for f in fields if f.type == "vocabulary" and f.vocabulary}

    def _add_type(self, kind: AnnotationType, names: Names) -> None:
        parts = [Part(kind, None, role) for role in kind.roles]
        if len(parts) == 1:
            above = self._part(parts[0], names, None)
        else:
            code = Code(shape.type_guid(kind.id), kind.label, codable=False)
            code.description = kind.help
            above = self._add(code, None, top=True)
            for part in parts:
                self._part(part, names, above)
        self._fields((kind.id, None), kind.fields, above)
        for row in kind.rows:
            self._row(kind, row, names, above)

    def _row(
        self, kind: AnnotationType, row: RowType, names: Names, above: Code
    ) -> None:
        code = self._part(Part(kind, row, None), names, above)
        for role in row.roles:
            self._part(Part(kind, row, role), names, code)
        owner = kind.id, row.id
        self._fields(owner, row.fields, code)
        if row.explicit_none:
            self._add(Code(shape.none_guid(owner), _NONE), code)

    def _part(self, part: Part, names: Names, above: Code | None) -> Code:
        named = part.role or part.row
        assert named is not None
        role = part.role
        code = Code(
            guid=shape.part_guid(part.path),
            name=names.label_of(part) if names.by_label else named.label,
            color=color_of(role.color) if role else None,
            description=named.help,
        )
        return self._add(code, above, top=above is None)

    def _fields(self, owner: Owner, fields: Sequence[Field], above: Code) -> None:
        for field in fields:
            values = shape.values_of(field)
            if values:
                guid = shape.field_guid(owner, field.id)
                code = Code(guid, field.label, False, description=field.help)
                code = self._add(code, above)
                for value in values:
                    own = shape.value_guid(owner, field.id, value.id)
                    self._add(_value_code(value, own), code)

    def _add(self, code: Code, above: Code | None, *, top: bool = False) -> Code:
        """The code, or the one that is there already."""
        known = self._known.get(code.guid)
        if known is not None:
            return known
        self._known[code.guid] = code
        if above is not None:
            above.children.append(code)
        elif top:
            self.roots.append(code)
        return code


def _is_plain(plain: Plain | None, owner: Owner) -> bool:
    return plain is not None and owner[0] == plain.type


def _value_code(value: Value, guid: str) -> Code:
    color = color_of(value.color)
    return Code(guid, value.label, color=color, description=value.help)


def color_of(said: object) -> str | None:
    """A colour as REFI-QDA has it, None for anything else."""
    found = isinstance(said, str) and _COLOR.fullmatch(said)
    return said if isinstance(said, str) and found else None


def _entry_guid(entry: VocabularyEntry) -> str:
    return shape.entry_guid(entry.vocabulary, entry.uid)


def _kept(entry: VocabularyEntry) -> Mapping[str, Any]:
    """What the file said of the code that the entry was made from."""
    found = entry.extra.get("qdpx")
    return found if isinstance(found, Mapping) else {}


def entries_of(
    codebooks: Iterable[Codebook], vocabularies: Mapping[str, Iterable[VocabularyEntry]]
) -> list[VocabularyEntry]:
    """All entries: those that codebooks fix, then those of the project."""
    found = {(e.vocabulary, e.uid): e for e in _fixed(codebooks)}
    for entries in vocabularies.values():
        found |= {(e.vocabulary, e.uid): e for e in entries}
    return list(found.values())


def _fixed(codebooks: Iterable[Codebook]) -> Iterator[VocabularyEntry]:
    for codebook in codebooks:
        for vocabulary in codebook.vocabularies:
            for value in vocabulary.values:
                yield VocabularyEntry(
                    uid=value.id,
                    vocabulary=vocabulary.id,
                    label=value.label,
                    definition=value.definition,
                    parent=value.parent,
                )
