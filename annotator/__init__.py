# SPDX-License-Identifier: MIT
"""Annotator: mark who speaks, what is said, and where the speaker stands."""

__version__ = "0.1.0"
