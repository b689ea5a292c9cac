"""The client against a server that sends exactly the bytes of a script."""

import asyncio
import gzip
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.api.models.listing import list_models
from desktop.api.reading.failures import RefusedError
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint, Secret
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY, PATIENT, QUICK, endpoint
from tests.fakes.byte_server import DROP, Abort, ByteServer, Pause, Reply, Stall
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

EMPTY_LIST = json_reply({"object": "list", "data": []})


async def get(http: Http, target: Endpoint) -> object:
    return await http.json(target, Call("/models"))


async def failure(target: Endpoint) -> AppError:
    async with Http(QUICK) as http:
        with pytest.raises(AppError) as caught:
            await get(http, target)
    return caught.value


def test_sends_the_key_an_id_and_the_body(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/x", json_reply({"ok": True}))
            assert await http.json(
                endpoint(server.base_url + "/"), Call("/x", {"a": "é\u2028"})
            ) == {"ok": True}
            assert await http.json(endpoint(server.base_url, key=""), Call("/x")) == {"ok": True}
            post, plain = server.requests
        assert (post.method, post.json) == ("POST", {"a": "é\u2028"})
        assert post.headers["authorization"] == f"Bearer {CANARY}"
        assert post.headers["content-type"] == "application/json"
        assert post.headers["user-agent"].startswith("oriole/")
        assert (plain.method, plain.body) == ("GET", b"")
        assert "authorization" not in plain.headers
        ids = {post.headers["x-client-request-id"], plain.headers["x-client-request-id"]}
        assert len(ids) == 2

    aloop(scenario())


def test_a_query_in_the_base_stays_behind_the_path(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", EMPTY_LIST)
            await get(http, endpoint(f"{server.base_url}?api-version=preview"))
            assert server.requests[0].path == "/v1/models?api-version=preview"

    aloop(scenario())


def test_keeps_the_connection(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", EMPTY_LIST)
            for _ in range(3):
                await get(http, endpoint(server.base_url))
            assert {request.connection for request in server.requests} == {1}

    aloop(scenario())


@pytest.mark.parametrize("loss", [DROP, Reply((Abort(),), framing="none")], ids=["closed", "reset"])
def test_asks_once_more_when_a_kept_connection_was_closed(aloop: RunLoop, loss: Reply) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", EMPTY_LIST, loss, EMPTY_LIST)
            await get(http, endpoint(server.base_url))
            assert await get(http, endpoint(server.base_url)) == {"object": "list", "data": []}
            assert [request.connection for request in server.requests] == [1, 1, 2]

    aloop(scenario())


def test_does_not_ask_again_on_a_new_connection(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/models", DROP, EMPTY_LIST)
            assert (await failure(endpoint(server.base_url))).code is Code.CUT
            assert len(server.requests) == 1

    aloop(scenario())


def test_does_not_ask_again_after_the_first_byte(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", EMPTY_LIST, Reply((b"[", Abort())), EMPTY_LIST)
            await get(http, endpoint(server.base_url))
            with pytest.raises(AppError) as caught:
                await get(http, endpoint(server.base_url))
            assert caught.value.code is Code.CUT
            assert len(server.requests) == 2

    aloop(scenario())


def redirect(target: str, status: int = 307) -> Reply:
    return Reply((), status, "text/plain", (("location", target),), "length")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_follows_a_redirect_on_the_same_server_with_the_body(aloop: RunLoop, status: int) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/x", redirect("/v2/x", status))
            server.on("/v2/x", json_reply([1]))
            assert await http.json(endpoint(server.base_url), Call("/x", {"a": 1})) == [1]
            assert server.requests[1].json == {"a": 1}
            assert server.requests[1].headers["authorization"] == f"Bearer {CANARY}"

    aloop(scenario())


def test_takes_neither_key_nor_text_to_another_server(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, ByteServer() as other:
            other.on("/v1/models", EMPTY_LIST)
            server.on("/v1/models", redirect(f"{other.base_url}/models"))
            error = await failure(endpoint(server.base_url))
            assert (error.code, error.status) == (Code.BAD_URL, 307)
            assert other.requests == []

    aloop(scenario())


@pytest.mark.parametrize(
    "reply", [redirect("/v1/models"), redirect("/x", 303), redirect("ftp://127.0.0.1/x")], ids=["loop", "see other", "ftp"]
)  # fmt: skip
def test_a_redirect_that_leads_nowhere_is_a_bad_address(aloop: RunLoop, reply: Reply) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/models", reply)
            assert (await failure(endpoint(server.base_url))).code is Code.BAD_URL
            assert len(server.requests) <= 3

    aloop(scenario())


BAD_ADDRESSES = [
    "",
    "localhost:8000/v1",
    "ftp://x/v1",
    "http://",
    "http://[::1",
    "http://a:b/v1",
    "http://a\nb/",
]


@pytest.mark.parametrize("base_url", BAD_ADDRESSES)
def test_an_address_that_is_none_is_named_so(aloop: RunLoop, base_url: str) -> None:
    assert aloop(failure(endpoint(base_url))).code is Code.BAD_URL


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_refused_connection_is_no_route(aloop: RunLoop) -> None:
    error = aloop(failure(endpoint(f"http://127.0.0.1:{free_port()}/v1")))
    assert error.code is Code.NO_ROUTE


def test_a_name_that_nobody_has_is_told_from_a_server_that_is_down(aloop: RunLoop) -> None:
    assert aloop(failure(endpoint("http://nowhere.invalid/v1"))).code is Code.NO_NAME


CERTIFICATE = Path(__file__).resolve().parents[2] / "fakes" / "untrusted.pem"
"""Made for these tests, with its key; nobody trusts it."""


def tls_server() -> ByteServer:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    server = ByteServer(tls=context)
    server.on("/v1/models", EMPTY_LIST)
    return server


def test_a_certificate_that_nobody_trusts_gets_no_key(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with tls_server() as server:
            error = await failure(endpoint(server.base_url))
            assert error.code is Code.TLS
            assert "certificate" in error.detail.lower()
            assert server.requests == []

    aloop(scenario())


def test_a_certificate_that_the_environment_names_is_trusted(
    aloop: RunLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))

    async def scenario() -> None:
        async with tls_server() as server, Http(PATIENT) as http:
            assert await get(http, endpoint(server.base_url)) == {"object": "list", "data": []}

    aloop(scenario())


async def bare(answer: bytes) -> AppError:
    """Give what a https client makes of a server that answers anything with `answer`."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        return await failure(endpoint(f"https://127.0.0.1:{port}/v1"))


def test_a_server_without_tls_is_a_tls_failure(aloop: RunLoop) -> None:
    assert aloop(bare(b"HTTP/1.1 400 Bad Request\r\n\r\n")).code is Code.TLS


def test_a_handshake_that_never_ends_is_no_route(aloop: RunLoop) -> None:
    assert aloop(bare(b"")).code is Code.NO_ROUTE


STALLS = {
    "before the header": Reply((Stall(),), framing="none"),
    "before the first byte": Reply((Stall(),)),
    "in the middle": Reply((b"[", Stall())),
}


@pytest.mark.parametrize("reply", STALLS.values(), ids=STALLS.keys())
def test_silence_is_a_timeout_and_closes_the_connection(aloop: RunLoop, reply: Reply) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/models", reply)
            assert (await failure(endpoint(server.base_url))).code is Code.TIMEOUT
            await server.saw_close()

    aloop(scenario())


def test_signs_of_life_hold_off_the_timeout(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            pieces = (Pause(0.04), b" ") * 10
            server.on("/v1/models", Reply((*pieces, b"[]"), framing="chunked"))
            assert await get(http, endpoint(server.base_url)) == []

    aloop(scenario())


def test_a_refusal_has_code_status_detail_and_wait(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            body = {"error": {"message": f"key {CANARY} is slow", "code": "rate_limit_exceeded"}}
            server.on("/v1/models", json_reply(body, 429, retry_after="7", x_request_id=CANARY))
            error = await failure(endpoint(server.base_url))
            assert (error.code, error.status, error.retry_after_s) == (Code.RATE_LIMITED, 429, 7.0)
            assert error.detail == "key *** is slow"

    aloop(scenario())


def test_of_an_endless_error_body_only_the_beginning_is_read(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/models", Reply((b"x" * 30_000,) * 50, 500, "text/plain"))
            error = await failure(endpoint(server.base_url))
            assert (error.code, len(error.detail)) == (Code.SERVER, 600)

    aloop(scenario())


def test_an_error_body_that_breaks_off_still_gives_its_status(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/models", Reply((b"<title>Bad</title>", Abort()), 502, "text/html"))
            error = await failure(endpoint(server.base_url))
            assert (error.code, error.detail) == (Code.SERVER, "Bad")

    aloop(scenario())


def test_a_page_instead_of_json_is_not_understood(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            page = f"<html><title>Sign in {CANARY}</title>".encode()
            server.on("/v1/models", Reply((page,), 200, "text/html"))
            error = await failure(endpoint(server.base_url))
            assert (error.code, error.detail) == (Code.NOT_UNDERSTOOD, "Sign in ***")

    aloop(scenario())


def test_rubbish_instead_of_http_is_cut(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/models", Reply((f"SSH-2.0 {CANARY}\r\n\r\n".encode(),), framing="none"))
            error = await failure(endpoint(server.base_url))
            assert error.code is Code.CUT
            assert CANARY not in str(error)

    aloop(scenario())


def test_gzip_is_unpacked_and_a_broken_one_not_understood(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            packed = gzip.compress(b"[1]")
            headers = (("content-encoding", "gzip"),)
            server.on("/v1/models", Reply((packed[:9], packed[9:]), headers=headers))
            assert await get(http, endpoint(server.base_url)) == [1]
            server.on("/v1/models", Reply((b"no gzip",), headers=headers))
            assert (await failure(endpoint(server.base_url))).code is Code.NOT_UNDERSTOOD

    aloop(scenario())


def test_a_body_beyond_the_limit_is_refused(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/x", Reply((b"x" * 1000,) * 3))
            async with http.open(endpoint(server.base_url), Call("/x")) as answer:
                with pytest.raises(AppError) as caught:
                    await answer.read(max_bytes=2_000)
            assert caught.value.code is Code.NOT_UNDERSTOOD

    aloop(scenario())


@pytest.mark.parametrize("key", ["sk-ключ", "sk-a\nb", "sk-\x00"])
def test_a_key_that_no_header_can_carry_is_not_sent_and_not_shown(aloop: RunLoop, key: str) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            error = await failure(endpoint(server.base_url, key=key))
            assert error.code is Code.KEY_REFUSED
            assert key not in repr(error)
            assert server.requests == []

    aloop(scenario())


def test_blanks_around_a_pasted_key_are_not_sent(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", EMPTY_LIST)
            await get(http, endpoint(server.base_url, key=f" {CANARY}\n"))
            assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"

    aloop(scenario())


def test_the_proxy_of_the_environment_is_not_asked_for_this_computer(
    aloop: RunLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")

    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", EMPTY_LIST)
            await get(http, endpoint(server.base_url))
            await get(http, endpoint(server.base_url.replace("127.0.0.1", "localhost")))
            assert len(server.requests) == 2

    aloop(scenario())


def test_other_addresses_go_through_the_proxy_of_the_environment(
    aloop: RunLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with ByteServer() as proxy:
            monkeypatch.setenv("HTTP_PROXY", proxy.origin)
            proxy.on("http://server.test/v1/models", EMPTY_LIST)
            async with Http(PATIENT) as http:
                await get(http, endpoint("http://server.test/v1"))
            assert len(proxy.requests) == 1

    aloop(scenario())


def test_cancelling_closes_the_connection(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", Reply((b"[", Stall())))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await get(http, endpoint(server.base_url))
            await server.saw_close()

    aloop(scenario())


def test_the_key_is_in_no_log(aloop: RunLoop, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(QUICK) as http:
            server.on("/v1/models", json_reply({"error": CANARY}, 401, x_request_id=CANARY))
            with pytest.raises(RefusedError):
                await list_models(http, endpoint(server.base_url))
            assert CANARY not in repr(vars(http))

    with caplog.at_level("DEBUG"):
        aloop(scenario())
    assert any("/models" in record.getMessage() for record in caplog.records)
    assert CANARY not in caplog.text


def test_importing_it_does_not_bring_the_command_line_of_httpx() -> None:
    program = (
        "import sys, desktop.api.wire.http\n"
        "print(sorted({'rich', 'click', 'pygments', 'httpx._main'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=30
    )
    assert result.stdout.strip() == "[]"


def test_a_secret_has_no_face() -> None:
    secret = Secret(CANARY)
    assert CANARY not in f"{secret} {secret!r} {Endpoint('http://x', secret)!r}"
