"""What the tests of the store share: an open store, and short words for long types."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from desktop.core.stream import Folded
from desktop.core.types import Conversation, Kind, Message, Node, Part, PartType, Usage
from desktop.store.conversations import Conversations
from desktop.store.db import FILE, Database
from desktop.store.paths import Paths

PROGRAMS = Path(__file__).with_name("programs")


@asynccontextmanager
async def store(paths: Paths | None = None) -> AsyncIterator[Conversations]:
    """Give the conversations of the test's own home; all is closed afterwards."""
    database = await Database.open(paths or Paths.find())
    conversations = Conversations(database)
    try:
        yield conversations
    finally:
        await conversations.aclose()
        await database.aclose()


@asynccontextmanager
async def opened() -> AsyncIterator[Database]:
    """Give the database of the test's own home."""
    database = await Database.open(Paths.find())
    try:
        yield database
    finally:
        await database.aclose()


def data() -> Path:
    """Give the data folder of the test's own home."""
    return Paths.find().data


def database_file() -> Path:
    """Give the database of the test's own home."""
    return data() / FILE


def text(words: str) -> tuple[Part, ...]:
    """Give the parts of a message that says `words`."""
    return (Part(PartType.TEXT, words),)


def said(words: str, usage: Usage | None = None) -> Folded:
    """Give an answer that says `words`."""
    return Folded(text(words), usage=usage)


async def asked(
    conversations: Conversations, words: str = "Why?", parent_id: int | None = None
) -> tuple[Conversation, Message, Message]:
    """Give a new conversation with a question and its streaming answer."""
    conversation = await conversations.create(Kind.CHAT)
    question, answer = await conversations.ask(conversation.id, parent_id, text(words), "m", "c")
    return conversation, question, answer


def texts(path: Sequence[Node]) -> list[str]:
    """Give what the messages of a path say."""
    return [node.message.text for node in path]
