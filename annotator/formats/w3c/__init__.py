# SPDX-License-Identifier: MIT
"""Web Annotations: the data model of the W3C, as JSON-LD."""
