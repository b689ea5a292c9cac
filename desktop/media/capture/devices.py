"""Which microphones there are, and why there may be none. Every function blocks: worker threads only."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.media.capture.portaudio import Device, portaudio
from desktop.media.capture.sources import Source, sources

_SERVED = ("pipewire", "pulse")  # ALSA's names for the plug-ins that lead to a sound server
_OF_A_SERVER = "source:"


@dataclass(frozen=True, slots=True)
class Input:
    """A microphone to choose.

    Attributes:
        id: Finds it again after it was unplugged and plugged in, and in the next session.
        name: As the system calls it.
        is_default: The system would choose it.
        rate_hz: Its own rate.
        channels: How many it has.
    """

    id: str
    name: str
    is_default: bool
    rate_hz: int
    channels: int


@dataclass(frozen=True, slots=True)
class Way:
    """How to open a microphone: the device, and the source behind it where a server offers several."""

    device: Device
    source: str = ""


def inputs() -> list[Input]:
    """Give the microphones that are there now, those plugged in a moment ago among them.

    While something records, devices that PortAudio itself must find are those from before.

    Raises:
        AppError: NO_PORTAUDIO; MICROPHONE_STALLED, the sound system does not answer.
    """
    devices = portaudio.devices(fresh=True)
    served = sources() if _served(devices) else None
    if served is not None:
        return [_of_source(source) for source in served]
    return [_of_device(device) for device in devices]


def why_not() -> Code | None:
    """Give what keeps every microphone from being used; None when there is one.

    NO_PORTAUDIO, NO_MICROPHONE, MICROPHONE_DENIED, or MICROPHONE_STALLED. A microphone that another
    program holds, or that Windows or macOS forbid, shows only when it is opened.
    """
    try:
        found = inputs()
    except AppError as error:
        return error.code
    if found:
        return None
    return Code.MICROPHONE_DENIED if is_forbidden() else Code.NO_MICROPHONE


def is_forbidden(folder: Path = Path("/dev/snd")) -> bool:
    """Tell whether this computer has sound cards that record but none that we may open (Linux)."""
    if not sys.platform.startswith("linux"):
        return False
    cards = list(folder.glob("pcm*c"))
    return bool(cards) and not any(os.access(card, os.R_OK | os.W_OK) for card in cards)


def way_to(device: str) -> Way:
    """Give how to open the input with this id; what is not there any more becomes the default.

    Raises:
        AppError: NO_PORTAUDIO, NO_MICROPHONE, MICROPHONE_DENIED, MICROPHONE_STALLED.
    """
    # Where the system's choice is read at initialisation only, it is read anew.
    devices = portaudio.devices(fresh=sys.platform != "linux") or portaudio.devices(fresh=True)
    if not devices:
        raise AppError(Code.MICROPHONE_DENIED if is_forbidden() else Code.NO_MICROPHONE)
    default = next((found for found in devices if found.is_default), devices[0])
    if device.startswith(_OF_A_SERVER):
        served = _served(devices)
        return Way(served, device.removeprefix(_OF_A_SERVER)) if served else Way(default)
    return Way(next((found for found in devices if _of_device(found).id == device), default))


def _served(devices: list[Device]) -> Device | None:
    """Give the device that leads to a sound server."""
    by_name = {device.name: device for device in devices if device.interface == "ALSA"}
    return next((by_name[name] for name in _SERVED if name in by_name), None)


def _of_source(source: Source) -> Input:
    return Input(
        _OF_A_SERVER + source.name,
        source.description,
        source.is_default,
        source.rate_hz,
        source.channels,
    )


def _of_device(device: Device) -> Input:
    key = f"{device.interface}:{device.name}"
    return Input(key, device.name, device.is_default, device.rate_hz, device.channels)
