"""What went over the wire is kept whole, with its times, and without any secret."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Api, Endpoint, Secret
from desktop.core.errors import AppError
from desktop.services.recording import MOST_BYTES, Recording, packed, unpacked
from tests.fakes.byte_server import ByteServer, Reply

CANARY = "sk-canary-0123456789"
BODY = {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "stream": True}


async def exchanged(*replies: Reply, body=BODY) -> Recording:
    recording = Recording()
    recording.secrets = (Secret(CANARY),)
    async with ByteServer() as server, Http() as http:
        server.on("/v1/chat/completions", *replies)
        endpoint = Endpoint(server.base_url, Secret(CANARY), Api.CHAT)
        try:
            async with http.open(
                endpoint, Call("/chat/completions", body, recorder=recording)
            ) as answer:
                async for _chunk in answer:
                    continue
        except AppError as error:
            assert error.status is not None  # noqa: PT017 - the server refused
    return recording


def test_request_and_answer_are_kept_without_the_key(aloop) -> None:
    async def scenario() -> None:
        said = f'data: {{"echo": "{CANARY}"}}\n\n'.encode()
        recording = await exchanged(Reply((said[:20], said[20:])))
        kept = await recording.kept()
        assert kept is not None
        request, response = json.loads(kept.request), json.loads(kept.response)
        assert request["body"] == {"model": "m", "messages": {"$messages": 1}, "stream": True}
        assert ["authorization", "Bearer ***"] in request["headers"]
        assert request["url"].endswith("/v1/chat/completions")
        assert response["status"] == 200
        text = "".join(piece for _, piece in unpacked(kept.events))
        assert text == 'data: {"echo": "***"}\n\n'
        assert CANARY not in kept.request + kept.response
        assert CANARY not in repr(kept)

    aloop(scenario())


def test_a_refusal_is_kept_too(aloop) -> None:
    async def scenario() -> None:
        refusal = b'{"error": {"message": "no"}}'
        recording = await exchanged(Reply((refusal,), status=400))
        kept = await recording.kept()
        assert kept is not None
        assert json.loads(kept.response)["status"] == 400
        assert unpacked(kept.events)[-1][1] == refusal.decode()

    aloop(scenario())


def test_nothing_sent_nothing_kept(aloop) -> None:
    assert aloop(Recording().kept()) is None


def test_an_endless_answer_is_cut_and_says_so(aloop) -> None:
    async def scenario() -> None:
        recording = await exchanged(Reply((b"x",)))
        for _ in range(20):
            recording.received(b"y" * (MOST_BYTES // 10))
        kept = await recording.kept()
        assert kept is not None
        assert json.loads(kept.response)["is_cut"]
        assert sum(len(text) for _, text in unpacked(kept.events)) <= MOST_BYTES

    aloop(scenario())


@given(st.text(), st.lists(st.integers(0, 200)))
def test_characters_across_pieces_come_back(text: str, cuts: list[int]) -> None:
    raw = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
    places = sorted({min(cut, len(raw)) for cut in cuts} | {0, len(raw)})
    pieces = [(at, raw[at:end]) for at, end in itertools.pairwise(places)]
    assert "".join(piece for _, piece in unpacked(packed(pieces, ()))) == raw.decode()


@given(st.binary())
def test_what_is_no_record_is_empty_or_text(content: bytes) -> None:
    assert isinstance(unpacked(content), list)


@pytest.mark.parametrize("secret", [CANARY, "pass word"])
def test_a_secret_across_two_pieces_is_found(secret: str) -> None:
    raw = f"a {secret} b".encode()
    events = packed([(1, raw[:5]), (2, raw[5:])], (Secret(secret),))
    assert unpacked(events) == [(2, "a *** b")]
