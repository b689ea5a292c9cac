"""What sending a message decides, without a window."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.connection import BUILT_IN_ID
from desktop.core.parameters import Parameters
from desktop.core.types import Kind, Message, Part
from desktop.services.context import Services
from desktop.services.servers import BUILT_IN
from desktop.services.turns import Target
from desktop.store.settings import CONNECTION, MODEL


def is_shipped(connection_id: str, target: Target | None) -> bool:
    """Tell whether the model that comes with the program answers; own ones of the engine differ."""
    return connection_id == BUILT_IN_ID and (target is None or target.model == BUILT_IN.model)


def foreign_language(text: str, target: Target) -> str:
    """Give the language that the built-in model would not understand; empty: nothing is in the way.

    The built-in model knows English only. A message in another language is never passed to it
    silently: the person is told, in that language, and decides.
    """
    if not is_shipped(target.connection_id, target):
        return ""
    from desktop.core.language import detect  # noqa: PLC0415 - with the first question

    return detect(text)


async def first_target(services: Services) -> Target:
    """Give who answers in a new chat: the connection chosen last, with its model.

    Raises:
        AppError: when the connection's models cannot be read.
    """
    connection = services.servers.get(services.settings.get(CONNECTION))
    chosen = services.settings.get(MODEL)
    return Target(connection.id, chosen or await services.servers.default_model(connection.id))


async def target_of(services: Services, conversation_id: int | None) -> Target:
    """Give who answers in a conversation: who was asked there last, if that connection is there.

    Raises:
        AppError: GONE; otherwise as `first_target`.
    """
    if conversation_id is not None:
        asked = (await services.conversations.get(conversation_id)).parameters
        if asked.model and not is_lost(services, asked):
            return Target(asked.connection_id, asked.model)
    return await first_target(services)


def is_lost(services: Services, parameters: Parameters) -> bool:
    """Tell whether the connection that was asked last was removed."""
    wanted = parameters.connection_id
    return bool(wanted) and services.servers.get(wanted).id != wanted


async def warm(services: Services, target: Target | None) -> None:
    """Load what a question needs while the person is still typing it."""
    if target is None or target.connection_id == BUILT_IN_ID:
        await services.engine.start()
    await services.client.warm()


async def send(
    services: Services,
    conversation_id: int | None,
    parent_id: int | None,
    parts: tuple[Part, ...],
    target: Target,
) -> tuple[Message, Message]:
    """Store a question and begin its answer, in a new conversation where there is none yet.

    Returns:
        The question and its answer, which has just begun.

    Raises:
        AppError: the question could not be stored; nothing was sent.
    """
    conversations = services.conversations
    await services.spending.check(target)  # before anything is made for it
    if conversation_id is None:
        conversation = await conversations.create(Kind.CHAT, adopt_draft=True)
    else:
        conversation = await conversations.get(conversation_id)
    asked = replace(conversation.parameters, connection_id=target.connection_id, model=target.model)
    if asked != conversation.parameters:
        await conversations.set_parameters(conversation.id, asked)
    return await services.turns.send(conversation.id, parent_id, parts, target)


async def choose(services: Services, target: Target) -> None:
    """Let new questions go to a model of a connection.

    Raises:
        AppError: the settings cannot be written; the choice holds until the program ends.
    """
    await services.settings.set(CONNECTION, target.connection_id)
    await services.settings.set(MODEL, target.model)
