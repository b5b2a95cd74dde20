# SPDX-License-Identifier: MIT
"""Which entries and entities of ours the codes and cases of a project are.

Ours have the GUIDs that we gave them, as long as no other program made new ones;
then names tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.formats.refi.records import Case, Code
from annotator.formats.refi.shape import entry_guid
from annotator.model.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Known:
    """Finds ids.

    `ids` are those that are no GUIDs, by GUID; `whole` tells that all such ids
    are known, so that any other GUID is an id.
    """

    options: ReadOptions
    codebooks: Sequence[Codebook] = ()
    ids: Mapping[str, str] | None = None
    whole: bool = False

    def entry(self, vocabulary: str, code: Code) -> str:
        """The id of the entry that a code is."""
        uid = self._given(code.guid, "entry")
        return uid or self._fixed(vocabulary, code) or self._named(vocabulary, code)

    def entity(self, kind: str, case: Case) -> str:
        """The id of the entity of that type that a case is."""
        uid = self._given(case.guid, "entity")
        uid = uid or self.options.find_entity(kind, case.name)
        return uid or stable_uid("entity", kind, case.name)

    def _given(self, guid: str, kind: str) -> str | None:
        found = (self.ids or {}).get(guid)
        if found is None and (self.whole or self.options.knows(kind, guid)):
            return guid
        return found

    def _fixed(self, vocabulary: str, code: Code) -> str | None:
        for codebook in self.codebooks:
            held = codebook.vocabulary(vocabulary)
            for value in held.values if held else ():
                same = entry_guid(vocabulary, value.id) == code.guid
                if same or value.label == code.name:
                    return value.id
        return None

    def _named(self, vocabulary: str, code: Code) -> str:
        found = self.options.find_entry(vocabulary, code.name)
        return found or stable_uid("entry", vocabulary, code.name)
