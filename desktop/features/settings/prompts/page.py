"""The library of prompts: found, changed, deleted with a way back, taken from and to a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.core.errors import AppError, Code
from desktop.core.model_search import find, search_key
from desktop.core.override import override
from desktop.core.prompts import Prompt
from desktop.features.settings.form import Page
from desktop.features.settings.prompts.editor import NEW, PromptEditor
from desktop.services.context import Services
from desktop.store import files
from desktop.ui.controls import Button, Field, Label, Words
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.navigation import ROW_PX, Role, RowList
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

_MOST_ROWS = 9
_MAX_FILE_BYTES = 16 * 1024 * 1024
_Index = QModelIndex | QPersistentModelIndex


class PromptsPage(Page):
    """What `/` offers in the chat."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__(host.look, lambda: translate("Prompts", "Prompts"))
        self._services, self._host = services, host
        self._prompts: tuple[Prompt, ...] = ()
        self._scope = scope_for(self, self._on_error)
        intro = Label(host.look, _intro_words, "body", "text2")
        intro.setWordWrap(True)
        self.search = Field(
            host.look,
            lambda: translate("Prompts", "Search prompts"),
            lambda: translate("Prompts", "Search prompts"),
            icon_name="search",
            role="search",
        )
        self.search.edit.textChanged.connect(self._show)
        self.new = Button(host.look, lambda: translate("Prompts", "New prompt"), icon_name="plus")
        self.new.clicked.connect(self.begin_new)
        self.model = _Rows()
        self.model.setParent(self)
        self.list = RowList(host.look, self.model)
        self.list.opened.connect(self._open)
        self.list.delete_wanted.connect(self._delete)
        self.nothing = Label(host.look, self._nothing_words, "caption", "text3")
        self.editor = PromptEditor(host.look)
        self.editor.saved.connect(self._save)
        self.editor.closed.connect(self._close)
        self.editor.delete_wanted.connect(lambda: self._delete(self.editor.prompt.id))
        self.editor.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.new)
        self.column.addWidget(intro)
        self.column.addLayout(head)
        self.column.addWidget(self.list)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.editor)
        self._add_files()
        self.column.addStretch()
        host.look.changed.connect(self._name)
        self.destroyed.connect(services.prompts.changed.connect(lambda _none: self._read()))
        self._name()
        self._read()

    def begin_new(self) -> None:
        """Let the person write a new prompt."""
        self.list.select_id(None)
        self._edit(NEW)

    def _add_files(self) -> None:
        export = Button(
            self.look, lambda: translate("Prompts", "Export prompts…"), icon_name="upload"
        )
        export.clicked.connect(self._choose_target)
        take = Button(
            self.look, lambda: translate("Prompts", "Import prompts…"), icon_name="download"
        )
        take.clicked.connect(self._choose_source)
        self.add_buttons(
            {
                "prompts.export": (lambda: translate("Prompts", "Export prompts…"), export),
                "prompts.import": (lambda: translate("Prompts", "Import prompts…"), take),
            },
            lambda: translate("Prompts", "A JSON file with names and texts."),
        )

    def _name(self) -> None:
        self.list.setAccessibleName(translate("Prompts", "Prompts"))

    # the list
    def _read(self) -> None:
        self._scope.start("read", self._load())

    async def _load(self) -> None:
        self._prompts = await self._services.prompts.all(self.look.language)
        self._show()

    def _show(self) -> None:
        query = self.search.text()
        named = find(self._prompts, lambda one: search_key(one.name), query)
        wanted = query.casefold()
        inside = [one for one in self._prompts if wanted and wanted in one.text.casefold()]
        shown = list(dict.fromkeys((*named, *inside)))
        self.model.show(sorted(shown, key=lambda one: one.name.casefold()))
        rows = max(1, min(_MOST_ROWS, len(shown)))
        self.list.setFixedHeight(rows * ROW_PX)
        self.list.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.nothing.refresh()
        self.list.select_id(self.editor.prompt.id or None)

    def _nothing_words(self) -> str:
        search = getattr(self, "search", None)
        if search is not None and search.text():
            return translate("Prompts", "No prompt matches “{text}”.").format(text=search.text())
        return translate("Prompts", "No prompts yet.")

    def _open(self, prompt_id: int) -> None:
        found = next((one for one in self._prompts if one.id == prompt_id), None)
        if found is not None and found != self.editor.prompt:
            self._edit(found, has_focus=False)

    # one prompt
    def _edit(self, prompt: Prompt, *, has_focus: bool = True) -> None:
        if self.editor.isVisible() and self.editor.is_changed:
            self._keep_unsaved()
        self.editor.edit(prompt)
        self.editor.show()
        if has_focus:
            self.editor.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_unsaved(self) -> None:
        """Store what was changed when the person goes on to another prompt: nothing is lost."""
        name, text = self.editor.name.text(), self.editor.text.edit.toPlainText()
        if name and text.strip():
            work = self._store(self.editor.prompt, name, text)
            self._scope.start(f"save/{self.editor.prompt.id}", work)

    def _save(self, name: str, text: str) -> None:
        self._scope.start(
            f"save/{self.editor.prompt.id}", self._store(self.editor.prompt, name, text)
        )
        self._close()

    async def _store(self, prompt: Prompt, name: str, text: str) -> None:
        if prompt == NEW:
            await self._services.prompts.add(name, text)
        else:
            await self._services.prompts.change(prompt.id, name, text)

    def _close(self) -> None:
        self.editor.edit(NEW)
        self.editor.hide()
        self.list.select_id(None)
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _delete(self, prompt_id: int) -> None:
        found = next((one for one in self._prompts if one.id == prompt_id), None)
        if found is None:
            return
        if self.editor.prompt.id == prompt_id:
            self._close()
        self._scope.start("delete", self._services.prompts.delete(prompt_id))
        self._host.notify(
            Notice(
                lambda: translate("Prompts", "“{name}” is deleted.").format(name=found.name),
                lambda: translate("Prompts", "Undo"),
                lambda: self._restore(prompt_id),
            )
        )

    def _restore(self, prompt_id: int) -> None:
        self._scope.start("restore", self._services.prompts.restore(prompt_id))

    # files
    def _choose_target(self) -> None:
        dialog = self._dialog(translate("Prompts", "Export prompts"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile("prompts.json")
        dialog.fileSelected.connect(
            lambda path: self._scope.start("export", self._export(Path(path)))
        )
        dialog.open()

    def _choose_source(self) -> None:
        dialog = self._dialog(translate("Prompts", "Import prompts"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(
            lambda path: self._scope.start("import", self._import(Path(path)))
        )
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self.window(), title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter("JSON (*.json)")
        return dialog

    async def _export(self, path: Path) -> None:
        text = await self._services.prompts.export(self.look.language)
        await asyncio.to_thread(files.write_atomically, path, text.encode())
        name = path.name
        self._tell(lambda: translate("Prompts", "Saved as {name}.").format(name=name))

    async def _import(self, path: Path) -> None:
        content = await asyncio.to_thread(_read_bounded, path)
        count = await self._services.prompts.take(content, self.look.language)
        self._tell(lambda: translate("Prompts", "%n prompt(s) added.", "", count))

    def _tell(self, words: Words) -> None:
        self._host.notify(Notice(words))

    def _on_error(self, error: Exception) -> None:
        code = code_of(error)
        self._tell(lambda: f"{error_text(code).title} {error_text(code).hint}")


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Prompt] = []

    def show(self, prompts: Sequence[Prompt]) -> None:
        self.beginResetModel()
        self._shown = list(prompts)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        prompt = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return prompt.name
        if role == Role.ID:
            return prompt.id
        return prompt.text[:500] if role == Qt.ItemDataRole.ToolTipRole else None


def _read_bounded(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MAX_FILE_BYTES + 1)
    except OSError as error:
        raise AppError(Code.UNREADABLE) from error
    if len(content) > _MAX_FILE_BYTES:
        raise AppError(Code.FILE_TOO_LARGE)
    return content


def _intro_words() -> str:
    return translate("Prompts", "Type / at the beginning of a line to use one.")
