# SPDX-License-Identifier: MIT
"""Users as annotators, and codes by the labels that they are known under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.formats.jsonl_header import read_annotator
from annotator.formats.marks.mapping import BELOW
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.options import ReadOptions
from annotator.formats.refi.guids import ADJUDICATED, ADJUDICATED_NAME, guid_for
from annotator.formats.refi.records import Code, User
from annotator.model.team import Annotator, initials_of


@dataclass(frozen=True, slots=True)
class Who:
    """Whose a coding is: an annotator's name or id, and the layer it lies in."""

    annotator: str | None
    layer: str | None = None


class People:
    """The users of a project.

    Args:
        users: by GUID.
        ours: whether the project is one that this program wrote, so that its users
            have ids that mean something here.
        kept: what is kept aside of users, by GUID.
    """

    def __init__(
        self,
        users: Mapping[str, User],
        options: ReadOptions,
        ours: bool,
        kept: Mapping[str, Any],
    ) -> None:
        self._options = options
        self._names: dict[str, str] = {}
        self._introduced: dict[str, Annotator] = {}
        self._adjudicated = {ADJUDICATED}
        taken: set[str] = set()
        for guid, user in users.items():
            # Programs that make GUIDs anew keep names.
            if ours and user.name == ADJUDICATED_NAME and not user.id:
                self._adjudicated.add(guid)
            if guid not in self._adjudicated:
                name = _free(user.name, taken)
                self._names[guid] = self._known(user, name, kept) if ours else name

    def _known(self, user: User, name: str, kept: Mapping[str, Any]) -> str:
        """What an annotator of ours is called: an id that the project has, or gets."""
        uid = user.id or user.guid
        if self._options.knows("annotator", uid):
            return uid
        found = self._options.find_annotator(name)
        if found is not None:
            return found
        self._introduced[uid] = _annotator(uid, name, kept.get(user.guid))
        return uid

    def who(self, coder: str, selecting: str) -> Who:
        """Whose a coding is, by the users who coded and who selected."""
        if coder in self._adjudicated:
            return Who(self._names.get(selecting), "adjudicated")
        return Who(self._names.get(coder) or self._names.get(selecting))

    def here(self, uid: str) -> str:
        """The id here of an annotator of ours, who has the id `uid` in the file."""
        return self._names.get(guid_for(uid, "user"), uid)

    def introduced(self, names: Iterable[str | None]) -> tuple[Annotator, ...]:
        """Those of ours that the project does not know, among `names`."""
        found = (self._introduced.get(name or "") for name in dict.fromkeys(names))
        return tuple(each for each in found if each is not None)

    def everyone(self) -> tuple[Annotator, ...]:
        """All annotators that the project does not know."""
        made = dict(self._introduced)
        for name in self._names.values():
            known = self._options.knows("annotator", name)
            if name not in made and not known:
                found = self._options.find_annotator(name)
                uid = stable_uid("annotator", name)
                if found is None:
                    initials = initials_of(name)
                    made[name] = Annotator(uid=uid, name=name, initials=initials)
        return tuple(made.values())


def _annotator(uid: str, name: str, kept: Any) -> Annotator:
    if not isinstance(kept, Mapping):
        return Annotator(uid=uid, name=name, initials=initials_of(name))
    return read_annotator({**kept, "id": uid, "name": name})


def labels_of(roots: Iterable[Code]) -> dict[str, str]:
    """The label of each code by its GUID: its name after those of the codes above."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    waiting = [(code, "") for code in roots]
    while waiting:
        code, above = waiting.pop(0)
        label = _free(f"{above}{code.name or code.guid}", taken)
        made[code.guid] = label
        waiting[:0] = [(child, f"{label}{BELOW}") for child in code.children]
    return made


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where another has it."""
    made, number = name, 2
    while made in taken:
        made, number = f"{name} ({number})", number + 1
    taken.add(made)
    return made
