"""Who asks, with which key, and what the person adds to it."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.wire.call import Call
from desktop.api.wire.headers import headers_for
from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint, Secret
from desktop.core.errors import AppError, Code
from tests.api.asking import PATIENT
from tests.fakes.byte_server import ByteServer
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

KEY = Secret("sk-canary-123456")
CALL = Call("/models")


def made(key: Secret = KEY, call: Call = CALL, **more: object) -> dict[str, str]:
    endpoint = Endpoint("http://h/v1", key, **more)  # type: ignore[arg-type]
    return headers_for(endpoint, call, "1.2", "id-1")


def own(**values: str) -> tuple[tuple[str, Secret], ...]:
    """Give a person's own headers; _ stands for -."""
    return tuple((name.replace("_", "-"), Secret(value)) for name, value in values.items())


def test_says_who_asks() -> None:
    assert made() == {
        "accept": "text/event-stream, application/json",
        "accept-encoding": "gzip",
        "user-agent": "oriole/1.2",
        "x-client-request-id": "id-1",
        "authorization": "Bearer sk-canary-123456",
    }


def test_organisation_and_project_are_named_where_they_are_set() -> None:
    headers = made(organization=" org-1 ", project="proj-1")
    assert (headers["openai-organization"], headers["openai-project"]) == ("org-1", "proj-1")


@pytest.mark.parametrize("name", ["api-key", "Api-Key", " API-KEY "])
def test_a_key_may_have_a_header_of_its_own(name: str) -> None:
    headers = made(key_header=name)
    assert headers["api-key"] == "sk-canary-123456"
    assert "authorization" not in headers
    assert {key.lower() for key in headers} == set(headers)


@pytest.mark.parametrize("key", ["", "  ", "\n"])
def test_no_key_is_no_header(key: str) -> None:
    assert "authorization" not in made(Secret(key))
    assert "api-key" not in made(Secret(key), key_header="api-key")


def test_what_a_call_needs_is_sent() -> None:
    call = Call("/vector_stores", headers=(("OpenAI-Beta", "assistants=v2"),))
    assert made(call=call)["openai-beta"] == "assistants=v2"


def test_a_persons_own_headers_go_over_ours() -> None:
    headers = made(headers=own(X_Team="a", User_Agent="mine", Authorization="Basic x"))
    assert (headers["x-team"], headers["user-agent"]) == ("a", "mine")
    assert headers["authorization"] == "Basic x"


@pytest.mark.parametrize(
    "name",
    [
        "Content-Type",
        "content-length",
        "HOST",
        "Transfer-Encoding",
        "connection",
        "Upgrade",
        " Host ",
    ],
)
def test_but_not_over_how_the_body_is_written(name: str) -> None:
    assert name.strip().lower() not in made(headers=((name, Secret("x")),))


@pytest.mark.parametrize("name", ["", " ", "a b", "a:b", "a\nb", "ключ", "a\x00", "(a)"])
def test_a_name_that_is_none_is_not_sent(name: str) -> None:
    with pytest.raises(AppError) as caught:
        made(headers=((name, Secret("gateway-secret")),))
    assert caught.value.code is Code.KEY_REFUSED
    assert "gateway-secret" not in str(caught.value)
    with pytest.raises(AppError):
        made(key_header=name or " ")


ODD = ["é", "a\nb", "a\rb", "a\x00", "黄鹂", "a\tb", "\x7f"]


@pytest.mark.parametrize("value", ODD)
def test_a_value_that_no_header_can_carry_is_neither_sent_nor_shown(value: str) -> None:
    secret = f"secret-{value}-secret"
    for more in (
        {"key": Secret(secret)},
        {"organization": secret},
        {"project": secret},
        {"headers": own(x_gateway=secret)},
    ):
        with pytest.raises(AppError) as caught:
            made(**more)  # type: ignore[arg-type]
        assert caught.value.code is Code.KEY_REFUSED
        assert "secret-" not in str(caught.value)


@given(
    st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=4),
    st.text(max_size=12),
    st.text(max_size=12),
)
def test_whatever_is_set_up_each_header_is_one_line(
    pairs: list[tuple[str, str]], key: str, organization: str
) -> None:
    try:
        headers = made(
            Secret(key),
            organization=organization,
            headers=tuple((name, Secret(value)) for name, value in pairs),
        )
    except AppError:
        return
    for name, value in headers.items():
        assert set(name) <= set(string.ascii_lowercase + string.digits + "!#$%&'*+.^_`|~-")
        assert value.isascii()
        assert value.isprintable()


def test_they_arrive_as_they_were_meant(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/x", json_reply({}))
            target = Endpoint(
                server.base_url,
                KEY,
                headers=own(X_Gateway="a b", Content_Length="999", Host="evil"),
            )
            await http.json(target, Call("/x", {"a": 1}))
            headers = server.requests[0].headers
        assert headers["x-gateway"] == "a b"
        assert headers["host"].startswith("127.0.0.1:")
        assert headers["content-length"] == "7"

    aloop(scenario())
