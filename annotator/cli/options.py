# SPDX-License-Identifier: MIT
"""Options that several commands share."""

from __future__ import annotations

import argparse
from typing import Any


def add_json(parser: Any) -> None:
    """Add `--json`: the result as JSON on standard output."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def add_by(parser: argparse.ArgumentParser) -> None:
    """Add `--by`: who does it, for the history and for what they may see."""
    parser.add_argument(
        "--by",
        metavar="NAME",
        help="who does it; otherwise who worked last, else the system's user",
    )
