# SPDX-License-Identifier: MIT
"""Prodigy: JSON Lines of tasks, a text with tokens, spans and relations each."""
