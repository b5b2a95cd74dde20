# SPDX-License-Identifier: MIT
"""The frame of the window: header row and status bar."""

from annotator.ui.shell.header import Header, ModeSwitch
from annotator.ui.shell.status import StatusBar

__all__ = ["Header", "ModeSwitch", "StatusBar"]
