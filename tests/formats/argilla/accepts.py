# SPDX-License-Identifier: MIT
"""Whether Argilla takes a data set: the rules of its client and server, once more.

`Dataset.from_disk` reads three files; each record becomes keyword arguments, so that
no other keys may stand in suggestions and responses; the server wants user ids that
are UUIDs, one response of a user, spans inside the text with labels of the question,
and no overlap unless that is allowed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

_NAME = re.compile(r"(?=.*[a-z0-9])[a-z0-9_-]+")
_DATASET = re.compile(r"(?!-|_)[a-zA-Z0-9-_ ]+")
_AGENT = re.compile(r"(?=.*[a-zA-Z0-9])[a-zA-Z0-9-_:./\s]+")
_STATUSES = ("draft", "submitted", "discarded")
_MOST_SPANS = 10_000
_MOST_LABELS = 500

Row = dict[str, Any]


def faults_in(folder: Path) -> list[str]:
    """What Argilla would not take of a data set on disk; [] where all goes in."""
    # In the encoding of a system that is not UTF-8.
    dataset, settings, records = (
        json.loads((folder / name).read_text("ascii"))
        for name in (".argilla/dataset.json", ".argilla/settings.json", "records.json")
    )
    found = [] if _DATASET.fullmatch(dataset["name"]) else ["name of the data set"]
    found += _settings(settings)
    ids = [each["id"] for each in records]
    if len(ids) != len(set(ids)):
        found.append("an id stands twice")
    for each in records:
        found += [f"{each['id']}: {fault}" for fault in faults(each, settings)]
    return found


def _settings(settings: Row) -> list[str]:
    found = []
    (question,) = settings["questions"]
    names = [each["name"] for each in settings["fields"]]
    said = question["settings"]
    values = [each["value"] for each in said["options"]]
    if not _NAME.fullmatch(question["name"]) or not question["required"]:
        found.append("question")
    if said["type"] != "span" or said["field"] not in names:
        found.append("field of the question")
    if len(values) != len(set(values)) or not 1 <= len(values) <= _MOST_LABELS:
        found.append("labels")
    if any(not 0 < len(v["value"]) <= 200 or not v["text"] for v in said["options"]):
        found.append("label")
    shown = said["visible_options"]
    if shown is not None and not 3 <= shown <= len(values):
        found.append("visible labels")
    if not set(names).isdisjoint({question["name"]}):
        found.append("names")
    return found


def faults(record: Row, settings: Row) -> list[str]:
    """The same of one record."""
    found = []
    names = {each["name"] for each in settings["fields"]}
    questions = {each["name"]: each["settings"] for each in settings["questions"]}
    fields = record["fields"]
    if fields.keys() != names or not all(isinstance(v, str) for v in fields.values()):
        found.append("fields")
    if record["metadata"] and not settings["allow_extra_metadata"]:
        found.append("metadata")
    for name, each in record["suggestions"].items():
        if each.keys() - {"value", "score", "agent", "type"}:
            found.append(f"keys of the suggestion {each.keys()}")
        agent = each.get("agent")
        if agent is not None and not _AGENT.fullmatch(agent):
            found.append(f"agent {agent}")
        found += _spans(each["value"], fields, questions[name])
    for name, listed in record["responses"].items():
        users = [each["user_id"] for each in listed]
        if len(users) != len(set(users)):
            found.append("two responses of a user")
        for each in listed:
            UUID(each["user_id"])
            if each.keys() != {"value", "user_id", "status"}:
                found.append(f"keys of the response {each.keys()}")
            if each["status"] not in _STATUSES:
                found.append(f"status {each['status']}")
            found += _spans(each["value"], fields, questions[name])
    return found


def _spans(value: list[Row], fields: Row, question: Row) -> list[str]:
    length = len(fields[question["field"]])
    labels = {each["value"] for each in question["options"]}
    found = ["too many spans"] if len(value) > _MOST_SPANS else []
    for each in value:
        start, end = each["start"], each["end"]
        if type(start) is not int or type(end) is not int:
            found.append(f"numbers {each}")
        if not 0 <= start < end <= length:
            found.append(f"place {each}")
        if each["label"] not in labels:
            found.append(f"label {each}")
    if not question["allow_overlapping"]:
        places = sorted((each["start"], each["end"]) for each in value)
        ends = [end for _, end in places]
        if any(s < e for (s, _), e in zip(places[1:], ends, strict=False)):
            found.append("overlap")
    return found
