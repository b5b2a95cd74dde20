# SPDX-License-Identifier: MIT
"""The document of a task: which of its data is the text, and what the rest says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from annotator.formats import typed
from annotator.formats.labelstudio.labelling import Labelling
from annotator.formats.labelstudio.names import FORMAT, TEXT, TITLE
from annotator.formats.labelstudio.results import Region, as_shown
from annotator.formats.labelstudio.tasks import Task
from annotator.formats.making import make_document
from annotator.formats.marks.resolver import stable_uid
from annotator.formats.placing import Quote, fitting
from annotator.model.document import Document
from annotator.model.errors import InputError

_DATA: Final = "data"
#: What stands for a picture, a sound or a text that lies elsewhere.
_ADDRESS: Final = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*://|/data/)\S+\s*")
#: The keys under which a text is looked for where nothing says where it is.
_USUAL: Final = (TEXT, "Text", "content", "body", "article")


def text_key(task: Task, labelling: Labelling) -> str:
    """The key of the text in the data; InputError where there is none."""
    data = task.data
    texts = [key for key, value in data.items() if isinstance(value, str)]
    if not texts:
        raise InputError(
            "there is no text in the data of the task.",
            field=_DATA,
            remedy="What is annotated must be text, and stand there itself.",
        )
    found = _named(task, labelling)
    if len(found) == 1 or (found and labelling.texts):
        return found[0]
    if not found and all(_ADDRESS.fullmatch(data[key]) for key in texts):
        raise InputError(
            "there is no text in the data of the task, only the address of a file.",
            field=f"{_DATA}.{texts[0]}",
            remedy="What is annotated must be text, and stand there itself.",
        )
    usual = (key for key in _USUAL if key in texts)
    longest = sorted(texts, key=lambda key: -len(data[key]))
    order = list(dict.fromkeys((*found, *usual, *longest)))
    quotes = _quotes(task)
    fit = (key for key in order if quotes and fitting(data[key], quotes, same=as_shown))
    return next(fit, order[0])


def _named(task: Task, labelling: Labelling) -> list[str]:
    """The texts that regions name, those of most regions first."""
    counts = Counter(each.object for each in _placed(task))
    named = [labelling.texts.get(name, name) for name, _ in counts.most_common()]
    named += labelling.texts.values()
    return [key for key in dict.fromkeys(named) if isinstance(task.data.get(key), str)]


def _quotes(task: Task) -> list[Quote]:
    return [quote for each in _placed(task) if (quote := each.quoted()) is not None]


def _placed(task: Task) -> Iterable[Region]:
    for found in task.found:
        for each in found.results.regions.values():
            if each.start is not None:
                yield each


def is_of(region: Region, key: str, labelling: Labelling, main: str) -> bool:
    """Whether a region lies in the text under `key`; `main` is what most name."""
    if region.start is None or not region.object or region.object == main:
        return True
    return labelling.texts.get(region.object) == key


def main_object(task: Task, key: str, labelling: Labelling) -> str:
    """The name of the text that the regions of the text under `key` go by."""
    counts = Counter(each.object for each in _placed(task))
    own = [name for name in counts if labelling.texts.get(name, name) == key]
    return max(own or counts, key=lambda name: counts[name], default="")


def document_of(task: Task, key: str) -> Document:
    """The document, with what the other texts of the data say of it."""
    details, raw = task.details, task.data[key]
    try:
        return make_document(
            raw,
            uid=typed.text(details, "id")
            or stable_uid("document", FORMAT, task.id, raw),
            title=_title(task, key),
            file=task.side.file,
            metadata=_metadata(task, key),
            extra=task.side.extra,
            field=f"{_DATA}.{key}",
        )
    except InputError as error:
        error.field = error.field or _DATA
        raise


def _title(task: Task, key: str) -> str:
    said = task.data.get(TITLE)
    own = isinstance(said, str) and key != TITLE
    return typed.text(task.details, "title") or (str(said) if own else "")


def _metadata(task: Task, key: str) -> dict[str, Any]:
    taken = {key, TITLE}
    said = {k: v for k, v in task.data.items() if isinstance(v, str) and k not in taken}
    return said | typed.table_at(task.details, "metadata")


def extra_of(task: Task, key: str) -> dict[str, Any]:
    """What of a task is kept: other data, and what is said of annotations."""
    others = {
        k: v for k, v in task.data.items() if v is not None and not isinstance(v, str)
    }
    found = [
        {"kind": each.kind, "person": each.person, **each.extra}
        for each in task.found
        if each.extra and not each.details
    ]
    made = dict(task.extra)
    made |= {"data": others} if others else {}
    if not task.details:
        # Our own tasks are numbered anew each time.
        made |= {"id": task.id} if task.id else {}
    return made | ({"found": found} if found else {})
