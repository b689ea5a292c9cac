"""Whose certificates are believed, and our own that servers ask for."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.api.audio.live import open_live
from desktop.api.audio.live_events import SessionReady
from desktop.api.audio.realtime import LiveSettings
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.api.wire.trust import context_for
from desktop.core.connection import Secret, Transport, Trust
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY, PATIENT, endpoint
from tests.fakes.byte_server import ByteServer
from tests.fakes.certificates import Authority
from tests.fakes.live_server import LiveServer
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

PASSPHRASE = "correct-horse-battery"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def ask(tls: ssl.SSLContext, transport: Transport) -> int:
    """Ask a TLS server something; give how many requests it saw."""
    async with ByteServer(tls=tls) as server:
        server.on("/v1/models", json_reply({"data": []}))
        target = replace(endpoint(server.base_url), transport=transport)
        try:
            async with Http(PATIENT) as http:
                await http.json(target, Call("/models"))
        except AppError:
            assert server.requests == [], "the key went to a server that is not believed"
            raise
        return len(server.requests)


async def refusal_of(tls: ssl.SSLContext, transport: Transport) -> AppError:
    with pytest.raises(AppError) as caught:
        await ask(tls, transport)
    assert CANARY not in str(caught.value)
    return caught.value


def trusting(authority: Authority, **more: object) -> Transport:
    return Transport(ca_file=str(authority.file), **more)  # type: ignore[arg-type]


def test_an_authority_of_the_persons_own_is_believed(aloop: RunLoop, authority: Authority) -> None:
    for trust in (Trust.SYSTEM, Trust.BUNDLED):
        assert aloop(ask(authority.server(), trusting(authority, trust=trust))) == 1


@pytest.mark.parametrize("trust", [Trust.SYSTEM, Trust.BUNDLED])
def test_an_unknown_authority_is_not(aloop: RunLoop, authority: Authority, trust: Trust) -> None:
    refused = aloop(refusal_of(authority.server(), Transport(trust=trust)))
    assert refused.code is Code.TLS
    assert "verify failed" in refused.detail


def test_another_authority_of_the_same_name_is_not(
    aloop: RunLoop, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other")
    assert aloop(refusal_of(authority.server(), trusting(other))).code is Code.TLS


def test_an_expired_certificate_is_not(aloop: RunLoop, authority: Authority) -> None:
    refused = aloop(refusal_of(authority.server(days=-1), trusting(authority)))
    assert refused.code is Code.TLS
    assert "expired" in refused.detail


def test_the_certificate_of_another_host_is_not(aloop: RunLoop, authority: Authority) -> None:
    refused = aloop(refusal_of(authority.server(host="other.example"), trusting(authority)))
    assert refused.code is Code.TLS
    assert "127.0.0.1" in refused.detail


@pytest.mark.parametrize("days", [1, -1], ids=["valid", "expired"])
def test_whoever_wants_to_believes_anybody(aloop: RunLoop, authority: Authority, days: int) -> None:
    tls = authority.server(host="other.example", days=days)
    assert aloop(ask(tls, Transport(trust=Trust.NOBODY))) == 1


def certified(authority: Authority, passphrase: str = "", given: str = "") -> Transport:
    """Give a transport with a certificate whose key has `passphrase`, and the one we are told."""
    certificate, key = authority.issue("client", passphrase=passphrase)
    return trusting(
        authority,
        certificate_file=str(certificate),
        certificate_key_file=str(key),
        certificate_password=Secret(given),
    )


def test_our_own_certificate_is_shown_to_a_server_that_asks(
    aloop: RunLoop, authority: Authority
) -> None:
    assert aloop(ask(authority.demanding(), certified(authority))) == 1
    locked = certified(authority, PASSPHRASE, PASSPHRASE)
    assert aloop(ask(authority.demanding(), locked)) == 1


def test_certificate_and_key_may_be_in_one_file(aloop: RunLoop, authority: Authority) -> None:
    certificate, key = authority.issue("client")
    certificate.write_bytes(certificate.read_bytes() + key.read_bytes())
    transport = trusting(authority, certificate_file=str(certificate))
    assert aloop(ask(authority.demanding(), transport)) == 1


@asynccontextmanager
async def refusing(tls: ssl.SSLContext) -> AsyncIterator[str]:
    """Give the address of a server that says why it hangs up (asyncio's own resets the connection)."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        side = tls.wrap_bio(incoming, outgoing, server_side=True)
        is_open = True
        while is_open:
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                writer.write(outgoing.read())
                incoming.write(await reader.read(65_536))
            except ssl.SSLError:
                is_open = False
        writer.write(outgoing.read())
        await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


async def hung_up_on(authority: Authority, transport: Transport) -> AppError:
    async with refusing(authority.demanding()) as base_url, Http(PATIENT) as http:
        target = replace(endpoint(base_url), transport=transport)
        with pytest.raises(AppError) as caught:
            await http.json(target, Call("/models"))
        return caught.value


def test_without_a_certificate_such_a_server_is_a_tls_failure(
    aloop: RunLoop, authority: Authority
) -> None:
    refused = aloop(hung_up_on(authority, trusting(authority)))
    assert refused.code is Code.TLS
    assert "certificate required" in refused.detail


def test_a_certificate_of_another_authority_is_a_tls_failure(
    aloop: RunLoop, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    certificate, key = Authority(tmp_path / "other", "Other").issue("client")
    transport = trusting(
        authority, certificate_file=str(certificate), certificate_key_file=str(key)
    )
    assert aloop(hung_up_on(authority, transport)).code is Code.TLS


def test_live_dictation_shows_our_certificate_too(aloop: RunLoop, authority: Authority) -> None:
    async def scenario() -> None:
        async with LiveServer(tls=authority.demanding()) as server, Http(PATIENT) as http:
            target = replace(endpoint(server.base_url), transport=certified(authority))
            async with open_live(http, target, LiveSettings("m")) as live:
                assert await anext(live) == SessionReady()
        async with refusing(authority.demanding()) as base_url, Http(PATIENT) as http:
            target = replace(endpoint(base_url), transport=trusting(authority))
            with pytest.raises(AppError) as caught:
                async with open_live(http, target, LiveSettings("m")):
                    pytest.fail("it opened")
            assert caught.value.code is Code.TLS

    aloop(scenario())


@pytest.mark.parametrize("given", ["wrong", "", "x" * 2_000, "ключ"])
def test_the_wrong_passphrase_is_no_question_on_the_terminal(
    authority: Authority, given: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AppError) as caught:
        context_for(certified(authority, PASSPHRASE, given))
    assert caught.value.code is Code.CERTIFICATE
    assert "client.pem" in caught.value.detail
    assert PASSPHRASE not in str(caught.value)
    assert capfd.readouterr() == ("", "")


FILES = {"missing": None, "empty": b"", "rubbish": b"\x00\xff" * 50, "text": b"hello\n"}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("name", ["ca_file", "certificate_file"])
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    file = tmp_path / "mine.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(AppError) as caught:
        context_for(Transport(**{name: str(file)}))  # type: ignore[arg-type]
    assert caught.value.code is Code.CERTIFICATE
    assert caught.value.detail.startswith("mine.pem: ")


def test_a_folder_is_no_certificate(tmp_path: Path) -> None:
    for transport in (Transport(ca_file=str(tmp_path)), Transport(certificate_file=str(tmp_path))):
        with pytest.raises(AppError) as caught:
            context_for(transport)
        assert caught.value.code is Code.CERTIFICATE


def test_the_key_of_another_certificate_does_not_fit(authority: Authority) -> None:
    certificate, _key = authority.issue("client")
    _other, key = authority.issue("another")
    with pytest.raises(AppError) as caught:
        context_for(Transport(certificate_file=str(certificate), certificate_key_file=str(key)))
    assert caught.value.code is Code.CERTIFICATE


def test_such_a_file_fails_the_request_and_not_the_client(
    aloop: RunLoop, authority: Authority
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", json_reply([]))
            target = endpoint(server.base_url)
            wrong = replace(target, transport=Transport(ca_file="/nowhere/ca.pem"))
            with pytest.raises(AppError) as caught:
                await http.json(wrong, Call("/models"))
            assert caught.value.code is Code.CERTIFICATE
            assert await http.json(target, Call("/models")) == []

    aloop(scenario())


def test_a_system_without_certificates_gets_those_of_mozilla(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert context_for(Transport()).cert_store_stats()["x509_ca"] > 50
    assert context_for(Transport(trust=Trust.BUNDLED)).cert_store_stats()["x509_ca"] > 50
