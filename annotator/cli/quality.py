# SPDX-License-Identifier: MIT
"""`annotator quality`: gold scores, repeats, and what should be looked at."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from annotator.cli import console
from annotator.cli.options import add_by, add_json
from annotator.model.codebook import Codebook
from annotator.services import board, lights, quality, rounds
from annotator.services.session import Session


def register(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "quality",
        help="score annotators on gold documents and against themselves",
        description="Score each annotator on the gold documents (against the "
        "adjudicated layer, else that of a lead or reviewer) and on documents read a "
        "second time, and list finished work that is out of the way: empty, too fast, "
        "too slow, drafts, missing fields. Leads and reviewers only.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path)
    parser.add_argument("--round", metavar="NAME", help="this round only (all)")
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=_quality)


def _quality(args: argparse.Namespace) -> int:
    with Session.open(args.project, annotator=args.by, read_only=True) as session:
        here = rounds.find(session, args.round).uid if args.round else None
        found = quality.quality(session, here)
        warned = lights.lights(session, board.load(session, here))
        names = {each.uid: each.name for each in session.annotators()}
        book = session.codebook
    if args.json:
        console.say_json(_data(found, warned, book))
        return 0
    _say_scores("Gold documents", found.gold)
    _say_fields("Gold documents", found.gold, book)
    _say_scores("Read twice", found.repeats)
    _say_fields("Read twice", found.repeats, book)
    if found.unanswered:
        console.tell(f"Gold documents without an answer: {', '.join(found.unanswered)}")
    for each in warned:
        place = f", {each.document}" if each.document else ""
        console.say(f"{names.get(each.person, each.person)}{place}: {each.sentence}")
    if not warned:
        console.tell("Nothing is out of the way.")
    return 0


def _say_scores(title: str, scores: tuple[quality.PersonScore, ...]) -> None:
    if not scores:
        return
    head = (title, "documents", "F1 exact", "F1 overlap", "values alike", "of")
    lines = [
        (
            each.person.name,
            each.score.documents,
            _figure(each.score.exact.f1),
            _figure(each.score.overlap.f1),
            _figure(each.score.coding.share),
            each.score.coding.compared,
        )
        for each in scores
    ]
    console.say_table([head, *lines])
    console.say()


def _say_fields(
    title: str, scores: tuple[quality.PersonScore, ...], book: Codebook
) -> None:
    if not scores:
        return
    head = (title, "field", "alike", "of", "α", "α of")
    lines = []
    for each in scores:
        alphas = quality.alphas(book, each.score)
        for name, alike in each.score.fields.items():
            alpha = alphas.get(name)
            lines.append(
                (
                    each.person.name,
                    name,
                    _figure(alike.share),
                    alike.compared,
                    _figure(alpha.value if alpha else None),
                    alpha.used if alpha else 0,
                )
            )
    console.say_table([head, *lines])
    console.say()


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _data(
    found: quality.Quality, warned: list[lights.Light], book: Codebook
) -> dict[str, Any]:
    return {
        "gold": [_person(each, book) for each in found.gold],
        "repeats": [_person(each, book) for each in found.repeats],
        "unanswered": list(found.unanswered),
        "lights": [
            {
                "kind": each.kind,
                "annotator": each.person,
                "document": each.document,
                "sentence": str(each.sentence),
            }
            for each in warned
        ],
    }


def _person(of: quality.PersonScore, book: Codebook) -> dict[str, Any]:
    documents = {uid: _score(each) for uid, each in of.documents.items()}
    head = {"annotator": of.person.uid, "name": of.person.name}
    data = {**head, **_score(of.score), "by_document": documents}
    for name, figure in quality.alphas(book, of.score).items():
        data["fields"][name] |= {
            "alpha": figure.value,
            "alpha_of": figure.used,
            "why": str(figure.why),
        }
    return data


def _score(of: quality.Score) -> dict[str, Any]:
    return {
        "documents": of.documents,
        "precision": of.overlap.precision,
        "recall": of.overlap.recall,
        "f1_overlap": of.overlap.f1,
        "f1_exact": of.exact.f1,
        "values": of.coding.compared,
        "values_alike": of.coding.share,
        "fields": {
            name: {"equal": each.equal, "compared": each.compared}
            for name, each in of.fields.items()
        },
    }
