# SPDX-License-Identifier: MIT
"""Ten thousand spans in a text of one megabyte: change one, scroll a page."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tests.benchmarks import corpus
from tests.benchmarks.beside import Beside
from tests.benchmarks.harness import Pair, Side, benchmark
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from annotator.model.annotation import Annotation
    from tests.benchmarks.bare_article import BareArticle

SIZES: Final = (1_000, 10_000)
#: Characters of text for each span.
EVERY: Final = 100

Places: TypeAlias = list[tuple[int, int]]


@benchmark("spans in a long text: change one and paint", aim=1.5, sizes=SIZES)
def change(stage: Stage, size: int) -> Iterator[Pair]:
    """One of `size` spans grows or shrinks by a character; 100 characters a span."""
    yield from _both(our_change, bare_change, size)


@benchmark("spans in a long text: scroll a page", aim=1.5, limit=0.016, sizes=SIZES)
def scroll(stage: Stage, size: int) -> Iterator[Pair]:
    """A page down among `size` spans; 100 characters a span."""
    yield from _both(our_scroll, bare_scroll, size)


def _both(
    ours: Callable[..., Any], bare: Callable[..., Any], size: int
) -> Iterator[Pair]:
    first = Beside(ours, size)
    with contextlib.closing(first):
        second = Beside(bare, size)
        with contextlib.closing(second):
            yield Pair(first, second, repeats=25, warmups=3)


def long_text(spans: int) -> tuple[str, Places]:
    """A text of `spans` × 100 characters and ranges in it, some overlapping."""
    source = corpus.Corpus()
    parts: list[str] = []
    length = number = 0
    while length < spans * EVERY:
        parts.append(str(source.document(number)["text"]))
        length, number = length + len(parts[-1]) + 2, number + 1
    text = "\n\n".join(parts)[: spans * EVERY]
    rng = random.Random(f"{corpus.SEED}:spans")
    places = []
    for n in range(spans):
        start = min(n * EVERY + rng.randrange(EVERY), len(text) - 2)
        places.append((start, min(start + rng.randint(20, 120), len(text))))
    return text, sorted(places)


# -- ours


def our_change(spans: int) -> Iterator[Side]:
    """The program's article view, told of one changed annotation."""
    from annotator.model.labels import labels
    from tests.benchmarks.painting import settle

    view, annotations = _our_view(spans)
    names = labels(annotations)
    by = cycle((1, -1))

    def side() -> None:
        first = annotations[1]
        span = first.spans[0]
        end = span.end + next(by)
        annotations[1] = replace(first, spans=(replace(span, end=end),))
        view.set_annotations(tuple(annotations), names)
        settle()

    yield side


def our_scroll(spans: int) -> Iterator[Side]:
    """The program's article view, a page further at each call."""
    view, _ = _our_view(spans)
    yield _paged(view)


def _our_view(spans: int) -> tuple[Any, list[Annotation]]:
    from annotator.model.labels import labels
    from annotator.services.codebook import preset
    from annotator.ui.app import application
    from annotator.ui.article.view import ArticleView
    from annotator.ui.theme import Theme, apply
    from tests.benchmarks.painting import quiet, settle

    quiet()
    app = application()
    theme = Theme.load("light")
    apply(app, theme)
    text, places = long_text(spans)
    codebook = preset("speaker_stance")
    annotations = _annotations(text, places)
    view = ArticleView(theme)
    view.resize(900, 900)
    view.show()
    names = labels(annotations)
    view.set_document(_document(text), tuple(annotations), codebook, names, str, str)
    settle()
    return view, annotations


def _document(text: str) -> Any:
    from annotator.model.document import Document
    from annotator.model.identity import sha256_text

    return Document(uid="d", title="Long", text=text, text_sha256=sha256_text(text))


def _annotations(text: str, places: Places) -> list[Annotation]:
    from annotator.model.annotation import Annotation, Row, Span

    stance = Row({"issue": "issue-01", "stance": "favor"})
    return [
        Annotation(
            uid=f"n{n:05d}",
            document="d",
            type="attribution",
            annotator="a",
            state="complete",
            created=n,
            spans=(Span("content", start, end, text[start:end]),),
            fields={"speaker": f"speaker-{n % 97:03d}", "quote_type": "direct"},
            rows={"stance": (stance,)},
        )
        for n, (start, end) in enumerate(places)
    ]


# -- bare


def bare_change(spans: int) -> Iterator[Side]:
    """The bare article, one tint replaced."""
    from tests.benchmarks.painting import settle

    view, tints = _bare_view(spans)
    by = cycle((1, -1))

    def side() -> None:
        start, end, colour = tints[1]
        tints[1] = (start, end + next(by), colour)
        view.replace_tint(1, tints[1])
        settle()

    yield side


def bare_scroll(spans: int) -> Iterator[Side]:
    """The bare article, a page further at each call."""
    yield _paged(_bare_view(spans)[0])


def _bare_view(spans: int) -> tuple[BareArticle, list[tuple[int, int, str]]]:
    from tests.benchmarks.bare_article import COLOURS, BareArticle
    from tests.benchmarks.bare_window import article_font
    from tests.benchmarks.painting import bare_application, settle

    bare_application()
    text, places = long_text(spans)
    tints = [(start, end, COLOURS["content"]) for start, end in places]
    view = BareArticle(article_font())
    view.resize(900, 900)
    view.show()
    view.set_text(text, tints)
    settle()
    return view, tints


def _paged(view: Any) -> Side:
    from tests.benchmarks.painting import settle

    bar = view.verticalScrollBar()

    def side() -> None:
        if bar.value() >= bar.maximum():
            bar.setValue(0)
            settle()
        bar.setValue(bar.value() + view.viewport().height())
        settle()

    return side
