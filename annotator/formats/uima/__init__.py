# SPDX-License-Identifier: MIT
"""UIMA CAS as XMI and as JSON."""
