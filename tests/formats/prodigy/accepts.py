# SPDX-License-Identifier: MIT
"""Whether Prodigy takes tasks, and spaCy their spans: the rules, stated once more.

They follow Prodigy's documentation of its interfaces: tokens in order whose texts,
with the spaces that they own, are the text; spans that begin with their first token
and end with their last one, which counts; relations between last tokens, with the
spans that they join; one of three answers; hashes of 32 bits.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

_ANSWERS = ("accept", "reject", "ignore")
_BITS = 1 << 31

Row = dict[str, Any]


def faults(task: Row) -> list[str]:
    """What does not hold, a sentence each; [] where the task is sound."""
    found = _tokens(task["text"], task["tokens"])
    for each in task.get("spans", []):
        found += _span(each, task)
    for each in task.get("relations", []):
        found += _relation(each, task)
    if task.get("answer") not in _ANSWERS:
        found.append(f"answer: {task.get('answer')!r}")
    for key in ("_input_hash", "_task_hash"):
        if type(task[key]) is not int or not -_BITS <= task[key] < _BITS:
            found.append(f"{key}: {task[key]!r}")
    if not isinstance(task["meta"], dict):
        found.append("meta")
    return found


def _tokens(text: str, tokens: list[Row]) -> list[str]:
    found = []
    for number, each in enumerate(tokens):
        if each["id"] != number or text[each["start"] : each["end"]] != each["text"]:
            found.append(f"token {each}")
        if each["start"] >= each["end"]:
            found.append(f"empty token {each}")
    for before, after in pairwise(tokens):
        if after["start"] != before["end"] + before["ws"]:
            found.append(f"between {before} and {after}")
    if "".join(each["text"] + " " * each["ws"] for each in tokens) != text:
        found.append("the tokens are not the text")
    return found


def _span(span: Row, task: Row) -> list[str]:
    tokens = task["tokens"]
    first, last = span["token_start"], span["token_end"]
    if not 0 <= first <= last < len(tokens):
        return [f"no such tokens {span}"]
    found = []
    if tokens[first]["start"] != span["start"] or tokens[last]["end"] != span["end"]:
        found.append(f"tokens {span}")
    if not isinstance(span["label"], str) or not span["label"]:
        found.append(f"label {span}")
    if (
        span.get("text", task["text"][span["start"] : span["end"]])
        != (task["text"][span["start"] : span["end"]])
    ):
        found.append(f"text {span}")
    return found


def _relation(relation: Row, task: Row) -> list[str]:
    found = []
    for key in ("head", "child"):
        span = relation[f"{key}_span"]
        found += _span(span, task)
        if relation[key] != span["token_end"]:
            found.append(f"{key} is not the last token: {relation}")
        places = [(s["start"], s["end"], s["label"]) for s in task["spans"]]
        if (span["start"], span["end"], span["label"]) not in places:
            found.append(f"{key} is no span: {relation}")
    if not isinstance(relation["label"], str) or not relation["label"]:
        found.append(f"label {relation}")
    return found
