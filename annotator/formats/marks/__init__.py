# SPDX-License-Identifier: MIT
"""The middle between annotations and the formats that know only marks and links."""
