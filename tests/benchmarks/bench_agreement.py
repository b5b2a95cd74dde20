# SPDX-License-Identifier: MIT
"""Agreement of three annotators, from the disk to the figures."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from tests.benchmarks.harness import Pair, Side, benchmark
from tests.benchmarks.stage import Stage

if TYPE_CHECKING:
    from annotator.model.bundle import Bundle, DocumentRecord
    from annotator.model.codebook import Codebook

#: How many work on each document, and what each finds in it.
PEOPLE: Final = ("ieva", "tomas", "lina")
EACH: Final = 5
#: How often somebody draws another boundary, or sees another kind of quotation.
MOVED: Final = 0.2
CHANGED: Final = 0.15
_KINDS: Final = ("direct", "indirect", "mixed", "reported")
_STANCES: Final = ("favor", "against", "neutral")
_PASSAGE: Final = 120


@benchmark(
    "agreement (F1, κ, α) of three annotators, from the disk",
    aim=1.3,
    sizes=(100_000, 1_000_000),
)
def agreement(stage: Stage, size: int) -> Iterator[Pair]:
    """Matching by overlap, too; the baseline takes only equal spans for matches."""
    path = project(stage, size)
    yield Pair(
        ours=_ours(path),
        bare=lambda: bare(path),
        repeats=5,
        warmups=1,
        unit="s",
    )
    path.unlink()


def _ours(path: Path) -> Side:
    from annotator.model.progress import run
    from annotator.services.agreement.calculate import calculate
    from annotator.services.agreement.choice import Choice
    from annotator.services.session import Session

    choice = Choice(
        measures=("f1_overlap", "f1_exact", "kappa", "alpha"),
        fields=("quote_type",),
        samples=0,
    )

    def side() -> None:
        session = Session.open(path, read_only=True, annotator="ieva")
        with contextlib.closing(session):
            assert len(run(calculate(session, choice)).lines) == 28

    return side


# -- the baseline


def bare(path: Path) -> None:
    """Load the columns, and the formulas of F1, κ and α, with numpy alone."""
    import numpy as np

    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with contextlib.closing(connection):
        rows = connection.execute(
            "SELECT id, document_id, annotator_id, fields FROM annotation"
            " WHERE type = 'attribution' AND deleted = 0 AND withdrawn = 0"
        ).fetchall()
        spans = connection.execute(
            'SELECT annotation_id, start, "end" FROM span'
            " WHERE role = 'content' AND \"row\" IS NULL"
        ).fetchall()
    ids, documents, people, texts = zip(*rows, strict=True)
    kinds = [orjson.loads(text)["quote_type"] for text in texts]
    _, code = np.unique(np.array(kinds), return_inverse=True)
    owner, start, end = (np.array(each) for each in zip(*spans, strict=True))
    place = np.searchsorted(np.array(ids), owner)
    document, person = np.array(documents), np.array(people)
    key = np.zeros(len(ids), dtype=np.int64)
    key[place] = (document[place] * 20_000 + start) * 20_000 + end
    coders = []
    for each in np.unique(person):
        mine = person == each
        order = np.argsort(key[mine])
        coders.append((key[mine][order], code[mine][order]))
    for i, (keys, said) in enumerate(coders):
        for others, theirs in coders[i + 1 :]:
            _, a, b = np.intersect1d(keys, others, return_indices=True)
            _bare_f1(len(a), len(keys), len(others))
            _bare_kappa(said[a], theirs[b])
    _bare_alpha(coders)


def _bare_f1(common: int, first: int, second: int) -> float:
    return 2 * common / (first + second)


def _bare_kappa(one: Any, other: Any) -> float:
    import numpy as np

    table = np.bincount(one * 4 + other, minlength=16).reshape(4, 4) / len(one)
    chance = float(table.sum(axis=0) @ table.sum(axis=1))
    return (float(np.trace(table)) - chance) / max(1 - chance, 1e-12)


def _bare_alpha(coders: Any) -> float:
    import numpy as np

    every, unit = np.unique(np.concatenate([k for k, _ in coders]), return_inverse=True)
    code = np.concatenate([c for _, c in coders])
    counts = np.bincount(unit * 4 + code, minlength=len(every) * 4).reshape(-1, 4)
    many = counts.sum(axis=1)
    kept = counts[many > 1].astype(float)
    many = many[many > 1]
    totals = kept.sum(axis=0)
    size = totals.sum()
    seen = ((many**2 - (kept**2).sum(axis=1)) / (many - 1)).sum() / size
    chance = (size**2 - (totals**2).sum()) / (size * (size - 1))
    return float(1 - seen / chance)


# -- the project


def project(stage: Stage, annotations: int) -> Path:
    """A project of that many annotations, filled by our import."""
    from annotator.model.progress import run
    from annotator.services.session import Session
    from annotator.store.bulk import insert_bundle

    path = stage.folder / f"agreement-{annotations}.annotator"
    session = Session.create(path, "speaker_stance", annotator="ieva")
    with contextlib.closing(session):
        bundle = _bundle(session.codebook, max(1, annotations // (len(PEOPLE) * EACH)))
        run(insert_bundle(session.project, bundle, annotator=None, title="import"))
    return path


def _bundle(codebook: Codebook, documents: int) -> Bundle:
    from annotator.model.bundle import Bundle, ProjectHeader
    from annotator.model.team import Annotator
    from annotator.services.session import snapshot

    people = tuple(Annotator(uid=each, name=each.title()) for each in PEOPLE)
    return Bundle(
        header=ProjectHeader(
            title="Made up",
            codebook=(codebook.id, codebook.version),
            annotators=people,
        ),
        codebooks=(snapshot(codebook),),
        documents=(_record(codebook.sha256, n) for n in range(documents)),
    )


def _record(codebook: str, number: int) -> DocumentRecord:
    from annotator.model.bundle import DocumentRecord
    from annotator.model.document import Document, Layer
    from annotator.model.identity import sha256_text

    source = random.Random(number)
    text = f"Article {number}. ".ljust(EACH * _PASSAGE + 80, "x")
    uid = f"d{number:07d}"
    return DocumentRecord(
        document=Document(uid=uid, title=uid, text=text, text_sha256=sha256_text(text)),
        layers=tuple(
            Layer(document=uid, annotator=who, status="complete") for who in PEOPLE
        ),
        annotations=tuple(_annotations(source, codebook, uid, text)),
    )


def _annotations(
    source: random.Random, codebook: str, uid: str, text: str
) -> Iterator[Any]:
    from annotator.model.annotation import Annotation, Row, Span

    for n in range(EACH):
        begin = 40 + n * _PASSAGE
        kind, stance = source.choice(_KINDS), source.choice(_STANCES)
        speaker = f"speaker-{source.randrange(500)}"
        for who in PEOPLE:
            start = begin + (source.randrange(1, 9) if source.random() < MOVED else 0)
            other = source.random() < CHANGED
            places = {
                "content": (start, begin + 80),
                "source": (begin - 30, begin - 20),
                "cue": (begin - 18, begin - 10),
            }
            yield Annotation(
                uid=f"{who[0]}{n}",
                document=uid,
                type="attribution",
                annotator=who,
                codebook=codebook,
                state="complete",
                created=1_700_000_000_000,
                modified=1_700_000_000_000,
                revs=(f"{source.getrandbits(64):016x}",),
                spans=tuple(
                    Span(role, a, b, text[a:b]) for role, (a, b) in places.items()
                ),
                fields={
                    "speaker": speaker,
                    "quote_type": source.choice(_KINDS) if other else kind,
                    "source_type": "other",
                    "factuality": "factual",
                },
                rows={"stance": (Row({"issue": "toll", "stance": stance}),)},
            )
