# SPDX-License-Identifier: MIT
"""The tokens keep the contrasts they promise, and everything is made of them."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from annotator import resources
from annotator.ui.colors import contrast
from annotator.ui.theme import Theme, apply, choose_theme, load_fonts

GROUNDS = ("window", "dock", "paper", "raised")
WORDS = (
    *("text", "text_2", "text_3", "accent", "error", "warning", "ok", "favor"),
    *("against", "neutral", "mixed", "unclear", "annotator_1", "annotator_2"),
)
MARKS = ("border", "content", "source", "cue", "addressee", "supplement")
ROLES = ("content", "source", "cue", "addressee", "supplement")


@pytest.fixture(params=["light", "dark"])
def each(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    """Both themes in turn."""
    return Theme.load(request.param)


@pytest.mark.parametrize("ground", GROUNDS)
def test_words_have_a_contrast_of_four_and_a_half(each: Theme, ground: str) -> None:
    for token in WORDS:
        found = contrast(each.color(token), each.color(ground))
        assert found >= 4.5, (each.name, token, ground, found)


@pytest.mark.parametrize("ground", GROUNDS)
def test_marks_and_outlines_have_a_contrast_of_three(each: Theme, ground: str) -> None:
    for token in MARKS:
        found = contrast(each.color(token), each.color(ground))
        assert found >= 3.0, (each.name, token, ground, found)


def test_roles_are_seen_on_both_tints(each: Theme) -> None:
    for role in ROLES:
        for tint in ("tint", "tint_strong"):
            assert contrast(each.role_color(role), each.color(tint)) >= 3.0


def test_words_on_coloured_grounds(each: Theme) -> None:
    for word, ground in (
        ("text", "accent_soft"),
        ("text_2", "accent_soft"),
        ("text", "selection"),
        ("text", "tint_strong"),
        ("on_accent", "accent"),
        ("error", "error_soft"),
        ("warning", "warning_soft"),
        ("text_2", "hover"),
    ):
        found = contrast(each.color(word), each.color(ground))
        assert found >= 4.5, (each.name, word, ground, found)


def test_both_themes_have_the_same_tokens(theme: Theme, dark: Theme) -> None:
    assert theme.tokens.keys() == dark.tokens.keys()
    assert (theme.dark, dark.dark) == (False, True)


@pytest.mark.parametrize("role", ROLES)
def test_the_colours_of_shipped_codebooks_have_tokens(each: Theme, role: str) -> None:
    sources = resources.read_text("codebooks", "speaker_stance.toml")
    table = sources.split(f'id = "{role}"')[1].split("[[")[0]
    found = re.search(r'color = "(#\w+)"', table)
    assert found is not None
    assert each.role_color(role, found[1]) == each.color(role)
    assert each.role_color(role) == each.color(role)


@pytest.mark.parametrize("wish", ["#FFFF88", "#101010", "#00FF00", "#9C7BD4"])
def test_a_codebooks_colour_is_made_visible(each: Theme, wish: str) -> None:
    found = each.role_color("hedge", wish)
    for ground in ("paper", "tint", "tint_strong"):
        assert contrast(found, each.color(ground)) >= 3.0


def test_a_role_whose_colour_was_changed_takes_the_new_hue(theme: Theme) -> None:
    assert theme.role_color("source", "#CC0000") != theme.color("source")


def test_an_unknown_role_without_colour_is_quiet(theme: Theme) -> None:
    assert theme.role_color("something") == theme.color("supplement")
    assert theme.role_color("something", "no colour") == theme.color("supplement")


def test_changing_a_colour_does_not_change_the_theme(theme: Theme) -> None:
    theme.color("text").setAlpha(0)
    assert theme.color("text").alpha() == 255


def test_an_unknown_token_is_an_error(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.color("pink")


def test_the_style_sheet_has_no_gaps_and_no_colours_of_its_own(each: Theme) -> None:
    assert "$" not in each.style_sheet()
    source = resources.read_text("themes", "style.qss")
    assert not re.findall(r"#[0-9A-Fa-f]{6}\b", source)


def test_the_images_of_a_theme_wear_its_colours(each: Theme) -> None:
    for name in resources.names("themes", each.name):
        text = resources.read_text("themes", each.name, name)
        colours = set(re.findall(r"#[0-9A-Fa-f]{6}", text))
        assert colours <= set(each.tokens.values()), name


def test_no_module_of_the_window_names_a_colour() -> None:
    package = resources.path("themes").parent.parent / "annotator" / "ui"
    if not package.is_dir():
        pytest.skip("not a checkout")
    hexes = re.compile(r"QColor\(\s*[\"']#|QColor\(\s*\d")
    for file in package.rglob("*.py"):
        assert not hexes.search(file.read_text(encoding="utf-8")), file


def test_the_bundled_fonts_are_found(qapp: QApplication) -> None:
    assert {"Charis SIL", "Inter"} <= set(load_fonts())


def test_fonts_by_kind(theme: Theme) -> None:
    article = theme.font("article", 18, "bold", italic=True)
    assert QFontInfo(article).family() == "Charis SIL"
    assert (article.bold(), article.italic()) == (True, True)
    assert QFontInfo(theme.font("ui", 13)).family() == "Inter"
    assert theme.font("ui", 13).pixelSize() == 13
    assert theme.font("numbers", 12).featureTags()
    assert not theme.font("ui", 12).featureTags()


def test_a_font_may_have_half_a_pixel(theme: Theme) -> None:
    assert QFontInfo(theme.font("ui", 11.5)).pixelSize() in (11, 12)
    assert theme.font("ui", 11.5).pointSizeF() == pytest.approx(8.625, rel=0.2)


def test_apply_dresses_the_application(qapp: QApplication, theme: Theme) -> None:
    assert qapp.style().name() in ("fusion", "")
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == theme.color("window")
    disabled = QPalette.ColorGroup.Disabled
    quiet = palette.color(disabled, QPalette.ColorRole.Text)
    assert quiet == theme.color("text_3")
    dark = Theme.load("dark")
    apply(qapp, dark)
    assert dark.tokens["dock"] in qapp.styleSheet()


def test_the_desktops_theme_is_followed_when_asked(qapp: QApplication) -> None:
    assert choose_theme("system").name in ("light", "dark")
    assert choose_theme("dark").dark
