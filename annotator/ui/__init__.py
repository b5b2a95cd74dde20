# SPDX-License-Identifier: MIT
"""The window: the only place that knows Qt."""
