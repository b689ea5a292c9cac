"""Through proxies and around them: who sees which secret, and what it is called when it fails."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.api.audio.live import open_live
from desktop.api.audio.live_events import SessionReady
from desktop.api.audio.realtime import LiveSettings
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import DIRECT, Endpoint, Secret, Transport
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY, PATIENT, QUICK, endpoint
from tests.fakes.byte_server import DROP, ByteServer
from tests.fakes.certificates import Authority
from tests.fakes.live_server import LiveServer
from tests.fakes.proxies import HttpProxy, Proxy, SocksProxy
from tests.fakes.shapes import json_reply
from tests.support.child import free_port
from tests.support.loops import RunLoop

LOGIN = "na me:p@ss/w:rd%"
MODELS = json_reply({"data": []})

kinds = pytest.mark.parametrize("make", [HttpProxy, SocksProxy], ids=["http", "socks"])


def through(target: Endpoint, address: str, login: str = "", ca_file: str = "") -> Endpoint:
    """Give the same server, reached through a proxy."""
    transport = Transport(proxy=address, proxy_login=Secret(login), ca_file=ca_file)
    return replace(target, transport=transport)


async def ask(target: Endpoint) -> object:
    async with Http(PATIENT) as http:
        return await http.json(target, Call("/models"))


async def failure(target: Endpoint) -> AppError:
    async with Http(QUICK) as http:
        with pytest.raises(AppError) as caught:
            await http.json(target, Call("/models"))
    for secret in (CANARY, LOGIN, LOGIN.partition(":")[2]):
        assert secret not in repr(caught.value) + str(caught.value)
    return caught.value


@kinds
@pytest.mark.parametrize("login", ["", LOGIN], ids=["open", "login"])
def test_requests_go_through_the_proxy(aloop: RunLoop, make: type[Proxy], login: str) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, make(login) as proxy:
            server.on("/v1/models", MODELS)
            target = endpoint(server.base_url)
            assert await ask(through(target, proxy.address, login)) == {"data": []}
            assert proxy.asked == [server.origin.removeprefix("http://")]
            assert [given for given in proxy.logins if given] == ([login] if login else [])
            (request,) = server.requests
            assert request.headers["authorization"] == f"Bearer {CANARY}"
            assert "proxy-authorization" not in request.headers

    aloop(scenario())


@kinds
def test_the_proxy_login_never_comes_to_a_server_behind_tls(
    aloop: RunLoop, make: type[Proxy], tmp_path: Path
) -> None:
    authority = Authority(tmp_path)

    async def scenario() -> None:
        async with ByteServer(tls=authority.server()) as server, make(LOGIN) as proxy:
            server.on("/v1/models", MODELS)
            target = endpoint(server.base_url)
            target = through(target, proxy.address, LOGIN, str(authority.file))
            assert await ask(target) == {"data": []}
            assert len(proxy.asked) == 1
            assert "proxy-authorization" not in server.requests[0].headers

    aloop(scenario())


@kinds
@pytest.mark.parametrize("login", ["", "na me:wrong"], ids=["none", "wrong"])
@pytest.mark.parametrize("is_tls", [False, True], ids=["plain", "tls"])
def test_a_wrong_login_is_the_proxys_refusal(
    aloop: RunLoop, make: type[Proxy], login: str, is_tls: bool, tmp_path: Path
) -> None:
    tls = Authority(tmp_path).server() if is_tls else None

    async def scenario() -> None:
        async with ByteServer(tls=tls) as server, make(LOGIN) as proxy:
            refused = await failure(through(endpoint(server.base_url), proxy.address, login))
            assert refused.code is Code.PROXY
            assert (server.requests, proxy.asked) == ([], [])

    aloop(scenario())


@pytest.mark.parametrize("scheme", ["http", "https", "socks5", "socks5h"])
def test_a_proxy_that_is_not_there_is_named_so(aloop: RunLoop, scheme: str) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            address = f"{scheme}://127.0.0.1:{free_port()}"
            refused = await failure(through(endpoint(server.base_url), address, LOGIN))
            assert refused.code is Code.PROXY
            assert server.requests == []

    aloop(scenario())


@pytest.mark.parametrize(
    "address", ["ftp://x", "no address", "http://", "socks9://x:1", "http://a:b"]
)
def test_an_address_that_is_no_proxy_is_named_so(aloop: RunLoop, address: str) -> None:
    refused = aloop(failure(through(endpoint("http://127.0.0.1:9/v1"), address, LOGIN)))
    assert refused.code is Code.PROXY


def test_a_proxy_with_an_unknown_name_is_named_so(aloop: RunLoop) -> None:
    target = endpoint("http://127.0.0.1:9/v1")
    assert aloop(failure(through(target, "http://nowhere.invalid:1"))).code is Code.PROXY


def test_a_target_that_the_proxy_does_not_reach_is_its_refusal(
    aloop: RunLoop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        target = endpoint("https://127.0.0.1:9/v1")
        async with SocksProxy(reply=5) as proxy:
            assert (await failure(through(target, proxy.address))).code is Code.PROXY
        async with HttpProxy(answer=b"HTTP/1.1 502 No\r\ncontent-length: 0\r\n\r\n") as other:
            assert (await failure(through(target, other.address))).code is Code.PROXY

    aloop(scenario())


@kinds
def test_what_is_lost_on_a_new_connection_is_not_asked_again(
    aloop: RunLoop, make: type[Proxy]
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, make() as proxy:
            server.on("/v1/models", DROP, MODELS)
            refused = await failure(through(endpoint(server.base_url), proxy.address))
            assert refused.code is Code.CUT
            assert len(server.requests) == 1

    aloop(scenario())


def test_a_kept_connection_that_was_closed_is_made_anew(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, SocksProxy() as proxy, Http(PATIENT) as http:
            server.on("/v1/models", MODELS, DROP, MODELS)
            target = through(endpoint(server.base_url), proxy.address)
            for _ in range(2):
                assert await http.json(target, Call("/models")) == {"data": []}
            assert [request.connection for request in server.requests] == [1, 1, 2]

    aloop(scenario())


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("is_tls", [False, True], ids=["plain", "tls"])
def test_a_proxy_that_says_nothing_is_not_waited_for_for_ever(
    aloop: RunLoop, scheme: str, is_tls: bool
) -> None:
    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def scenario() -> None:
        async with await asyncio.start_server(deaf, "127.0.0.1", 0) as server:
            address = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            target = endpoint("https://127.0.0.1:9/v1" if is_tls else "http://127.0.0.1:9/v1")
            refused = await failure(through(target, address, LOGIN))
            assert refused.code in {Code.PROXY, Code.TIMEOUT, Code.CUT}

    aloop(scenario())


@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY", "http_proxy"])
def test_direct_ignores_the_proxy_of_the_environment(
    aloop: RunLoop, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async def scenario() -> None:
        async with HttpProxy() as proxy:
            monkeypatch.setenv(name, proxy.address)
            target = endpoint("http://somewhere.example/v1")
            refused = await failure(through(target, DIRECT))
            assert (refused.code, proxy.asked, proxy.logins) == (Code.NO_NAME, [], [])

    aloop(scenario())


def test_the_proxy_of_the_environment_is_used_with_its_login_for_others(
    aloop: RunLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with HttpProxy("user:secret", answer=b"HTTP/1.1 407 No\r\n\r\n") as proxy:
            login_address = proxy.address.replace("//", "//user:secret@")
            monkeypatch.setenv("HTTP_PROXY", login_address)
            refused = await failure(endpoint("http://somewhere.example/v1"))
            assert (refused.code, proxy.logins) == (Code.PROXY, ["user:secret"])
            assert "secret" not in str(refused)

    aloop(scenario())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_proxy_of_the_environment_is_not_for_this_computer(
    aloop: RunLoop, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, LiveServer() as live, HttpProxy() as proxy:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
                monkeypatch.setenv(name, proxy.address)
            server.on("/v1/models", MODELS)
            assert await ask(endpoint(server.base_url.replace("127.0.0.1", host)))
            await dictate(endpoint(live.base_url.replace("127.0.0.1", host)))
            assert (proxy.asked, proxy.logins) == ([], [])

    aloop(scenario())


def test_a_proxy_of_the_persons_own_is_used_for_this_computer_too(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, HttpProxy() as proxy:
            server.on("/v1/models", MODELS)
            await ask(through(endpoint(server.base_url), proxy.address))
            assert len(proxy.asked) == 1

    aloop(scenario())


async def dictate(target: Endpoint) -> None:
    async with Http(PATIENT) as http, open_live(http, target, LiveSettings("m")) as live:
        assert await anext(live) == SessionReady()


async def dictation_failure(target: Endpoint) -> AppError:
    with pytest.raises(AppError) as caught:
        await dictate(target)
    for secret in (CANARY, LOGIN, LOGIN.partition(":")[2]):
        assert secret not in repr(caught.value) + str(caught.value)
    return caught.value


@kinds
@pytest.mark.parametrize("login", ["", LOGIN], ids=["open", "login"])
@pytest.mark.parametrize("is_tls", [False, True], ids=["plain", "tls"])
def test_live_dictation_goes_through_the_proxy(
    aloop: RunLoop, make: type[Proxy], login: str, is_tls: bool, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    tls = authority.server() if is_tls else None

    async def scenario() -> None:
        async with LiveServer(tls=tls) as server, make(login) as proxy:
            target = endpoint(server.base_url)
            await dictate(through(target, proxy.address, login, str(authority.file)))
            assert len(proxy.asked) == 1
            assert [given for given in proxy.logins if given] == ([login] if login else [])
            ((_path, headers),) = server.handshakes
            assert "proxy-authorization" not in headers

    aloop(scenario())


@kinds
def test_live_dictation_names_the_proxy_that_refuses(aloop: RunLoop, make: type[Proxy]) -> None:
    async def scenario() -> None:
        async with LiveServer() as server, make(LOGIN) as proxy:
            target = endpoint(server.base_url)
            for address, login in (
                (proxy.address, "na me:wrong"),
                (f"{proxy.scheme}://127.0.0.1:{free_port()}", LOGIN),
            ):
                refused = await dictation_failure(through(target, address, login))
                assert refused.code is Code.PROXY
            assert server.handshakes == []

    aloop(scenario())
