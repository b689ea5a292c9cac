"""Pictures that answers bring are kept beside the database, never in it."""

from __future__ import annotations

import base64
import io
import json

import pytest
from PIL import Image

from desktop.core.attachment import Info
from desktop.core.connection import Api, Connection
from desktop.core.errors import AppError, Code
from desktop.core.stream import Finished, ImageMade, StreamEvent
from desktop.core.types import Kind, Message, PartType, State
from desktop.services.attaching.made import keep
from desktop.services.finding import Finding
from desktop.services.saving import saved
from desktop.services.transfer.copies import Labels
from desktop.services.transfer.copies import made as exported
from desktop.store.paths import Paths
from tests.fakes.byte_server import Reply
from tests.fakes.shapes import chat_chunks, response_object, sse
from tests.services.stage import CHAT, HOME, RESPONSES, TARGET, Stage, said, stage
from tests.store.stores import store
from tests.support.loops import RunLoop


def drawn(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, kind)
    return stream.getvalue()


PICTURE = drawn()
BASE64 = base64.b64encode(PICTURE).decode()
ITEM = {"type": "image_generation_call", "id": "ig_1", "status": "completed", "size": "60x40"}


def responses(*results: str, partial: str = "") -> Reply:
    """Give an answer that draws; with `partial` a preview comes first."""
    items = [
        {**ITEM, "id": f"ig_{n}", "revised_prompt": f"Oriole {n}", "result": result}
        for n, result in enumerate(results)
    ]
    events: list[dict[str, object]] = [
        {"type": "response.created", "response": response_object("in_progress")}
    ]
    if partial:
        kind = "response.image_generation_call.partial_image"
        events.append({"type": kind, "output_index": 0, "partial_image_b64": partial})
    events += [
        {"type": "response.output_item.done", "output_index": n, "item": item}
        for n, item in enumerate(items)
    ]
    events.append({"type": "response.completed", "response": response_object("completed", items)})
    return Reply((sse(*events),))


def chat(url: str) -> Reply:
    base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m-1"}
    image = {"type": "image_url", "image_url": {"url": url}}
    delta = {"role": "assistant", "content": "Here. ", "images": [image]}
    chunk = {**base, "choices": [{"index": 0, "delta": delta}]}
    *_, end, usage = chat_chunks([])
    return Reply((sse(chunk, end, usage, "[DONE]"),))


async def answered(s: Stage, reply: Reply, *, temporary: bool = False) -> Message:
    for path in (CHAT, RESPONSES):
        s.server.on(path, reply)
    conversation = await s.conversations.create(Kind.CHAT, temporary=temporary)
    _, answer = await s.turns.send(conversation.id, None, said("Draw."), TARGET)
    await s.watch.end_of(answer.id)
    return await s.stored(answer.id)


async def by_responses(s: Stage) -> None:
    await s.connections.update(Connection(HOME, "Home", s.server.base_url, "m-1", Api.RESPONSES))


def in_database() -> bytes:
    """Give everything that is written in the database as it is on the disk."""
    folder = Paths.find().data
    return b"".join(file.read_bytes() for file in folder.glob("*.db*") if file.is_file())


def test_a_picture_becomes_a_blob_with_the_server_s_own_words(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            await by_responses(s)
            done = await answered(s, responses(BASE64, partial=BASE64[:40]))
            assert done.state is State.COMPLETE
            (part,) = done.parts
            assert (part.type, part.text, part.name) == (PartType.IMAGE, "Oriole 0", "picture.png")
            assert await s.conversations.blobs.read(part.blob) == PICTURE
            info = Info.from_part(part)
            assert (info.media_type, info.width, info.height) == ("image/png", 60, 40)
            item = json.loads(part.raw)["item"]
            assert (item["id"], item["size"], item["revised_prompt"]) == (
                "ig_0",
                "60x40",
                "Oriole 0",
            )
            assert "result" not in item
        assert BASE64[:60].encode() not in in_database()

    aloop(play(), 20)


def test_pictures_of_chat_completions_stand_in_their_place(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            done = await answered(s, chat(f"data:image/png;base64,{BASE64}"))
            assert [part.type for part in done.parts] == [PartType.TEXT, PartType.IMAGE]
            assert await s.conversations.blobs.read(done.parts[1].blob) == PICTURE

    aloop(play(), 20)


def test_several_pictures_are_several_parts(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            await by_responses(s)
            other = base64.b64encode(drawn("JPEG", (9, 9))).decode()
            done = await answered(s, responses(BASE64, other))
            assert [part.name for part in done.parts] == ["picture.png", "picture.jpg"]

    aloop(play(), 20)


def test_in_a_temporary_chat_a_picture_stays_in_memory_and_ends_with_it(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            done = await answered(s, chat(f"data:image/png;base64,{BASE64}"), temporary=True)
            blob = done.parts[1].blob
            assert s.conversations.blobs.is_in_memory(blob)
            assert not await s.attachments.may_open(done.parts[1])
            with pytest.raises(AppError):
                await s.attachments.original(done.parts[1])
            assert [p for p in Paths.find().data.rglob("*") if p.name == blob] == []
            await s.conversations.delete_for_good(done.conversation_id)
            assert not s.conversations.blobs.is_in_memory(blob)

    aloop(play(), 20)


TRUNCATED = base64.b64encode(PICTURE[:200]).decode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("@@ no base64 @@", Code.FILE_DAMAGED),
        (base64.b64encode(b"<html>no</html>").decode(), Code.UNSUITABLE),
        (TRUNCATED, Code.FILE_DAMAGED),
    ],
    ids=["no base64", "no picture", "cut"],
)
def test_bad_data_is_a_part_that_says_so_and_the_answer_goes_on(
    aloop: RunLoop, data: str, code: Code
) -> None:
    async def play() -> None:
        async with stage() as s:
            await by_responses(s)
            done = await answered(s, responses(data))
            assert done.state is State.COMPLETE
            (part,) = done.parts
            assert (part.type, part.blob, part.text) == (PartType.IMAGE, "", "Oriole 0")
            assert json.loads(part.raw)["problem"] == code
            assert data.encode() not in part.raw.encode()

    aloop(play(), 20)


def test_other_kinds_become_one_that_is_shown(aloop: RunLoop) -> None:
    async def play() -> None:
        async with store() as conversations:
            data = base64.encodebytes(drawn("BMP")).decode()  # with its line ends
            done = await keep(ImageMade(data, "0"), conversations.blobs, temporary=False)
            kept = await conversations.blobs.read(done.part.blob)
            assert (kept[:8] == b"\x89PNG\r\n\x1a\n") or kept[:2] == b"\xff\xd8"
            assert done.part.name in {"picture.png", "picture.jpg"}

    aloop(play(), 20)


def test_what_is_to_be_seen_on_it_is_found_and_a_page_shows_it(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            await by_responses(s)
            done = await answered(s, responses(BASE64))
            finding = Finding(s.database, s.conversations)
            try:
                hits = await finding.search("oriole")
            finally:
                await finding.aclose()
            assert [hit.record_id for hit in hits.hits if hit.kind == "message"] == [done.id]
            page = await exported(s.conversations, done.conversation_id, ".html", Labels())
            assert 'alt="Oriole 0"' in page.decode()
            assert BASE64 in page.decode()

    aloop(play(), 20)


def test_a_stored_part_from_before_says_nothing_wrong_and_goes_to_no_server(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as s:
            done = await answered(s, chat(f"data:image/png;base64,{BASE64}"))
            s.server.on(CHAT, Reply((sse(*chat_chunks(["Yes."]), "[DONE]"),)))
            again = await s.send("Why?", done.conversation_id, done.id)
            await s.watch.end_of(again.id)
            sent = json.dumps(s.server.requests[-1].json["messages"])
            assert "Here. " in sent
            assert BASE64[:60] not in sent

    aloop(play(), 20)


def test_oriole_ask_keeps_pictures_as_well(aloop: RunLoop) -> None:
    async def events() -> object:
        yield ImageMade(BASE64, "0", "A bird")
        yield Finished()

    async def play() -> None:
        passed: list[StreamEvent] = [
            event
            async for event in saved(events(), "Draw.", "m-1", "c-1")  # type: ignore[arg-type]
        ]
        assert isinstance(passed[0], ImageMade)
        async with store() as conversations:
            (conversation,) = await conversations.list(Kind.CHAT)
            _, node = await conversations.path(conversation.id)
            (part,) = node.message.parts
            assert await conversations.blobs.read(part.blob) == PICTURE

    aloop(play(), 20)
