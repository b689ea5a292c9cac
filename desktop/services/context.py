"""The services that a feature gets, built once at the top and passed in."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.errors import Code
from desktop.services.accepting import Acceptance
from desktop.services.attachments import Attachments
from desktop.services.bin import Bin
from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.counting import Counting
from desktop.services.engine import Engine
from desktop.services.exchanges import KeptExchanges
from desktop.services.finding import Finding
from desktop.services.fitting import Fitting
from desktop.services.own_models import OwnModels
from desktop.services.playground import Playground
from desktop.services.prompts import Prompts
from desktop.services.reading_aloud import ReadingAloud
from desktop.services.results import Results
from desktop.services.servers import Servers
from desktop.services.speaking import Speaking
from desktop.services.speech.lending import Speech
from desktop.services.spending import Spending
from desktop.services.transferring import Transferring
from desktop.services.turns import Turns
from desktop.services.window_state import WindowState
from desktop.store.conversations import Conversations
from desktop.store.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a tab may use; nothing is looked up elsewhere."""

    conversations: Conversations
    settings: Settings
    window_state: WindowState
    servers: Servers
    turns: Turns
    engine: Engine
    client: Client
    catalogue: Catalogue
    results: Results
    own_models: OwnModels
    finding: Finding
    prompts: Prompts
    attachments: Attachments
    acceptance: Acceptance
    bin: Bin
    transferring: Transferring
    counting: Counting
    fitting: Fitting
    spending: Spending
    playground: Playground
    speech: Speech
    exchanges: KeptExchanges
    speaking: Speaking
    aloud: ReadingAloud
    read_only: Code | None = None
    """Why the database can only be read, if so: READ_ONLY or NEWER."""
