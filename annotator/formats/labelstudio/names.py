# SPDX-License-Identifier: MIT
"""Names of files, keys and controls that reading and writing share."""

from __future__ import annotations

from typing import Final

FORMAT: Final = "label-studio"
SUFFIX: Final = ".json"
TASKS: Final = "tasks.json"
CONFIG: Final = "label_config.xml"
#: What people call the configuration that they saved.
CONFIGS: Final = (CONFIG, "config.xml", "labeling_config.xml", "label-config.xml")

#: Our own names for the control of labels and for the text.
LABELS: Final = "label"
TEXT: Final = "text"
TITLE: Final = "title"

#: Where a task keeps what people and models found; `completions` is the old name.
ANNOTATIONS: Final = "annotations"
COMPLETIONS: Final = "completions"
PREDICTIONS: Final = "predictions"
DRAFTS: Final = "drafts"
SETS: Final = (ANNOTATIONS, COMPLETIONS, PREDICTIONS, DRAFTS)

#: The type of a result that is a relation, and the name of one without a label.
RELATION: Final = "relation"
#: The key under which a result has its labels, and its type.
LABELS_KEY: Final = "labels"
#: What a region has besides and is written back under its own key.
NATIVE: Final[tuple[str, ...]] = ("score", "readonly", "hidden", "origin", "meta")


def control_of(name: str, label: str) -> str:
    """The attribute that a control stands for on the regions of a label.

    Where labels share the name of an attribute and not its values, each control
    has the label before it.
    """
    own = f"{label}-"
    return name.removeprefix(own) if name != own else name


def own_control(label: str, name: str) -> str:
    """The name of a control for one label only, as `control_of` takes it apart."""
    return f"{label}-{name}"
