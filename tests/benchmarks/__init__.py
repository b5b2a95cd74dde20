# SPDX-License-Identifier: MIT
"""Benchmarks: each of our operations beside a bare baseline, in the same run.

`python -m tests.benchmarks` runs them all and prints the ratios; see
`tests.benchmarks.harness` for how one is written.
"""
