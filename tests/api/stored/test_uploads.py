"""Large files in parts: order, progress, a part that gets lost, and giving up."""

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import given
from openai.types import Upload

from desktop.api.stored import uploads
from desktop.api.stored.files import NewFile, Purpose
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from desktop.core.tasks import TaskScope
from tests.api.forms import form_of
from tests.api.kept_things import Talk, json_of, said_by, talking
from tests.fakes.byte_server import DROP, Pause, Reply, Stall
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

DATA = os.urandom(2_500_000)
PART_BYTES = 1_000_000
BEGUN = {"id": "upload_1", "object": "upload", "status": "pending", "expires_at": 9}
FILE = {"id": "file-1", "object": "file", "bytes": len(DATA), "filename": "x", "purpose": "batch"}
DONE = {**BEGUN, "status": "completed", "file": FILE}


def part(number: int) -> dict[str, object]:
    return {"id": f"part_{number}", "object": "upload.part", "upload_id": "upload_1"}


def expect(talk: Talk, *parts: object) -> None:
    """Answer as a server that takes uploads; `parts` in the place of its good answers to them."""
    talk.on("/uploads", BEGUN)
    talk.on("/uploads/upload_1/parts", *(parts or (part(1), part(2), part(3))))
    talk.on("/uploads/upload_1/complete", DONE)
    talk.on("/uploads/upload_1/cancel", {**BEGUN, "status": "cancelled"})


def paths(talk: Talk) -> list[str]:
    return [request.path.removeprefix("/v1/uploads") for request in talk.server.requests]


def sent(talk: Talk) -> list[bytes]:
    """Give what the parts held, in the order in which they came."""
    wanted = (request for request in talk.server.requests if request.path.endswith("/parts"))
    return [form_of(request)[1][0].content for request in wanted]


@pytest.fixture
def new(tmp_path: Path) -> NewFile:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(DATA)
    return NewFile(path, purpose=Purpose.BATCH)


async def send(talk: Talk, new: NewFile, told: list[tuple[int, int]] | None = None) -> str:
    progress = None if told is None else lambda now, of: told.append((now, of))
    file = await uploads.send_in_parts(
        talk.http, talk.endpoint, new, progress, part_bytes=PART_BYTES
    )
    return file.id


async def failure(talk: Talk, new: NewFile) -> AppError:
    with pytest.raises(AppError) as caught:
        await send(talk, new)
    return caught.value


@given(said_by(Upload))
def test_every_upload_of_the_sdk_is_read(entry: dict[str, object]) -> None:
    upload = uploads.parse(entry)
    assert (upload.id, upload.status) == (entry["id"], entry["status"])
    assert upload.expires_at == entry["expires_at"]
    assert (upload.file is None) == (entry["file"] is None)


@given(json_of(Upload.model_fields, "upload_1", 5))
def test_no_json_breaks_the_parser(answer: object) -> None:
    try:
        assert uploads.parse(answer).id
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017


def test_a_file_goes_up_in_parts_and_in_order(aloop: RunLoop, new: NewFile) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            expect(talk)
            assert await send(talk, new) == "file-1"
            assert talk.server.requests[0].json == {
                "bytes": len(DATA),
                "filename": "talk.jsonl",
                "mime_type": "application/jsonl",
                "purpose": "batch",
            }
            assert [len(piece) for piece in sent(talk)] == [1_000_000, 1_000_000, 500_000]
            assert b"".join(sent(talk)) == DATA
            assert talk.last.path == "/v1/uploads/upload_1/complete"
            assert talk.last.json == {"part_ids": ["part_1", "part_2", "part_3"]}

    aloop(scenario())


def test_bytes_go_up_in_parts_too(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            expect(talk)
            await send(talk, NewFile(DATA, "x"))
            assert b"".join(sent(talk)) == DATA

    aloop(scenario())


def test_an_empty_file_is_one_empty_part(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            expect(talk)
            await send(talk, NewFile(b"", "x"))
            assert sent(talk) == [b""]

    aloop(scenario())


def test_progress_counts_over_the_whole_file(aloop: RunLoop, new: NewFile) -> None:
    told: list[tuple[int, int]] = []

    async def scenario() -> None:
        async with talking() as talk:
            expect(talk)
            await send(talk, new, told)

    aloop(scenario())
    amounts = [now for now, _of in told]
    assert {of for _now, of in told} == {len(DATA)}
    assert amounts == sorted(amounts)
    assert amounts[-1] == len(DATA)


LOSSES = {
    "closed": (Reply(framing="none", takes=300_000), 1_000_000),
    "server error": (json_reply({"error": {"message": "oops"}}, 500), 1_000_000),
    "overloaded": (json_reply({"error": {"code": "slow_down"}}, 503, retry_after="0.01"), 1_000_000),
}  # fmt: skip


@pytest.mark.parametrize(("loss", "length"), LOSSES.values(), ids=LOSSES.keys())
def test_a_part_that_was_lost_is_sent_once_more(
    aloop: RunLoop, new: NewFile, loss: Reply, length: int
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            # The connection is kept from the first request: a closed one is asked once more below us.
            losses = [loss, loss] if loss.takes else [loss]
            expect(talk, part(1), *losses, part(2), part(3))
            assert await send(talk, new) == "file-1"
            assert talk.last.json == {"part_ids": ["part_1", "part_2", "part_3"]}
            whole = [
                form_of(request)[1][0].content
                for request in talk.server.requests
                if request.path.endswith("/parts") and len(request.body) > length // 2
            ]
            assert whole[-1] == DATA[2_000_000:] or whole[-1] == DATA[1_000_000:2_000_000]

    aloop(scenario())


def test_a_part_that_is_lost_twice_ends_it_and_the_server_may_forget(
    aloop: RunLoop, new: NewFile
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            expect(talk, part(1), json_reply({"error": {"message": "oops"}}, 500))
            assert (await failure(talk, new)).code is Code.SERVER
            assert paths(talk)[-1] == "/upload_1/cancel"
            assert talk.last.method == "POST"

    aloop(scenario())


REFUSALS = {
    "too large": (413, {"message": "too large"}, Code.TOO_LARGE, ""),
    "quota": (429, {"code": "insufficient_quota"}, Code.QUOTA, ""),
    "a long wait": (429, {"code": "rate_limit_exceeded"}, Code.RATE_LIMITED, "3600"),
}


@pytest.mark.parametrize(
    ("status", "error", "code", "wait"), REFUSALS.values(), ids=REFUSALS.keys()
)
def test_what_will_not_help_is_not_tried_again(
    aloop: RunLoop, new: NewFile, status: int, error: object, code: Code, wait: str
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            more = {"retry_after": wait} if wait else {}
            expect(talk, json_reply({"error": error}, status, **more))
            assert (await failure(talk, new)).code is code
            assert paths(talk) == ["", "/upload_1/parts", "/upload_1/cancel"]

    aloop(scenario())


def test_a_file_that_becomes_shorter_ends_it(aloop: RunLoop, new: NewFile) -> None:
    assert isinstance(new.content, Path)
    path = new.content

    def progress(now: int, _of: int) -> None:
        if now > PART_BYTES:
            os.truncate(path, PART_BYTES)

    async def scenario() -> None:
        async with talking() as talk:
            expect(talk)
            with pytest.raises(AppError) as caught:
                await uploads.send_in_parts(
                    talk.http, talk.endpoint, new, progress, part_bytes=PART_BYTES
                )
            assert caught.value.code is Code.UNREADABLE
            assert paths(talk)[-1] == "/upload_1/cancel"

    aloop(scenario())


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
def test_cancelling_tells_the_server_to_forget(aloop: RunLoop, new: NewFile, again: bool) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            expect(talk, Reply((Stall(),), framing="none"))
            talk.on("/uploads/upload_1/cancel", Reply((Pause(0.03), b"{}")))
            scope = TaskScope(pytest.fail)
            task = scope.start("upload", send(talk, new))
            await talk.server.was_asked("/v1/uploads/upload_1/parts")
            task.cancel()
            await talk.server.was_asked("/v1/uploads/upload_1/cancel")
            if again:
                task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await talk.server.saw_close()
            await asyncio.sleep(0.05)  # the cancellation itself may end in peace
            assert len(talk.server.closed_at) == 1

    aloop(scenario())


def test_a_server_that_cannot_even_forget_does_no_harm(aloop: RunLoop, new: NewFile) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            expect(talk, json_reply({"error": {"message": "no"}}, 400))
            talk.on("/uploads/upload_1/cancel", DROP)
            assert (await failure(talk, new)).code is Code.BAD_REQUEST

    aloop(scenario())


def test_a_server_with_files_may_lack_uploads(aloop: RunLoop, new: NewFile) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            error = await failure(talk, new)
            assert (error.code, error.detail, error.status) == (Code.LACKS, "files", 404)
            assert talk.http.lessons.support(talk.endpoint, Capability.FILES) is Support.UNKNOWN

    aloop(scenario())


ODD = {
    "no id": ({"object": "upload"}, part(1), DONE),
    "no part": (BEGUN, {"object": "upload.part"}, DONE),
    "no file": (BEGUN, part(1), BEGUN),
}


@pytest.mark.parametrize(("begun", "made", "done"), ODD.values(), ids=ODD.keys())
def test_answers_without_what_matters_are_not_understood(
    aloop: RunLoop, new: NewFile, begun: object, made: object, done: object
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            expect(talk, made)
            talk.on("/uploads", begun)
            talk.on("/uploads/upload_1/complete", done)
            assert (await failure(talk, new)).code is Code.NOT_UNDERSTOOD

    aloop(scenario())


def test_over_the_limit_nothing_is_asked() -> None:
    with pytest.raises(AppError) as caught:
        uploads.build(NewFile(b"", "x"), uploads.MAX_UPLOAD_BYTES + 1)
    assert caught.value.code is Code.TOO_LARGE


def test_what_is_small_enough_goes_in_one_request(aloop: RunLoop, new: NewFile) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files", FILE)
            assert (await uploads.send(talk.http, talk.endpoint, new)).id == "file-1"
            assert [request.path for request in talk.server.requests] == ["/v1/files"]

    aloop(scenario())


def test_what_is_larger_goes_in_parts_of_64_mb(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    path.touch()
    os.truncate(path, 512_000_001)

    async def scenario() -> None:
        async with talking() as talk:
            expect(talk, json_reply({"error": {"message": "enough"}}, 400))
            with pytest.raises(AppError, match="enough"):
                await uploads.send(talk.http, talk.endpoint, NewFile(path))
            form = talk.server.requests[1]
            assert 64_000_000 < len(form.body) < 64_001_000

    aloop(scenario(), 20)


def test_no_file_is_unreadable_before_anything_is_asked(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await uploads.send(talk.http, talk.endpoint, NewFile(tmp_path / "absent"))
            assert caught.value.code is Code.UNREADABLE
            assert talk.server.requests == []

    aloop(scenario())
