# SPDX-License-Identifier: MIT
"""Threads of comments beside the text."""
