"""Saves code as a file of the kind that its language has, and pictures."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import AppError, Code
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for

_SUFFIXES = {
    "python": "py", "py": "py", "javascript": "js", "js": "js", "typescript": "ts", "ts": "ts",
    "jsx": "jsx", "tsx": "tsx", "bash": "sh", "sh": "sh", "shell": "sh", "zsh": "sh",
    "powershell": "ps1", "c": "c", "cpp": "cpp", "c++": "cpp", "csharp": "cs", "cs": "cs",
    "java": "java", "kotlin": "kt", "swift": "swift", "go": "go", "rust": "rs", "ruby": "rb",
    "php": "php", "perl": "pl", "lua": "lua", "r": "r", "julia": "jl", "scala": "scala",
    "haskell": "hs", "sql": "sql", "html": "html", "css": "css", "scss": "scss", "xml": "xml",
    "svg": "svg", "json": "json", "jsonc": "json", "yaml": "yaml", "yml": "yaml", "toml": "toml",
    "ini": "ini", "markdown": "md", "md": "md", "latex": "tex", "tex": "tex", "mermaid": "mmd",
    "diff": "diff", "patch": "patch", "csv": "csv", "dockerfile": "dockerfile", "makefile": "mk",
}  # fmt: skip
_SAFE = re.compile(r"[a-z0-9]{1,8}")
WRITE_S = 30.0


def suffix_of(language: str) -> str:
    """Give the ending of files in a language; "txt" where none is known."""
    name = language.lower()
    known = _SUFFIXES.get(name)
    if known is None and _SAFE.fullmatch(name) and name != "text":
        return name
    return known or "txt"


class Saving(QObject):
    """Asks where to, and writes. Errors go to `on_error`."""

    def __init__(self, parent: QWidget, on_error: Callable[[Exception], None]) -> None:
        super().__init__(parent)
        self._parent = parent
        self._scope = scope_for(self, on_error)

    def ask(self, text: str, language: str) -> QFileDialog:
        """Open the dialog for a piece of code; it deletes itself."""
        title = translate("Transcript", "Save code as a file")
        return self.ask_for(title, f"code.{suffix_of(language)}", text.encode("utf-8", "replace"))

    def ask_for(self, title: str, name: str, content: bytes) -> QFileDialog:
        """Open the dialog for any content, which is called `name` at first; it deletes itself."""
        dialog = QFileDialog(self._parent, title, name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name), content))
        dialog.open()
        return dialog

    def write(self, file: Path, content: bytes) -> None:
        """Write in a worker."""
        self._scope.start("write", _write(file, content))


async def _write(file: Path, content: bytes) -> None:
    try:
        async with asyncio.timeout(WRITE_S):
            await asyncio.to_thread(file.write_bytes, content)
    except (OSError, TimeoutError) as error:
        raise AppError(Code.UNWRITABLE, str(error)) from error
