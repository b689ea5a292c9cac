"""What the tests of the interface share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.look import Look


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """Light and English, applied to the application; put back afterwards."""
    made = Look()
    made.use("light", "en")
    yield made
    made.use("light", "en")
    qapp.setStyleSheet("")
    made.deleteLater()
