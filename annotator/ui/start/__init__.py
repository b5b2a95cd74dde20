# SPDX-License-Identifier: MIT
"""The start page: what is shown while no project is open."""

from annotator.ui.start.page import StartPage
from annotator.ui.start.window import StartWindow

__all__ = ["StartPage", "StartWindow"]
