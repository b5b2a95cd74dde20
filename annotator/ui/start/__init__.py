# SPDX-License-Identifier: MIT
"""The start page: what is shown while no project is open."""

from annotator.ui.start.page import StartPage

__all__ = ["StartPage"]
