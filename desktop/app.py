"""The window's composition root: builds everything once, runs the loop, takes it down in order."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.core.errors import AppError
from desktop.core.logs import Redactor, write_logs
from desktop.core.tasks import TaskScope
from desktop.features import FEATURES
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile
from desktop.ui import accessibility
from desktop.ui.collector import IdleCollector
from desktop.ui.look import Look
from desktop.ui.shell import Shell
from desktop.ui.signals import SignalWatch
from desktop.ui.single_instance import InstanceServer, show_running

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services

_log = logging.getLogger(__name__)
_WORKERS = 4  # qasync's own default executor starts ten threads
_SOCKET = "oriole.sock"


@dataclass(frozen=True, slots=True)
class Running:
    """The program while its window is open, for whoever drives it instead of a person.

    `painted_at` is the time.monotonic() of the first paint.
    """

    shell: Shell
    services: Services
    painted_at: float


Drive = Callable[[Running], Awaitable[int]]
"""Uses the open window like a person would; gives the exit status."""


def main(*, drive: Drive | None = None, reports_paint: bool = False) -> int:
    """Open the window and run until it is closed; give the exit status."""
    QApplication.setApplicationName("oriole")
    QApplication.setApplicationDisplayName("Oriole")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("oriole")
    # As an argument: `setStyle` gives the style back, for which PySide loads all it knows of styles.
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    paths = Paths.find()
    if drive is None and show_running(paths.runtime / _SOCKET):
        return 0
    accessibility.install()
    app.setCursorFlashTime(0)  # a caret that blinks wakes the processor twice a second, for ever
    app.setQuitOnLastWindowClosed(False)  # what is on the screen is stored first
    import qasync  # noqa: PLC0415 - after PySide6: it would look for PyQt first

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(_run(app, paths, drive, reports_paint=reports_paint))


async def _run(app: QApplication, paths: Paths, drive: Drive | None, *, reports_paint: bool) -> int:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_WORKERS, "worker"))
    closed, redactor = asyncio.Event(), Redactor()
    write_logs(redactor)
    signals, collector = SignalWatch(closed.set, app), IdleCollector(app)
    look = Look(app)
    try:
        settings = Settings(paths.config / "settings.toml")
        look.follow(settings)
        state = WindowState(StateFile(paths.data / "window.toml"))
        shell = Shell(look, FEATURES, state)
        shell.closing.connect(closed.set)
        painted_at = await _first_paint(shell)
        collector.begin()
        if reports_paint:
            sys.stdout.write(f"FIRST_PAINT {painted_at:.6f}\n")
            sys.stdout.flush()
        try:
            from desktop.services.startup import Parts, services_running  # noqa: PLC0415 - after the paint

            async with services_running(paths, settings, state, Parts(redactor)) as services:
                instance = InstanceServer(paths.runtime / _SOCKET, shell.come_forward, app)
                running = Running(shell, services, painted_at)
                try:
                    return await _serve(running, closed, drive)
                finally:
                    instance.close()
        finally:
            shell.hide()
            shell.deleteLater()
    except AppError as error:
        from desktop.ui.trouble import TroubleWindow  # noqa: PLC0415 - for a bad day only

        look.use()
        window = TroubleWindow(look, error)
        window.closing.connect(closed.set)
        window.show()
        await closed.wait()
        return 1
    finally:
        signals.close()
        collector.close()


async def _serve(running: Running, closed: asyncio.Event, drive: Drive | None) -> int:
    """Fill the window with its tab and let it be used until it is closed."""
    shell, services = running.shell, running.services
    shell.serve(services)
    background = TaskScope(_report)
    background.start("settle", _settle(services))
    try:
        if drive is not None:
            return await drive(running)
        await closed.wait()
        return 0
    finally:
        shell.flush()
        await asyncio.sleep(0)  # what that began is queued in the store, which ends what is queued
        await background.aclose()


async def _first_paint(shell: Shell) -> float:
    """Show the frame and give when it was painted, on the clock of time.monotonic()."""
    painted = asyncio.Event()
    shell.painted.connect(painted.set)
    shell.show()
    await painted.wait()
    return time.monotonic()


async def _settle(services: Services) -> None:
    """Tidy up once the window stands."""
    if services.read_only is None:
        await services.conversations.blobs.sweep()
        await services.finding.begin()
        await services.speech.tidy()
    gc.collect()
    gc.freeze()  # what lives as long as the program need not be looked through again


def _report(error: Exception) -> None:
    _log.error("the start did not finish", exc_info=error)
