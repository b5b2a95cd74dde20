# SPDX-License-Identifier: MIT
"""Dialogs: each its own file, none of them blocking."""
