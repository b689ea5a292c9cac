"""The servers the program talks to: name, address, key, model; a test with a readable verdict."""

from __future__ import annotations

import uuid
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit

from desktop.core.connection import BUILT_IN_ID, Connection, Secret
from desktop.core.errors import AppError, Code
from desktop.features.settings.form import Page
from desktop.features.settings.keyring_question import KeyringQuestion
from desktop.services.context import Services
from desktop.services.servers import Verdict
from desktop.store.secrets import Place
from desktop.store.settings import CONNECTION, MODEL
from desktop.ui.controls import Button, ComboBox, Field, IconButton
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Banner, Notice
from desktop.ui.scope import scope_for

_NEW = ""


class ConnectionsPage(Page):
    """One connection at a time: choose it above, change it below, test it, save it."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__(host.look, lambda: translate("Settings", "Connections"))
        self._services, self._host = services, host
        self._connection = self._in_use()
        self._scope = scope_for(self, self._on_error, self._on_busy)
        self._build()
        self.destroyed.connect(services.servers.changed.connect(lambda _id: self._list()))
        host.look.changed.connect(self._list)
        self._list()
        self._show(self._current())

    # what is on the page
    def _build(self) -> None:
        look = self.look
        self.chooser = ComboBox(look)
        self.chooser.activated.connect(lambda _row: self._show(self._current()))
        self.add_field(lambda: translate("Settings", "Connection"), self.chooser)
        self.name = Field(look, lambda: translate("Settings", "Name"))
        self.add_field(lambda: translate("Settings", "Name"), self.name)
        self.url = Field(look, lambda: translate("Settings", "Address"), _url_hint)
        self.url.show_code()
        self.add_field(
            lambda: translate("Settings", "Address"),
            self.url,
            lambda: translate(
                "Settings", "OpenAI, Ollama, LM Studio, llama.cpp, vLLM… usually ends in /v1."
            ),
        )
        self.key = Field(look, lambda: translate("Settings", "Key"), self._key_hint)
        self.key.show_code()
        self.key.edit.setEchoMode(QLineEdit.EchoMode.Password)
        eye = IconButton(look, "eye", lambda: translate("Settings", "Show the key"), size_px=24)
        eye.setCheckable(True)
        eye.toggled.connect(self._show_key)
        self.key.add_trailing(eye)
        self.add_field(
            lambda: translate("Settings", "Key"),
            self.key,
            lambda: translate("Settings", "Kept in the system’s keyring. Local servers need none."),
        )
        self.model = Field(look, lambda: translate("Settings", "Model"), self._model_hint)
        self.model.show_code()
        self.add_field(lambda: translate("Settings", "Model"), self.model)
        self.verdict = Banner(look, "green")
        self.verdict.closed.connect(self.verdict.hide)
        self.verdict.hide()
        self.column.addWidget(self.verdict)
        self.question = KeyringQuestion(look, self._save_in)
        self.column.addWidget(self.question)
        self._add_buttons()
        self.column.addStretch()

    def _add_buttons(self) -> None:
        look = self.look
        self.save = Button(look, lambda: translate("Settings", "Save"), kind="primary")
        self.save.clicked.connect(lambda: self._save_in(None))
        self.test = Button(look, lambda: translate("Settings", "Test"))
        self.test.clicked.connect(lambda: self._scope.start("test", self._test()))
        self.remove = Button(
            look, lambda: translate("Settings", "Remove"), kind="danger", icon_name="trash-2"
        )
        self.remove.clicked.connect(lambda: self._scope.start("remove", self._remove()))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.test)
        row.addStretch()
        row.addWidget(self.remove)
        self.column.addLayout(row)

    def _list(self) -> None:
        chosen = self._connection.id
        self.chooser.clear()
        for connection in self._services.servers.all():
            if not connection.is_built_in:
                self.chooser.addItem(connection.name, connection.id)
        self.chooser.addItem(translate("Settings", "New connection"), _NEW)
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(chosen)))
        self.chooser.setAccessibleName(translate("Settings", "Connection"))

    def _current(self) -> Connection:
        return self._known(str(self.chooser.currentData() or _NEW))

    def _in_use(self) -> Connection:
        """Give the connection that answers now: who comes here mostly comes because of it."""
        return self._known(self._services.settings.get(CONNECTION))

    def _known(self, connection_id: str) -> Connection:
        found = self._services.servers.get(connection_id)
        return Connection(_NEW, "", "") if found.is_built_in else found

    def _show(self, connection: Connection) -> None:
        self._connection = connection
        self.name.edit.setText(connection.name)
        self.url.edit.setText(connection.base_url)
        self.model.edit.setText(connection.model)
        self.key.edit.clear()
        self.key.refresh()
        self.remove.setVisible(connection.id != _NEW)
        self.verdict.hide()
        self.question.hide()
        self.url.set_error(is_wrong=False)

    # what a person does
    def _entered(self) -> Connection:
        url = self.url.text()
        name = self.name.text() or _name_of(url)
        identity = self._connection.id or uuid.uuid4().hex[:12]
        return replace(
            self._connection, id=identity, name=name, base_url=url, model=self.model.text()
        )

    async def _key(self) -> Secret:
        typed = self.key.text()
        if typed or self._connection.id == _NEW:
            return Secret(typed)
        return await self._services.servers.key_of(self._connection.id)

    async def _test(self) -> None:
        entered = self._entered()
        self.verdict.hide()
        verdict = await self._services.servers.test(entered.base_url, await self._key())
        self._show_verdict(verdict)

    def _show_verdict(self, verdict: Verdict) -> None:
        if verdict.error is not None:
            self._show_error(verdict.error)
            return
        count, seconds = len(verdict.models), f"{verdict.seconds:.2f}"
        self.verdict.set_tone("green")
        self.verdict.say(
            lambda: translate("Settings", "Works: %n model(s).", "", count),
            lambda: translate("Settings", "The list came after {seconds} s.").format(
                seconds=seconds
            ),
        )
        self.verdict.show()
        completer = QCompleter([model.id for model in verdict.models], self.model.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.model.edit.setCompleter(completer)

    def _save_in(self, place: Place | None) -> None:
        self._scope.start("save", self._save(place))

    async def _save(self, place: Place | None) -> None:
        entered, typed = self._entered(), self.key.text()
        key = Secret(typed) if typed else None
        try:
            await self._services.servers.save(entered, key, place)
        except AppError as error:
            if error.code is not Code.NO_KEYRING:
                raise
            self.question.show()
            return
        self._connection = entered
        self._list()
        self._show(entered)
        await self._use(entered.id, entered.model)
        self._host.notify(
            Notice(
                lambda: translate("Settings", "Saved. New questions go to {name}.").format(
                    name=entered.name
                ),
                lambda: translate("Settings", "Back to the chat"),
                lambda: self._host.open_feature("chat"),
            )
        )

    async def _remove(self) -> None:
        removed = self._connection.id
        await self._services.servers.remove(removed)
        if self._services.settings.get(CONNECTION) == removed:
            await self._use(BUILT_IN_ID, "")
        self._connection = Connection(_NEW, "", "")
        self._list()
        self._show(self._current())

    async def _use(self, connection_id: str, model: str) -> None:
        """Let new questions go to a connection."""
        await self._services.settings.set(CONNECTION, connection_id)
        await self._services.settings.set(MODEL, model)
        self._services.servers.changed.emit(connection_id)

    # what comes back
    def _on_error(self, error: Exception) -> None:
        self._show_error(error)

    def _show_error(self, error: BaseException) -> None:
        code = code_of(error)
        detail = error.detail if isinstance(error, AppError) else ""
        if code is Code.BAD_URL:
            detail = ""  # the hint says it; other details are the server's own words
        self.url.set_error(is_wrong=code is Code.BAD_URL)
        self.verdict.set_tone("red")
        self.verdict.say(
            lambda: error_text(code).title,
            lambda: "\n".join(filter(None, (error_text(code).hint, detail))),
        )
        self.verdict.show()

    def _on_busy(self, key: str, is_running: bool) -> None:
        if key == "test":
            self.test.setEnabled(not is_running)
            self.test.say(_testing_words if is_running else _test_words)

    def _show_key(self, is_shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self.key.edit.setEchoMode(modes.Normal if is_shown else modes.Password)

    def _key_hint(self) -> str:
        if self._connection.id == _NEW:
            return ""
        return translate("Settings", "Unchanged: type to replace it")

    def _model_hint(self) -> str:
        return translate("Settings", "The server’s first model")


def _test_words() -> str:
    return translate("Settings", "Test")


def _testing_words() -> str:
    return translate("Settings", "Testing…")


def _url_hint() -> str:
    return "https://api.openai.com/v1"


def _name_of(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").partition("/")[0] or url
