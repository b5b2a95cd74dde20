# SPDX-License-Identifier: MIT
"""The review page: comparing layers, deciding, second reading, comments."""
