# SPDX-License-Identifier: MIT
"""The documents name only commands, options and files that exist."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import __version__

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
TOPS = ("annotator/", "resources/", "tests/", ".ci/", ".dev/", ".github/")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[str]:
    """Yield the lines of the fenced blocks."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        yield from block.splitlines()


def commands(text: str) -> list[list[str]]:
    """Find the commands shown in blocks, e.g. `annotator new PROJECT`."""
    lines = [re.sub(r"^\S*[\\/](?=annotator )", "", line) for line in blocks(text)]
    return [shlex.split(line)[1:] for line in lines if line.startswith("annotator ")]


def mentioned_in_prose(text: str) -> list[list[str]]:
    """Find the commands named in a sentence, e.g. `annotator formats`."""
    return [found.split() for found in re.findall(r"`annotator ([a-z][^`]*)`", text)]


def files(text: str) -> set[str]:
    """Find the files that are linked or named."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    linked = set(re.findall(r"\]\(([^)#\s]+)\)", prose))
    named = {
        name
        for name in re.findall(r"`([^`\s]+)`", prose)
        if name.startswith(TOPS) or (name.endswith(".md") and "/" not in name)
    }
    return {name for name in linked | named if "://" not in name}


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def unknown(words: list[str], parser: argparse.ArgumentParser) -> list[str]:
    """Return the commands and options among `words` that the parser lacks."""
    missing = []
    options: set[str] = set()
    waiting = True
    for word in words:
        options |= {
            name for action in parser._actions for name in action.option_strings
        }
        choices = subcommands(parser)
        if word.startswith("-"):
            if word not in options:
                missing.append(word)
        elif waiting and choices:
            if word not in choices:
                return [*missing, word]
            parser = choices[word]
        else:
            # What follows is a value, and may be any word.
            waiting = False
    return missing


@pytest.fixture(scope="module")
def parser() -> argparse.ArgumentParser:
    from annotator.cli.main import build_parser

    return build_parser()


def test_the_readme_shows_commands() -> None:
    assert ["formats"] in commands(text_of("README.md"))
    assert ["demo"] in commands(text_of("README.md"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_shown_exists(name: str, parser: argparse.ArgumentParser) -> None:
    text = text_of(name)
    wrong = {
        " ".join(words): missing
        for words in commands(text) + mentioned_in_prose(text)
        if (missing := unknown(words, parser))
    }
    assert not wrong


def test_every_command_is_shown(parser: argparse.ArgumentParser) -> None:
    shown = {words[0] for words in commands(text_of("README.md"))}
    assert set(subcommands(parser)) == shown


def test_every_command_explains_itself(parser: argparse.ArgumentParser) -> None:
    pending = list(subcommands(parser).items())
    for name, command in pending:
        assert command.description, name
        pending.extend(subcommands(command).items())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_mentioned_exists(name: str) -> None:
    missing = {file for file in files(text_of(name)) if not (ROOT / file).exists()}
    assert not missing


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_mentioned_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    text = text_of(name)
    named = {line.split()[1] for line in blocks(text) if line.startswith("make ")}
    named |= set(re.findall(r"`make ([a-z]+)", text))
    assert named <= targets


def test_the_version_is_one_of_the_changelog_or_still_unreleased() -> None:
    changelog = text_of("CHANGELOG.md")
    assert f"## [{__version__}]" in changelog or "## [Unreleased]" in changelog


def test_a_missing_command_or_option_is_found() -> None:
    parser = argparse.ArgumentParser()
    inner = parser.add_subparsers().add_parser("codebook").add_subparsers()
    inner.add_parser("check").add_argument("--json")
    assert unknown(["codebook", "check", "FILE", "--json"], parser) == []
    assert unknown(["nothing"], parser) == ["nothing"]
    assert unknown(["codebook", "nothing", "x"], parser) == ["nothing"]
    assert unknown(["codebook", "check", "FILE", "--xml"], parser) == ["--xml"]


def test_a_missing_file_is_found() -> None:
    text = "See [it](docs/x.md), `resources/y/` and `annotator new`.\n"
    assert files(text) == {"docs/x.md", "resources/y/"}
