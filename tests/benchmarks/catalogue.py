# SPDX-License-Identifier: MIT
"""Importing this module declares every benchmark, in the order of the table."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from tests.benchmarks.harness import REGISTRY

__all__ = ["REGISTRY"]

MODULES: Final = (
    "bench_start",
    "bench_save",
    "bench_typing",
    "bench_spans",
    "bench_transfer",
    "bench_merge",
    "bench_list",
    "bench_entities",
    "bench_agreement",
    "bench_team",
)

for _name in MODULES:
    import_module(f"tests.benchmarks.{_name}")
