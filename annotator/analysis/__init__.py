# SPDX-License-Identifier: MIT
"""Pure functions over records: alignment, agreement, networks."""
