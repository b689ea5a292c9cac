"""A real microphone on a machine without a sound card: PipeWire with a source that plays what it is told.

Each `VirtualMicrophone` is a sound server of its own in a private runtime folder, so several run side
by side. PortAudio reads where its server is when it is initialised: whatever records is a child
process that gets `environment`, never the process of the tests.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

_SINK = "speaker"
_READY_S = 20.0
_SERVERS = ("pipewire", "wireplumber", "pipewire-pulse")


class VirtualMicrophone:
    """A sound server with one microphone, "vmic"; what is played is what the microphone hears.

    Attributes:
        environment: For programs that shall hear it, on top of their own.
    """

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._modules: dict[str, str] = {}
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        folder = tempfile.TemporaryDirectory(prefix="oriole-mic-", ignore_cleanup_errors=True)
        self._folder = Path(self._stack.enter_context(folder))
        self._stack.callback(self._end)
        self.environment = {
            "PIPEWIRE_RUNTIME_DIR": str(self._folder),
            "PULSE_SERVER": f"unix:{self._folder}/pulse/native",
        }
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def play(self, wav: Path) -> None:
        """Let the microphone hear a file, to its end."""
        with self.playing(wav) as player:
            assert player.wait(120) == 0

    @contextlib.contextmanager
    def playing(self, wav: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Let the microphone hear a file while the block runs."""
        player = subprocess.Popen(["paplay", f"--device={_SINK}", str(wav)], env=self._env())
        try:
            yield player
        finally:
            player.kill()
            player.wait(10)

    def say(self, text: str, voice: str = "en") -> None:
        """Let the microphone hear a sentence."""
        self.play(spoken(text, self._folder / "said.wav", voice))

    def plug_in(self, name: str = "vmic") -> None:
        """Add a microphone that hears the same, and make it the system's choice."""
        self._modules[name] = self._pactl(
            "load-module", "module-remap-source", f"master={_SINK}.monitor",
            f"source_name={name}", f"source_properties=device.description={name.title()}",
            "channels=1", "channel_map=mono",
        )  # fmt: skip
        self._wait(f"the microphone {name}", lambda: name in self.names())
        self._pactl("set-default-source", name)
        self._wait("the default", lambda: self._pactl("get-default-source") == name)

    def unplug(self, name: str = "vmic") -> None:
        """Take a microphone away."""
        self._pactl("unload-module", self._modules.pop(name))
        self._wait(f"the end of {name}", lambda: name not in self.names())

    def names(self) -> list[str]:
        """Give the names of the sources, monitors among them."""
        return re.findall(r"^\d+\t(\S+)", self._pactl("list", "short", "sources"), re.MULTILINE)

    def freeze(self) -> None:
        """Let the sound server hang, connections and all."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def kill_server(self) -> None:
        """Let the sound server crash."""
        self._signal(signal.SIGKILL)
        for name in _SERVERS:
            self._processes.pop(name).wait(10)
        self._modules.clear()

    def restart(self) -> None:
        """Start it again after `kill_server`, with the microphone "vmic"."""
        for socket in (*self._folder.glob("pipewire-*"), self._folder / "pulse" / "native"):
            socket.unlink(missing_ok=True)
        self._start_server()

    def _start(self) -> None:
        self._run(
            "dbus-daemon", "--session", "--nofork", "--nopidfile",
            f"--address=unix:path={self._folder}/bus",
        )  # fmt: skip
        self._wait("the session bus", (self._folder / "bus").exists)
        self._start_server()

    def _start_server(self) -> None:
        self._run("pipewire")
        self._wait("PipeWire", (self._folder / "pipewire-0").exists)
        self._run("wireplumber")
        self._run("pipewire-pulse")
        self._wait("pipewire-pulse", lambda: self._answers("info"))
        self._pactl(
            "load-module", "module-null-sink", f"sink_name={_SINK}",
            "channels=1", "channel_map=mono", "rate=48000",
        )  # fmt: skip
        self._wait("the loudspeaker", lambda: f"{_SINK}.monitor" in self.names())
        self._pactl("set-default-sink", _SINK)
        self.plug_in()

    def _env(self) -> Mapping[str, str]:
        return {
            **os.environ,
            **self.environment,
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._folder}/bus",
            "XDG_RUNTIME_DIR": str(self._folder),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "XDG_STATE_HOME": str(self._folder / "state"),
            "LC_ALL": "C",
        }

    def _run(self, *words: str) -> None:
        if shutil.which("setpriv"):  # so that it ends with us even when we are killed
            words = ("setpriv", "--pdeathsig", "KILL", *words)
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                words, env=self._env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._processes[next(word for word in words if word in {*_SERVERS, "dbus-daemon"})] = (
            process
        )

    def _pactl(self, *words: str) -> str:
        command = ["pactl", *words]
        done = subprocess.run(
            command, env=self._env(), check=True, capture_output=True, text=True, timeout=10
        )
        return done.stdout.strip()

    def _answers(self, *words: str) -> bool:
        command = ["pactl", *words]
        done = subprocess.run(
            command, env=self._env(), check=False, capture_output=True, timeout=10
        )
        return done.returncode == 0

    def _wait(self, what: str, is_there: object) -> None:
        assert callable(is_there)
        end = time.monotonic() + _READY_S
        while not is_there():
            if time.monotonic() > end:
                said = (self._folder / "log").read_text("utf-8", "replace")[-2000:]
                raise TimeoutError(f"{what}: {said}")
            time.sleep(0.01)

    def _signal(self, number: signal.Signals) -> None:
        for name in _SERVERS:
            self._processes[name].send_signal(number)

    def _end(self) -> None:
        for process in reversed(self._processes.values()):
            process.kill()
        for process in self._processes.values():
            process.wait(10)
        self._processes.clear()


def spoken(text: str, wav: Path, voice: str = "en") -> Path:
    """Write a sentence as spoken by espeak-ng; give the file."""
    command = ["espeak-ng", "-v", voice, "-w", str(wav), text]
    subprocess.run(command, check=True, timeout=60)
    return wav


@pytest.fixture
def virtual_microphone() -> Iterator[VirtualMicrophone]:
    """A microphone of the test's own; ready in 0.3 s."""
    with VirtualMicrophone() as microphone:
        yield microphone
