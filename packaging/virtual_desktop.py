"""A private desktop without a screen: X server, session bus, window manager, accessibility.

Used by `run.py` on machines without a display, by the tests, the benches and the screenshots.
Nothing in it is shared with another desktop: its display number is free, its runtime folder new.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi-bus-launcher")


class DesktopError(RuntimeError):
    """A part of the virtual desktop did not start."""


class VirtualDesktop:
    """A running desktop; `env` is the environment for programs that shall appear on it."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.env = env
        self.folder = folder

    @property
    def display(self) -> str:
        """The X display, such as ":7"."""
        return self.env["DISPLAY"]

    def run(
        self, argv: Sequence[str | Path], *, timeout_s: float = 60.0, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a program on this desktop to its end; give its output as text.

        Raises:
            subprocess.TimeoutExpired: it took longer than `timeout_s`; it was killed.
            subprocess.CalledProcessError: it failed, and `check` is true.
        """
        return subprocess.run(
            [str(arg) for arg in argv],
            env=self.env,
            check=check,
            timeout=timeout_s,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    @contextlib.contextmanager
    def started(
        self, argv: Sequence[str | Path], *, stdout: int | None = None, stderr: int | None = None
    ) -> Iterator[subprocess.Popen[str]]:
        """Keep a program running on this desktop; it and its children are gone afterwards."""
        with _running(argv, self.env, stdout=stdout, stderr=stderr) as process:
            yield process


@contextlib.contextmanager
def virtual_desktop(
    *,
    screen: str = "1280x900x24",
    accessibility: bool = False,
    extra: Mapping[str, str] | None = None,
) -> Iterator[VirtualDesktop]:
    """Start a desktop and take it down again, whatever happens.

    Args:
        screen: Width, height and depth.
        accessibility: Start the AT-SPI registry too, and make Qt speak to it.
        extra: More environment variables for everything that runs on it.

    Raises:
        DesktopError: a part of it did not start.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="oriole-desk-", ignore_cleanup_errors=True)
            )
        )
        folder.chmod(0o700)
        env = {**os.environ, **(extra or {})}
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "SESSION_MANAGER", "AT_SPI_BUS_ADDRESS"):
            env.pop(name, None)
        env |= {
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_SESSION_TYPE": "x11",
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
        }
        if accessibility:
            env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        env["DISPLAY"] = _start_x(stack, env, screen)
        _start_bus(stack, env, folder)  # after DISPLAY: services that the bus starts need it
        _start_window_manager(stack, env)
        if accessibility:
            _start_accessibility(stack, env)
        yield VirtualDesktop(env, folder)


def _start_x(stack: contextlib.ExitStack, env: dict[str, str], screen: str) -> str:
    reader, writer = os.pipe()
    stack.callback(os.close, reader)
    argv = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        screen,
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    try:
        stack.enter_context(_running(argv, env, keep=(writer,), quiet=True))
    finally:
        os.close(writer)
    ready, _, _ = select.select([reader], [], [], 20.0)
    number = os.read(reader, 16).decode().strip() if ready else ""
    if not number:
        raise DesktopError("Xvfb did not start")
    return f":{number}"


def _start_bus(stack: contextlib.ExitStack, env: dict[str, str], folder: Path) -> None:
    address = f"--address=unix:path={folder}/bus"
    stack.enter_context(
        _running(["dbus-daemon", "--session", "--nofork", address], env, quiet=True)
    )
    _wait("the session bus", (folder / "bus").exists)


def _start_window_manager(stack: contextlib.ExitStack, env: dict[str, str]) -> None:
    stack.enter_context(_running(["openbox", "--sm-disable"], env, quiet=True))

    def is_up() -> bool:
        argv = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        answer = subprocess.run(
            argv, env=env, check=False, capture_output=True, text=True, timeout=10
        )
        return "window id" in answer.stdout

    _wait("the window manager", is_up)


def _start_accessibility(stack: contextlib.ExitStack, env: dict[str, str]) -> None:
    launcher = next((path for path in _LAUNCHERS if Path(path).exists()), "")
    if not launcher:
        raise DesktopError("at-spi2-core is not installed")
    stack.enter_context(_running([launcher, "--launch-immediately"], env, quiet=True))


def _wait(what: str, is_there: object, timeout_s: float = 20.0) -> None:
    assert callable(is_there)
    end = time.monotonic() + timeout_s
    while not is_there():
        if time.monotonic() > end:
            raise DesktopError(f"{what} did not start")
        time.sleep(0.02)


@contextlib.contextmanager
def _running(
    argv: Sequence[str | Path],
    env: Mapping[str, str],
    *,
    keep: tuple[int, ...] = (),
    quiet: bool = False,
    stdout: int | None = None,
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Keep a program running in a process group of its own, and end the whole group afterwards."""
    words = [str(arg) for arg in argv]
    if shutil.which("setpriv"):  # so that it ends with us even when we are killed
        words = ["setpriv", "--pdeathsig", "TERM", *words]
    process = subprocess.Popen(
        words,
        env=env,
        pass_fds=keep,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else stdout,
        stderr=subprocess.DEVNULL if quiet else stderr,
        text=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    for number, patience_s in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience_s)
            break
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
