# SPDX-License-Identifier: MIT
"""Databases of Discourse Network Analyzer (DNA): 3 both ways, 2 to be read."""
