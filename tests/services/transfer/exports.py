"""Exports of other services, made after their documented shapes; no real person's words in them."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\5\0\1\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
)
Json = dict[str, Any]


def node(node_id: str, parent: str | None, children: list[str], message: Json | None) -> Json:
    return {"id": node_id, "parent": parent, "children": children, "message": message}


def message(role: str, content: Json | str, **more: Any) -> Json:
    if isinstance(content, str):
        content = {"content_type": "text", "parts": [content]}
    author = {"role": role, "name": more.pop("name", None), "metadata": {}}
    return {
        "id": "m",
        "author": author,
        "create_time": 1_700_000_000.5,
        "content": content,
        "status": "finished_successfully",
        "weight": 1.0,
        "metadata": {},
        "recipient": "all",
        **more,
    }


def chatgpt(number: int = 1, *, turns: int = 1) -> Json:
    """Give a conversation with a hidden system node, then question and answer `turns` times."""
    hidden = {"is_visually_hidden_from_conversation": True}
    mapping = {
        "root": node("root", None, ["sys"], None),
        "sys": node("sys", "root", ["q0"], message("system", "", metadata=hidden)),
    }
    for turn in range(turns):
        above = f"a{turn - 1}" if turn else "sys"
        below = [f"q{turn + 1}"] if turn + 1 < turns else []
        mapping[f"q{turn}"] = node(
            f"q{turn}", above, [f"a{turn}"], message("user", f"Question {number}.{turn} 黄鹂?")
        )
        mapping[f"a{turn}"] = node(
            f"a{turn}",
            f"q{turn}",
            below,
            message("assistant", f"Answer {number}.{turn}", metadata={"model_slug": "gpt-5"}),
        )
    return {
        "title": f"Talk {number}",
        "create_time": 1_700_000_000.0 + number,
        "update_time": 1_700_000_100.0 + number,
        "mapping": mapping,
        "current_node": f"a{turns - 1}",
        "conversation_id": f"id-{number}",
        "is_archived": number % 2 == 0,
    }


def claude(number: int = 1) -> Json:
    root = "00000000-0000-4000-8000-000000000000"
    said = [{"type": "text", "text": "Hello", "citations": []}]
    return {
        "uuid": f"uuid-{number}",
        "name": f"Talk {number}",
        "created_at": "2024-06-01T10:00:00.000000Z",
        "updated_at": "2024-06-02T10:00:00.000000Z",
        "account": {"uuid": "a"},
        "chat_messages": [
            {
                "uuid": "1",
                "text": "Read this",
                "sender": "human",
                "content": [{"type": "text", "text": "Read this"}],
                "created_at": "2024-06-01T10:00:00.000000Z",
                "attachments": [
                    {
                        "file_name": "notes.txt",
                        "file_size": 5,
                        "file_type": "txt",
                        "extracted_content": "Notes 笔记",
                    }
                ],
                "files": [{"file_name": "bird.png"}],
                "parent_message_uuid": root,
            },
            {
                "uuid": "2",
                "text": "",
                "sender": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "Hm."},
                    {"type": "tool_use", "id": "t", "name": "web_search", "input": {"q": "x"}},
                    {
                        "type": "tool_result",
                        "tool_use_id": "t",
                        "name": "web_search",
                        "content": [{"type": "text", "text": "Found"}],
                    },
                    *said,
                ],
                "created_at": "2024-06-01T10:00:05.000000Z",
                "attachments": [],
                "files": [],
                "parent_message_uuid": "1",
            },
            {
                "uuid": "3",
                "text": "Another version",
                "sender": "human",
                "content": [{"type": "text", "text": "Another version"}],
                "created_at": "2024-06-01T10:01:00.000000Z",
                "attachments": [],
                "files": [],
                "parent_message_uuid": root,
            },
        ],
    }


def pack(file: Path, conversations: Iterable[Json], files: dict[str, bytes] | None = None) -> Path:
    """Write an export as a zip; the conversations may be more than fit into memory."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        with out.open("conversations.json", "w", force_zip64=True) as stream:
            for piece in _array(conversations):
                stream.write(piece)
        for name, content in (files or {}).items():
            out.writestr(name, content)
    return file


def _array(conversations: Iterable[Json]) -> Iterator[bytes]:
    yield b"["
    for at, conversation in enumerate(conversations):
        yield (b", " if at else b"") + json.dumps(conversation, ensure_ascii=False).encode()
    yield b"]"
