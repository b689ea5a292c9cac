"""The microphones of a Linux sound server (PipeWire, PulseAudio), which PortAudio does not list.

PortAudio sees them through ALSA as one device, "default". The server's own tool names each; which of
them a stream shall hear is told to the ALSA plug-in by environment variables while it opens.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PATIENCE_S = 1.0
_SPECIFICATION = re.compile(r"(\d+)ch (\d+)Hz")


@dataclass(frozen=True, slots=True)
class Source:
    """A microphone as the sound server knows it."""

    name: str
    description: str
    rate_hz: int
    channels: int
    is_default: bool


def sources() -> list[Source] | None:
    """Give the microphones, without what merely repeats a loudspeaker; blocks for about 20 ms.

    None: there is no such server, or its tool `pactl` is not installed.
    """
    if sys.platform != "linux" or (tool := shutil.which("pactl")) is None:
        return None
    info = _ask(tool, "info")
    if not isinstance(info, dict):
        return None
    listed, default = _ask(tool, "list", "sources"), info.get("default_source_name")
    if not isinstance(listed, list):
        return None
    try:
        return [_source(found, default) for found in listed if not found["monitor_source"]]
    except (KeyError, TypeError):
        return None


def choosing(name: str) -> Mapping[str, str]:
    """Give the environment in which the ALSA plug-ins open the source with this name."""
    return {"PIPEWIRE_NODE": name, "PULSE_SOURCE": name} if name else {}


def _source(found: Mapping[str, Any], default: object) -> Source:
    specification = _SPECIFICATION.search(found["sample_specification"])
    channels, rate_hz = map(int, specification.groups()) if specification else (1, 48_000)
    name: str = found["name"]
    return Source(name, found["description"] or name, rate_hz, channels, name == default)


def _ask(tool: str, *words: str) -> object:
    # Numbers with a decimal comma would not be JSON.
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [tool, "--format=json", *words],
            capture_output=True,
            check=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
        )
        return json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
