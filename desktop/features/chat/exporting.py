"""One conversation into a file: Markdown, a page that stands alone, PDF, or JSON that comes back whole."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import AppError, Code
from desktop.services.context import Services
from desktop.services.side_process import LostError, SideProcess
from desktop.services.transfer import copies
from desktop.ui import printing
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

_PATIENCE_S = 300.0
_LONGEST_NAME = 80


class Exporting:
    """Asks where to, and writes; a failure is told, and whatever stood there stays."""

    def __init__(self, services: Services, host: Host, parent: QWidget) -> None:
        self._services, self._host, self._parent = services, host, parent
        self._scope = scope_for(parent, self._on_error)

    def choose(self, conversation_id: int, title: str) -> None:
        """Let the person choose the file, whose kind is the format."""
        dialog = QFileDialog(self._parent, translate("Chat", "Export this conversation"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        kinds = _filters()
        dialog.setNameFilters([f"{words} (*{suffix})" for suffix, words in kinds.items()])
        dialog.selectFile(file_name(title) + next(iter(kinds)))
        suffixes = dict(zip(dialog.nameFilters(), kinds, strict=True))
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(suffixes[chosen].removeprefix("."))
        )
        dialog.setDefaultSuffix(next(iter(kinds)).removeprefix("."))
        dialog.fileSelected.connect(
            lambda name: self.write(
                conversation_id,
                with_suffix(Path(name), suffixes[dialog.selectedNameFilter()], tuple(kinds)),
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, conversation_id: int, file: Path) -> None:
        """Write a conversation; the suffix says in which format."""
        self._scope.start(f"export {file}", self._write(conversation_id, file))

    async def _write(self, conversation_id: int, file: Path) -> None:
        conversations, labels = self._services.conversations, _labels()
        if file.suffix.lower() == ".pdf":
            content = await self._pdf(conversation_id, labels)
        else:
            suffix = file.suffix.lower()
            content = await copies.made(conversations, conversation_id, suffix, labels)
        await asyncio.to_thread(copies.write, file, content)
        self._host.notify(
            Notice(
                lambda: translate("Chat", "Exported as {name}.").format(name=file.name),
                lambda: translate("Chat", "Show"),
                lambda: _show(file),
            )
        )

    async def _pdf(self, conversation_id: int, labels: copies.Labels) -> bytes:
        conversations = self._services.conversations
        page = await copies.printed(conversations, conversation_id, labels, printing.size_of)
        content = await asyncio.to_thread(printing.packed, page.html, page.formulas)
        printer = SideProcess(printing.command(), idle_s=1.0)
        try:
            _, printed = await printer.ask(
                {"title": page.title},
                content,
                patience_s=_PATIENCE_S,
                most=printing.MOST_BYTES,
            )
        except LostError as error:
            raise AppError(Code.UNEXPECTED, "the printing program ended") from error
        finally:
            await printer.aclose()
        return printed

    def _on_error(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{words.title} {words.hint}"))


def _filters() -> dict[str, str]:
    return {
        ".md": translate("Chat", "Markdown"),
        ".html": translate("Chat", "Web page"),
        ".pdf": translate("Chat", "PDF"),
        ".json": translate("Chat", "JSON, with every version"),
    }


def file_name(title: str) -> str:
    """Give a title as a name that every system takes."""
    plain = "".join(c if c.isprintable() and c not in '<>:"/\\|?*' else " " for c in title)
    return " ".join(plain.split())[:_LONGEST_NAME].strip(". ") or "conversation"


def with_suffix(file: Path, wanted: str, suffixes: tuple[str, ...]) -> Path:
    """Give a file whose name ends as the chosen format does; not every dialog sees to that.

    A name that was typed with the ending of another format is taken at its word while the first
    format is chosen: nobody has chosen then. Nothing is overwritten that the dialog did not ask
    about.
    """
    suffix = file.suffix.lower()
    if suffix == wanted or (suffix in suffixes and wanted == suffixes[0]):
        return file
    stem = file.stem if suffix in suffixes else file.name
    made = file.with_name(stem + wanted)
    number = 1
    while made.exists():
        number += 1
        made = file.with_name(f"{stem} ({number}){wanted}")
    return made


def _labels() -> copies.Labels:
    return copies.Labels(
        you=translate("Chat", "You"),
        assistant=translate("Chat", "Assistant"),
        reasoning=translate("Chat", "Reasoning"),
        call=translate("Chat", "Call"),
        result=translate("Chat", "Result"),
        sources=translate("Chat", "Sources"),
        exported=translate("Chat", "Exported from Oriole on {when}"),
    )


def _show(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
