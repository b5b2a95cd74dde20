# SPDX-License-Identifier: MIT
"""Faults that concern several modules, met through the program's own doors."""
