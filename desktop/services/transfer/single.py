"""One conversation as a JSON file of its own: all versions, and the files that belong to them inside."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Iterator

from desktop.core.errors import AppError, Code
from desktop.services.transfer.foreign import Held
from desktop.store import portable
from desktop.store.blobs import Blobs
from desktop.store.conversations import Conversations

_FILES = "files"


async def write(conversations: Conversations, blobs: Blobs, conversation_id: int) -> bytes:
    """Give a conversation as JSON that `oriole import` and the window read again.

    Raises:
        AppError: GONE.
    """
    record = await conversations.dump(conversation_id)
    files: dict[str, str] = {}
    for sha256 in record["blobs"]:
        try:
            content = await blobs.read(sha256)
        except AppError as error:
            if error.code not in {Code.GONE, Code.DAMAGED}:
                raise
            continue  # the gap is in the window, too
        files[sha256] = await asyncio.to_thread(
            lambda held: base64.b64encode(held).decode(), content
        )
    text = await asyncio.to_thread(portable.to_text, record)
    embedded = await asyncio.to_thread(json.dumps, files)
    return f'{text.rstrip()[:-1]},"{_FILES}":{embedded}}}\n'.encode()


def embedded(record: portable.Json) -> Iterator[tuple[str, Held]]:
    """Yield the files inside, each under its hash as the file says it."""
    files, types = record.get(_FILES), record.get("blobs")
    if not isinstance(files, dict) or not isinstance(types, dict):
        return
    for sha256, content in files.items():
        try:
            held = base64.b64decode(content, validate=True) if isinstance(content, str) else b""
        except binascii.Error:
            held = b""
        kind = types.get(sha256)
        yield sha256, Held("", kind if isinstance(kind, str) else "", held)
