"""Pictures that answers point to: what is read, what is fetched, and what never is."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop.core.errors import AppError, Code
from desktop.services.pictures import MAX_BYTES, Origin, Pictures, host_of, is_public, origin_of
from desktop.store.settings import PICTURE_HOSTS
from tests.fakes.byte_server import Abort, Reply
from tests.services.stage import QUICK, Stage, stage

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
DATA = "data:image/png;base64," + base64.b64encode(PNG).decode()


async def anywhere(host: str, port: int) -> bool:
    return True


@asynccontextmanager
async def pictures() -> AsyncIterator[tuple[Stage, Pictures]]:
    async with stage(QUICK) as parts:
        yield parts, Pictures(parts.client, parts.conversations.blobs, parts.settings, anywhere)


def reply(content: bytes, **values: object) -> Reply:
    return Reply((content,), content_type="image/png", framing="length", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (DATA, Origin.TEXT),
        ("blob:" + "a" * 64, Origin.STORE),
        ("blob:../../etc/passwd", Origin.NOWHERE),
        ("https://example.org/a.png", Origin.REMOTE),
        ("http://example.org:8080/a.png?b=c", Origin.REMOTE),
        ("file:///etc/passwd", Origin.NOWHERE),
        ("smb://host/share/a.png", Origin.NOWHERE),
        ("\\\\host\\share\\a.png", Origin.NOWHERE),
        ("//example.org/a.png", Origin.NOWHERE),
        ("a.png", Origin.NOWHERE),
        ("javascript:alert(1)", Origin.NOWHERE),
        ("data:image/svg+xml;base64,AAAA", Origin.NOWHERE),
        ("data:text/html;base64,AAAA", Origin.NOWHERE),
        ("https://user:secret@example.org/a.png", Origin.NOWHERE),
        ("https://exa mple.org/a.png", Origin.NOWHERE),
        ("https://example.org:99999/a.png", Origin.NOWHERE),
        ("https:///a.png", Origin.NOWHERE),
        ("https://" + "a" * 3000, Origin.NOWHERE),
        ("", Origin.NOWHERE),
    ],
)
def test_where_a_picture_is(source: str, origin: Origin) -> None:
    assert origin_of(source) is origin
    assert bool(host_of(source)) is (origin is Origin.REMOTE)


def test_a_picture_in_the_text_needs_nobody(aloop) -> None:
    async def scenario() -> None:
        async with pictures() as (parts, service):
            assert await service.load(DATA) == PNG
            assert not parts.server.requests

    aloop(scenario())


def test_our_own_pictures_come_from_the_store(aloop) -> None:
    async def scenario() -> None:
        async with pictures() as (parts, service):
            blob = await parts.conversations.blobs.put(PNG, "image/png")
            assert await service.load(f"blob:{blob.sha256}") == PNG
            with pytest.raises(AppError) as caught:
                await service.load("blob:" + "0" * 64)
            assert caught.value.code is Code.GONE

    aloop(scenario())


def test_a_fetched_picture_comes_without_key_or_cookie(aloop) -> None:
    async def scenario() -> None:
        async with pictures() as (parts, service):
            cookie = (("set-cookie", "seen=1; Path=/"),)
            parts.server.on("/a.png", reply(PNG, headers=cookie))
            for _ in range(2):
                assert await service.load(f"{parts.server.origin}/a.png?b=c#d") == PNG
            first, second = parts.server.requests
            assert first.path == "/a.png?b=c"
            assert first.method == "GET"
            for request in (first, second):
                assert not {"authorization", "cookie", "referer"} & set(request.headers)
            assert "image/png" in first.headers["accept"]

    aloop(scenario())


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"<html>no</html>"), Code.UNSUITABLE),
        (reply(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Code.UNSUITABLE),
        (reply(b"", status=404), Code.NOT_FOUND),
        (reply(b"", status=302, headers=(("location", "http://example.org/b.png"),)), Code.BAD_URL),
        (Reply((PNG[:20], Abort()), content_type="image/png"), Code.CUT),
        (Reply((b"x" * (1 << 20),) * (MAX_BYTES // (1 << 20) + 1)), Code.TOO_LARGE),
    ],
    ids=["page", "vector", "missing", "elsewhere", "cut", "large"],
)
def test_what_is_no_picture_is_refused(aloop, answer: Reply, code: Code) -> None:
    async def scenario() -> None:
        async with pictures() as (parts, service):
            parts.server.on("/a.png", answer)
            with pytest.raises(AppError) as caught:
                await service.load(f"{parts.server.origin}/a.png")
            assert caught.value.code is code

    aloop(scenario(), 20)


def test_the_person_s_own_network_is_not_asked(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as parts:
            service = Pictures(parts.client, parts.conversations.blobs, parts.settings)
            with pytest.raises(AppError) as caught:
                await service.load(f"{parts.server.origin}/a.png")
            assert caught.value.code is Code.UNSUITABLE
            assert not parts.server.requests

    aloop(scenario())


@pytest.mark.parametrize(
    ("host", "is_out"),
    [
        ("127.0.0.1", False), ("localhost", False), ("10.0.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("::1", False), ("::ffff:127.0.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("fe80::1", False), ("8.8.8.8", True), ("2606:4700::1111", True),
    ],
)  # fmt: skip
def test_which_addresses_are_out_in_the_world(aloop, host: str, is_out: bool) -> None:
    assert aloop(is_public(host, 80)) is is_out


def test_an_allowed_host_is_remembered_and_the_oldest_give_way(aloop) -> None:
    async def scenario() -> None:
        async with pictures() as (parts, service):
            assert not service.is_allowed("example.org")
            await service.allow("example.org")
            await service.allow("example.org")
            assert service.is_allowed("example.org")
            assert not service.is_allowed("ample.org")
            for number in range(100):
                await service.allow(f"host-{number}.example.com")
            assert service.is_allowed("host-99.example.com")
            assert not service.is_allowed("example.org")
            assert len(parts.settings.get(PICTURE_HOSTS)) <= 900

    aloop(scenario(), 20)


@pytest.mark.parametrize("text", ["AAAA", "!!!!", "", "A" * 9])
def test_broken_data_is_no_picture(aloop, text: str) -> None:
    async def scenario() -> None:
        async with pictures() as (_parts, service):
            with pytest.raises(AppError) as caught:
                await service.load(f"data:image/png;base64,{text}")
            assert caught.value.code is Code.UNSUITABLE

    aloop(scenario())
