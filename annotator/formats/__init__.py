# SPDX-License-Identifier: MIT
"""Bytes to bundle and back; no store, no Qt."""
