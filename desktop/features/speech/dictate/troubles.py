"""What is wrong with the recorder, in place, with the button that helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from desktop.core.errors import Code
from desktop.ui.controls import Words
from desktop.ui.error_text import Remedy, error_text
from desktop.ui.i18n import translate
from desktop.ui.notices import Banner

_OF_DEVICES = {Code.MICROPHONE_BUSY, Code.MICROPHONE_SILENT, Code.MICROPHONE_STALLED}
_OF_LANGUAGE = {Code.SPEECH_LANGUAGE}


class Helps(NamedTuple):
    """What the buttons do."""

    retry: Callable[[], None]
    choose_device: Callable[[], None]
    connect: Callable[[], None]
    resend: Callable[[], None]


class Troubles:
    """Shows a trouble in a banner; one that has passed goes by itself, one that a person closed stays away."""

    def __init__(self, banner: Banner, helps: Helps) -> None:
        self._banner, self._helps = banner, helps
        self._shown: tuple[Code | None, bool] = (None, False)
        self._help: Callable[[], None] = helps.retry
        self._button = banner.add_button(str, self._on_button)

    def show(self, code: Code | None, *, is_kept: bool = False) -> None:
        """Show why it does not go; `is_kept`: there is a recording whose text is missing."""
        if (code, is_kept) == self._shown:
            return
        self._shown = (code, is_kept)
        self._banner.setVisible(code is not None)
        if code is None:
            return
        words, self._help = self._remedy(code, is_kept=is_kept)
        self._button.say(words)
        self._banner.say(lambda: error_text(code).title, lambda: error_text(code).hint)

    def _on_button(self) -> None:
        self._help()

    def _remedy(self, code: Code, *, is_kept: bool) -> tuple[Words, Callable[[], None]]:
        if code in _OF_DEVICES:
            return _choose_words, self._helps.choose_device
        if code is Code.MICROPHONE_LOST:
            return _again_words, self._helps.retry
        if code in _OF_LANGUAGE or error_text(code).remedy is Remedy.CONNECT:
            return _connect_words, self._helps.connect
        if is_kept:
            return _resend_words, self._helps.resend
        return _retry_words, self._helps.retry


def _choose_words() -> str:
    return translate("Speech", "Choose a microphone")


def _again_words() -> str:
    return translate("Speech", "Record again")


def _connect_words() -> str:
    return translate("Errors", "Open connections")


def _resend_words() -> str:
    return translate("Speech", "Send again")


def _retry_words() -> str:
    return translate("Errors", "Try again")
