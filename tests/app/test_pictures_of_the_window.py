"""The window photographed in every state, light and dark, in Chinese and at 200 %; looked at by arithmetic."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from virtual_desktop import VirtualDesktop, virtual_desktop

from desktop.store.paths import Paths
from desktop.store.settings import LANGUAGE, THEME, Settings
from tests.app.demo_talk import tour
from tests.app.person import Person, sitting
from tests.app.test_reading import held

WORDED = {"label", "list item", "page tab", "radio button"}
COVERED, LEAST_CONTRAST = 2.0, 4.2
"""WCAG AA asks for 4.5; of small letters the fullest pixel falls a little short of their colour.

What stands out less than `COVERED` lies under a card or outside what is scrolled to.
"""
COMPOSER = {"en": "Message", "zh_CN": "消息"}
SHARE_SEEN = 0.6


def luminance(colour: tuple[int, ...]) -> float:
    """Give the relative luminance of WCAG 2."""
    parts = (part / 255 for part in colour[:3])
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(picture: Image.Image, left: int, top: int, width: int, height: int) -> float:
    """Give how much the ink of a place stands out from its ground, which is its commonest colour.

    The ink is the colour farthest from the ground: the stems of letters, where they are full.
    """
    box = (max(left, 0), max(top, 0), left + width, top + height)
    colours = picture.crop(box).getcolors(width * height) or []
    ground = luminance(max(colours)[1])
    inks = (luminance(colour) for _count, colour in colours)
    return max((max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) for ink in inks)


def album(name: str) -> Path:
    """Give the folder in which a run's pictures stay, to be looked at."""
    folder = Path(tempfile.gettempdir()) / "oriole-pictures" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def look(person: Person, folder: Path, name: str) -> dict[str, float]:
    """Keep a photograph of a state; give the contrast of all words that can be read in it."""
    path = folder / f"{name.replace(' ', '-')}.png"
    person.desk.run(["import", "-window", "root", path])
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    told = person.tree()
    frame = next(seen for seen in told if seen["role"] == "frame")
    scale = person.geometry()[2] // frame["place"][2]  # AT-SPI speaks of logical pixels
    return {
        f"{seen['role']} {seen['name'][:40]}": contrast(picture, *_scaled(seen, scale))
        for seen in told
        if seen["role"] in WORDED and seen["name"] and seen["is_enabled"] and _is_small(seen)
    }


def _scaled(seen: dict[str, Any], scale: int) -> Iterator[int]:
    return (scale * number for number in seen["place"])


def _is_small(seen: dict[str, Any]) -> bool:
    _left, _top, width, height = seen["place"]
    return 0 < width * height < 60_000


def settle(theme: str, language: str) -> None:
    """Choose what the next window looks like."""

    async def choose() -> None:
        settings = Settings(Paths.find().config / "settings.toml")
        await settings.set(THEME, theme)
        await settings.set(LANGUAGE, language)

    asyncio.run(choose())


def judge(desk: VirtualDesktop, pictures: Path, language: str) -> None:
    """Walk through all states; every word that can be seen must be readable."""
    with sitting(desk, composer=COMPOSER[language]) as person:
        for state in tour(person):
            ratios = look(person, pictures, state)
            seen = {words: ratio for words, ratio in ratios.items() if ratio > COVERED}
            assert len(seen) >= SHARE_SEEN * len(ratios) > 3, (state, ratios)
            weak = {
                words: f"{ratio:.1f}" for words, ratio in seen.items() if ratio < LEAST_CONTRAST
            }
            assert weak == {}, state
        assert person.close() == 0


@pytest.mark.parametrize(
    ("theme", "language"),
    [
        ("dark", "zh_CN"),
        pytest.param("dark", "en", marks=pytest.mark.full),
        pytest.param("light", "zh_CN", marks=pytest.mark.full),
        pytest.param("light", "en", marks=pytest.mark.full),
    ],
)
def test_every_word_stands_out_from_its_ground(
    desk: VirtualDesktop, tmp_path: Path, theme: str, language: str
) -> None:
    with held(desk, tmp_path) as person:
        assert person.close() == 0
    settle(theme, language)
    judge(desk, album(f"{theme}-{language}"), language)


@pytest.mark.usefixtures("home")
@pytest.mark.full
def test_it_is_the_same_at_twice_the_size(tmp_path: Path) -> None:
    twice = {"QT_SCALE_FACTOR": "2"}
    with virtual_desktop(screen="2600x1840x24", accessibility=True, extra=twice) as desk:
        with held(desk, tmp_path) as person:
            assert person.geometry()[2] > 2000
            assert person.close() == 0
        settle("light", "en")
        judge(desk, album("twice"), "en")
