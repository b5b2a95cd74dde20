# SPDX-License-Identifier: MIT
"""Agreement of annotators: do they mark the same, and do they code it alike?"""
