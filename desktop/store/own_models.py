"""The models that a person has added to the built-in engine: where they are, and what they are."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.store import tables
from desktop.store.tables import Table

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of the person's, with the size and time that it had when it was added."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class OwnModel:
    """One model, read from its header when it was added.

    `id` is its name for the engine and in conversations, and never changes; `name` is what the
    person calls it. `files` has the parts in order, `projector` lets it see pictures. Lengths are
    in tokens, `token_bytes` is what one of them takes. `parameters` is like "4B"; `added` a date.
    """

    id: str
    name: str
    files: tuple[ModelFile, ...]
    context_length: int
    trained_length: int
    projector: ModelFile | None = None
    architecture: str = ""
    quantisation: str = ""
    parameters: str = ""
    token_bytes: int = 0
    has_template: bool = True
    takes_tools: bool = False
    added: str = ""

    @property
    def size(self) -> int:
        """Bytes on the disk, the projector included."""
        return sum(file.size for file in self.files) + (
            self.projector.size if self.projector else 0
        )


class OwnModelsFile:
    """Reads and writes the list; both block, so worker threads only."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> tuple[OwnModel, ...]:
        """Give the models in their order; an entry that makes no sense is left out, with a warning.

        Raises:
            AppError: READ_ONLY, the file is there and cannot be opened.
        """
        found, strange = _sorted_out(tables.read(self._file))
        for name in strange:
            _log.warning("engine-models.bad_entry: %s is left out", name)
        return tuple(found.values())

    def write(self, models: Iterable[OwnModel]) -> None:
        """Replace the list; what a newer version wrote, or nobody understands, is kept.

        Raises:
            AppError: DISK_FULL or READ_ONLY, nothing is changed then.
        """
        table = tables.read(self._file)
        found, strange = _sorted_out(table)
        old = {name: table["models"][name] for name in found}
        kept = {model.id: _kept(old.get(model.id, {})) | _entry(model) for model in models}
        table["models"] = strange | kept
        tables.write(self._file, table)


def _sorted_out(table: Table) -> tuple[dict[str, OwnModel], Table]:
    """Give the entries that make sense, and those that do not as they are."""
    entries = table.get("models")
    found: dict[str, OwnModel] = {}
    strange: Table = {}
    for name, entry in (entries if isinstance(entries, dict) else {}).items():
        try:
            found[name] = _model(name, entry)
        except (KeyError, TypeError, ValueError, AttributeError):
            strange[name] = entry
    return found, strange


def _model(name: str, entry: Table) -> OwnModel:
    projector = entry.get("projector")
    length = int(entry["context_length"])
    files = tuple(_file(part) for part in entry["files"])
    if not name or not files or length < 1:
        raise ValueError("no name, no file or no context")
    return OwnModel(
        id=name,
        name=str(entry["name"]) or name,
        files=files,
        context_length=length,
        trained_length=max(length, int(entry.get("trained_length", length))),
        projector=_file(projector) if projector else None,
        architecture=str(entry.get("architecture", "")),
        quantisation=str(entry.get("quantisation", "")),
        parameters=str(entry.get("parameters", "")),
        token_bytes=max(0, int(entry.get("token_bytes", 0))),
        has_template=bool(entry.get("has_template", True)),
        takes_tools=bool(entry.get("takes_tools", False)),
        added=str(entry.get("added", "")),
    )


def _file(entry: Table) -> ModelFile:
    return ModelFile(str(entry["path"]), int(entry["size"]), int(entry["mtime_ns"]))


def _entry(model: OwnModel) -> Table:
    entry: Table = {
        "name": model.name,
        "files": [_file_entry(file) for file in model.files],
        "context_length": model.context_length,
        "trained_length": model.trained_length,
        "architecture": model.architecture,
        "quantisation": model.quantisation,
        "parameters": model.parameters,
        "token_bytes": model.token_bytes,
        "has_template": model.has_template,
        "takes_tools": model.takes_tools,
        "added": model.added,
    }
    if model.projector is not None:
        entry["projector"] = _file_entry(model.projector)
    return entry


def _file_entry(file: ModelFile) -> Table:
    return {"path": file.path, "size": file.size, "mtime_ns": file.mtime_ns}


def _kept(old: Table) -> Table:
    """Give an entry without what may not be written again."""
    return {name: value for name, value in old.items() if name != "projector"}
