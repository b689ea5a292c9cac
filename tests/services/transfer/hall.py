"""Two stores beside each other, and what goes from one to the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.core.types import Kind, Part, PartType, State
from desktop.services.prompts import Prompts
from desktop.services.transfer import archive
from desktop.services.transfer.conversations import ConversationKind
from desktop.services.transfer.importing import Importer
from desktop.services.transfer.kinds import Outcome, Progress
from desktop.services.transfer.lists import FolderKind, PromptKind
from desktop.services.transfer.recordings import RecordingRecords
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.leftovers import FOLDER
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from tests.store.stores import said, text


@dataclass
class House:
    """One computer's data."""

    conversations: Conversations
    database: Database
    recordings: Recordings

    def __post_init__(self) -> None:
        self.prompts = Prompts(self.database)
        self.kinds = (
            ConversationKind(self.conversations),
            FolderKind(self.conversations),
            PromptKind(self.prompts, lambda: "en"),
            RecordingRecords(self.recordings),
        )
        self.importer = Importer(self.kinds, self.conversations, self.conversations.blobs)
        self.heard: list[Progress] = []

    async def give(self, file: Path) -> Outcome:
        return await archive.write(file, self.kinds, self.conversations.blobs, self.heard.append)

    async def take(self, file: Path) -> Outcome:
        return await self.importer.take(file, self.heard.append)

    async def talk(self, words: str = "Why?", picture: bytes | None = None) -> int:
        """Store a question with its answer; give the conversation's id."""
        made = await self.conversations.create(Kind.CHAT)
        parts = text(words)
        if picture is not None:
            blob = await self.conversations.blobs.put(picture, "image/png")
            parts = (*parts, Part(PartType.IMAGE, blob=blob.sha256, name="bird.png"))
        _, answer = await self.conversations.ask(made.id, None, parts, "m", "c")
        await self.conversations.finish(answer.id, State.COMPLETE, said("Because."))
        return made.id

    async def everything(self) -> list[dict[str, object]]:
        """Give all conversations as they would go out."""
        ids = await self.conversations.portable_ids()
        found = [await self.conversations.dump(one) for one in ids]
        return sorted(found, key=lambda record: str(record["uid"]))


@asynccontextmanager
async def house(name: str) -> AsyncIterator[House]:
    """Give an empty store of its own below the test's home."""
    here = Paths.find()
    data = here.data / name
    database = await Database.open(replace(here, data=data))
    conversations, recordings = Conversations(database), Recordings(database, data / FOLDER)
    try:
        yield House(conversations, database, recordings)
    finally:
        await recordings.aclose()
        await conversations.aclose()
        await database.aclose()
