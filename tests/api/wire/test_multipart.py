"""Forms with files, byte for byte, and what may happen to a file while it is sent."""

import asyncio
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.api.wire.call import Call, FilePart, Form
from desktop.api.wire.http import Http
from desktop.api.wire.multipart import Multipart
from desktop.core.errors import AppError, Code
from tests.api.asking import PATIENT, QUICK, endpoint
from tests.api.forms import FormPart, form_of, parts_of
from tests.fakes.byte_server import DROP, ByteServer, Drain, Reply, Stall
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

OK = json_reply({"ok": True})
LARGE = os.urandom(1_000_003)


async def whole(form: Form, on_sent: Callable[[int, int], None] | None = None) -> bytes:
    """Give a form's bytes; as many as it said before."""
    multipart = Multipart(form)
    body = b"".join([piece async for piece in multipart.send(on_sent)])
    assert multipart.length == len(body)
    return body


def read(aloop: RunLoop, form: Form) -> list[FormPart]:
    multipart = Multipart(form)

    async def collect() -> bytes:
        return b"".join([piece async for piece in multipart.send(None)])

    return parts_of(multipart.content_type, aloop(collect()))


def test_is_written_as_browsers_write_it(aloop: RunLoop) -> None:
    form = Form((("purpose", "user_data"),), (FilePart("file", "a.txt", b"hello", "text/plain"),))
    body = aloop(whole(form))
    boundary = body[2 : body.index(b"\r\n")].decode()
    assert body.decode() == (
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="purpose"\r\n'
        "\r\n"
        "user_data\r\n"
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        "Content-Type: text/plain\r\n"
        "\r\n"
        "hello\r\n"
        f"--{boundary}--\r\n"
    )


def test_an_empty_form_is_its_end(aloop: RunLoop) -> None:
    assert read(aloop, Form()) == []


def test_fields_may_repeat_and_keep_their_order(aloop: RunLoop) -> None:
    form = Form((("a[]", "1"), ("b", "é\r\n"), ("a[]", "")))
    assert [(part.name, part.content.decode()) for part in read(aloop, form)] == list(form.fields)


FILENAMES = {
    "plain": ("a b.txt", "a b.txt"),
    "Chinese": ("会议 记录.wav", "会议 记录.wav"),
    "quotes": ('a"b.txt', "a%22b.txt"),
    "backslash": ("a\\b.txt", "a%5Cb.txt"),
    "line ends": ("a\r\nContent-Type: x\r\n\r\nb", "a%0D%0AContent-Type: x%0D%0A%0D%0Ab"),
    "a lone surrogate": ("a\udcff.txt", "a?.txt"),
}


@pytest.mark.parametrize(("name", "written"), FILENAMES.values(), ids=FILENAMES.keys())
def test_no_filename_leaves_its_header(aloop: RunLoop, name: str, written: str) -> None:
    (part,) = read(aloop, Form(files=(FilePart("file", name, b"x"),)))
    assert (part.filename, part.content) == (written, b"x")


@given(
    fields=st.lists(st.tuples(st.text(), st.text()), max_size=4),
    files=st.lists(st.tuples(st.text(), st.binary()), max_size=3),
)
def test_every_form_reads_back(
    fields: list[tuple[str, str]], files: list[tuple[str, bytes]]
) -> None:
    form = Form(tuple(fields), tuple(FilePart("f", name, data) for name, data in files))
    multipart = Multipart(form)

    async def collect() -> bytes:
        return b"".join([piece async for piece in multipart.send(None)])

    body = asyncio.run(collect())
    assert multipart.length == len(body)
    found = parts_of(multipart.content_type, body)
    contents = [value.encode("utf-8", "replace") for _name, value in fields]
    assert [part.content for part in found] == contents + [data for _name, data in files]


@given(offset=st.integers(0, 1_000_003), length=st.none() | st.integers(0, 600_000))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_slice_of_a_file_is_sent_alone(tmp_path: Path, offset: int, length: int | None) -> None:
    path = tmp_path / "large"
    if not path.exists():
        path.write_bytes(LARGE)
    end = len(LARGE) if length is None else min(offset + length, len(LARGE))
    for content in (path, LARGE):
        part = FilePart("data", "large", content, offset=offset, length=end - offset)
        multipart = Multipart(Form(files=(part,)))

        async def collect(form: Multipart = multipart) -> bytes:
            return b"".join([piece async for piece in form.send(None)])

        (found,) = parts_of(multipart.content_type, asyncio.run(collect()))
        assert found.content == LARGE[offset:end]


def test_progress_only_grows_and_ends_at_the_whole(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(LARGE)
    told: list[tuple[int, int]] = []
    form = Form((("a", "b"),), (FilePart("file", "x", path), FilePart("file", "y", LARGE)))
    body = aloop(whole(form, lambda sent, total: told.append((sent, total))))
    assert {total for _sent, total in told} == {len(body)}
    amounts = [sent for sent, _total in told]
    assert amounts == sorted(amounts)
    assert amounts[-1] == len(body)
    assert len(amounts) > 2 * len(LARGE) // (256 * 1024)


def test_a_body_can_be_sent_twice(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(LARGE)
    multipart = Multipart(Form(files=(FilePart("file", "x", path),)))

    async def collect() -> bytes:
        return b"".join([piece async for piece in multipart.send(None)])

    assert aloop(collect()) == aloop(collect())


def refusal(aloop: RunLoop, form: Form, spoil: Callable[[], object] = lambda: None) -> AppError:
    """Give what is raised when `spoil` happens between the length and the bytes."""

    async def scenario() -> None:
        multipart = Multipart(form)
        spoil()
        async for _piece in multipart.send(None):
            pass

    with pytest.raises(AppError) as caught:
        aloop(scenario())
    return caught.value


def test_what_is_no_file_is_unreadable(aloop: RunLoop, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for path in (tmp_path / "absent", tmp_path, pipe):
        error = refusal(aloop, Form(files=(FilePart("file", "x", path),)))
        assert error.code is Code.UNREADABLE
        assert error.detail.startswith(path.name)


def test_a_file_that_becomes_shorter_is_unreadable(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(LARGE)
    error = refusal(
        aloop, Form(files=(FilePart("file", "x", path),)), lambda: os.truncate(path, 300_000)
    )
    assert error.code is Code.UNREADABLE
    assert "shorter" in error.detail


def test_a_file_that_vanishes_is_unreadable(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(LARGE)
    error = refusal(aloop, Form(files=(FilePart("file", "x", path),)), path.unlink)
    assert error.code is Code.UNREADABLE


def test_of_a_file_that_grows_as_much_is_sent_as_was_said(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"begin")
    multipart = Multipart(Form(files=(FilePart("file", "x", path),)))
    path.write_bytes(b"begin and more")

    async def collect() -> bytes:
        return b"".join([piece async for piece in multipart.send(None)])

    (part,) = parts_of(multipart.content_type, aloop(collect()))
    assert part.content == b"begin"


async def post(http: Http, server: ByteServer, path: Path, told: list[int]) -> object:
    form = Form((("purpose", "batch"),), (FilePart("file", path.name, path),))
    call = Call("/files", form, on_sent=lambda sent, _total: told.append(sent))
    return await http.json(endpoint(server.base_url), call)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    path.write_bytes(LARGE)
    return path


def test_arrives_whole_with_its_length(aloop: RunLoop, large: Path) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/files", OK)
            await post(http, server, large, told := [])
            fields, files = form_of(server.requests[0])
            assert fields == [("purpose", "batch")]
            assert [(file.name, file.filename) for file in files] == [("file", "large.bin")]
            assert files[0].content == LARGE
            assert told[-1] == len(server.requests[0].body)

    aloop(scenario())


@pytest.mark.parametrize("takes", [0, 200_000], ids=["before the body", "in its middle"])
def test_after_a_dead_connection_it_begins_anew(aloop: RunLoop, large: Path, takes: int) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/files", OK, Reply(framing="none", takes=takes), OK)
            await post(http, server, large, [])
            await post(http, server, large, told := [])
            assert [request.connection for request in server.requests] == [1, 1, 2]
            assert form_of(server.requests[2])[1][0].content == LARGE
            restarts = [now for before, now in pairwise(told) if now < before]
            assert len(restarts) <= 1
            assert told[-1] == len(server.requests[2].body)

    aloop(scenario())


def test_a_redirect_takes_the_whole_body_along(aloop: RunLoop, large: Path) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            there = Reply((), 307, "text/plain", (("location", "/v2/files"),), "length")
            server.on("/v1/files", there)
            server.on("/v2/files", OK)
            await post(http, server, large, [])
            first, second = server.requests
            assert form_of(second) == form_of(first)

    aloop(scenario())


def test_a_file_that_shrinks_on_its_way_ends_the_request(aloop: RunLoop, large: Path) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/files", OK)
            form = Form(files=(FilePart("file", "x", large),))
            call = Call("/files", form, on_sent=lambda _sent, _total: os.truncate(large, 1))
            with pytest.raises(AppError) as caught:
                await http.json(endpoint(server.base_url), call)
            assert caught.value.code is Code.UNREADABLE

    aloop(scenario())


def test_a_server_that_hangs_up_in_the_middle_is_cut(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/files", Reply(DROP.pieces, framing="none", takes=100_000))
            path = tmp_path / "huge"
            path.write_bytes(bytes(30_000_000))
            with pytest.raises(AppError) as caught:
                await post(http, server, path, [])
            assert caught.value.code is Code.CUT
            assert len(server.requests) == 1

    aloop(scenario(), 20)


def test_a_server_that_stops_reading_is_a_timeout(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            server.on("/v1/files", Reply((Stall(),), takes=100_000, framing="none"))
            path = tmp_path / "huge"
            path.write_bytes(bytes(30_000_000))
            with pytest.raises(AppError) as caught:
                await post(http, server, path, told := [])
            assert caught.value.code is Code.TIMEOUT
            assert told[-1] < 30_000_000
            server.let_go()
            await server.saw_close()

    aloop(scenario(), 20)


def test_cancelling_in_the_middle_closes_the_connection(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/files", Reply((Stall(),), takes=100_000, framing="none"))
            path = tmp_path / "huge"
            path.write_bytes(bytes(30_000_000))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await post(http, server, path, [])
            server.let_go()
            await server.saw_close()

    aloop(scenario(), 20)


@pytest.mark.parametrize("takes", [None, 1000], ids=["at the end", "early"])
def test_too_large_is_said_so(aloop: RunLoop, tmp_path: Path, takes: int | None) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            page = b"<html><title>413 Request Entity Too Large</title>"
            reply = Reply((page, Drain()), 413, "text/html", framing="length", takes=takes)
            server.on("/v1/files", reply)
            path = tmp_path / "huge"
            path.write_bytes(bytes(10_000_000))
            with pytest.raises(AppError) as caught:
                await post(http, server, path, [])
            assert (caught.value.code, caught.value.status) == (Code.TOO_LARGE, 413)
            assert caught.value.detail == "413 Request Entity Too Large"

    aloop(scenario(), 20)
