"""Dictates in the real window as standard input says: see `tests.services.speech.programs.dictating`.

Beside what that tells, "alive" gives how often the window's loop came round since it was asked last.
"""

import sys

from desktop.__main__ import prepare

prepare()
from PySide6.QtCore import QTimer  # noqa: E402

from desktop import app  # noqa: E402
from tests.services.speech.programs.dictating import Drive, obey  # noqa: E402

BEAT_MS = 20


class WindowDrive(Drive):
    """Counts the heart beats of the window."""

    def __init__(self, running: app.Running) -> None:
        super().__init__(running.services.speaking.dictation())
        self._beats = 0
        self._timer = QTimer(running.shell, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def tell(self, **more: object) -> None:
        """Say how it stands, and how often the loop came round."""
        super().tell(beats=self._beats, **more)
        self._beats = 0

    def _beat(self) -> None:
        self._beats += 1


async def dictate(running: app.Running) -> int:
    """Obey until the end of the input."""
    await obey(running.services, WindowDrive(running))
    return 0


sys.exit(app.main(drive=dictate))
