"""Which of the files that a person gives are sounds; blocks, worker threads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import AppError, Code

_MOST_IN_FOLDER = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """The sounds in their order, and what is no sound, each with the reason."""

    sounds: tuple[Path, ...] = ()
    refused: tuple[tuple[Path, Code], ...] = ()


def sounds_in(paths: Sequence[Path]) -> Taken:
    """Look at the first bytes of each file; of a folder its sounds are taken, the rest is left out."""
    from desktop.media.sound import kinds  # noqa: PLC0415 - with the first file

    sounds: list[Path] = []
    refused: list[tuple[Path, Code]] = []
    for path in paths:
        is_folder = path.is_dir()
        found = 0
        for file in _files_in(path) if is_folder else (path,):
            try:
                kinds.kind_of(file)
            except AppError as error:
                if not is_folder:
                    refused.append((file, error.code))
                continue
            sounds.append(file)
            found += 1
        if is_folder and not found:
            refused.append((path, Code.NOT_A_SOUND))
    return Taken(tuple(dict.fromkeys(sounds)), tuple(refused))


def _files_in(folder: Path) -> Sequence[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.is_file())[:_MOST_IN_FOLDER]
    except OSError:  # it may not be read: the same as one without sounds
        return ()
