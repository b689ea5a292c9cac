"""Which model answers next: fills the picker, remembers the choice, shows the built-in's banner."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.core.connection import BUILT_IN_ID, Connection
from desktop.core.errors import AppError
from desktop.features.chat import service
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.writing import Writing
from desktop.services.context import Services
from desktop.services.engine import Phase, Status
from desktop.services.turns import Target
from desktop.store.settings import BANNER_CLOSED, CONNECTION
from desktop.ui.error_text import error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.picker import Choice
from desktop.ui.scope import scope_for

_LABELS = {"smollm2-135m-instruct": "SmolLM2 135M"}
_MAX_LISTED = 40  # of one server; the rest is found in the connection's settings


class ModelChoice(QObject):
    """Keeps the picker, the target and the banner in step."""

    def __init__(
        self, services: Services, host: Host, pane: ConversationPane, writing: Writing
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane, self._writing = services, host, pane, writing
        self._silent: set[str] = set()
        self._scope = scope_for(self, self._on_error)
        pane.banner.add_button(
            lambda: translate("Chat", "Connect a stronger model"), self._open_connections
        )
        pane.banner.closed.connect(self._close_banner)
        pane.composer.picker.opening.connect(self._open)
        pane.composer.picker.chosen.connect(self._choose)
        pane.composer.picker.connect_wanted.connect(self._open_connections)
        writing.connect_wanted.connect(self._open_connections)
        host.look.changed.connect(self._show)
        for stop in (
            services.servers.changed.connect(lambda _id: self.read()),
            services.engine.changed.connect(self._on_engine),
        ):
            self.destroyed.connect(stop)
        self._show()

    def read(self) -> None:
        """Find out who answers: the connection chosen last and its model."""
        self._scope.start("target", self._read())

    async def _read(self) -> None:
        self._writing.target = await service.first_target(self._services)
        self._show()

    def _open(self) -> None:
        """Offer what is known at once, and ask the servers that were not asked before."""
        self._offer()
        self._scope.start("models", self._ask_all())

    async def _ask_all(self) -> None:
        for connection in self._services.servers.all():
            if connection.is_built_in or self._services.servers.known_models(connection.id):
                continue
            try:
                await self._services.servers.models(connection.id)
            except AppError:
                self._silent.add(connection.id)
            else:
                self._silent.discard(connection.id)
            self._offer()

    def _offer(self) -> None:
        choices: list[Choice] = []
        silent: list[str] = []
        for connection in self._services.servers.all():
            group = _group(connection)
            names = [m.id for m in self._services.servers.known_models(connection.id)]
            if connection.model and connection.model not in names:
                names.insert(0, connection.model)
            if connection.id in self._silent:
                silent.append(group)
            choices += [Choice(connection.id, n, _label(n), group) for n in names[:_MAX_LISTED]]
        note = ""
        if silent:
            names_text = ", ".join(silent)
            note = translate("Chat", "No answer from {names}").format(names=names_text)
        self._pane.composer.picker.offer(tuple(choices), note)

    def _choose(self, choice: Choice) -> None:
        self._writing.target = Target(choice.connection_id, choice.model)
        self._scope.start("choose", service.choose(self._services, self._writing.target))
        self._show()

    def _show(self) -> None:
        target = self._writing.target
        picker, servers = self._pane.composer.picker, self._services.servers
        if target is None:
            connection = servers.get(self._services.settings.get(CONNECTION))
            label = translate("Chat", "Default model")
            picker.show_choice(Choice(connection.id, "", label, _group(connection)))
        else:
            group = _group(servers.get(target.connection_id))
            label = _label(target.model)
            picker.show_choice(Choice(target.connection_id, target.model, label, group))
        connection_id = target.connection_id if target else self._services.settings.get(CONNECTION)
        self._show_banner(is_built_in=servers.get(connection_id).id == BUILT_IN_ID)

    def _show_banner(self, *, is_built_in: bool) -> None:
        banner, status = self._pane.banner, self._services.engine.status
        is_failed = is_built_in and status.phase is Phase.FAILED
        if is_failed and status.code is not None:
            words = error_text(status.code)
            banner.set_tone("red")
            banner.say(lambda: words.title, lambda: words.hint)
        else:
            banner.set_tone("amber")
            banner.say(
                lambda: translate("Chat", "Built-in engine"),
                lambda: translate("Chat", "Small, private, offline. It knows English only."),
            )
        is_closed = self._services.settings.get(BANNER_CLOSED)
        banner.setVisible(is_failed or (is_built_in and not is_closed))

    def _close_banner(self) -> None:
        self._scope.start("banner", self._services.settings.set(BANNER_CLOSED, True))
        self._pane.banner.hide()

    def _on_engine(self, _status: Status) -> None:
        self._show()

    def _open_connections(self) -> None:
        self._host.open_feature("settings")

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._show()


def _group(connection: Connection) -> str:
    return translate("Chat", "Built in") if connection.is_built_in else connection.name


def _label(model: str) -> str:
    return _LABELS.get(model, model)
