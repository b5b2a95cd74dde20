# SPDX-License-Identifier: MIT
"""The command palette: one field that finds commands and documents."""

from annotator.ui.palette.hits import (
    Entry,
    Hit,
    Provider,
    command_provider,
    titles_provider,
)
from annotator.ui.palette.palette import CommandPalette

__all__ = [
    "CommandPalette",
    "Entry",
    "Hit",
    "Provider",
    "command_provider",
    "titles_provider",
]
