# SPDX-License-Identifier: MIT
"""What this program is, in one small dialog."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from annotator import __version__
from annotator.ui.dialogs.base import Dialog, plain_label


def show_about(parent: QWidget) -> Dialog:
    """Say what this program is; returns the dialog, already open."""
    tr = QCoreApplication.translate
    dialog = Dialog(tr("about", "About Annotator"), parent)
    dialog.body.addWidget(plain_label(f"Annotator {__version__}", "heading"))
    words = tr("about", "Who says what, and where they stand. MIT licence.")
    dialog.body.addWidget(plain_label(words))
    dialog.add_cancel(tr("about", "Close"))
    dialog.open()
    return dialog
