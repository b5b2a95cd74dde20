# SPDX-License-Identifier: MIT
"""Whether brat's server takes an annotation file: its rules, stated once more.

They follow what `annotation.py` of brat 1.3 checks when it reads a document:
lines as Python splits them, unique ids, the text of a span as it stands in the
document, no overlap of fragments, triggers of the event's own type which only
events and relations point to, and no id that is not there.
"""

from __future__ import annotations

import re
from pathlib import Path

_ID = re.compile(r"([A-Za-z]+|#[A-Za-z]*)([0-9]+)(.*?)")
_NAME = re.compile(r"[a-zA-Z0-9_-]+")


def faults(ann: str, text: str) -> list[str]:
    """What brat would complain of, a sentence each; [] where it takes the file."""
    found: list[str] = []
    seen: dict[str, str] = {}
    references: list[tuple[str, str]] = []
    triggers: dict[str, str] = {}
    for line in ann.splitlines():
        uid, tab, rest = line.partition("\t")
        data, _, tail = rest.partition("\t")
        if not tab or (uid != "*" and (not _ID.fullmatch(uid) or uid in seen)):
            found.append(f"id: {line!r}")
            continue
        kind, *others = data.split()
        seen[uid] = kind.partition(":")[0]
        if not _NAME.fullmatch(kind.partition(":")[0]):
            found.append(f"name: {line!r}")
        if uid[0] == "T":
            found += _bound(data, tail, text)
        elif uid[0] == "E":
            triggers[uid] = kind.partition(":")[2]
            references += [("E", each.split(":")[1]) for each in others]
        elif uid[0] == "R":
            names = [each.split(":")[0] for each in others]
            if len(set(names)) != 2:
                found.append(f"arguments: {line!r}")
            references += [("R", each.split(":")[1]) for each in others]
        elif uid[0] == "*":
            references += [("*", each) for each in others]
        elif uid[0] == "N":
            if not re.match(r"(\S+) (\S+) (\S+?):(\S+)$", data):
                found.append(f"normalization: {line!r}")
            references.append(("N", others[0]))
        else:
            if uid[0] == "#" and len(others) != 1:
                found.append(f"note: {line!r}")
            references.append((uid[0], others[0]))
    return found + _pointing(seen, references, triggers)


def _bound(data: str, tail: str, text: str) -> list[str]:
    _, _, places = data.partition(" ")
    spans = [tuple(map(int, each.split(" "))) for each in places.split(";")]
    found = [f"span: {data}" for s, e in spans if not 0 <= s < e <= len(text)]
    for number, (start, end) in enumerate(spans):
        for before, after in spans[:number]:
            if end >= before and start < after:
                found.append(f"overlap: {data}")
    if tail != " ".join(text[s:e] for s, e in spans):
        found.append(f"text: {data}: {tail!r}")
    return found


def _pointing(
    seen: dict[str, str], references: list[tuple[str, str]], triggers: dict[str, str]
) -> list[str]:
    found = [f"missing: {uid}" for _, uid in references if uid not in seen]
    for event, trigger in triggers.items():
        if seen.get(trigger) != seen[event] or trigger[0] != "T":
            found.append(f"trigger: {event}")
    hung = set(triggers.values())
    found += [
        f"on a trigger: {u}" for kind, u in references if kind in "NA#" and u in hung
    ]
    return found


def faults_in(folder: Path) -> list[str]:
    """The same for all annotation files in a folder and below."""
    found = []
    for path in sorted(folder.rglob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode()
        found += faults(path.read_bytes().decode(), text)
    return found
