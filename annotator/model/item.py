# SPDX-License-Identifier: MIT
"""Items: rounds, assignments, highlights, searches, decisions, comments.

What an item says is plain data, as the exchange format has it; nouns that need
more have records of their own, made from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

#: Kinds that belong to the project as a whole, in the order of the header.
HEADER_KINDS: Final = ("rounds", "assignments", "highlights", "searches")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item.

    Attributes:
        kind: "rounds", "decisions" …, as the exchange format calls the list.
        uid: its id; of what has none, one made from what it says.
        document: uid of the document that it belongs to; None: the project.
        data: all that the exchange format says of it, but for revs and deleted.
        revs: the chain of revisions, oldest first.
        deleted: whether this is a tombstone.
    """

    kind: str
    uid: str
    document: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    revs: tuple[str, ...] = ()
    deleted: bool = False

    def whole(self) -> dict[str, Any]:
        """What the exchange format says of it, revisions included."""
        made = dict(self.data)
        if self.revs:
            made["revs"] = list(self.revs)
        if self.deleted:
            made["deleted"] = True
        return made


def item_of(kind: str, whole: Mapping[str, Any], document: str | None = None) -> Item:
    """The item that the exchange format says `whole` of."""
    data = {k: v for k, v in whole.items() if k not in ("revs", "deleted")}
    uid = whole.get("id")
    named = isinstance(uid, str) and uid
    revs = whole.get("revs", ())
    return Item(
        kind=kind,
        uid=str(uid) if named else nameless_uid(kind, data),
        document=document,
        data=data,
        revs=tuple(map(str, revs)) if isinstance(revs, list | tuple) else (),
        deleted=whole.get("deleted") is True,
    )


def nameless_uid(kind: str, data: Mapping[str, Any]) -> str:
    """A name for an item without an id: the same for the same words."""
    said = json.dumps(data, ensure_ascii=False, sort_keys=True, default=dict)
    return hashlib.sha256(f"{kind}\n{said}".encode()).hexdigest()[:32]
