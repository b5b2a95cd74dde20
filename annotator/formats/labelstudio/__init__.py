# SPDX-License-Identifier: MIT
"""Label Studio: tasks with annotations and predictions, and its configuration."""
