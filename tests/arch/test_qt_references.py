"""Qt does not lose references to True and None.

PySide6 6.12.0 on Python 3.11 drops one per slot call and aborts the process within about 1,000
signal emissions; that is why pyproject.toml pins below it. This test guards every upgrade.
"""

import sys

import pytest
from PySide6.QtCore import QObject, Signal

EMISSIONS = 20_000
SLACK = 200  # other code may take and give a few


class Sender(QObject):
    """Sends what a slot then receives and returns."""

    flag = Signal(bool)
    thing = Signal(object)
    nothing = Signal()


@pytest.mark.parametrize("value", [True, False, None], ids=str)
def test_reference_counts_stay_where_they_are(qapp: object, value: bool | None) -> None:
    sender = Sender()
    sender.thing.connect(lambda received: received)
    sender.nothing.connect(lambda: value)
    if value is not None:
        sender.flag.connect(lambda received: received)
    before = sys.getrefcount(value)
    for _ in range(EMISSIONS):
        sender.thing.emit(value)
        sender.nothing.emit()
        if value is not None:
            sender.flag.emit(value)
    assert abs(sys.getrefcount(value) - before) < SLACK
