# SPDX-License-Identifier: MIT
"""Reading others' annotations: comparing, deciding, second reading, comments."""
