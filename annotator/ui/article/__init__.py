# SPDX-License-Identifier: MIT
"""The article: its text, the marks in it, and the chips beside it.

blocks   a text as displayable paragraphs, and where each one stands
flow     the paragraphs laid out, as far as they came into sight
marks    which annotations touch which paragraph, and their lanes
brush    how a role is drawn        painter  a paragraph with its marks
chips    what the margin says       packing  where its chips stand
margin   the margin's widget        hints    the bar of keys at the foot
caret    caret, selection, moving   pointer  what the mouse means
view     the widget that joins them
"""
