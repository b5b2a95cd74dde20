# SPDX-License-Identifier: MIT
"""Colours and fonts of the window, light and dark, from one data file each.

Nothing else in the program names a colour: widgets ask a `Theme` for a token,
and `apply` gives Qt a palette and one style sheet made of the same tokens.
"""

from __future__ import annotations

import tomllib
from functools import cache
from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from annotator import resources
from annotator.ui.colors import readable

ROLE_CONTRAST: Final = 3.0
SERIF: Final = ("Charis SIL", "Noto Serif", "serif")
SANS: Final = ("Inter",)
WEIGHTS: Final = {
    "regular": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "semibold": QFont.Weight.DemiBold,
    "bold": QFont.Weight.Bold,
}
#: What Qt's palette takes from which token.
_PALETTE: Final = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "dock",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.BrightText: "on_accent",
}
_DISABLED: Final = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
)


class Theme:
    """One set of tokens.  Make it with `Theme.load`.

    Attributes:
        name: "light" or "dark".
        dark: whether words are lighter than what they stand on.
        tokens: colour by name, "#RRGGBB" or "#AARRGGBB".
    """

    def __init__(
        self, name: str, dark: bool, tokens: dict[str, str], presets: dict[str, str]
    ) -> None:
        self.name = name
        self.dark = dark
        self.tokens = dict(tokens)
        self._colors = {token: QColor(value) for token, value in tokens.items()}
        self._presets = {role: QColor(value) for role, value in presets.items()}
        self._roles: dict[tuple[str, str | None], QColor] = {}

    @classmethod
    def load(cls, name: str = "light") -> Theme:
        """Read the theme "light" or "dark".  Needs a running QGuiApplication."""
        load_fonts()
        source = resources.path("themes", f"{name}.toml")
        data = tomllib.loads(source.read_text(encoding="utf-8"))
        return cls(data["name"], data["dark"], data["tokens"], data["presets"])

    def color(self, token: str) -> QColor:
        """The colour of a token; KeyError where there is no such token.

        The colour is a copy: changing it does not change the theme.
        """
        return QColor(self._colors[token])

    def role_color(self, role: str, wish: str | None = None) -> QColor:
        """The colour in which a span role is drawn.

        `wish` is the codebook's colour, "#RRGGBB": it gives the hue.  The roles
        of the shipped codebooks have tokens of their own, unless the codebook's
        colour was changed.
        """
        key = (role, wish)
        if key not in self._roles:
            self._roles[key] = self._find_role_color(role, wish)
        return QColor(self._roles[key])

    def _find_role_color(self, role: str, wish: str | None) -> QColor:
        hue = QColor(wish or "")
        if role in self._presets and (not hue.isValid() or hue == self._presets[role]):
            return self._colors[role]
        if not hue.isValid():
            return self._colors["supplement"]
        return self.readable(hue)

    def readable(self, color: QColor, minimum: float = ROLE_CONTRAST) -> QColor:
        """`color` moved in lightness to `minimum` contrast on paper and tints."""
        grounds = (self._colors[t] for t in ("paper", "tint", "tint_strong"))
        return readable(color, grounds, minimum)

    def font(
        self, kind: str, px: float, weight: str = "regular", italic: bool = False
    ) -> QFont:
        """A font of `px` logical pixels.

        `kind` is "article" (serif, not hinted), "ui", or "numbers" (the
        interface's font with figures of one width).  `weight` is a key of
        `WEIGHTS`.
        """
        font = QFont(list(SERIF if kind == "article" else (*SANS, _system_family())))
        _set_pixels(font, px)
        font.setWeight(WEIGHTS[weight])
        font.setItalic(italic)
        if kind == "article":
            font.setStyleHint(QFont.StyleHint.Serif)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        elif kind == "numbers":
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def palette(self) -> QPalette:
        """Qt's palette made of the tokens."""
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self._colors[token])
        for role in _DISABLED:
            quiet = self._colors["text_3"]
            palette.setColor(QPalette.ColorGroup.Disabled, role, quiet)
        return palette

    def style_sheet(self) -> str:
        """The application's style sheet with this theme's tokens filled in."""
        sheet = resources.path("themes", "style.qss").read_text(encoding="utf-8")
        files = resources.path("themes", self.name).as_posix()
        return Template(sheet).substitute(self.tokens, files=files)


def load_theme(name: str = "light") -> Theme:
    """The same as `Theme.load`."""
    return Theme.load(name)


def choose_theme(wish: str) -> Theme:
    """The theme for a setting: "light", "dark", or "system"."""
    if wish == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        wish = "dark" if scheme == Qt.ColorScheme.Dark else "light"
    return load_theme(wish)


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the bundled fonts known to Qt, once; returns their families."""
    families: set[str] = set()
    for file in sorted(resources.path("fonts").iterdir()):
        if file.suffix in {".ttf", ".otf"}:
            number = QFontDatabase.addApplicationFont(str(file))
            families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application: style, palette, font and style sheet."""
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(theme.palette())
    app.setFont(theme.font("ui", 13))
    app.setStyleSheet(theme.style_sheet())


def _system_family() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def _set_pixels(font: QFont, px: float) -> None:
    """Qt counts pixels in whole numbers only: others go by way of points."""
    if float(px).is_integer():
        font.setPixelSize(int(px))
        return
    screen = QGuiApplication.primaryScreen()
    dots = screen.logicalDotsPerInchY() if screen else 96.0
    font.setPointSizeF(px * 72.0 / dots)
