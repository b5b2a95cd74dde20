# SPDX-License-Identifier: MIT
"""What a data set of Argilla says of its questions, in and out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from annotator.formats.argilla.names import FIELD, FOLDER, QUESTION, SETTINGS
from annotator.formats.json_objects import objects
from annotator.formats.marks.names import Names
from annotator.model.bundle import Bundle
from annotator.model.codebook_reader import from_body
from annotator.model.errors import InputError

#: Fewer labels are always shown all.
_MIN_VISIBLE: Final = 3
_LONGEST_NAME: Final = 200
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9-_ ]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """The field that each span question is about, and its labels."""

    fields: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()


def read_settings(records: Path) -> Settings:
    """The settings beside a file of records; none where there are none.

    Raises InputError where they are no JSON.
    """
    folders = (records.parent / FOLDER, records.parent)
    found_in = [each / SETTINGS for each in folders if (each / SETTINGS).is_file()]
    if not found_in or found_in[0] == records:
        return Settings()
    fields: dict[str, str] = {}
    labels: dict[str, None] = {}
    found = next(objects(found_in[0]), None)
    questions = found.row.get("questions") if found else None
    for each in questions if isinstance(questions, list) else ():
        said = each.get("settings") if isinstance(each, dict) else None
        if not isinstance(said, dict) or said.get("type") != "span":
            continue
        name, about = each.get("name"), said.get("field")
        if isinstance(name, str) and isinstance(about, str):
            fields[name] = about
        options = said.get("options")
        for option in options if isinstance(options, list) else ():
            if isinstance(option, dict) and isinstance(option.get("value"), str):
                labels[option["value"]] = None
    return Settings(fields, tuple(labels))


def settings_of(bundle: Bundle) -> dict[str, Any]:
    """The settings for a project: one question about the spans of a text.

    Raises InputError where there is no codebook, hence no labels.
    """
    options = _options(bundle)
    if not options:
        raise InputError(
            "there is no codebook, hence no labels to write.",
            remedy="Export a project that has one.",
        )
    shown = len(options) if len(options) >= _MIN_VISIBLE else None
    return {
        "guidelines": None,
        "questions": [
            {
                "name": QUESTION,
                "title": "Spans",
                "description": None,
                "required": True,
                "settings": {
                    "type": "span",
                    "allow_overlapping": True,
                    "field": FIELD,
                    "options": options,
                    "visible_options": shown,
                },
            }
        ],
        "fields": [
            {
                "name": FIELD,
                "title": "Text",
                "required": True,
                "settings": {"type": "text", "use_markdown": False},
            }
        ],
        "vectors": [],
        "metadata": [],
        "allow_extra_metadata": True,
    }


def _options(bundle: Bundle) -> list[dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for version in bundle.codebooks:
        for label, part in Names(from_body(version.body)).parts.items():
            named = part.role or part.row
            assert named is not None
            text = named.label or label
            made.setdefault(label, {"value": label, "text": text, "description": None})
    return list(made.values())


def dataset_of(bundle: Bundle) -> dict[str, Any]:
    """What the data set is called."""
    name = _NO_NAME.sub(" ", bundle.header.title).strip(" -_")[:_LONGEST_NAME]
    return {
        "name": " ".join(name.split()) or "annotator",
        "status": "draft",
        "guidelines": None,
        "allow_extra_metadata": True,
    }


def ascii_json(value: Any) -> bytes:
    """JSON that is the same in every encoding: Argilla reads in the system's."""
    return json.dumps(value, ensure_ascii=True).encode()
