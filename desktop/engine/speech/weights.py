"""The speech model's files, found as package data and believed by their SHA-256."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.engine.weights import Weights, WeightsFile

PACKAGE = "moonshine_voice"  # 0.0.59 on PyPI; the model tiny-en, MIT

_FOLDER = Path("assets", "tiny-en")
_SHA256 = {
    "encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    "decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    "tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
}
_LIBRARIES = {"linux": "libmoonshine.so", "darwin": "libmoonshine.dylib", "win32": "moonshine.dll"}


class SpeechFiles:
    """Finds the library and the weights.

    Args:
        folder: Look here instead of in the installed package.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or _installed()
        self._weights = tuple(
            WeightsFile(
                Weights(PACKAGE, str(_FOLDER / name), sha256),
                None if self._folder is None else self._folder / _FOLDER / name,
            )
            for name, sha256 in _SHA256.items()
        )

    def find(self) -> Path:
        """Give the native library's path after a quick look; nothing is read.

        Raises:
            AppError: ENGINE_MISSING.
        """
        name = _LIBRARIES.get(sys.platform, "")
        library = None if self._folder is None else self._folder / name
        if library is None or not library.is_file():
            raise AppError(Code.ENGINE_MISSING, "moonshine-voice is not installed.")
        for weights in self._weights:
            weights.find()
        return library

    def verified(self) -> tuple[Path, Path]:
        """Give the library and the folder of weights, once those hash to what they must.

        Reads 44 MB the first time, then only what has changed. Called on a worker thread.

        Raises:
            AppError: ENGINE_MISSING or ENGINE_DAMAGED.
        """
        library = self.find()
        paths = [weights.verified() for weights in self._weights]
        return library, paths[0].parent


def _installed() -> Path | None:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
