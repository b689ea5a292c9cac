"""The menu of the list: everything that can be done to what is chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.core.recording import Recording, RecordingState
from desktop.features.speech.list.doing import ListDoing
from desktop.features.speech.list.reading import ListReading
from desktop.features.speech.list.side import SidePanel
from desktop.features.speech.sending import Wish, wish_words
from desktop.ui.i18n import translate


def open_menu(doing: ListDoing, side: SidePanel, reading: ListReading, point: QPoint) -> None:
    """Show what can be done to what is chosen."""
    menu = QMenu(side)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if side.shows_bin:
        menu.addAction(translate("Chat", "Restore"), doing.restore)
        menu.addAction(translate("Chat", "Delete for good"), doing.erase)
    else:
        _fill(menu, doing, side, reading)
    menu.popup(point)


def _fill(menu: QMenu, doing: ListDoing, side: SidePanel, reading: ListReading) -> None:
    chosen = doing.chosen
    if len(chosen) == 1:
        only = chosen[0]
        menu.addAction(translate("Chat", "Rename"), "F2", side.list.rename_current)
        if reading.progress(only.id) is not None:
            stop = translate("Speech", "Stop transcribing")
            menu.addAction(stop, partial(doing.cancel, only.id))
        elif words := _retry_words(only):
            menu.addAction(words, partial(doing.retry, only.id))
        if only.state is RecordingState.READY:
            send = menu.addMenu(translate("Speech", "Send to chat"))
            for wish in Wish:
                send.addAction(wish_words(wish), partial(doing.chat_wanted.emit, only.id, wish))
        menu.addSeparator()
    elif chosen:
        menu.addAction(translate("Speech", "Transcribe"), doing.retry_chosen)
        menu.addSeparator()
    menu.addAction(translate("Chat", "Delete"), "Del", doing.delete)


def _retry_words(one: Recording) -> str:
    match one.state:
        case RecordingState.FAILED:
            return translate("Speech", "Try again")
        case RecordingState.INTERRUPTED:
            return translate("Speech", "Continue")
        case RecordingState.WAITING:
            return translate("Speech", "Transcribe")
    return ""
