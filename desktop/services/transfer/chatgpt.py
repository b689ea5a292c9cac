"""ChatGPT's export: `conversations.json`, or several with numbers, and the files beside them.

A conversation there is a mapping of nodes, each with its parent and its children. What one answer
consists of (thoughts, calls of tools, their results, text) are nodes in a row; here it is one
message. Nodes that nobody was shown are left out, their children move up.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator

from desktop.api.reading.fields import child, children, dump, objects, strings, text
from desktop.core.types import PartType, Role
from desktop.services.transfer.foreign import (
    Converted,
    Held,
    Json,
    Line,
    conversation,
    part,
    seconds,
)

_SILENT = {"reasoning_recap", "user_editable_context", "model_editable_context"}
_EVERYBODY = {"", "all"}


def is_conversation(item: Json) -> bool:
    """Tell whether an object is a conversation of this export."""
    return isinstance(item.get("mapping"), dict)


def convert(item: Json) -> Converted:
    """Give one conversation of the export as ours."""
    return _Tree(item).converted()


class _Tree:
    def __init__(self, item: Json) -> None:
        self._item = item
        self._nodes = child(item, "mapping")
        self._lines: list[Line] = []
        self._line_of: dict[str, int | None] = {}  # by node; None: above the first message
        self._held: dict[str, Held] = {}
        self._created_at = seconds(item.get("create_time"))

    def converted(self) -> Converted:
        for node_id in self._in_order():
            self._add(node_id)
        self._select(text(self._item, "current_node"))
        found = self._item
        uid = text(found, "conversation_id") or text(found, "id")
        updated_at = seconds(found.get("update_time")) or self._created_at
        record = conversation(
            f"chatgpt:{uid}" if uid else "",
            text(found, "title"),
            (self._created_at, updated_at),
            self._lines,
        )
        record["is_archived"] = int(found.get("is_archived") is True)
        record["is_pinned"] = int(found.get("is_starred") is True)
        record["selected"] = self._root
        return Converted(record, self._held)

    def _node(self, node_id: str) -> Json:
        return child(self._nodes, node_id)

    def _in_order(self) -> Iterator[str]:
        """Yield every node that hangs on a root, parents first."""
        todo = [
            node_id
            for node_id in reversed(self._nodes)
            if text(self._node(node_id), "parent") not in self._nodes
        ]
        seen: set[str] = set()
        while todo:
            node_id = todo.pop()
            if node_id in seen:
                continue
            seen.add(node_id)
            yield node_id
            below = strings(self._node(node_id), "children")
            todo += [one for one in reversed(below) if one in self._nodes]

    def _add(self, node_id: str) -> None:
        node = self._node(node_id)
        parent_id = text(node, "parent")
        above = self._line_of.get(parent_id)
        message = child(node, "message")
        role = text(child(message, "author"), "role")
        parts = [] if _is_hidden(message) else list(self._parts(message, role))
        if not parts or role not in {"user", "assistant", "tool"}:
            self._line_of[node_id] = above
            return
        is_answer = role != "user"
        is_only = len(strings(self._node(parent_id), "children")) <= 1
        if is_answer and is_only and above and self._lines[above - 1].role is Role.ASSISTANT:
            line = self._lines[above - 1]
            line.parts += parts
            self._line_of[node_id] = above
        else:
            created_at = seconds(message.get("create_time")) or self._created_at
            line = Line(Role.ASSISTANT if is_answer else Role.USER, above, created_at, parts=parts)
            self._lines.append(line)
            self._line_of[node_id] = len(self._lines)
        metadata = child(message, "metadata")
        if is_answer:
            line.model = line.model or text(metadata, "model_slug")
            if text(child(metadata, "finish_details"), "type") == "max_tokens":
                line.finish_reason = "length"

    def _select(self, current: str) -> None:
        """Let the path to the current node be the one on show."""
        self._root: int | None = None
        number = self._line_of.get(current)
        while number is not None:
            parent = self._lines[number - 1].parent
            if parent is None:
                self._root = number
            else:
                self._lines[parent - 1].selected = number
            number = parent

    # one node's message
    def _parts(self, message: Json, role: str) -> Iterator[Json]:
        content, metadata = child(message, "content"), child(message, "metadata")
        name = text(child(message, "author"), "name") or text(message, "recipient")
        kind = text(content, "content_type")
        recipient = text(message, "recipient")
        if role == "tool" or kind in {"execution_output", "system_error"}:
            yield from self._result(content, name, text(message, "id"))
        elif role == "assistant" and recipient not in _EVERYBODY:
            said = text(content, "text") or "".join(strings(content, "parts"))
            yield part(PartType.TOOL_CALL, said, name=recipient, ref=text(message, "id"))
        elif kind not in _SILENT:
            yield from self._said(content, kind)
        for attachment in children(metadata, "attachments"):
            if not self._is_held(text(attachment, "id")):
                yield self._file(attachment)
        for citation in children(metadata, "citations"):
            source = child(citation, "metadata")
            if address := text(source, "url"):
                yield part(PartType.CITATION, text(source, "title"), ref=address)

    def _said(self, content: Json, kind: str) -> Iterator[Json]:
        match kind:
            case "text" | "multimodal_text":
                yield from self._pieces(content)
            case "code":
                language = text(content, "language")
                mark = "" if language == "unknown" else language
                yield part(PartType.TEXT, f"```{mark}\n{text(content, 'text')}\n```")
            case "thoughts":
                thoughts = children(content, "thoughts")
                found = [text(t, "content") or text(t, "summary") for t in thoughts]
                if any(found):
                    yield part(PartType.REASONING, "\n\n".join(filter(None, found)))
            case _ if content:
                yield part(PartType.UNKNOWN, raw=dump(content), name=kind)

    def _pieces(self, content: Json) -> Iterator[Json]:
        found = content.get("parts")
        for piece in found if isinstance(found, list) else []:
            if isinstance(piece, str):
                if piece:
                    yield part(PartType.TEXT, piece)
                continue
            for item in objects([piece]):
                yield from self._piece(item)

    def _piece(self, item: Json) -> Iterator[Json]:
        match text(item, "content_type"):
            case "image_asset_pointer":
                yield self._picture(text(item, "asset_pointer"))
            case "audio_transcription":
                yield part(PartType.TEXT, text(item, "text"))
            case kind:
                yield part(PartType.UNKNOWN, raw=dump(item), name=kind)

    def _result(self, content: Json, name: str, ref: str) -> Iterator[Json]:
        pictures = [
            self._picture(text(piece, "asset_pointer"))
            for piece in children(content, "parts")
            if text(piece, "content_type") == "image_asset_pointer"
        ]
        said = "".join(strings(content, "parts"))
        shown = said or text(content, "text") or text(content, "result")
        if address := text(content, "url"):
            yield part(PartType.CITATION, text(content, "title"), ref=address)
        if shown:
            yield part(PartType.TOOL_RESULT, shown, name=name, ref=ref)
        yield from pictures

    def _picture(self, pointer: str) -> Json:
        key = pointer.rpartition("/")[2]
        self._held[key] = Held(media_type="image/png", pointer=key)
        return part(PartType.IMAGE, blob=key, name=key)

    def _file(self, attachment: Json) -> Json:
        key, name = text(attachment, "id"), text(attachment, "name")
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        media_type = text(attachment, "mime_type") or guessed
        self._held[key] = Held(name, media_type, pointer=key)
        kind = PartType.IMAGE if media_type.startswith("image/") else PartType.FILE
        return part(kind, blob=key, name=name)

    def _is_held(self, key: str) -> bool:
        return not key or key in self._held


def _is_hidden(message: Json) -> bool:
    metadata = child(message, "metadata")
    return metadata.get("is_visually_hidden_from_conversation") is True
