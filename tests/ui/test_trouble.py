"""When the data cannot be opened a window says why, in the person's language."""

import pytest
from PySide6.QtWidgets import QLabel

from desktop.core.errors import AppError, Code
from desktop.ui.controls import Button
from desktop.ui.error_text import error_text
from desktop.ui.look import Look
from desktop.ui.trouble import TroubleWindow


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("code", [Code.DAMAGED, Code.BUSY, Code.DISK_FULL, Code.READ_ONLY])
def test_it_says_what_happened_what_to_do_and_the_detail(
    look: Look, qtbot, language: str, code: Code
) -> None:
    look.use("dark", language)
    window = TroubleWindow(look, AppError(code, "oriole.db: <b>bad</b> header"))
    qtbot.addWidget(window)
    window.show()
    said = [label.text() for label in window.findChildren(QLabel)]
    words = error_text(code)
    assert words.title in said
    assert words.hint in said
    assert "oriole.db: <b>bad</b> header" in said
    assert window.accessibleName() == words.title


def test_its_button_closes_it(look: Look, qtbot) -> None:
    window = TroubleWindow(look, AppError(Code.DAMAGED))
    qtbot.addWidget(window)
    window.show()
    closed: list[None] = []
    window.closing.connect(lambda: closed.append(None))
    window.findChild(Button).click()
    assert len(closed) == 1
    assert not window.isVisible()
