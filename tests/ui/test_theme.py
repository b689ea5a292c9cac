"""Both palettes are complete and legible; sizes follow language and zoom."""

import re

import pytest
from PySide6.QtGui import QFont, QPalette

from desktop.core.resources import resource
from desktop.store.settings import ACCENT
from desktop.ui.theme import (
    AMBER,
    MAX_ZOOM,
    MIN_ZOOM,
    Mode,
    Taste,
    Theme,
    accent_colors,
    load,
)

MODES: tuple[Mode, ...] = ("light", "dark")
both = pytest.mark.parametrize("mode", MODES)
SHEET = resource("themes", "style.qss").read_text(encoding="utf-8")
COLOURS = {
    name for name in re.findall(r"\{\{(\w+)\}\}", SHEET) if not name.startswith(("radius", "space"))
}

AA = 4.5
SURFACES = ("window", "panel", "raised", "sunken", "hover", "hover_on_window", "select")
READ_ON = {
    "text": (*SURFACES, "select_hover", "pressed", "tag", "amber_soft", "red_soft", "green_soft"),
    "text2": (*SURFACES, "select_hover", "pressed", "tag", "amber_soft", "red_soft", "green_soft"),
    "text3": SURFACES,
    "accent_ink": (*SURFACES, "select_hover"),
    "on_accent": ("accent", "accent_hover", "accent_pressed"),
    "red": ("window", "panel", "raised", "hover", "red_soft"),
    "amber": ("window", "panel", "raised", "amber_soft"),
    "green": ("window", "panel", "raised", "green_soft"),
    **dict.fromkeys(("code_kw", "code_str", "code_num", "code_com", "code_fn"), ("sunken",)),
}
"""Each ink, and the surfaces on which it is read."""


def luminance(theme: Theme, token: str) -> float:
    """Give the relative luminance, as WCAG 2 defines it."""
    color = theme.color(token)
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(theme: Theme, ink: str, surface: str) -> float:
    darker, lighter = sorted((luminance(theme, ink), luminance(theme, surface)))
    return (lighter + 0.05) / (darker + 0.05)


@both
@pytest.mark.parametrize("ink", READ_ON)
def test_text_can_be_read_on_every_surface(qapp, mode: Mode, ink: str) -> None:
    theme = load(mode)
    faint = {s: f"{contrast(theme, ink, s):.2f}" for s in READ_ON[ink]}
    assert {s: c for s, c in faint.items() if float(c) < AA} == {}


@both
def test_the_focus_ring_stands_out(qapp, mode: Mode) -> None:
    theme = load(mode)
    assert all(contrast(theme, "ring", surface) >= 3 for surface in ("window", "panel", "raised"))


def test_both_palettes_have_the_same_tokens_and_all_that_the_sheet_asks_for(qapp) -> None:
    light, dark = load("light"), load("dark")
    assert light.colors.keys() == dark.colors.keys()
    assert light.colors.keys() >= COLOURS
    assert "window" in COLOURS


@both
def test_the_sheet_is_filled_in_completely(qapp, mode: Mode) -> None:
    theme = load(mode)
    sheet = theme.style_sheet()
    assert "{{" not in sheet
    assert theme.hex("panel") in sheet
    assert "border-radius: 8px" in sheet


def test_the_sheet_sets_no_fonts() -> None:
    rules = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
    assert "font" not in rules


@both
def test_the_palette_serves_what_reads_no_sheet(qapp, mode: Mode) -> None:
    theme = load(mode)
    palette, role, group = theme.palette(), QPalette.ColorRole, QPalette.ColorGroup
    assert palette.color(role.Window) == theme.color("window")
    assert palette.color(role.Highlight) == theme.color("accent")
    assert palette.color(group.Disabled, role.Text) == theme.color("disabled")


def test_an_unknown_token_is_an_error(qapp) -> None:
    with pytest.raises(KeyError):
        load("light").color("nonsense")


def test_a_colour_may_be_translucent(qapp) -> None:
    color = load("light").color("accent", 0.5)
    assert color.alphaF() == pytest.approx(0.5, abs=0.01)
    assert load("light").color("accent").alpha() == 255


@pytest.mark.parametrize(("wanted", "given"), [(0.1, MIN_ZOOM), (1.5, 1.5), (9.0, MAX_ZOOM)])
def test_zoom_stays_within_its_bounds(qapp, wanted: float, given: float) -> None:
    theme = load("light").zoomed(wanted)
    assert theme.zoom == given
    assert theme.px(100) == round(100 * given)


def test_zoom_changes_the_reading_text_only(qapp) -> None:
    theme = load("light").zoomed(2.0)
    assert theme.font("reading", zoomed=True).pixelSize() == 2 * theme.size("reading")
    assert theme.font("body").pixelSize() == theme.size("body")


def test_chinese_has_larger_captions_and_more_leading(qapp) -> None:
    english, chinese = load("light", "en"), load("light", "zh_CN")
    assert (english.is_chinese, chinese.is_chinese) == (False, True)
    assert chinese.size("caption") > english.size("caption")
    assert chinese.line("reading") > english.line("reading")
    assert chinese.size("body") == english.size("body")


def test_chinese_avoids_the_weight_that_han_families_lack(qapp) -> None:
    assert load("light", "en").font(weight=500).weight() == QFont.Weight.Medium
    assert load("light", "zh_CN").font(weight=500).weight() == QFont.Weight.Normal
    assert load("light", "zh_CN").font(weight=600).weight() == QFont.Weight.DemiBold


def test_code_shows_what_will_be_copied(qapp) -> None:
    font = load("light").font("code")
    assert {bytes(tag.toString()) for tag in font.featureTags()} >= {b"calt", b"liga"}
    assert all(font.featureValue(tag) == 0 for tag in font.featureTags())


def test_fonts_are_given_away_as_copies(qapp) -> None:
    theme = load("light")
    theme.font("title").setPixelSize(99)
    assert theme.font("title").pixelSize() == theme.size("title")


# the person's taste
ACCENT_INKS = ("text", "text2", "text3", "accent_ink", "on_accent")
ACCENT_TOKENS = {
    "accent", "accent_hover", "accent_pressed", "on_accent", "ring", "accent_ink", "select",
    "select_hover",
}  # fmt: skip


@both
@pytest.mark.parametrize("accent", ACCENT.choices)
def test_every_accent_can_be_read_and_seen(qapp, mode: Mode, accent: str) -> None:
    theme = load(mode, taste=Taste(accent))
    faint = {
        f"{ink} on {surface}": round(contrast(theme, ink, surface), 2)
        for ink in ACCENT_INKS
        for surface in READ_ON[ink]
        if contrast(theme, ink, surface) < AA
    }
    assert faint == {}
    rings = ("window", "panel", "raised", "sunken", "pressed")
    assert all(contrast(theme, "ring", surface) >= 3 for surface in rings)


@both
def test_an_accent_changes_its_own_tokens_only(qapp, mode: Mode) -> None:
    plain = load(mode)
    for accent in ACCENT.choices:
        colors = load(mode, taste=Taste(accent)).colors
        changed = {token for token, value in colors.items() if value != plain.colors[token]}
        assert changed == (set() if accent == AMBER else ACCENT_TOKENS)
        assert accent_colors(mode, accent) == colors


@both
@pytest.mark.parametrize("ink", READ_ON)
def test_more_contrast_is_more(qapp, mode: Mode, ink: str) -> None:
    plain, strong = load(mode), load(mode, taste=Taste(has_more_contrast=True))
    for surface in READ_ON[ink]:
        assert contrast(strong, ink, surface) >= contrast(plain, ink, surface)
    assert contrast(strong, "field", "window") >= 3


def test_fonts_are_the_persons_where_wished(qapp) -> None:
    plain = load("light")
    theme = load("light", taste=Taste(font="Inter", reading_font="Serif X", code_font="Mono X"))
    assert theme.font().families()[0] == theme.font("title").families()[0] == "Inter"
    assert theme.font("reading", zoomed=True).families()[0] == "Serif X"
    assert theme.font("code", zoomed=True).families()[0] == "Mono X"
    # what is not installed falls back to the system's, and Han stay Han
    assert theme.font("reading", zoomed=True).families()[1:] == plain.font().families()
    like = load("light", taste=Taste(font="Inter"))
    assert like.font("reading", zoomed=True).families()[0] == "Inter"
    assert like.font("code").families() == plain.font("code").families()
