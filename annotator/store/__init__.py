# SPDX-License-Identifier: MIT
"""SQLite only: the project file and its repositories."""
