# SPDX-License-Identifier: MIT
"""What changed, told to whoever shows it.

A verb commits and then emits one `Changed`; nothing else refreshes a view.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changed:
    """One commit, by what it touched.

    Attributes:
        tables: nouns: "document", "annotation", "layer", "entity", "vocabulary",
            "annotator", "codebook", "history", "settings", "round", "assignment".
        documents: uids of the documents concerned; None: any of them.
        initiator: whoever asked for the change, who may already show it.
        annotations: uids of the annotations concerned; None: any of them.
    """

    tables: frozenset[str]
    documents: frozenset[str] | None = None
    initiator: object | None = None
    annotations: frozenset[str] | None = None


class Events:
    """Subscribers in the order in which they came."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[Changed], None]] = []
        self._held: list[Changed] | None = None

    def subscribe(self, callback: Callable[[Changed], None]) -> Callable[[], None]:
        """Call `callback` after each change; returns what ends that."""
        self._callbacks.append(callback)

        def unsubscribe() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return unsubscribe

    def emit(self, changed: Changed) -> None:
        """Tell everyone; a subscriber may unsubscribe meanwhile."""
        if self._held is not None:
            self._held.append(changed)
            return
        for callback in tuple(self._callbacks):
            callback(changed)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Tell of what happens inside only at the end, and not if it fails."""
        if self._held is not None:
            yield
            return
        waiting: list[Changed] = []
        self._held = waiting
        try:
            yield
        finally:
            self._held = None
        for changed in waiting:
            self.emit(changed)
