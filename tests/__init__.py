# SPDX-License-Identifier: MIT
"""The tests mirror `annotator/`: the test of a module is at the same path."""
