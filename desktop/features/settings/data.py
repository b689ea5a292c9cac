"""Where things are kept, the settings as a file, and the way back to how they were at first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop.features.settings.changing import Changing
from desktop.features.settings.declared import DATA, ROWS
from desktop.features.settings.everything import Everything
from desktop.features.settings.form import Page
from desktop.features.settings.preview import Preview
from desktop.services.context import Services
from desktop.services.settings_file import file as settings_file
from desktop.services.settings_file.file import Plan
from desktop.store.paths import Paths
from desktop.store.settings import AnySetting
from desktop.store.tables import Table
from desktop.ui.controls import Button, Field, IconButton, Words
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Banner, Notice
from desktop.ui.scope import scope_for

_FILE = "oriole-settings.toml"


class DataPage(Page):
    """Files are chosen in a dialog that leaves the window alive; a file changes nothing unseen."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__(host.look, lambda: translate("Settings", "Data"))
        self._services, self._host = services, host
        self._changing = Changing(self, services.settings, host)
        self._scope = scope_for(self, self._on_error)
        self._folder = Paths.find().data
        self._add_folder()
        self._add_everything()
        self._add_file()
        self._add_reset()
        self.column.addStretch()
        self.destroyed.connect(services.settings.changed.connect(lambda _key: self._draw()))
        self._draw()

    # what is on the page
    def _add_folder(self) -> None:
        words = DATA["data.folder"]
        self.folder = Field(self.look, words)
        self.folder.show_code()
        self.folder.edit.setReadOnly(True)
        self.folder.edit.setText(str(self._folder))
        self.folder.edit.setCursorPosition(0)
        opening = IconButton(
            self.look, "folder-open", lambda: translate("Settings", "Open the folder"), size_px=24
        )
        opening.clicked.connect(self._open_folder)
        self.folder.add_trailing(opening)
        self.add_field(words, self.folder, _folder_hint, key="data.folder")

    def _add_everything(self) -> None:
        transferring = self._services.transferring
        transferring.declared = self._declared
        self.everything = Everything(self.look, transferring, self._look_at_settings)
        self.add_section(lambda: translate("Settings", "Everything in one file"))
        choose_target, choose_source = (
            self.everything.choose_target,
            self.everything.choose_source,
        )
        self.add_buttons(
            {
                "data.export_all": self._button("data.export_all", "upload", choose_target),
                "data.import_all": self._button("data.import_all", "download", choose_source),
            },
            _everything_hint,
        )
        self.column.addWidget(self.everything)
        self.everything.watch()

    def _look_at_settings(self) -> None:
        """Show what the settings in the archive that was imported would change."""
        kind = self._services.transferring.settings_kind
        if kind is not None and kind.found is not None:
            self._show_plan(settings_file.parse(kind.found), kind.name)

    def _add_file(self) -> None:
        self.add_section(lambda: translate("Settings", "Settings as a file"))
        self.add_buttons(
            {
                "data.export": self._button("data.export", "upload", self._choose_target),
                "data.import": self._button("data.import", "download", self._choose_source),
            },
            _file_hint,
        )
        self.trouble = Banner(self.look, "red")
        self.trouble.closed.connect(self.trouble.hide)
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.preview = Preview(self.look)
        self.preview.accepted.connect(self._take_over)
        self.preview.hide()
        self.column.addWidget(self.preview)

    def _add_reset(self) -> None:
        self.add_section(lambda: translate("Settings", "Back to the beginning"))
        words, self.reset = self._button("data.reset", "undo-2", self._reset_all)
        self.add_buttons({"data.reset": (words, self.reset)}, _reset_hint)

    def _button(self, key: str, icon_name: str, action: Callable[[], None]) -> tuple[Words, Button]:
        button = Button(self.look, DATA[key], icon_name=icon_name)
        button.clicked.connect(action)
        return DATA[key], button

    def _draw(self) -> None:
        settings = self._services.settings
        self.reset.setEnabled(any(settings.is_changed(setting) for setting in self._declared()))

    def _declared(self) -> list[AnySetting]:
        """Give every setting that a person can change; the rest is the program's own memory."""
        keys: list[AnySetting] = [shortcut.setting for shortcut in self._host.keys.shortcuts]
        return [*(row.setting for row in ROWS), *keys]

    # the folder
    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._say(lambda: translate("Settings", "The system cannot show folders."))

    # the file
    def _choose_target(self) -> None:
        dialog = self._dialog(_export_title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile(_FILE)
        dialog.fileSelected.connect(lambda name: self._scope.start("file", self._export(name)))
        dialog.open()

    def _choose_source(self) -> None:
        dialog = self._dialog(_import_title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._scope.start("file", self._import(name)))
        dialog.open()

    def _dialog(self, title: Words) -> QFileDialog:
        dialog = QFileDialog(self, title())
        dialog.setNameFilter(translate("Settings", "Settings (*.toml)"))
        dialog.finished.connect(dialog.deleteLater)
        self.trouble.hide()
        return dialog

    async def _export(self, name: str) -> None:
        services = self._services
        connections = services.servers.all()
        content = settings_file.export(services.settings, self._declared(), connections)
        await settings_file.write(Path(name), content)
        self._say(lambda: translate("Settings", "Exported, without keys and passwords."))

    async def _import(self, name: str) -> None:
        self._show_plan(await settings_file.load(Path(name)), Path(name).name)

    def _show_plan(self, table: Table, name: str) -> None:
        services = self._services
        found = settings_file.plan(
            table, services.settings, self._declared(), services.servers.all()
        )
        self.preview.show_plan(found, name, self._setting_words())
        self.preview.show()
        self.preview.setFocus()

    def _setting_words(self) -> dict[str, Words]:
        """Give the words of everything that a file can change, by its key."""
        shortcuts = {s.setting.key: s.words for s in self._host.keys.shortcuts}
        return {row.setting.key: row.title for row in ROWS} | shortcuts

    def _take_over(self, wanted: Plan) -> None:
        self._scope.start("apply", self._apply(wanted))

    async def _apply(self, wanted: Plan) -> None:
        services = self._services
        await settings_file.apply(wanted, services.settings, services.servers)
        self.preview.hide()
        count = len(wanted.connections)
        self._changing.tell(
            lambda: (
                translate(
                    "Settings", "Taken over. %n connection(s) still lack their key.", "", count
                )
                if count
                else translate("Settings", "Taken over.")
            ),
            lambda: self._undo(wanted),
        )

    def _undo(self, done: Plan) -> None:
        services = self._services
        self._scope.start("undo", settings_file.undo(done, services.settings, services.servers))

    # the beginning
    def _reset_all(self) -> None:
        self.folder.setFocus()  # the button is switched off with its own success
        self._changing.reset(
            self._declared(),
            lambda: translate("Settings", "All settings are as they were at first."),
        )

    def _say(self, words: Words) -> None:
        self._host.notify(Notice(words))

    def _on_error(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self.trouble.say(lambda: words.title, lambda: words.hint)
        self.trouble.show()


def _folder_hint() -> str:
    return translate("Settings", "Conversations and settings are kept on this computer only.")


def _everything_hint() -> str:
    return translate(
        "Settings",
        "All conversations with every version and file, checked after writing. Files of ChatGPT"
        " and Claude can be imported, too; what is here already stays as it is.",
    )


def _file_hint() -> str:
    return translate(
        "Settings", "For another computer: settings, shortcuts and connections, never a key."
    )


def _reset_hint() -> str:
    return translate("Settings", "Conversations, connections and keys stay.")


def _export_title() -> str:
    return translate("Settings", "Export settings")


def _import_title() -> str:
    return translate("Settings", "Import settings")
