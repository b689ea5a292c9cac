"""What sending a message decides, without a window."""

from __future__ import annotations

from desktop.core.connection import BUILT_IN_ID
from desktop.core.language import detect
from desktop.core.types import Kind, Message, Part, PartType
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
    return detect(text) if is_shipped(target.connection_id, target) else ""


async def first_target(services: Services) -> Target:
    """Give who answers in a new chat: the connection chosen last, with its model.

    Raises:
        AppError: when the connection's models cannot be read.
    """
    connection = services.servers.get(services.settings.get(CONNECTION))
    chosen = services.settings.get(MODEL)
    return Target(connection.id, chosen or await services.servers.default_model(connection.id))


async def warm(services: Services, target: Target | None) -> None:
    """Load what a question needs while the person is still typing it."""
    if target is None or target.connection_id == BUILT_IN_ID:
        await services.engine.start()
    await services.client.warm()


async def send(
    services: Services,
    conversation_id: int | None,
    parent_id: int | None,
    text: str,
    target: Target,
) -> tuple[Message, Message]:
    """Store a question and begin its answer, in a new conversation where there is none yet.

    Returns:
        The question and its answer, which has just begun.

    Raises:
        AppError: the question could not be stored; nothing was sent.
    """
    if conversation_id is None:
        conversation = await services.conversations.create(Kind.CHAT, adopt_draft=True)
        conversation_id = conversation.id
    part = Part(PartType.TEXT, text)
    return await services.turns.send(conversation_id, parent_id, (part,), target)


async def choose(services: Services, target: Target) -> None:
    """Let new questions go to a model of a connection.

    Raises:
        AppError: the settings cannot be written; the choice holds until the program ends.
    """
    await services.settings.set(CONNECTION, target.connection_id)
    await services.settings.set(MODEL, target.model)
