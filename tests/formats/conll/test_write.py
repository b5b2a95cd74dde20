# SPDX-License-Identifier: MIT
"""CoNLL files as they are written, and what other readers make of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.formats.conll.format import FORMAT
from annotator.formats.conll.write import SPACES
from annotator.formats.features import LOSSES, Feature
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.errors import UserError
from annotator.model.progress import run
from tests.formats.ann_lee import QUOTE, SPEAKER, TEXT, annotation, bundle, full, span
from tests.formats.ann_lee import record as of

Entity = tuple[str, int, int]


def written(given: Bundle, folder: Path) -> tuple[Path, WriteOptions]:
    path, options = folder / "train.conll", WriteOptions()
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, options))
    return path, options


def count(options: WriteOptions, feature: Feature) -> int:
    found = options.losses.items.get(LOSSES[feature])
    return found.count if found else 0


def entities(tags: list[str]) -> list[Entity]:
    """The published rule of the CoNLL evaluation: label, first and last token."""
    spans: list[Entity] = []
    before = before_label = ""
    begin = 0
    for number, tag in enumerate([*tags, "O"]):
        letter, _, label = tag.partition("-")
        ends = before in ("B", "I") and (
            letter in ("B", "O") or (letter == "I" and label != before_label)
        )
        starts = letter == "B" or (
            letter == "I" and (before in ("", "O") or label != before_label)
        )
        if ends:
            spans.append((before_label, begin, number - 1))
        if starts:
            begin = number
        before, before_label = letter, label
    return spans


def test_the_example_as_it_is_written(tmp_path: Path) -> None:
    path, options = written(full(), tmp_path)
    assert path.read_bytes().decode() == (
        "-DOCSTART- -X- O O\n"
        "\nAnn B-source\n😀 I-source\nLee I-source\nsaid B-cue\n: O\n"
        "\n“ B-content\nNo I-content\n. I-content\n” I-content\n"
        "\n-DOCSTART- -X- O O\n\nNothing O\nhere O\n. O\n\n"
    )
    assert count(options, Feature.OVERLAPS) == 1
    assert options.losses.items[LOSSES[Feature.OVERLAPS]].examples == ["content ““No.”"]


def test_the_offsets_beside_it(tmp_path: Path) -> None:
    path, _ = written(full(), tmp_path)
    lines = path.with_name("train.offsets.jsonl").read_text("utf-8").splitlines()
    first, second = map(json.loads, lines)
    assert first["id"] == "doc-1"
    assert first["text"] == TEXT
    assert [TEXT[s:e] for s, e in first["tokens"]][:4] == ["Ann", "😀", "Lee", "said"]
    assert first["tokens"][2] == [6, 9]
    assert second["title"] == "Empty"


def test_with_the_offsets_texts_and_places_come_back_exactly(tmp_path: Path) -> None:
    path, _ = written(full(), tmp_path)
    assert FORMAT.marks is not None
    found = list(FORMAT.marks(path, ReadOptions()))
    assert [each.document.text for each in found] == [TEXT, "Nothing here."]
    assert [each.document.uid for each in found] == ["doc-1", "doc-2"]
    places = {mark.label: mark.pieces for mark in found[0].marks}
    assert places["source"] == (SPEAKER,)
    assert places["content"] == (QUOTE,)


def test_spans_inside_tokens_are_widened_and_counted(tmp_path: Path) -> None:
    given = bundle(of(annotation("a", span("content", (1, 13)))))
    path, options = written(given, tmp_path)
    assert "Ann B-content\n😀 I-content\nLee I-content\nsaid I-content\n" in (
        path.read_text("utf-8")
    )
    assert count(options, Feature.SUBTOKENS) == 1


def test_of_overlapping_spans_the_longest_goes_out(tmp_path: Path) -> None:
    inner = annotation("a", span("content", (0, 3)), span("source", (0, 9)))
    same = annotation("b", span("source", (0, 9)), annotator="bo")
    path, options = written(bundle(of(inner, same)), tmp_path)
    assert "Ann B-source\n😀 I-source\nLee I-source\nsaid O" in path.read_text("utf-8")
    assert count(options, Feature.OVERLAPS) == 2


def test_no_sentence_ends_inside_a_span(tmp_path: Path) -> None:
    whole = annotation("a", span("content", (0, 21)))
    path, _ = written(bundle(of(whole)), tmp_path)
    assert ": I-content\n“ I-content\n" in path.read_text("utf-8")


def test_white_space_in_labels_becomes_an_underscore(tmp_path: Path) -> None:
    foreign = tmp_path / "in.conll"
    foreign.write_text("Ann\tB-Direct speech\n", "utf-8")
    assert FORMAT.read is not None
    read = FORMAT.read(foreign, ReadOptions())
    path, options = written(read, tmp_path)
    assert "Ann B-Direct_speech\n" in path.read_text("utf-8")
    assert options.losses.items[SPACES].count == 1


def test_the_same_bundle_gives_the_same_bytes(tmp_path: Path) -> None:
    first, _ = written(full(), tmp_path)
    before = first.read_bytes(), first.with_name("train.offsets.jsonl").read_bytes()
    written(full(), tmp_path)
    after = first.read_bytes(), first.with_name("train.offsets.jsonl").read_bytes()
    assert before == after


def test_without_texts_there_are_no_tokens(tmp_path: Path) -> None:
    assert FORMAT.write is not None
    with pytest.raises(UserError, match="words of the texts"):
        run(FORMAT.write(full(), tmp_path / "a.conll", WriteOptions(with_text=False)))


def test_the_evaluation_of_the_shared_task_finds_the_same_spans(tmp_path: Path) -> None:
    path, _ = written(full(), tmp_path)
    lines = path.read_text("utf-8").split("\n-DOCSTART-")[0].splitlines()[1:]
    tags = [line.split()[-1] for line in lines if line]
    assert entities(tags) == [("source", 0, 2), ("cue", 3, 3), ("content", 5, 8)]


def test_spacy_converts_it_to_the_same_spans(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    from spacy.training.converters import conll_ner_to_docs

    path, _ = written(full(), tmp_path)
    docs = list(conll_ner_to_docs(path.read_text("utf-8"), no_print=True))
    assert [[token.text for token in doc] for doc in docs] == [
        ["Ann", "😀", "Lee", "said", ":", "“", "No", ".", "”"],
        ["Nothing", "here", "."],
    ]
    spans = [(each.label_, each.start, each.end - 1) for each in docs[0].ents]
    assert spans == [("source", 0, 2), ("cue", 3, 3), ("content", 5, 8)]
    assert [sentence.start for sentence in docs[0].sents] == [0, 5]
