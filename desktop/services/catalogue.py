"""The catalogue of models, opened on first use: what it holds costs memory that an idle window lacks."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.resources import resource
from desktop.services.client import Client
from desktop.services.servers import BUILT_IN, Servers
from desktop.store.settings import Settings

if TYPE_CHECKING:
    from desktop.services.models import Models

_SHIPPED = "SmolLM2 135M"
"""The name of the model that comes with the program, as the table has it, for an idle window."""


class Catalogue:
    """Where everybody gets the one `Models` from."""

    def __init__(self, servers: Servers, client: Client, settings: Settings, file: Path) -> None:
        self._servers, self._client, self._settings = servers, client, settings
        self._file = file
        self._opening = asyncio.Lock()
        self._models: Models | None = None

    @property
    def now(self) -> Models | None:
        """The models, if they were opened before."""
        return self._models

    def label(self, connection_id: str, model: str) -> str:
        """Give the name of a model that people read, as far as it is known now."""
        if self._models is not None:
            return self._models.label(connection_id, model)
        is_shipped = (connection_id, model) == (BUILT_IN.id, BUILT_IN.model)
        return _SHIPPED if is_shipped else model

    async def open(self) -> Models:
        """Give the models; the table and the person's choices are read once, in a worker.

        Raises:
            AppError: READ_ONLY, the file of choices is there and cannot be opened.
        """
        async with self._opening:
            if self._models is None:
                await asyncio.to_thread(importlib.import_module, "desktop.services.models")
                from desktop.services.models import Models, read  # noqa: PLC0415 - see the docstring

                table, choices = await asyncio.to_thread(read, resource("models.json"), self._file)
                self._models = Models(self._servers, self._client, self._settings, table, choices)
            return self._models
