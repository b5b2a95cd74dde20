# SPDX-License-Identifier: MIT
"""Going from annotation to annotation, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation
    from annotator.ui.article.view import ArticleView


class Stepping:
    """Knows where one was, so that the next one follows what was just left."""

    def __init__(self, article: ArticleView) -> None:
        self._article = article
        self._left: tuple[str | None, int] = (None, 0)

    def leave(self, uid: str | None) -> None:
        """That annotation is chosen no longer."""
        self._left = (uid, self._article.caret())

    def neighbour(
        self, annotations: Sequence[Annotation], chosen: str | None, *, forward: bool
    ) -> str | None:
        """The next or previous annotation, going round; None without any.

        It follows the chosen one; else the one that was left, unless the caret was
        moved since; else the caret.
        """
        order = [each.uid for each in annotations]
        if not order:
            return None
        at = chosen or self._just_left()
        if at in order:
            place = order.index(at) + (1 if forward else -1)
        else:
            place = self._place_at_caret(annotations, forward)
        return order[place % len(order)]

    def _just_left(self) -> str | None:
        uid, caret = self._left
        return uid if caret == self._article.caret() else None

    def _place_at_caret(self, annotations: Sequence[Annotation], forward: bool) -> int:
        caret = self._article.caret()
        after = [i for i, a in enumerate(annotations) if a.start() >= caret]
        if forward:
            return after[0] if after else 0
        return (after[0] if after else len(annotations)) - 1
