"""What the tests of the services stand on: a real store in the test's own home, a scripted server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop.api.wire.patience import Timeouts
from desktop.core.connection import Api, Connection
from desktop.core.logs import Redactor
from desktop.core.types import Conversation, Kind, Message, Part, PartType, State
from desktop.services.accepting import Acceptance
from desktop.services.asking import Asking
from desktop.services.attachments import Attachments
from desktop.services.capabilities import Capabilities
from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.counting import Counting
from desktop.services.engine import Engine
from desktop.services.exchanges import KeptExchanges
from desktop.services.finding import Finding
from desktop.services.fitting import Fitting
from desktop.services.moderation import Moderation
from desktop.services.playground import Playground
from desktop.services.preparing import Preparing
from desktop.services.reading_aloud import ReadingAloud
from desktop.services.rounds import Rounds
from desktop.services.servers import Servers
from desktop.services.speaking import Speaking
from desktop.services.speech.lending import Speech
from desktop.services.spending import Spending
from desktop.services.turns import Ended, Phase, Piece, Target, Turn, Turns
from desktop.store.connections import Connections
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.store.secrets import Secrets
from desktop.store.settings import Settings
from tests.fakes.byte_server import ByteServer, Reply
from tests.fakes.byte_server import Piece as Sent
from tests.fakes.shapes import chat_chunks, sse

PROGRAMS = Path(__file__).with_name("programs")
HOME = "home"
"""The id of the connection to the scripted server."""
TARGET = Target(HOME, "m-1")
CHAT, RESPONSES, MODELS = "/v1/chat/completions", "/v1/responses", "/v1/models"
QUICK = Timeouts(
    connect_s=1, write_s=1, pool_s=1, first_byte_s=0.3, thinking_s=0.3, between_s=0.2, tail_s=0.1
)


class MemoryRing:
    """A keyring that is a dict; `fails` makes it one that is locked."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.fails = False

    def get_password(self, service: str, username: str) -> str | None:
        self._try()
        return self.kept.get(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._try()
        self.kept[service] = password

    def delete_password(self, service: str, username: str) -> None:
        self._try()
        del self.kept[service]

    def _try(self) -> None:
        if self.fails:
            raise RuntimeError("locked")


@dataclass
class Watch:
    """Everything that the turns have announced, in order."""

    turns: Turns
    log: list[Piece | Ended | tuple[int, Phase]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._news = asyncio.Event()
        self.turns.piece.connect(self._note)
        self.turns.changed_parts.connect(lambda _turn: self._news.set())
        self.turns.ended.connect(self._note)
        self.turns.moved.connect(self._on_moved)

    @property
    def pieces(self) -> list[str]:
        return [entry.text for entry in self.log if isinstance(entry, Piece)]

    @property
    def phases(self) -> list[Phase]:
        return [entry[1] for entry in self.log if isinstance(entry, tuple)]

    @property
    def ended(self) -> list[Ended]:
        return [entry for entry in self.log if isinstance(entry, Ended)]

    def shown(self, message_id: int) -> str:
        """Give the text that stood on the screen."""
        mine = (entry for entry in self.log if isinstance(entry, Piece))
        return "".join(entry.text for entry in mine if entry.message_id == message_id)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until what was announced fulfils `is_so`."""
        async with asyncio.timeout(10):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def end_of(self, message_id: int) -> Ended:
        """Wait for the end of a turn; give it."""
        await self.until(lambda: any(end.message_id == message_id for end in self.ended))
        return next(end for end in self.ended if end.message_id == message_id)

    def _on_moved(self, turn: Turn) -> None:
        self._note((turn.message_id, turn.phase))

    def _note(self, entry: Piece | Ended | tuple[int, Phase]) -> None:
        self.log.append(entry)
        self._news.set()


@dataclass
class Stage:
    """All the parts, open."""

    server: ByteServer
    database: Database
    conversations: Conversations
    connections: Connections
    secrets: Secrets
    ring: MemoryRing
    client: Client
    engine: Engine
    servers: Servers
    turns: Turns
    watch: Watch
    redactor: Redactor
    capabilities: Capabilities
    settings: Settings
    attachments: Attachments
    catalogue: Catalogue
    counting: Counting
    fitting: Fitting
    spending: Spending
    playground: Playground
    finding: Finding
    speech: Speech
    exchanges: KeptExchanges
    speaking: Speaking
    aloud: ReadingAloud

    async def conversation(self) -> Conversation:
        return await self.conversations.create(Kind.CHAT)

    async def send(
        self, words: str = "Why?", conversation_id: int = 0, parent_id: int | None = None
    ) -> Message:
        """Ask, in a new conversation if none is given; give the answer that has begun."""
        conversation_id = conversation_id or (await self.conversation()).id
        _, answer = await self.turns.send(conversation_id, parent_id, said(words), TARGET)
        return answer

    async def stored(self, message_id: int) -> Message:
        """Wait until an answer's end is in the store; give it."""
        async with asyncio.timeout(10):
            while True:
                message = await self.conversations.message(message_id)
                if message.state is not State.STREAMING:
                    return message
                await asyncio.sleep(0.005)

    async def server_was_asked(self) -> None:
        """Wait until a request has arrived."""
        async with asyncio.timeout(10):
            while not self.server.requests:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.002)

    async def answered(self, *replies: Reply, words: str = "Why?") -> tuple[Ended, Message]:
        """Ask while the server replies so; give the end as announced and as stored."""
        self.server.on(CHAT, *replies)
        answer = await self.send(words)
        end = await self.watch.end_of(answer.id)
        return end, await self.stored(answer.id)


@asynccontextmanager
async def stage(
    timeouts: Timeouts | None = None, engine: Engine | None = None
) -> AsyncIterator[Stage]:
    """Open everything in the test's own home; close it in the program's order."""
    paths, ring = Paths.find(), MemoryRing()
    database = await Database.open(paths)
    conversations, client = Conversations(database), Client(timeouts)
    connections = Connections(paths.config / "connections.toml")
    secrets = Secrets(paths.config, lambda: ring)
    engine = engine or Engine(["no-such-program"])
    capabilities = Capabilities(paths.config / "learnt.toml", client)
    await capabilities.load()
    redactor = Redactor()
    servers = Servers(connections, secrets, engine, client, capabilities, redactor)
    settings = Settings(paths.config / "settings.toml")
    catalogue = Catalogue(servers, client, settings, paths.config / "models.toml")
    attachments = Attachments(conversations, servers, catalogue, paths.cache)
    moderation = Moderation(settings, servers, client)
    asking, counting = Asking(servers, client, moderation), Counting()
    acceptance = Acceptance(servers, catalogue)
    fitting = Fitting(conversations, settings, acceptance, counting, attachments)
    spending = Spending(conversations, settings, catalogue, fitting, asking)
    finding = Finding(database, conversations)
    speech = Speech(database, settings, conversations, finding, paths.data)
    preparing = Preparing(conversations, acceptance, attachments, fitting, finding)
    exchanges = KeptExchanges(conversations, settings)
    speaking = Speaking(
        lambda: speech.recordings, servers, client, catalogue, settings, paths.cache
    )
    aloud = ReadingAloud(servers, client, catalogue, settings, speaking)
    rounds = Rounds(preparing, asking, attachments)
    turns = Turns(conversations, rounds, spending, exchanges)
    async with ByteServer() as server:
        home = Connection(HOME, "Home", server.base_url, "m-1", Api.CHAT)
        is_known = connections.get(HOME) is not None
        await (connections.update if is_known else connections.add)(home)
        try:
            yield Stage(
                server, database, conversations, connections, secrets, ring, client, engine,
                servers, turns, Watch(turns), redactor, capabilities, settings,
                attachments, catalogue, counting, fitting, spending,
                Playground(conversations, preparing, servers, turns), finding, speech,
                exchanges, speaking, aloud,
            )  # fmt: skip
        finally:
            for part in (
                aloud, speaking, turns, exchanges, spending, counting, speech, finding, attachments, capabilities, engine,
                client, conversations, database,
            ):  # fmt: skip
                await part.aclose()


def said(words: str) -> tuple[Part, ...]:
    """Give the parts of a question."""
    return (Part(PartType.TEXT, words),)


def begun(*texts: str, then: tuple[Sent, ...] = (), framing: str = "chunked") -> Reply:
    """Give an answer that says `texts` and then, instead of an end, `then`."""
    events = tuple(sse(chunk) for chunk in chat_chunks(texts, finish=None))
    return Reply((*events, *then), framing=framing)
