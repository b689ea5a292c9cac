"""Pictures: what is asked, whole answers, pictures on the way, and pictures that lie elsewhere."""

import asyncio
import base64
import os
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.api.pictures import images
from desktop.api.pictures.image_events import Finished, ImageEvent, Partial, Picture
from desktop.api.pictures.image_requests import EditRequest, ImageRequest, SourceImage
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.stream import Unknown
from desktop.core.types import Usage
from tests.api.asking import CANARY, QUICK, endpoint
from tests.api.forms import form_of
from tests.api.kept_things import Talk, talking
from tests.fakes.byte_server import Abort, ByteServer, Pause, Reply, Stall, one_by_one
from tests.fakes.shapes import json_reply, sse
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

PATH = "/images/generations"
EDITS = "/images/edits"
BIRD = ImageRequest("m-1", "a bird")
SHOWN = replace(BIRD, partial_images=2)
PNG = b"\x89PNG\r\n\x1a\n" + os.urandom(600_000)
SMALL = PNG[:300]


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


SOURCE = SourceImage(SMALL, "a.png")


async def made(
    talk: Talk, request: ImageRequest = BIRD, target: Endpoint | None = None
) -> list[ImageEvent]:
    stream = images.generate(talk.http, target or talk.endpoint, request)
    async with aclosing(stream):
        return [event async for event in stream]


async def changed(
    talk: Talk, request: EditRequest, target: Endpoint | None = None
) -> list[ImageEvent]:
    stream = images.edit(talk.http, target or talk.endpoint, request)
    async with aclosing(stream):
        return [event async for event in stream]


async def failure(talk: Talk, request: ImageRequest = BIRD) -> AppError:
    with pytest.raises(AppError) as caught:
        await made(talk, request)
    return caught.value


def can_stream(talk: Talk) -> None:
    talk.http.lessons.learn(talk.endpoint, Capability.IMAGE_STREAM, works=True)


def stream_support(talk: Talk) -> Support:
    return talk.http.lessons.support(talk.endpoint, Capability.IMAGE_STREAM)


def pictures(events: list[ImageEvent]) -> list[bytes]:
    last = events[-1]
    assert isinstance(last, Finished)
    return [picture.data for picture in last.images]


def test_pictures_come_whole(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(
                PATH, {"created": 1, "data": [{"b64_json": b64(PNG)}, {"b64_json": b64(SMALL)}]}
            )
            (done,) = await made(talk, replace(BIRD, count=2))
            assert pictures([done]) == [PNG, SMALL]
            assert talk.last.json == {
                "model": "m-1",
                "prompt": "a bird",
                "n": 2,
                "response_format": "b64_json",
            }
            assert talk.http.lessons.support(talk.endpoint, Capability.IMAGES) is Support.YES
            assert stream_support(talk) is Support.UNKNOWN

    aloop(scenario())


def test_an_unknown_server_is_not_asked_to_show_the_way(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, {"data": [{"b64_json": b64(SMALL)}]})
            await made(talk, SHOWN)
            assert "stream" not in talk.last.json

    aloop(scenario())


STREAMERS = {
    "OpenAI": ("https://api.openai.com/v1", Support.UNKNOWN, True),
    "OpenAI, which refused": ("https://api.openai.com/v1", Support.NO, False),
    "unknown": ("http://127.0.0.1:1/v1", Support.UNKNOWN, False),
    "known to": ("http://127.0.0.1:1/v1", Support.YES, True),
    "no OpenAI": ("https://api.openai.com.example/v1", Support.UNKNOWN, False),
}


@pytest.mark.parametrize(("url", "known", "is_asked"), STREAMERS.values(), ids=STREAMERS.keys())
def test_openai_is_asked_to_show_the_way(
    aloop: RunLoop, url: str, known: Support, is_asked: bool
) -> None:
    async def scenario() -> None:
        async with Http() as http:
            target = endpoint(url)
            if known is not Support.UNKNOWN:
                http.lessons.learn(target, Capability.IMAGE_STREAM, works=known is Support.YES)
            dialect = http.lessons.dialect(target, "m-1")
            assert images._wants_stream(http, target, SHOWN, dialect) == is_asked
            assert not images._wants_stream(http, target, BIRD, dialect)

    aloop(scenario())


def events(kind: str = "image_generation", final: bytes = PNG) -> list[dict[str, object]]:
    more = {"size": "1024x1024", "quality": "high", "background": "auto", "output_format": "png"}
    usage = {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}
    partials = [
        {"type": f"{kind}.partial_image", "b64_json": b64(PNG[: 300 + 1000 * index]),
         "partial_image_index": index, **more}
        for index in range(2)
    ]  # fmt: skip
    done = {"type": f"{kind}.completed", "b64_json": b64(final), "usage": usage, **more}
    return [*partials, done]


STREAM = sse(*events())
STREAMS = {
    "as OpenAI does": Reply((STREAM,)),
    "in small pieces": Reply(tuple(STREAM[at : at + 4_000] for at in range(0, len(STREAM), 4_000))),
    "byte by byte": Reply(one_by_one(sse(*events(final=SMALL)))),
    "with an end mark": Reply((STREAM, sse("[DONE]"))),
    "with a broken end": Reply((STREAM, Abort())),
    "without a last blank line": Reply((STREAM.rstrip(),)),
    "with rubbish": Reply((sse("{", {"type": "x"}), STREAM)),
    "under another name": Reply((STREAM,), content_type="text/plain"),
}


@pytest.mark.parametrize("reply", STREAMS.values(), ids=STREAMS.keys())
def test_pictures_on_the_way_are_shown(aloop: RunLoop, reply: Reply) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            talk.on(PATH, reply)
            *way, last = await made(talk, SHOWN)
            shown = [event for event in way if isinstance(event, Partial)]
            assert shown == [Partial(0, PNG[:300]), Partial(1, PNG[:1300])]
            assert all(isinstance(event, Partial | Unknown) for event in way)
            assert pictures([last])[0] in {PNG, SMALL}
            assert isinstance(last, Finished)
            assert last.usage == Usage(3, 4)
            assert talk.last.json["partial_images"] == 2

    aloop(scenario(), 20)


def test_each_of_several_pictures_has_its_own_end(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            done = events()[-1]
            talk.on(PATH, Reply((sse(done, {**done, "b64_json": b64(SMALL)}),)))
            found = await made(talk, replace(SHOWN, count=2))
            assert pictures(found) == [PNG, SMALL]
            last = found[-1]
            assert isinstance(last, Finished)
            assert last.usage == Usage(6, 8)

    aloop(scenario())


def test_of_several_pictures_what_came_is_kept(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            talk.on(PATH, Reply((sse(events()[-1]),)))
            assert pictures(await made(talk, replace(SHOWN, count=3))) == [PNG]

    aloop(scenario())


def test_silence_while_it_is_drawn_is_waited_for(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk, Http(replace(QUICK, thinking_s=5)) as http:
            talk = replace(talk, http=http)  # noqa: PLW2901
            can_stream(talk)
            first, *rest = events()
            pause = Pause(QUICK.between_s + 0.1)
            talk.on(PATH, Reply((sse(first), pause, sse(*rest))))
            assert pictures(await made(talk, SHOWN)) == [PNG]

    aloop(scenario())


def test_silence_after_the_end_is_not_waited_for(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk, Http(QUICK) as http:
            talk = replace(talk, http=http)  # noqa: PLW2901
            can_stream(talk)
            talk.on(PATH, Reply((STREAM, Stall())))
            assert pictures(await made(talk, SHOWN)) == [PNG]

    aloop(scenario())


CUTS = {
    "a clean end": (Reply((sse(*events()[:-1]),)), Code.CUT),
    "a lost connection": (Reply((sse(events()[0]), Abort())), Code.CUT),
    "nothing": (Reply(()), Code.CUT),
    "an end mark alone": (Reply((sse("[DONE]"),)), Code.CUT),
    "an error": (Reply((sse(events()[0], {"error": {"message": f"{CANARY}?", "code": "moderation_blocked"}}),)), Code.BLOCKED),
    "an error event": (Reply((sse({"type": "error", "message": "?", "code": "rate_limit_exceeded"}),)), Code.RATE_LIMITED),
    "a picture that is none": (Reply((sse({**events()[-1], "b64_json": "AAAAA"}),)), Code.NOT_UNDERSTOOD),
    "a page": (Reply((b"<html><title>x</title></html>",), content_type="text/html"), Code.NOT_UNDERSTOOD),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "code"), CUTS.values(), ids=CUTS.keys())
def test_a_stream_without_a_picture_is_an_error(aloop: RunLoop, reply: Reply, code: Code) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            talk.on(PATH, reply)
            error = await failure(talk, SHOWN)
            assert error.code is code
            assert CANARY not in str(error)

    aloop(scenario())


WHOLE = json_reply({"created": 1, "data": [{"b64_json": b64(SMALL)}]})


def test_a_server_that_refuses_to_stream_is_asked_so_once(aloop: RunLoop) -> None:
    refused = json_reply(
        {"error": {"message": "Unknown parameter: 'stream'.", "param": "stream"}}, 400
    )

    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            talk.on(PATH, refused, WHOLE)
            for _turn in range(2):
                assert pictures(await made(talk, SHOWN)) == [SMALL]
            asked = [
                ("stream" in one.json, "partial_images" in one.json) for one in talk.server.requests
            ]
            assert asked == [(True, True), (False, False), (False, False)]
            assert stream_support(talk) is Support.NO

    aloop(scenario())


def test_a_server_that_ignores_the_wish_answers_once(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            for kind in ("application/json", "text/event-stream", "text/plain"):
                talk.on(PATH, replace(WHOLE, content_type=kind))
                assert pictures(await made(talk, SHOWN)) == [SMALL]

    aloop(scenario())


def test_what_changes_the_picture_is_not_dropped(aloop: RunLoop) -> None:
    wrong = {"error": {"message": "Unsupported value: background", "param": "background"}}

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, json_reply(wrong, 400))
            error = await failure(talk, replace(BIRD, background="transparent"))
            assert error.code is Code.BAD_REQUEST
            assert len(talk.server.requests) == 1

    aloop(scenario())


def test_what_does_not_change_it_is_dropped_once(aloop: RunLoop) -> None:
    wrong = {"error": {"message": "Unknown parameter: 'response_format'"}}

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, json_reply(wrong, 400), WHOLE)
            await made(talk)
            assert "response_format" not in talk.last.json

    aloop(scenario())


REFUSALS = {
    "no endpoint": (json_reply({}, 404), Code.LACKS),
    "no endpoint with a success": (json_reply({"error": "Unexpected endpoint"}), Code.LACKS),
    "an error with a success": (json_reply({"error": {"message": CANARY}}), Code.SERVER),
    "no picture": (json_reply({"data": []}), Code.NOT_UNDERSTOOD),
    "no object": (json_reply([1]), Code.NOT_UNDERSTOOD),
    "a page": (Reply((b"<title>x</title>",), content_type="text/html"), Code.NOT_UNDERSTOOD),
    "no base64": (json_reply({"data": [{"b64_json": "AAAAA"}]}), Code.NOT_UNDERSTOOD),
    "blocked": (json_reply({"error": {"code": "moderation_blocked"}}, 400), Code.BLOCKED),
}


@pytest.mark.parametrize(("reply", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_is_no_picture_is_said(aloop: RunLoop, reply: Reply, code: Code) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, reply)
            error = await failure(talk)
            assert error.code is code
            assert CANARY not in str(error)
            is_lacking = talk.http.lessons.support(talk.endpoint, Capability.IMAGES) is Support.NO
            assert is_lacking == (code is Code.LACKS)

    aloop(scenario())


def test_a_picture_on_the_servers_own_host_is_fetched(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            address = f"{talk.server.origin}/files/a%20b.png?sig=1"
            talk.on(PATH, {"data": [{"url": address}, {"url": "/files/c.png"}]})
            talk.server.on("/files/a%20b.png", Reply((PNG,), content_type="image/png"))
            talk.server.on("/files/c.png", Reply((SMALL,), content_type=""))
            assert pictures(await made(talk)) == [PNG, SMALL]
            fetched = talk.server.requests[1]
            assert fetched.path == "/files/a%20b.png?sig=1"
            assert fetched.headers["authorization"] == f"Bearer {CANARY}"

    aloop(scenario())


def test_a_picture_elsewhere_is_not_fetched(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk, ByteServer() as other:
            other.on("/a.png", Reply((PNG,), content_type="image/png"))
            addresses = [f"{other.origin}/a.png", "http://[", "file:///etc/passwd", "ftp://x/y"]
            talk.on(PATH, {"data": [{"url": address} for address in addresses]})
            (done,) = await made(talk)
            assert isinstance(done, Finished)
            assert [picture.url for picture in done.images] == addresses
            assert pictures([done]) == [b""] * 4
            assert other.requests == []
            assert len(talk.server.requests) == 1

    aloop(scenario())


UNFETCHED = {
    "gone": json_reply({}, 404),
    "a page": Reply((b"<html>sign in",), content_type="text/html"),
    "cut": Reply((PNG, Abort()), content_type="image/png"),
}


@pytest.mark.parametrize("reply", UNFETCHED.values(), ids=UNFETCHED.keys())
def test_of_a_picture_that_cannot_be_fetched_the_address_is_left(
    aloop: RunLoop, reply: Reply
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, {"data": [{"url": f"{talk.server.origin}/a.png"}]})
            talk.server.on("/a.png", reply)
            (done,) = await made(talk)
            assert isinstance(done, Finished)
            assert done.images == (Picture(b"", f"{talk.server.origin}/a.png"),)

    aloop(scenario())


def test_a_large_answer_does_not_hold_up_the_loop(aloop: RunLoop) -> None:
    data = os.urandom(12_000_000)
    gaps: list[float] = []

    async def tick() -> None:
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            await asyncio.sleep(0.001)
            gaps.append(loop.time() - last)
            last = loop.time()

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(PATH, {"data": [{"b64_json": b64(data)}]})
            async with asyncio.TaskGroup() as group:
                ticking = group.create_task(tick())
                assert pictures(await made(talk)) == [data]
                ticking.cancel()

    aloop(scenario(), 30)
    assert max(gaps) < 1.0  # a gross bound; what it takes is measured elsewhere


def test_pictures_go_up_with_their_mask(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "鸟.webp"
    path.write_bytes(PNG)
    request = EditRequest(
        replace(BIRD, size="auto", count=2),
        (SourceImage(path), SOURCE),
        mask=SourceImage(SMALL, "mask.png"),
        input_fidelity="high",
    )

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(EDITS, WHOLE)
            assert pictures(await changed(talk, request)) == [SMALL]
            fields, files = form_of(talk.last)
            assert dict(fields) == {
                "model": "m-1",
                "prompt": "a bird",
                "n": "2",
                "size": "auto",
                "response_format": "b64_json",
                "input_fidelity": "high",
            }
            assert [(one.name, one.filename, one.media_type) for one in files] == [
                ("image[]", "鸟.webp", "image/webp"),
                ("image[]", "a.png", "image/png"),
                ("mask", "mask.png", "image/png"),
            ]
            assert files[0].content == PNG
            assert talk.http.lessons.support(talk.endpoint, Capability.IMAGE_EDITS) is Support.YES
            assert talk.http.lessons.support(talk.endpoint, Capability.IMAGES) is Support.UNKNOWN

    aloop(scenario())


def test_edits_show_the_way_too(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            talk.on(EDITS, Reply((sse(*events("image_edit")),)))
            found = await changed(talk, EditRequest(SHOWN, (SOURCE,)))
            assert [type(event) for event in found] == [Partial, Partial, Finished]
            fields, (file,) = form_of(talk.last)
            assert dict(fields)["stream"] == "true"
            assert file.name == "image"

    aloop(scenario())


def test_a_server_without_edits_may_make_pictures(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await changed(talk, EditRequest(BIRD, (SOURCE,)))
            assert (caught.value.code, caught.value.detail) == (Code.LACKS, "image_edits")
            assert talk.http.lessons.support(talk.endpoint, Capability.IMAGES) is Support.UNKNOWN

    aloop(scenario())


def test_a_picture_that_cannot_be_read(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await changed(talk, EditRequest(BIRD, (SourceImage(tmp_path / "absent.png"),)))
            assert caught.value.code is Code.UNREADABLE

    aloop(scenario())


def test_stopping_closes_the_connection(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            talk.on(PATH, Reply((sse(events()[0]), Stall())))
            stream = images.generate(talk.http, talk.endpoint, SHOWN)
            async with aclosing(stream):
                assert isinstance(await anext(stream), Partial)
            await talk.server.saw_close()

    aloop(scenario())


ANIMATED = ("gif", "svg")


@pytest.mark.parametrize("form", ANIMATED)
def test_what_cannot_be_shown_on_the_way_is_not_asked_so(aloop: RunLoop, form: str) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            can_stream(talk)
            talk.on(PATH, WHOLE)
            await made(talk, replace(SHOWN, output_format=form))
            assert "stream" not in talk.last.json

    aloop(scenario())


def test_aimock_makes_and_changes_pictures(aloop: RunLoop, aimock: Aimock) -> None:
    target = endpoint(aimock.base_url)

    async def scenario() -> None:
        async with talking() as talk:
            (done,) = await made(talk, BIRD, target)
            assert isinstance(done, Finished)
            (picture,) = done.images
            assert (picture.media_type, picture.revised_prompt) == ("image/png", "a golden oriole")
            (done,) = await changed(talk, EditRequest(BIRD, (SOURCE,)), target)
            assert pictures([done]) == [picture.data]
            (done,) = await made(talk, replace(BIRD, prompt="an address"), target)
            assert isinstance(done, Finished)
            assert done.images[0].url == "https://pictures.example/bird.png"

    aloop(scenario(), 20)
    journal = aimock.journal()
    assert [entry["path"] for entry in journal] == [
        "/v1/images/generations",
        "/v1/images/edits",
        "/v1/images/generations",
    ]
    for entry in journal[:2]:
        body = entry["body"]
        assert isinstance(body, dict)
        assert (body["model"], body["_endpointType"]) == ("m-1", "image")
        assert body["messages"] == [{"role": "user", "content": "a bird"}]
