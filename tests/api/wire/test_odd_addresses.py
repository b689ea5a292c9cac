"""Addresses that a person may mistype: each is named an error, on all ways there."""

from dataclasses import replace

import pytest

from desktop.api.audio.live import open_live
from desktop.api.audio.realtime import LiveSettings
from desktop.api.text.answer import stream_answer
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Transport
from desktop.core.errors import AppError, Code
from tests.api.asking import QUICK, endpoint, question
from tests.support.loops import RunLoop

HOSTS = [
    "a" * 70 + ".invalid", "a..b.invalid", "xn--.invalid", "xn--a.invalid", "ü" * 80 + ".invalid", "-.invalid",
    "%.invalid", "a_b.invalid", "😀.invalid", "[::1", "127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1:x",
    "a b.invalid", "*.invalid", "a\\b.invalid", "user:pw@nowhere.invalid", "\u202e.invalid", "a\x00b.invalid",
]  # fmt: skip
_LOST = {Code.BAD_URL, Code.NO_NAME, Code.NO_ROUTE}


async def failures(base_url: str, proxy: str = "") -> set[Code]:
    """Give what becomes of a request and of a dictation."""
    target = replace(endpoint(base_url), transport=Transport(proxy=proxy))
    async with Http(QUICK) as http:
        with pytest.raises(AppError) as first:
            await http.json(target, Call("/x"))
        with pytest.raises(AppError) as asked:
            _ = [event async for event in stream_answer(http, target, question())]
        with pytest.raises(AppError) as second:
            async with open_live(http, target, LiveSettings("m")):
                pytest.fail("it opened")
    return {first.value.code, asked.value.code, second.value.code}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_cannot_be(aloop: RunLoop, host: str, scheme: str) -> None:
    assert aloop(failures(f"{scheme}://{host}/v1")) <= _LOST


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
def test_a_proxy_that_cannot_be(aloop: RunLoop, host: str, scheme: str) -> None:
    assert aloop(failures("http://127.0.0.1:9/v1", f"{scheme}://{host}")) <= {
        Code.PROXY,
        Code.BAD_URL,
    }
