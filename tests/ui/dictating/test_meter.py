"""The level of the microphone: what the meter keeps of it and says."""

from desktop.media.capture.levels import SILENCE, Level
from desktop.ui.dictating import LevelMeter
from desktop.ui.look import Look


def test_a_peak_is_held_and_falls_slowly(look: Look, qtbot) -> None:
    meter = LevelMeter(look)
    qtbot.addWidget(meter)
    meter.show_level(Level(-20.0, -10.0, is_clipped=False))
    for _ in range(30):
        meter.show_level(SILENCE)
    assert meter.peak_db == -10.0
    meter.show_level(SILENCE)
    assert -12.0 < meter.peak_db < -10.0


def test_clipping_is_said_and_forgotten(look: Look, qtbot) -> None:
    meter = LevelMeter(look)
    qtbot.addWidget(meter)
    meter.show_level(Level(-3.0, 0.0, is_clipped=True))
    assert meter.is_clipped
    assert meter.accessibleName() == "Too loud: the sound is cut off"
    meter.clear()
    assert not meter.is_clipped
    assert meter.accessibleName() == "Level of the microphone"


def test_the_level_has_a_text(look: Look, qtbot) -> None:
    meter = LevelMeter(look)
    qtbot.addWidget(meter)
    meter.show_level(Level(-30.0, -18.2, is_clipped=False))
    assert meter.text() == "−18 dBFS"
