"""Dictation into text fields; nothing of it is loaded before somebody speaks.

Read `place` (where text goes), `ghost` (what is not certain yet), `strip` (level and words at a
composer), then `dictating`.
"""

from desktop.ui.dictating.meter import LevelMeter

__all__ = ["LevelMeter"]
