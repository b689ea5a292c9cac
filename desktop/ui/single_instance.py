"""One window per data folder: a second start brings the first window forward and ends.

QtNetwork is imported where it is used: 4 ms that the first paint of a first start need not wait for.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

_log = logging.getLogger(__name__)
_ANSWER_MS = 500  # a living instance answers within a millisecond
_SHOW = b"show\n"


def show_running(socket: Path) -> bool:
    """Ask a running instance to come forward; tell whether there was one."""
    if os.name == "posix" and not socket.exists():
        return False
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

    client = QLocalSocket()
    client.connectToServer(str(socket))
    if not client.waitForConnected(_ANSWER_MS):
        return False
    client.write(_SHOW)
    client.waitForBytesWritten(_ANSWER_MS)
    client.disconnectFromServer()
    return True


class InstanceServer(QObject):
    """Listens for later starts; `on_show` runs for each."""

    def __init__(self, socket: Path, on_show: Callable[[], None], parent: QObject) -> None:
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415

        super().__init__(parent)
        self._on_show = on_show
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        try:
            socket.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _log.info("no socket for later starts: %s", error)
            return
        QLocalServer.removeServer(str(socket))  # left over by a process that was killed
        if not self._server.listen(str(socket)):
            _log.info("no socket for later starts: %s", self._server.errorString())

    def close(self) -> None:
        """Stop listening and remove the socket."""
        self._server.close()

    def _on_connection(self) -> None:
        connection = self._server.nextPendingConnection()
        connection.disconnected.connect(connection.deleteLater)
        self._on_show()
