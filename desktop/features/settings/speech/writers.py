"""Who turns speech into text: a connection, one of its models, and in words what that means now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from desktop.core.errors import AppError
from desktop.core.models import Task
from desktop.features.settings.form import Choice
from desktop.features.settings.inputs import Line
from desktop.services.context import Services
from desktop.services.speaking import wishes_of
from desktop.services.speech.choosing import Reason, Showing, way
from desktop.store.settings import TRANSCRIPTION_CONNECTION, Value
from desktop.ui.controls import IconButton, Words
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.model_choice import group_of
from desktop.ui.scope import scope_for


class ConnectionChoice(Choice):
    """Every connection; "" leaves it to the program."""

    def __init__(self, look: Look, name: Words, services: Services) -> None:
        self._services, self._value = services, ""
        super().__init__(look, name, (("", automatic_words),), "")
        self.destroyed.connect(services.servers.changed.connect(lambda _id: self._offer()))
        self._offer()

    def show_value(self, value: object) -> None:
        """Show another value as the chosen one; one that is gone counts as automatic."""
        self._value = str(value)
        super().show_value(value)

    def _offer(self) -> None:
        self.offer(list(self._rows()))
        super().show_value(self._value)

    def _rows(self) -> Iterator[tuple[object, Words]]:
        yield "", automatic_words
        for connection in self._services.servers.all():
            yield connection.id, partial(group_of, connection)


class ModelLine(Line):
    """A model of the chosen connection: typed, or one of those that the server lists."""

    def __init__(
        self, look: Look, name: Words, services: Services, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(look, name, automatic_words)
        self._services = services
        self._scope = scope_for(self, on_error)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _name: self.picked.emit(self.text()))
        self.edit.setCompleter(completer)
        self._all = IconButton(
            look, "chevron-down", lambda: translate("Settings", "Show the models"), size_px=24
        )
        self._all.clicked.connect(lambda: self._scope.start("list", self._list()))
        self.add_trailing(self._all)
        stop = services.settings.changed.connect(self._on_changed)
        self.destroyed.connect(stop)
        self._draw()

    def show_value(self, value: Value) -> None:
        """Show a value that came from elsewhere; nothing is emitted."""
        super().show_value(value)
        self._draw()

    @property
    def names(self) -> list[str]:
        """The models that can be chosen from."""
        return list(self._names.stringList())

    async def _list(self) -> None:
        connection_id = self._services.settings.get(TRANSCRIPTION_CONNECTION)
        models = await self._services.catalogue.open()
        try:
            infos = await models.refresh(connection_id)
        except AppError:
            infos = models.of(connection_id)
        fitting = [info.id for info in infos if Task.TRANSCRIPTION in (info.facts.tasks or ())]
        self._names.setStringList(fitting or [info.id for info in infos])
        completer = self.edit.completer()
        completer.setCompletionPrefix("")
        self.edit.setFocus()
        completer.complete()

    def _on_changed(self, key: str) -> None:
        if key == TRANSCRIPTION_CONNECTION.key:
            self._names.setStringList([])
            self._draw()

    def _draw(self) -> None:
        chosen = self._services.settings.get(TRANSCRIPTION_CONNECTION)
        known = {one.id for one in self._services.servers.all() if not one.is_built_in}
        self.setEnabled(chosen in known)


def meaning(services: Services) -> str:
    """Say who would write what is said now, and when its text would show."""
    wishes = wishes_of(services.settings)
    try:
        found = way(services.servers, wishes.language, wishes)
    except AppError as error:
        wrong = error_text(error.code)
        return f"{wrong.title} {wrong.hint}"
    if found.is_built_in:
        who = translate("Settings", "Now: the built-in engine, in English. Nothing is sent.")
    else:
        name = services.servers.get(found.connection_id).name
        who = translate("Settings", "Now: {name}, which gets the sound.").format(name=name)
    if found.reason is Reason.LANGUAGE:
        only = translate("Settings", "The built-in engine only knows English.")
        who = f"{who} {only}"
    if found.shows is Showing.LIVE:
        when = translate("Settings", "Text shows while you speak.")
    else:
        when = translate("Settings", "Text shows after each sentence.")
    return f"{who} {when}"


def automatic_words() -> str:
    """Name the choice that is left to the program."""
    return translate("Settings", "Automatic")
