# SPDX-License-Identifier: MIT
"""How two versions of a codebook differ, and what an upgrade must be told.

MAJOR is something removed or redefined, so that existing annotations may no
longer mean what they meant; MINOR something added or changed in its rules;
PATCH wording, colours and keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from annotator.model.codebook import Codebook
from annotator.model.codebook_parts import Element, elements

LEVELS: Final = ("none", "patch", "minor", "major")

#: What annotations hold: without it they would lose something.
_HELD: Final = ("type", "row", "role", "field", "value", "entry")

#: Changing these gives what annotations hold another meaning.
_MEANING: Final = {
    "field": ("type", "multiple", "entity_type", "vocabulary"),
    "value": ("score",),
    "row": ("of",),
}
_WORDING: Final = ("label", "help", "key", "color", "message", "rare", "title")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    `kind` is added, removed, redefined or changed; `what` is type, row, role,
    field, value, entry, entity_type, vocabulary, rule or codebook; `path` its ids
    joined by dots; `level` is major, minor or patch; `keys` are those changed.
    """

    kind: str
    what: str
    path: str
    level: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """Something removed or redefined: where is it to go?

    `choices` are the ids it may be mapped to; "" keeps it aside and unset, where
    `may_unset`.
    """

    kind: str
    what: str
    path: str
    choices: tuple[str, ...]
    may_unset: bool = True

    @property
    def identifier(self) -> str:
        """The id of the thing itself."""
        return self.path.rpartition(".")[2]


def diff(old: Codebook, new: Codebook) -> list[Difference]:
    """All differences from `old` to `new`, in the order of the codebooks."""
    before, after = elements(old), elements(new)
    found = []
    for key, element in before.items():
        if key not in after:
            held = element.what in _HELD or element.what in (
                "entity_type",
                "vocabulary",
            )
            level = "major" if held else "minor"
            found.append(Difference("removed", *key, level))
        elif element != after[key]:
            found.append(_change(element, after[key]))
    added = [Difference("added", *key, "minor") for key in after if key not in before]
    return found + added


def level(old: Codebook, new: Codebook) -> str:
    """The gravest level of the differences, "none" where the bodies are equal."""
    if _unversioned(old) == _unversioned(new):
        return "none"
    levels = [LEVELS.index(each.level) for each in diff(old, new)]
    return LEVELS[max([1, *levels])]


def bump(version: str, by: str) -> str:
    """The version after `version` for a change of level `by`."""
    numbers = [int(part) if part.isdecimal() else 0 for part in version.split(".")]
    major, minor, patch = [*numbers, 0, 0, 0][:3]
    return {
        "none": version,
        "patch": f"{major}.{minor}.{patch + 1}",
        "minor": f"{major}.{minor + 1}.0",
        "major": f"{major + 1}.0.0",
    }[by]


def needed_mappings(old: Codebook, new: Codebook) -> tuple[Need, ...]:
    """What an upgrade must be told, were everything in use.

    What lies inside something removed is not asked for besides.
    """
    grave = {
        (each.what, each.path): each.kind
        for each in diff(old, new)
        if each.kind in ("removed", "redefined") and each.what in _HELD
    }
    before, after = elements(old), elements(new)
    return tuple(
        Need(
            kind, what, path, _choices(before[what, path], after), what not in ("type",)
        )
        for (what, path), kind in grave.items()
        if not any(owner in grave for owner in _owners(before[what, path], before))
    )


def _change(old: Element, new: Element) -> Difference:
    names = sorted({*old.keys, *new.keys})
    keys = tuple(k for k in names if old.keys.get(k) != new.keys.get(k))
    if set(keys) & set(_MEANING.get(old.what, ())):
        return Difference("redefined", old.what, old.path, "major", keys)
    worded = all(key in _WORDING for key in keys)
    by = "patch" if worded or old.what == "codebook" else "minor"
    return Difference("changed", old.what, old.path, by, keys)


def _owners(
    element: Element, known: dict[tuple[str, str], Element]
) -> list[tuple[str, str]]:
    """The elements around it, nearest first."""
    found = []
    while element.owner is not None and element.owner in known:
        found.append(element.owner)
        element = known[element.owner]
    return found


def _choices(
    element: Element, after: dict[tuple[str, str], Element]
) -> tuple[str, ...]:
    """Ids of the same kind in the same place of the new version."""
    if element.what == "row" or (element.owner not in after and element.owner):
        return ()
    return tuple(
        each.identifier
        for each in after.values()
        if each.what == element.what and each.owner == element.owner
    )


def _unversioned(codebook: Codebook) -> dict[str, Any]:
    body = dict(codebook.body)
    body["codebook"] = {**body.get("codebook", {}), "version": ""}
    return body
