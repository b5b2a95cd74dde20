# SPDX-License-Identifier: MIT
"""A made-up corpus of news, the same for the same seed, of any length.

A document has about 2,500 characters; two annotators have marked the same five
attributions in it, and differ now and then.  Six in a hundred documents hold
characters outside of the basic plane.  All is valid under `speaker_stance`.
Nothing here uses the program: the corpus is what it is measured with.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson

SEED: Final = 20250115
ANNOTATORS: Final = ("nadia-orve", "sam-tellin")
LENGTH: Final = 2500
ATTRIBUTIONS: Final = 5
ASTRAL_SHARE: Final = 0.06
#: How often the second annotator sees another stance than the first.
DIFFERENCE: Final = 0.2
#: The speaker who is quoted most often.
FREQUENT_SPEAKER: Final = "speaker-000"
SPEAKERS: Final = 300
ISSUES: Final = 40

_CUES: Final = ("said", "argued", "warned", "told reporters", "has not ruled out that")
_STANCES: Final = ("favor", "against", "neutral", "mixed", "unclear")
_ASTRAL: Final = ("🗳", "🌍", "𝒜", "👩‍🌾", "🇱🇹")
_SOURCES: Final = ("The Morning Herald", "Gulf Courier", "Radio Varn", None)
_BEGIN: Final = datetime(2024, 1, 1)

Json: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class _Quotation:
    """An attribution as it was written: where its parts are, and whose it is."""

    speaker: str
    quote_type: str
    spans: dict[str, tuple[int, int]]
    stance: Json


@dataclass(slots=True)
class _Text:
    """A text that grows, and the quotations in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    quotations: list[_Quotation] = field(default_factory=list)

    def add(self, part: str) -> tuple[int, int]:
        begin = self.length
        self.parts.append(part)
        self.length += len(part)
        return begin, self.length


class Corpus:
    """Documents by number; each is the same whenever it is asked for."""

    def __init__(self, seed: int = SEED) -> None:
        self.seed = seed
        rng = random.Random(f"{seed}:words")
        self.words = _words(rng, 6000)
        self._weights = list(accumulate(1 / (n + 3) for n in range(len(self.words))))
        self.speakers = [_speaker(self.words, rng, n) for n in range(SPEAKERS)]
        self._often = list(accumulate(1 / (n + 1) for n in range(SPEAKERS)))
        self.issues = [_issue(self.words, rng, n) for n in range(ISSUES)]

    def header(self, documents: int) -> Json:
        """The project's line."""
        return {
            "kind": "project",
            "format": "annotator/1",
            "title": f"{documents} made-up articles",
            "codebook": {"id": "speaker_stance", "version": "1.0.0"},
            "annotators": [
                {
                    "id": uid,
                    "name": uid.replace("-", " ").title(),
                    "initials": "".join(w[0] for w in uid.split("-")).upper(),
                    "role": "annotator",
                }
                for uid in ANNOTATORS
            ],
            "entities": self.speakers,
            "vocabularies": {"issue": self.issues},
        }

    def document(self, number: int) -> Json:
        """The line of one document."""
        rng = random.Random(f"{self.seed}:{number}")
        title = " ".join(self._some(rng, 7)).capitalize()
        written = self._write(rng)
        text = "".join(written.parts)
        at = _BEGIN + timedelta(minutes=rng.randrange(1_000_000))
        return {
            "kind": "document",
            "id": f"article-{number:07d}",
            "title": title,
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "metadata": {
                "source": rng.choice(_SOURCES),
                "author": self.speakers[-1 - rng.randrange(20)]["name"],
                "published": f"{at:%Y-%m-%dT%H:%M}",
                "language": "en",
            },
            "layers": [_layer(rng, uid, written) for uid in ANNOTATORS],
            "annotations": self._annotations(rng, text, written, at),
        }

    def long_document(self, spans: int) -> Json:
        """One document of about 90 characters a span, all of one annotator.

        It is put together from articles; each attribution stands in it twice, as
        the two annotators of the article saw it.
        """
        made = self.document(0) | {"id": "long", "text": "", "annotations": []}
        made["layers"] = [{"annotator": ANNOTATORS[0], "status": "in_progress"}]
        parts: list[str] = []
        shift = number = 0
        while len(made["annotations"]) * 3 < spans:
            article = self.document(number)
            for each in article["annotations"]:
                made["annotations"].append(_moved(each, shift, number))
            parts.append(article["text"] + "\n\n")
            shift, number = shift + len(parts[-1]), number + 1
        made["text"] = "".join(parts)
        made["text_sha256"] = hashlib.sha256(made["text"].encode()).hexdigest()
        return made

    def lines(self, documents: int) -> Iterator[bytes]:
        """The corpus as annotator-jsonl, line by line."""
        yield orjson.dumps(self.header(documents), option=orjson.OPT_APPEND_NEWLINE)
        for number in range(documents):
            line = self.document(number)
            yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)

    # -- text

    def _some(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self.words, cum_weights=self._weights, k=count)

    def _sentence(self, rng: random.Random) -> str:
        words = self._some(rng, rng.randint(9, 21))
        return " ".join(words).capitalize() + "."

    def _write(self, rng: random.Random) -> _Text:
        text = _Text()
        if rng.random() < ASTRAL_SHARE:
            text.add(f"{rng.choice(_ASTRAL)} ")
        step = LENGTH // ATTRIBUTIONS
        for n in range(ATTRIBUTIONS):
            while text.length < n * step + step // 3:
                text.add(self._sentence(rng))
                text.add(rng.choice(("\n\n", " ", " ")))
            self._quote(rng, text)
            text.add("\n\n")
        while text.length < LENGTH - 60:
            text.add(f"{self._sentence(rng)} ")
        text.add(self._sentence(rng))
        return text

    def _quote(self, rng: random.Random, text: _Text) -> None:
        speaker = rng.choices(self.speakers, cum_weights=self._often)[0]
        said = " ".join(self._some(rng, rng.randint(7, 16)))
        cue = rng.choice(_CUES)
        if rng.random() < 0.4:
            content = text.add(f"“{said.capitalize()},”")
            text.add(" ")
            source = text.add(speaker["name"])
            text.add(" ")
            spans = {"content": content, "source": source, "cue": text.add("said")}
            kind = "direct"
        else:
            source = text.add(speaker["name"])
            text.add(" ")
            spans = {"source": source, "cue": text.add(cue)}
            text.add(" ")
            spans["content"] = text.add(said)
            kind = "indirect"
        text.add(".")
        stance = _stance(rng)
        text.quotations.append(_Quotation(speaker["id"], kind, spans, stance))

    # -- annotations

    def _annotations(
        self, rng: random.Random, text: str, written: _Text, at: datetime
    ) -> list[Json]:
        made: list[Json] = []
        for annotator in ANNOTATORS:
            for n, quotation in enumerate(written.quotations):
                at += timedelta(seconds=rng.randrange(20, 90))
                if len(made) >= ATTRIBUTIONS and rng.random() < DIFFERENCE:
                    quotation.stance = _stance(rng)
                made.append(_annotation(rng, text, quotation, annotator, n, at))
        return made


def _words(rng: random.Random, count: int) -> list[str]:
    """Different pronounceable words, the short ones first."""
    consonants, vowels = "bdfgklmnprstv", "aeiou"
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 1 + min(3, len(found) // 300)
        word = "".join(
            rng.choice(consonants) + rng.choice(vowels) for _ in range(syllables)
        )
        found[word + rng.choice(("", "n", "s", "r", "l"))] = None
    return list(found)


def _name(words: list[str], rng: random.Random) -> str:
    return " ".join(w.capitalize() for w in rng.sample(words[600:], 2))


def _speaker(words: list[str], rng: random.Random, number: int) -> Json:
    name = _name(words, rng)
    return {
        "id": f"speaker-{number:03d}",
        "type": "speaker",
        "kind": "person",
        "name": name,
        "aliases": [name.split()[1]],
    }


def _issue(words: list[str], rng: random.Random, number: int) -> Json:
    label = " ".join(rng.sample(words[300:], 3)).capitalize()
    return {
        "id": f"issue-{number:02d}",
        "label": label,
        "definition": f"Favor means: {label} should come about.",
    }


def _layer(rng: random.Random, annotator: str, written: _Text) -> Json:
    speakers = dict.fromkeys(q.speaker for q in written.quotations)
    return {
        "annotator": annotator,
        "kind": "primary",
        "status": rng.choice(("in_progress", "complete", "complete")),
        "speakers": [{"entity": uid, "role": "Minister"} for uid in speakers],
    }


def _annotation(
    rng: random.Random,
    text: str,
    quotation: _Quotation,
    annotator: str,
    number: int,
    at: datetime,
) -> Json:
    moment = f"{at:%Y-%m-%dT%H:%M:%S}.{rng.randrange(1000):03d}Z"
    return {
        "id": f"{annotator[:1]}{number + 1:02d}",
        "type": "attribution",
        "annotator": annotator,
        "state": "complete",
        "origin": "human",
        "created": moment,
        "modified": moment,
        "revs": [f"{rng.getrandbits(64):016x}"],
        "spans": [
            {"role": role, "start": start, "end": end, "text": text[start:end]}
            for role in ("content", "source", "cue")
            for start, end in (quotation.spans[role],)
        ],
        "fields": {
            "speaker": quotation.speaker,
            "quote_type": quotation.quote_type,
            "source_type": "other",
            "factuality": "factual",
            "cue_negated": False,
            "content_anaphoric": False,
        },
        "rows": {"stance": [{"fields": quotation.stance}]},
    }


def _stance(rng: random.Random) -> Json:
    return {
        "issue": f"issue-{min(rng.randrange(ISSUES), rng.randrange(ISSUES)):02d}",
        "stance": rng.choice(_STANCES),
        "directness": "explicit",
        "conditional": False,
    }


def _moved(annotation: Json, shift: int, number: int) -> Json:
    spans = [
        span | {"start": span["start"] + shift, "end": span["end"] + shift}
        for span in annotation["spans"]
    ]
    uid = f"{number:05d}-{annotation['id']}"
    return annotation | {"id": uid, "annotator": ANNOTATORS[0], "spans": spans}


def write_long(path: Path, spans: int, seed: int = SEED) -> None:
    """Write a project of one long document as annotator-jsonl."""
    made = Corpus(seed)
    lines = (made.header(1), made.long_document(spans))
    option = orjson.OPT_APPEND_NEWLINE
    path.write_bytes(b"".join(orjson.dumps(line, option=option) for line in lines))


def write(path: Path, documents: int, seed: int = SEED) -> None:
    """Write the corpus of that many documents as annotator-jsonl."""
    with path.open("wb") as file:
        file.writelines(Corpus(seed).lines(documents))


def write_unannotated(path: Path, documents: int, seed: int = SEED) -> None:
    """Write the corpus as it was before anybody worked on it."""
    made = Corpus(seed)
    option = orjson.OPT_APPEND_NEWLINE
    with path.open("wb") as file:
        file.write(orjson.dumps(made.header(documents), option=option))
        for number in range(documents):
            line = made.document(number) | {"layers": [], "annotations": []}
            file.write(orjson.dumps(line, option=option))
