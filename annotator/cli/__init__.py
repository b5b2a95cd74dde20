# SPDX-License-Identifier: MIT
"""The command line: small files over the services."""
