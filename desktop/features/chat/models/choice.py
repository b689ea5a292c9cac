"""Which model answers next: fills the picker, remembers the choice, shows the built-in's banner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.features.chat import service
from desktop.features.chat.models.keeper import Keeper
from desktop.features.chat.models.standing import Standing
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.services.engine import Status
from desktop.services.turns import Target
from desktop.store.settings import BANNER_CLOSED, CONNECTION
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host, Offer
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice, group_of
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

if TYPE_CHECKING:  # loaded when the list is opened first
    from desktop.features.chat.models.retirement import RetirementCard
    from desktop.services.models import Models
    from desktop.ui.model_shelf import ModelShelf


class ModelChoice(QObject):
    """Keeps the picker, the target and the banner in step.

    Signals: `shown()` when another model, or more of it, is on show.
    """

    shown = Signal()

    def __init__(
        self,
        services: Services,
        host: Host,
        pane: ConversationPane,
        writing: Writing,
        keeper: Keeper,
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane, self._writing = services, host, pane, writing
        self._keeper = keeper
        self._shelf: ModelShelf | None = None
        self._card: RetirementCard | None = None
        self._follows = False
        self._scope = scope_for(self, self._on_error)
        self._standing = Standing(services, pane, self._open_connections)
        pane.banner.closed.connect(self._close_banner)
        picker = pane.composer.picker
        picker.opening.connect(self._on_opening)
        picker.chosen.connect(self._choose)
        picker.connect_wanted.connect(self._open_connections)
        pane.composer.edited.connect(self._on_edited)
        writing.connect_wanted.connect(self._open_connections)
        host.look.changed.connect(self._show)
        writing.conversation.opened.connect(self._on_opened)
        for stop in (
            services.servers.changed.connect(lambda _id: self.read()),
            services.engine.changed.connect(self._on_engine),
        ):
            self.destroyed.connect(stop)
        self._watched: Target | None = None
        self._show()

    @property
    def target(self) -> Target | None:
        """Who answers the next question; None: not known yet."""
        return self._writing.target

    def read(self) -> None:
        """Find out who answers: who was asked last here, in a new chat who was chosen last."""
        self._scope.start("target", self._read(is_opened=False))

    def _on_opened(self) -> None:
        self._writing.target = None  # until it is known: the last one's is not this one's
        self._scope.start("target", self._read(is_opened=True))

    async def _read(self, *, is_opened: bool) -> None:
        conversation_id = self._writing.conversation.id
        try:
            target = await service.target_of(self._services, conversation_id)
        except AppError as error:
            if error.code is not Code.GONE:
                raise
            return  # whoever shows the conversation sees so, too, and opens another
        if conversation_id != self._writing.conversation.id:
            return
        self._writing.target = target
        if is_opened and conversation_id is not None:
            await self._tell_loss(conversation_id, target)
        if target.connection_id != BUILT_IN_ID:  # whose model is known, and ends with the program
            await self._open_catalogue()
            self._look_at(target)
        self._show()

    async def _tell_loss(self, conversation_id: int, target: Target) -> None:
        """Say that somebody else answers here from now on: the connection was removed."""
        asked = (await self._services.conversations.get(conversation_id)).parameters
        if service.is_lost(self._services, asked):
            label = self._services.catalogue.label(target.connection_id, target.model)
            self._host.notify(
                Notice(
                    lambda: translate(
                        "Chat", "The connection of this chat was removed. {model} answers now."
                    ).format(model=label)
                )
            )

    async def _open_catalogue(self) -> Models:
        """Give the models; what becomes known of the one in use is shown from then on."""
        models = await self._services.catalogue.open()
        if not self._follows:
            self._follows = True
            self.destroyed.connect(models.changed.connect(self._on_known))
        return models

    def _on_known(self, connection_id: str) -> None:
        target = self._writing.target
        if target is not None and target.connection_id == connection_id != BUILT_IN_ID:
            self._look_at(target)
            self._show()

    # the list
    def _on_opening(self) -> None:
        if self._shelf is None:
            self._scope.start("shelf", self._make_shelf())

    async def _make_shelf(self) -> None:
        models = await self._open_catalogue()
        # An idle window need not hold it.
        from desktop.core.models import Task  # noqa: PLC0415
        from desktop.ui.model_shelf import ModelShelf  # noqa: PLC0415

        picker = self._pane.composer.picker
        self._shelf = ModelShelf(self._services, models, picker, Task.CHAT, self.tell)
        self._shelf.open()

    async def offers(self) -> Sequence[Offer]:
        """Give the models that can be switched to, for the palette."""
        from desktop.features.chat.models.switching import offers  # noqa: PLC0415 - few ask for them

        return await offers(self._services, self.target, self._choose)

    def _choose(self, choice: Choice) -> None:
        self._writing.target = target = Target(choice.connection_id, choice.model)
        self._scope.start("choose", service.choose(self._services, target))
        if self._keeper.owner is not None:  # a new chat takes the model that was chosen last
            self._keeper.change(connection_id=target.connection_id, model=target.model)
        self._show()
        self._pane.composer.setFocus()
        if target.connection_id != BUILT_IN_ID:
            self._scope.start("inspect", self._inspect(target))

    async def _inspect(self, target: Target) -> None:
        """Ask the server for more about the model that was chosen, and say when it ends."""
        from desktop.core.models import ModelKey  # noqa: PLC0415 - as above

        models = await self._open_catalogue()
        self._look_at(target)
        await models.inspect(ModelKey(target.connection_id, target.model))

    # its end
    def _on_edited(self) -> None:
        """Look whether the model is still there, once, before something is sent to it."""
        target = self._writing.target
        if target is not None and target != self._watched and target.connection_id != BUILT_IN_ID:
            self._watched = target
            self._scope.start("watch", self._watch(target))

    async def _watch(self, target: Target) -> None:
        models = await self._open_catalogue()
        await models.refresh(target.connection_id)

    def _look_at(self, target: Target) -> None:
        """Show that a model ends soon, or that its server does not offer it any more."""
        from desktop.features.chat.models.retirement import RetirementCard, is_ending  # noqa: PLC0415

        models = self._services.catalogue.now
        if models is None:
            return
        if self._card is None:
            if not is_ending(models, target):
                return
            self._card = RetirementCard(self._services, self._pane)
            self._card.replaced.connect(self._choose)
            self._card.put_away.connect(lambda saving: self._scope.start("put away", saving))
        self._card.look_at(models, target)

    # what is shown
    def _show(self) -> None:
        target = self._writing.target
        picker, servers = self._pane.composer.picker, self._services.servers
        if target is None:
            connection = servers.get(self._services.settings.get(CONNECTION))
            label = translate("Chat", "Default model")
            picker.show_choice(Choice(connection.id, "", label, group_of(connection)))
        else:
            group = group_of(servers.get(target.connection_id))
            label = self._services.catalogue.label(target.connection_id, target.model)
            picker.show_choice(Choice(target.connection_id, target.model, label, group))
        connection_id = target.connection_id if target else self._services.settings.get(CONNECTION)
        self._pane.examples.promise.setVisible(connection_id == BUILT_IN_ID)
        self._standing.show(servers.get(connection_id), target)
        self.shown.emit()

    def _close_banner(self) -> None:
        self._scope.start("banner", self._services.settings.set(BANNER_CLOSED, True))
        self._pane.banner.hide()

    def _on_engine(self, _status: Status) -> None:
        self._show()

    def _open_connections(self) -> None:
        self._host.open_feature("settings")

    def tell(self, error: Exception) -> None:
        """Say in passing what could not be done."""
        words = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{words.title} {words.hint}"))

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._show()  # a server that does not answer is named where it is asked: in the list
