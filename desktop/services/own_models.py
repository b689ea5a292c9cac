"""The models that a person has added to the built-in engine: checked, kept, told to the engine.

They are ordinary models of the built-in connection. The person's files are only ever read.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.services.engine import Engine
from desktop.services.servers import BUILT_IN, Servers
from desktop.store.own_models import ModelFile, OwnModel, OwnModelsFile
from desktop.store.settings import ENGINE_IDLE_MINUTES, Settings

if TYPE_CHECKING:  # few people add models: what reads their files comes with the first
    from pathlib import Path

    from desktop.services.model_files import Fit
    from desktop.store.gguf import ModelFileError

CONTEXTS = (2048, 4096, 8192, 16384, 32768, 65536, 131072)
_MAX_ID = 80
_MAX_NAME = 80


class OwnModels:
    """The person's models, in the order in which they were added. Used on the loop's thread.

    `changed` tells that the list is another one, `failed` an error of work that nobody waits for.
    """

    def __init__(
        self, file: OwnModelsFile, settings: Settings, engine: Engine, servers: Servers
    ) -> None:
        self.changed: Event[None] = Event()
        self.failed: Event[Exception] = Event()
        self._file, self._settings = file, settings
        self._engine, self._servers = engine, servers
        self._models: tuple[OwnModel, ...] = ()
        self._is_news = False  # for the list of models that the servers keep
        self._writing = asyncio.Lock()
        self._scope = TaskScope(self.failed.emit)
        self._stops = (
            engine.models_changed.connect(self._on_engine),
            settings.changed.connect(self._on_setting),
        )

    async def load(self) -> None:
        """Read the list, and have the engine know it when it starts.

        Raises:
            AppError: READ_ONLY, the list is there and cannot be opened.
        """
        self._models = await asyncio.to_thread(self._file.read)
        self._is_news = bool(self._models)
        await self._tell()

    async def aclose(self) -> None:
        """Stop watching the engine."""
        for stop in self._stops:
            stop()
        await self._scope.aclose()

    def list(self) -> tuple[OwnModel, ...]:
        """Give all models, the oldest first."""
        return self._models

    def get(self, model_id: str) -> OwnModel | None:
        """Give one model, or None if it was removed."""
        return next((model for model in self._models if model.id == model_id), None)

    async def add(self, paths: Sequence[Path]) -> tuple[OwnModel, ...]:
        """Add the models among `paths`; a projector (mmproj) among them goes to the only model.

        All files are looked at before anything is kept; nothing is loaded.

        Raises:
            ModelFileError: UNREADABLE or UNSUITABLE with the flaw, nothing is added then.
            AppError: DISK_FULL or READ_ONLY, nothing is added then.
        """
        from desktop.services import model_files  # noqa: PLC0415 - see above
        from desktop.store.gguf import Flaw, ModelFileError  # noqa: PLC0415 - see above

        found = await asyncio.to_thread(model_files.read_all, paths)
        async with self._writing:
            taken = {model.id for model in self._models} | {BUILT_IN.model}
            files = {file for model in self._models for file in model.files}
            added: list[OwnModel] = []
            for model in found:
                if files & set(model.files):
                    raise ModelFileError(Flaw.KNOWN, "added before", model.name)
                named = replace(model, id=_free_id(model.name, taken))
                taken.add(named.id)
                files |= set(named.files)
                added.append(named)
            await self._keep((*self._models, *added))
        return tuple(added)

    async def remove(self, model_id: str) -> int:
        """Forget a model; its file stays. Give its place in the list, for `restore`.

        Raises:
            AppError: DISK_FULL or READ_ONLY, it stays then.
        """
        async with self._writing:
            place = next((n for n, model in enumerate(self._models) if model.id == model_id), -1)
            if place >= 0:
                await self._keep((*self._models[:place], *self._models[place + 1 :]))
        return max(0, place)

    async def restore(self, model: OwnModel, place: int) -> None:
        """Put a removed model back; errors like `remove`."""
        async with self._writing:
            if self.get(model.id) is None:
                await self._keep((*self._models[:place], model, *self._models[place:]))

    async def rename(self, model_id: str, name: str) -> None:
        """Call a model otherwise; an empty name changes nothing. Errors like `remove`."""
        plain = " ".join(name.split())[:_MAX_NAME]
        if plain:
            await self._change(model_id, name=plain)

    async def set_context(self, model_id: str, tokens: int) -> None:
        """Give a model more or less context, within what it was trained on; errors like `remove`."""
        model = self.get(model_id)
        if model is not None:
            await self._change(model_id, context_length=max(1, min(tokens, model.trained_length)))

    async def set_projector(self, model_id: str, path: Path | None) -> None:
        """Let a model see pictures, or take that away with None; errors like `add`."""
        from desktop.services import model_files  # noqa: PLC0415 - see above

        projector = await asyncio.to_thread(model_files.read_projector, path) if path else None
        await self._change(model_id, projector=projector)

    async def problems(self) -> dict[str, ModelFileError]:
        """Give the models whose files have vanished or changed, with what became of them."""
        from desktop.services import model_files  # noqa: PLC0415 - see above

        found = await asyncio.to_thread(lambda: [model_files.changes(m) for m in self._models])
        listed = zip(self._models, found, strict=False)
        return {model.id: problem for model, problem in listed if problem is not None}

    async def fits(self) -> dict[str, Fit]:
        """Give what each model needs and what memory there is now."""
        from desktop.services import model_files  # noqa: PLC0415 - see above

        models = self._models
        found = await asyncio.to_thread(lambda: [model_files.fit(model) for model in models])
        return {model.id: fit for model, fit in zip(models, found, strict=True)}

    async def _change(self, model_id: str, **values: str | int | ModelFile | None) -> None:
        async with self._writing:
            changed = tuple(
                replace(model, **values) if model.id == model_id else model  # type: ignore[arg-type]
                for model in self._models
            )
            if changed != self._models:
                await self._keep(changed)

    async def _keep(self, models: tuple[OwnModel, ...]) -> None:
        await asyncio.to_thread(self._file.write, models)
        self._models = models
        self._is_news = True
        await self._tell()
        self.changed.emit(None)

    async def _tell(self) -> None:
        told = [_told(model) for model in self._models]
        idle_s = self._settings.get(ENGINE_IDLE_MINUTES) * 60
        await self._engine.offer({"models": told, "idle_s": idle_s})

    def _on_engine(self, _: None) -> None:
        if self._is_news and self._engine.is_informed:
            self._is_news = False
            self._scope.start("list", self._list_anew())

    async def _list_anew(self) -> None:
        """Have everybody who lists models see the new ones."""
        try:
            await self._servers.models(BUILT_IN_ID, is_fresh=True)
        except AppError:
            self._is_news = True  # the engine has gone; it says so itself when it comes again
            return
        self._servers.changed.emit(BUILT_IN_ID)

    def _on_setting(self, key: str) -> None:
        if key == ENGINE_IDLE_MINUTES.key:
            self._scope.start("idle", self._tell())


def _free_id(name: str, taken: set[str]) -> str:
    stem = re.sub(r"[^\w.-]+", "-", name.lower()).strip("-.")[:_MAX_ID] or "model"
    number, free = 1, stem
    while free in taken:
        number += 1
        free = f"{stem}-{number}"
    return free


def _told(model: OwnModel) -> dict[str, object]:
    """Give what the engine must know of a model."""
    from desktop.services import model_files  # noqa: PLC0415 - see above

    added = datetime.fromisoformat(model.added) if _is_date(model.added) else None
    return {
        "id": model.id,
        "name": model.name,
        "files": [_file(file) for file in model.files],
        "projector": [_file(model.projector)] if model.projector else None,
        "context_length": model.context_length,
        "takes_tools": model.takes_tools,
        "memory_bytes": model_files.needed_bytes(model),
        "size": model.size,
        "created": int(added.timestamp()) if added else 0,
    }


def _file(file: ModelFile) -> list[str | int]:
    return [file.path, file.size, file.mtime_ns]


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
