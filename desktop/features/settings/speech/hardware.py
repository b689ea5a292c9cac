"""The microphones of this computer as the page needs them; everything here blocks: worker threads only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.core.errors import AppError, Code
from desktop.media.capture import devices
from desktop.media.capture.devices import Input
from desktop.media.capture.microphone import Microphone
from desktop.services.speech.trial import RATE_HZ, Source, Speaker


@dataclass(frozen=True, slots=True)
class Found:
    """The microphones that are there; `code` says why there is none, or why they are not known."""

    inputs: tuple[Input, ...] = ()
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Hardware:
    """How microphones are found and opened, and what a trial is played on."""

    find: Callable[[], Found]
    open: Callable[[str], Source]
    speaker: Callable[[], Speaker]


def find() -> Found:
    """Look for microphones, those plugged in a moment ago among them."""
    try:
        inputs = tuple(devices.inputs())
    except AppError as error:
        return Found(code=error.code)
    if inputs:
        return Found(inputs)
    return Found(code=Code.MICROPHONE_DENIED if devices.is_forbidden() else Code.NO_MICROPHONE)


def _speaker() -> Speaker:
    from desktop.media.playing import Output  # noqa: PLC0415 - few trials are played

    return Output(RATE_HZ)


THIS_COMPUTER = Hardware(find, Microphone, _speaker)
