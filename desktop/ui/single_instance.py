"""One window per data folder: a second start brings the first window forward and ends.

A plain socket where there are Unix sockets: QtNetwork would cost 3 MiB and 4 ms for a knock on the door.
Windows has no such sockets in Python, so Qt's named pipes are used there.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier

_log = logging.getLogger(__name__)
_ANSWER_S = 0.5  # a living instance answers within a millisecond


def show_running(path: Path) -> bool:
    """Ask a running instance to come forward; tell whether there was one."""
    return _ask_socket(path) if os.name == "posix" else _ask_pipe(path)


class InstanceServer(QObject):
    """Listens for later starts; `on_show` runs for each."""

    def __init__(self, path: Path, on_show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._on_show = path, on_show
        self._close: Callable[[], None] = _nothing
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._close = self._listen() if os.name == "posix" else self._listen_to_pipe()
        except OSError as error:
            _log.info("no socket for later starts: %s", error)

    def close(self) -> None:
        """Stop listening and remove the socket."""
        self._close()
        self._close = _nothing

    def _listen(self) -> Callable[[], None]:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._path.unlink(missing_ok=True)  # left over by a process that was killed
        previous = os.umask(0o177)  # nobody else may connect
        try:
            listener.bind(str(self._path))
        except OSError:
            listener.close()
            raise
        finally:
            os.umask(previous)
        listener.listen()
        listener.setblocking(False)
        notifier = QSocketNotifier(listener.fileno(), QSocketNotifier.Type.Read, self)

        def accept() -> None:
            with contextlib.suppress(OSError):  # who asked is gone already
                listener.accept()[0].close()
            self._on_show()

        def close() -> None:
            notifier.setEnabled(False)
            listener.close()
            self._path.unlink(missing_ok=True)

        notifier.activated.connect(accept)
        return close

    def _listen_to_pipe(self) -> Callable[[], None]:
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - see the module's docstring

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

        def accept() -> None:
            connection = server.nextPendingConnection()
            connection.disconnected.connect(connection.deleteLater)
            self._on_show()

        server.newConnection.connect(accept)
        if not server.listen(str(self._path)):
            raise OSError(server.errorString())
        return server.close


def _ask_socket(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(_ANSWER_S)
            client.connect(str(path))  # that somebody came says everything
    except OSError:
        return False
    return True


def _ask_pipe(path: Path) -> bool:
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - see the module's docstring

    client = QLocalSocket()
    client.connectToServer(str(path))
    if not client.waitForConnected(round(_ANSWER_S * 1000)):
        return False
    client.disconnectFromServer()
    return True


def _nothing() -> None:
    """Close nothing: it does not listen."""
