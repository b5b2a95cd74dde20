# SPDX-License-Identifier: MIT
"""What a package leaves out of a record, put back when fuller copies meet it.

Gold documents and repeats must not be recognisable in an annotator's file, so that
its rounds and documents say less than the lead's under the very same revision.
That is no other state: of two copies under one revision the fuller one holds,
whichever became known first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from annotator.model.document import Document
from annotator.model.item import Item
from annotator.model.states import Record
from annotator.store.rounds import ROUNDS


def completed(state: Record, copies: Iterable[Record]) -> Record:
    """`state` with what other copies of it under the same revision say beyond it.

    The very same record where they say no more.
    """
    for each in copies:
        if state.revs and each.revs[-1:] == state.revs[-1:]:
            state = _filled(state, each)
    return state


def _filled(state: Record, copy: Record) -> Record:
    if isinstance(state, Item) and isinstance(copy, Item) and state.kind == ROUNDS:
        if copy.data.keys() - state.data.keys():
            return replace(state, data=_both(copy.data, state.data))
    elif isinstance(state, Document) and isinstance(copy, Document):
        more = copy.extra.keys() - state.extra.keys()
        return replace(state, extra=_both(copy.extra, state.extra)) if more else state
    return state


def _both(fuller: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """All keys in the order of the fuller one, with the values that are known."""
    return {**{key: known.get(key, fuller[key]) for key in fuller}, **known}
