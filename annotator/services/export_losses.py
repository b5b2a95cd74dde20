# SPDX-License-Identifier: MIT
"""What an export lost, in words that are fair: counted, with the first examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from annotator.formats.features import LOSSES, OF_PROJECT
from annotator.formats.losses import Loss, Losses
from annotator.model.sentence import Sentence
from annotator.services.markdown import escaped, table

#: These are counted once for each file, though they are of the whole project.
_OF_PROJECT: Final = frozenset(LOSSES[each] for each in OF_PROJECT)


def merged(several: Iterable[Losses], *, examples: bool = True) -> Losses:
    """The losses of several files as those of one data set.

    Without `examples` none are kept: they may quote texts.
    """
    found = Losses()
    for losses in several:
        for each in losses.listed():
            _merge(found, each, examples)
    return found


def _merge(found: Losses, loss: Loss, examples: bool) -> None:
    known = found.items.setdefault(loss.what, Loss(loss.what))
    if loss.what in _OF_PROJECT and known.count:
        known.count = max(known.count, loss.count)
        return
    known.count += loss.count
    for example in loss.examples if examples else ():
        known.add(example, 0)


def as_data(losses: Losses, left_out: Losses) -> list[dict[str, Any]]:
    """Both kinds as plain data; `by` is "format" or "choice"."""
    return [
        {
            "what": str(each.what),
            "by": by,
            "count": each.count,
            "examples": list(each.examples),
        }
        for by, some in (("format", losses), ("choice", left_out))
        for each in some.listed()
    ]


def sentences(losses: Losses, left_out: Losses) -> list[Sentence]:
    """One sentence for each kind of loss, those of the format first."""
    found = [
        Sentence("Lost: {what} ({count}).", **_said(each)) for each in losses.listed()
    ]
    return found + [
        Sentence("Left out by choice: {what} ({count}).", **_said(each))
        for each in left_out.listed()
    ]


def _said(loss: Loss) -> dict[str, object]:
    return {"what": Sentence(loss.what), "count": f"{loss.count:,}"}


def as_markdown(
    name: str, losses: Losses, left_out: Losses, besides: Iterable[str] = ()
) -> str:
    """The report of an export to the format `name`, for people."""
    return "\n".join(
        ["# What was lost", "", *_body(name, losses, left_out, besides), ""]
    )


def _body(
    name: str, losses: Losses, left_out: Losses, besides: Iterable[str]
) -> Iterator[str]:
    if not losses and not left_out:
        yield "Nothing was lost."
    if losses:
        yield (
            f"The format `{name}` cannot carry what follows. The project still has it."
        )
        yield ""
        yield from _table(losses)
    if left_out:
        if losses:
            yield ""
        yield "What follows was left out by choice. The project still has it."
        yield ""
        yield from _table(left_out)
    never = list(besides)
    if never:
        yield ""
        yield f"The format `{name}` never holds these, and they are not counted:"
        yield ""
        yield from (f"- {escaped(each)}" for each in never)


def _table(losses: Losses) -> Iterator[str]:
    rows = [
        (escaped(each.what), f"{each.count:,}", "; ".join(map(escaped, each.examples)))
        for each in losses.listed()
    ]
    yield from table(("What", "How many", "For example"), rows)
