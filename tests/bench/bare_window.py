"""The least window that PySide6 can show: what every start of ours is compared with."""

import sys
import time

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """Tells when it has painted first."""

    def __init__(self) -> None:
        super().__init__()
        self._has_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint nothing."""
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            sys.stdout.write(f"FIRST_PAINT {time.monotonic():.6f}\n")
            sys.stdout.flush()


app = QApplication(sys.argv)
window = Bare()
window.resize(1180, 760)
window.show()
sys.exit(app.exec())
