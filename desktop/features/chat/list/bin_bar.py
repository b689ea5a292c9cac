"""Above the bin: when it empties itself, emptying it now, and what still holds what was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.core.tasks import TaskScope
from desktop.services.bin import CONVERSATION, Thrown
from desktop.services.context import Services
from desktop.store.settings import BIN_DAYS
from desktop.ui.controls import Button, Label, Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice


class BinBar(QFrame):
    """Asks in place before everything goes; one thing goes by its menu without a question more.

    Signals: `erasing(ids)` the conversations that go now; `erased()` when they are gone.
    """

    erasing = Signal(object)
    erased = Signal()

    def __init__(self, services: Services, host: Host, scope: TaskScope) -> None:
        super().__init__()
        self._services, self._host, self._scope = services, host, scope
        self.setProperty("role", "sunken")
        look = host.look
        self._words = Label(look, self._limit_words, "caption", "text2")
        self._words.setWordWrap(True)
        self.empty = Button(look, _empty_words, height_px=28)
        self.empty.clicked.connect(lambda: self._ask(is_asking=True))
        self.sure = Button(
            look, lambda: translate("Chat", "Delete all"), kind="danger", height_px=28
        )
        self.sure.clicked.connect(self._empty)
        self.keep = Button(look, lambda: translate("Chat", "Keep"), kind="ghost", height_px=28)
        self.keep.clicked.connect(lambda: self._ask(is_asking=False))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.empty, self.sure, self.keep):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addLayout(row)
        self._ask(is_asking=False)
        stop = services.settings.changed.connect(lambda _key: self._words.refresh())
        self.destroyed.connect(stop)

    def erase(self, things: Sequence[Thrown]) -> None:
        """Delete things for good, and say which backups still hold them."""
        if things:
            self.erasing.emit(tuple(one.id for one in things if one.kind == CONVERSATION))
            self._scope.start("erase", self._erase(things))

    async def _erase(self, things: Sequence[Thrown]) -> None:
        backups = await self._services.bin.erase(things)
        self.erased.emit()
        self._host.notify(Notice(_gone_words(backups)))

    def _ask(self, *, is_asking: bool) -> None:
        self.empty.setVisible(not is_asking)
        self.sure.setVisible(is_asking)
        self.keep.setVisible(is_asking)
        self._words.say(_sure_words if is_asking else self._limit_words)
        if is_asking:
            self.keep.setFocus()

    def _empty(self) -> None:
        self._ask(is_asking=False)
        self._scope.start("empty", self._empty_all())

    async def _empty_all(self) -> None:
        self.erase(await self._services.bin.list())

    def _limit_words(self) -> str:
        days = self._services.settings.get(BIN_DAYS)
        if not days:
            return translate("Chat", "What is here stays until you delete it.")
        return translate("Chat", "What is here is deleted for good after %n day(s).", "", days)


def _empty_words() -> str:
    return translate("Chat", "Empty bin")


def _sure_words() -> str:
    return translate("Chat", "Delete everything here for good? Nothing brings it back.")


def _gone_words(backups: Sequence[Path]) -> Words:
    names = ", ".join(file.name for file in backups)

    def words() -> str:
        if names:
            return translate("Chat", "Deleted for good. It is still in the backup {names}.").format(
                names=names
            )
        return translate("Chat", "Deleted for good.")

    return words
