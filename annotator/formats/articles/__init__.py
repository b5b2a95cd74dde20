# SPDX-License-Identifier: MIT
"""Articles as people save them: one file, one document, its text and metadata.

Nothing in them is run, and nothing that they name is opened or fetched.
"""
