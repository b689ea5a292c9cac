"""Icons take the theme's colours and are sharp at every scale."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

import desktop
from desktop.core.resources import resource
from desktop.ui.assets import pixmap
from desktop.ui.theme import load

SOURCES = Path(desktop.__file__).parent


def ink(image: QImage) -> QColor:
    """Give the colour of the dot that is covered most."""
    dots = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(dots, key=QColor.alpha)


@pytest.mark.parametrize("dpr", [1.0, 1.25, 2.0, 3.0])
def test_an_icon_has_its_size_at_every_scale(qapp, dpr: float) -> None:
    drawn = pixmap(load("light"), "x", "text2", 20, dpr)
    assert drawn.width() == round(20 * dpr)
    assert drawn.deviceIndependentSize().toSize().width() == 20


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_icon_takes_the_colour_of_its_tone(qapp, mode) -> None:
    theme = load(mode)
    drawn = ink(pixmap(theme, "square", "red", 20, 4.0).toImage())
    assert drawn.name() == theme.color("red").name()


def test_an_icon_that_is_not_there_is_an_error(qapp) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap(load("light"), "no-such-icon")


def test_every_icon_named_in_the_program_is_there() -> None:
    files = {path.stem for path in resource("icons").glob("*.svg")}
    known = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
    words = {
        node.value
        for path in (*SOURCES.glob("ui/**/*.py"), *SOURCES.glob("features/**/*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _is_drawing(call)
        for node in call.args[1:3]
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    named = {word for word in words if known.fullmatch(word) or word in files}
    assert len(named) > 5
    assert named <= files


def _is_drawing(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name in {"pixmap", "icon", "IconButton", "RowButton", "Banner", "become"}
