# SPDX-License-Identifier: MIT
"""DocBin files: what spaCy sees in them, and what comes back."""

from __future__ import annotations

import gc
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("spacy")

import spacy
from spacy.tokens import DocBin, Span
from spacy.training import Corpus

from annotator.formats import registry
from annotator.formats.features import LOSSES, Feature
from annotator.formats.marks.records import MarkedDocument
from annotator.formats.options import ReadOptions, WriteOptions
from annotator.formats.spacy_docbin import write as docbin
from annotator.formats.spacy_docbin.format import FORMAT
from annotator.model.bundle import Bundle, DocumentRecord
from annotator.model.errors import InputError, UserError
from annotator.model.progress import run
from tests.formats.ann_lee import CUE, QUOTE, SPEAKER, TEXT, annotation, bundle, full
from tests.formats.ann_lee import record as of
from tests.formats.ann_lee import span as place
from tests.formats.roundtrip import comparable, there_and_back


def written(given: Bundle, folder: Path) -> tuple[Path, WriteOptions]:
    path, options = folder / "train.spacy", WriteOptions()
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, options))
    return path, options


def docs_in(path: Path) -> list[Any]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))


def saved(path: Path, *docs: Any, **others: Any) -> Path:
    DocBin(docs=docs, **others).to_disk(path)
    return path


def read(path: Path) -> list[MarkedDocument]:
    assert FORMAT.marks is not None
    return list(FORMAT.marks(path, ReadOptions()))


def places(spans: Any) -> list[tuple[str, int, int]]:
    return [(each.label_, each.start_char, each.end_char) for each in spans]


def test_spacy_sees_the_example(tmp_path: Path) -> None:
    path, options = written(full(), tmp_path)
    first, second = docs_in(path)
    assert first.text == TEXT
    assert places(first.spans["sc"]) == [
        ("content", *QUOTE),
        ("source", *SPEAKER),
        ("cue", *CUE),
        ("content", 16, 20),
    ]
    assert first.spans["sc"][0].id_ == "a1"
    assert first.spans["sc"][0].kb_id_ == "Q1"
    assert places(first.ents) == [
        ("source", *SPEAKER),
        ("cue", *CUE),
        ("content", *QUOTE),
    ]
    assert second.text == "Nothing here."
    assert list(second.spans["sc"]) == []
    assert "3 of 4 spans" in str(options.notes.texts()[0])


def test_everything_that_is_carried_comes_back(tmp_path: Path) -> None:
    back = there_and_back(full(), FORMAT, tmp_path)
    assert comparable(back, FORMAT.carries) == comparable(full(), FORMAT.carries)
    first = next(iter(back.documents))
    assert first.document.metadata == {"source": "Daily", "desk": "B"}
    assert first.document.file is not None
    assert first.document.file.name == "ann.txt"
    assert first.annotations[0].extra == {"spacy": {"kb_id": "Q1"}}


def test_spans_inside_tokens_are_widened_told_and_come_back(tmp_path: Path) -> None:
    given = bundle(of(annotation("a", place("content", (1, 13)))))
    path, options = written(given, tmp_path)
    (doc,) = docs_in(path)
    assert places(doc.spans["sc"]) == [("content", 0, 14)]
    assert options.losses.items[LOSSES[Feature.SUBTOKENS]].count == 1
    (found,) = read(path)
    assert found.marks[0].pieces == ((1, 13),)


def test_an_entity_has_no_white_space_at_its_ends(tmp_path: Path) -> None:
    given = bundle(of(annotation("a", place("content", (10, 16)))))
    path, _ = written(given, tmp_path)
    (doc,) = docs_in(path)
    assert places(doc.spans["sc"]) == [("content", 10, 16)]
    assert places(doc.ents) == [("content", 10, 15)]


@pytest.mark.parametrize(
    "text", [" a  b\n\nc ", "\n", "a\u00a0b", "👩\u200d👩\u200d👧x", "e\u0301"]
)
def test_texts_come_back_exactly(tmp_path: Path, text: str) -> None:
    path, _ = written(bundle(of(text=text)), tmp_path)
    assert docs_in(path)[0].text == text
    assert read(path)[0].document.text == text


@pytest.mark.parametrize(("language", "told"), [("de-AT", 0), ("lv", 0), ("qq", 1)])
def test_the_language_decides_on_the_tokens(
    tmp_path: Path, language: str, told: int
) -> None:
    given = bundle(
        of(metadata={"language": language}), of(metadata={"language": language})
    )
    path, options = written(given, tmp_path)
    assert docs_in(path)[0].text == TEXT
    assert len(options.notes.texts()) == told


def test_what_was_changed_in_spacy_counts(tmp_path: Path) -> None:
    path, _ = written(full(), tmp_path)
    doc, other = docs_in(path)
    old = list(doc.spans["sc"])
    moved = Span(doc, 4, 6, label="cue", span_id=old[2].id_)
    new = Span(doc, 0, 1, label="hedge")
    # The content of “b1” is gone, and with it what hung on it.
    doc.spans["sc"] = [old[0], old[1], moved, new]
    saved(path, doc, other, store_user_data=True)
    marks = {mark.label: mark for mark in read(path)[0].marks}
    assert marks["cue"].pieces == ((14, 16),)
    assert marks["hedge"].pieces == ((0, 3),)
    assert FORMAT.read is not None
    codebook = full().codebooks[0]
    record = next(iter(FORMAT.read(path, ReadOptions(codebook=codebook)).documents))
    assert "b1" not in {each.uid for each in record.annotations}
    assert record.annotations[0].rows["stance"][0].fields["stance"] == "against"


def test_a_docbin_of_others_is_read_and_written_back(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Ann met Bo in Oslo.")
    doc.spans["sc"] = [Span(doc, 0, 1, label="PER")]
    doc.spans["places"] = [Span(doc, 4, 5, label="", kb_id="Q585")]
    doc.ents = [Span(doc, 0, 1, label="PER"), Span(doc, 2, 3, label="PER")]
    doc.cats = {"sport": 0.5}
    doc.user_data["mine"] = {"n": 1}
    path = saved(tmp_path / "in.spacy", doc, store_user_data=True)
    assert FORMAT.read is not None
    found = FORMAT.read(path, ReadOptions())
    (record,) = found.documents
    quotes = [(a.type, a.spans[0].text) for a in record.annotations]
    assert quotes == [("PER", "Ann"), ("places", "Oslo"), ("PER", "Bo")]
    assert record.document.extra == {
        "spacy": {"cats": {"sport": 0.5}, "user_data": {"mine": {"n": 1}}}
    }
    out, _ = written(replace(found, documents=[record]), tmp_path)
    (back,) = docs_in(out)
    assert back.cats == {"sport": 0.5}
    assert back.user_data["mine"] == {"n": 1}
    assert back.spans["places"][0].kb_id_ == "Q585"


def test_the_same_bundle_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(full(), tmp_path)[0].read_bytes()
    assert written(full(), tmp_path)[0].read_bytes() == first


def test_without_texts_there_are_no_tokens(tmp_path: Path) -> None:
    assert FORMAT.write is not None
    with pytest.raises(UserError, match="words of the texts"):
        run(FORMAT.write(full(), tmp_path / "a.spacy", WriteOptions(with_text=False)))


def test_what_is_no_docbin_is_refused(tmp_path: Path) -> None:
    good = written(full(), tmp_path)[0].read_bytes()
    for bad, says in (
        (b"nonsense", "not a DocBin"),
        (good[:-20], "cut off"),
        (zlib.compress(b"nonsense"), "cannot be read|not a DocBin"),
        (zlib.compress(b"\x80"), "not a DocBin"),
        (zlib.compress(bytes(1 << 29)), "more than 40 times its size"),
    ):
        path = tmp_path / "bad.spacy"
        path.write_bytes(bad)
        with pytest.raises(InputError, match=says) as error:
            read(path)
        assert error.value.file == str(path)
        assert gc.isenabled()


def test_user_data_of_ours_that_make_no_sense_name_the_field(tmp_path: Path) -> None:
    path, _ = written(full(), tmp_path)
    doc, other = docs_in(path)
    doc.user_data["annotator"] = {"id": "d", "marks": [{"id": "a", "label": 3}]}
    saved(path, other, doc, store_user_data=True)
    with pytest.raises(InputError) as error:
        read(path)
    assert (error.value.line, error.value.field) == (2, "label")


def test_it_is_recognised(tmp_path: Path) -> None:
    assert registry.sniff(written(full(), tmp_path)[0]) is FORMAT


def test_what_is_too_large_for_one_file_becomes_a_folder_that_spacy_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docbin, "DIVIDED", 20)
    given = bundle(*map(numbered, range(7)))
    path, options = tmp_path / "train.spacy", WriteOptions(may_divide=True)
    assert FORMAT.write is not None
    run(FORMAT.write(given, path, options))
    parts = sorted(each.name for each in path.iterdir())
    assert len(parts) > 2
    assert parts[0] == "0001.spacy"
    assert all(sum(map(len, docs_in(path / name))) <= 20 for name in parts)
    corpus = Corpus(path)(spacy.blank("xx"))
    texts = [each.document.text for each in given.documents]
    assert sorted(each.reference.text for each in corpus) == sorted(texts)
    assert registry.sniff(path) is FORMAT
    assert [each.document.text for each in read(path)] == texts


def test_what_is_too_large_for_the_only_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docbin, "MOST", 20)
    with pytest.raises(UserError, match="too many for one DocBin") as error:
        written(bundle(*map(numbered, range(7))), tmp_path)
    assert "Export to a folder" in str(error.value)
    assert not list(tmp_path.iterdir())


def test_a_document_is_never_divided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docbin, "MOST", 2)
    path, _ = written(bundle(numbered(1)), tmp_path)
    assert len(docs_in(path)) == 1


def test_a_folder_without_docbins_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no DocBin in the folder"):
        read(tmp_path)


def test_debug_data_accepts_train_and_dev(tmp_path: Path) -> None:
    dev = written(bundle(*map(numbered, range(20))), tmp_path)[0]
    dev = dev.rename(tmp_path / "dev.spacy")
    train, _ = written(bundle(*map(numbered, range(20, 140))), tmp_path)
    spacy_cli(tmp_path, "init", "config", "a.cfg", "--pipeline", "ner,spancat")
    said = spacy_cli(
        *(tmp_path, "debug", "data", "a.cfg", "--no-format"),
        *("--paths.train", str(train), "--paths.dev", str(dev)),
    )
    assert "Corpus is loadable" in said
    assert "120 training docs" in said
    assert "2 label(s)" in said
    assert "No entities consisting of or starting/ending with whitespace" in said
    assert "invalid" not in said


def numbered(number: int) -> DocumentRecord:
    """A document of its own with a span; every other one has a second."""
    text = f"Ann said {number} times: “No.”"
    spans = [place("source", (0, 3), text)]
    if number % 2:
        spans.append(place("content", (len(text) - 5, len(text)), text))
    return of(annotation("a", *spans), uid=f"doc-{number}", text=text)


def spacy_cli(folder: Path, *arguments: str) -> str:
    """What spaCy's own command says."""
    done = subprocess.run(
        [sys.executable, "-m", "spacy", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
