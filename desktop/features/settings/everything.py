"""All data out into one archive, and archives in: ours, ChatGPT's, Claude's; watched while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.services.settings_file.imported import shown
from desktop.services.transfer.kinds import Outcome
from desktop.services.transfer.transfers import Direction, Transfer, Transfers
from desktop.services.transferring import Transferring
from desktop.ui.controls import Button, Label
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Banner

_MOST_SHOWN = 20
"""Failures that are listed; the count tells of the others."""


class Everything(QWidget):
    """What runs, or how it ended. `on_settings` is called to look at the settings of an archive."""

    def __init__(
        self, look: Look, transferring: Transferring, on_settings: Callable[[], None]
    ) -> None:
        super().__init__()
        self._transferring = transferring
        self._transfers: Transfers | None = None
        self._shown: Transfer | None = None
        self.status = Label(look, self._status_words, "body", "text2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.cancel = Button(look, lambda: translate("Settings", "Cancel"), height_px=28)
        self.cancel.clicked.connect(lambda: self._known().cancel())
        self._running = QWidget()
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.status)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.result = Banner(look, "green")
        self.result.closed.connect(self.result.hide)
        self.settings = self.result.add_button(
            lambda: translate("Settings", "Look at its settings"), on_settings
        )
        self.failures = Label(look, self._failure_words, "caption", "text2")
        self.failures.setWordWrap(True)
        self.failures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._running, self.result, self.failures):
            column.addWidget(part)
            part.hide()

    # choosing
    def choose_target(self) -> None:
        """Ask where everything is to go, and begin."""
        dialog = _dialog(self, translate("Settings", "Export everything"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"oriole-{time.strftime('%Y-%m-%d')}.zip")
        dialog.fileSelected.connect(lambda name: self._known().export(Path(name)))
        dialog.open()

    def choose_source(self) -> None:
        """Ask which file is to come in, and begin."""
        dialog = _dialog(self, translate("Settings", "Import conversations"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, name: str) -> None:
        transfers, kind = self._known(), self._transferring.settings_kind
        if kind is not None and not transfers.is_running:
            kind.found = None  # that of an earlier archive
        transfers.take(Path(name))

    def watch(self) -> None:
        """Show what was begun before this page was made."""
        if self._transferring.is_open:
            self._show(self._known().current)

    def _known(self) -> Transfers:
        if self._transfers is None:
            self._transfers = self._transferring.open()
            self.destroyed.connect(self._transfers.changed.connect(self._show))
        return self._transfers

    # showing
    def _show(self, transfer: Transfer | None) -> None:
        self._shown = transfer
        if transfer is None:
            return
        self._running.setVisible(transfer.is_running)
        self.status.refresh()
        self.bar.setMaximum(transfer.progress.total)
        self.bar.setValue(transfer.progress.done)
        self.bar.setAccessibleName(self.status.text())
        self.result.setVisible(not transfer.is_running)
        if not transfer.is_running:
            self._show_end(transfer)
        failures = transfer.outcome.failures if transfer.outcome else []
        self.failures.setVisible(bool(failures))
        self.failures.refresh()

    def _show_end(self, transfer: Transfer) -> None:
        kind = self._transferring.settings_kind
        is_in = transfer.direction is Direction.IN
        self.settings.setVisible(is_in and kind is not None and kind.found is not None)
        if transfer.error is not None:
            code = transfer.error.code
            self.result.set_tone("red")
            self.result.say(lambda: error_text(code).title, lambda: error_text(code).hint)
        elif transfer.outcome is None:
            self.result.set_tone("amber", "circle-alert")
            self.result.say(lambda: _cancelled(transfer.direction))
        else:
            outcome = transfer.outcome
            self.result.set_tone("amber" if outcome.failures else "green", "circle-check")
            self.result.say(lambda: _done(transfer.direction), lambda: _counted(transfer, outcome))

    def _status_words(self) -> str:
        transfer = self._shown
        if transfer is None:
            return ""
        done, total = transfer.progress.done, transfer.progress.total
        if transfer.direction is Direction.OUT and total and done == total:
            return translate("Settings", "Checking what was written…")
        if total:
            counted = translate("Settings", "{done} of {total}")
            return counted.format(done=f"{done:,}", total=f"{total:,}")
        return translate("Settings", "%n conversation(s)", "", done)

    def _failure_words(self) -> str:
        outcome = self._shown.outcome if self._shown else None
        if outcome is None or not outcome.failures:
            return ""
        head = translate("Settings", "%n thing(s) could not be taken:", "", len(outcome.failures))
        some = outcome.failures[:_MOST_SHOWN]
        lines = [f"{shown(f.name)}: {error_text(f.code).title}" for f in some]
        return "\n".join([head, *lines])


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setNameFilter(translate("Settings", "Archives (*.zip *.json)"))
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def _cancelled(direction: Direction) -> str:
    if direction is Direction.OUT:
        return translate("Settings", "Cancelled. Nothing was written.")
    return translate(
        "Settings", "Cancelled. What came in so far stays; the same file goes on there."
    )


def _done(direction: Direction) -> str:
    if direction is Direction.OUT:
        return translate("Settings", "Exported and checked.")
    return translate("Settings", "Imported.")


def _counted(transfer: Transfer, outcome: Outcome) -> str:
    if transfer.direction is Direction.OUT:
        words = translate("Settings", "{name}, {size} MB")
        return words.format(name=transfer.file.name, size=f"{outcome.size / 1e6:,.1f}")
    parts = [translate("Settings", "%n new", "", outcome.new)]
    if outcome.known:
        parts.append(translate("Settings", "%n here already", "", outcome.known))
    return " · ".join(parts)
