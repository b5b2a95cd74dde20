# SPDX-License-Identifier: MIT
"""The record that describes a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from annotator.formats.options import ReadOptions, WriteOptions
from annotator.model.bundle import Bundle
from annotator.model.progress import Job

Sniff = Callable[[bytes, Path], float]
Read = Callable[[Path, ReadOptions], Bundle]
Write = Callable[[Bundle, Path, WriteOptions], Job[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    `sniff(head, path)` says how likely a file that begins with `head` is in it:
    0 (not) to 1 (surely).  `read(path, options)` gives a bundle whose documents
    are read as they are asked for, and raises InputError naming line and field.
    `write(bundle, path, options)` is a job: it yields after each document, so
    that it can be stopped.  `losses` says in words what the format cannot carry.
    `extra` is the optional package it needs, `folder` tells that it also reads
    a folder as one thing.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Sniff
    read: Read | None = None
    write: Write | None = None
    losses: tuple[str, ...] = ()
    extra: str | None = None
    folder: bool = False

    @property
    def reads(self) -> bool:
        """Whether files of the format can be imported."""
        return self.read is not None

    @property
    def writes(self) -> bool:
        """Whether projects can be exported to the format."""
        return self.write is not None

    def available(self) -> bool:
        """Whether the optional package it needs is installed."""
        return self.extra is None or find_spec(self.extra) is not None
