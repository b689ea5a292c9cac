"""Refusals of all shapes become codes, and never show the key."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.reading.failures import MAX_DETAIL, in_band, refusal
from desktop.api.reading.limits import retry_after_s
from desktop.core.connection import Secret
from desktop.core.errors import Code
from desktop.core.logs import redact

SHAPES = {
    "openai": (b'{"error": {"message": "no", "type": "t", "param": "p", "code": "c"}}', "no"),
    "ollama": (b'{"error": "model not found"}', "model not found"),
    "fastapi": (b'{"detail": "Not Found"}', "Not Found"),
    "fastapi fields": (b'{"detail": [{"loc": ["body", "x"], "msg": "bad"}, {"msg": "too"}]}', "bad; too"),
    "message": (b'{"object": "error", "message": "nope", "code": 400}', "nope"),
    "google": (b'[{"error": {"code": 400, "message": "no", "status": "INVALID"}}]', "no"),
    "openrouter": (b'{"error": {"code": 502, "metadata": {"raw": "upstream"}}}', "upstream"),
    "as an event": (b'data: {"error": {"message": "no"}}\n\n', "no"),  # LiteLLM
    "string": (b'"no"', "no"),
    "plain": (b"  upstream connect\n error ", "upstream connect error"),
    "html": (b"<html><title>502 Bad Gateway</title><body>x", "502 Bad Gateway"),
    "html without title": (b"<h1>hm</h1>", "HTML"),
    "empty": (b"", "HTTP 400"),
    "null": (b"null", "HTTP 400"),
    "empty error": (b'{"error": {}}', "HTTP 400"),
    "empty list": (b"[]", "[]"),
    "no utf-8": (b"\xff\xfe", "\ufffd\ufffd"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "detail"), SHAPES.values(), ids=SHAPES.keys())
def test_finds_the_message(body: bytes, detail: str) -> None:
    assert refusal(400, {}, body).detail == detail


def error(code: str = "", message: str = "", kind: str = "") -> bytes:
    return json.dumps({"error": {"message": message, "type": kind, "code": code}}).encode()


CODES = {
    "401": (401, error(), Code.KEY_REFUSED),
    "402": (402, error(), Code.QUOTA),
    "403": (403, error(), Code.FORBIDDEN),
    "404": (404, error(), Code.NOT_FOUND),
    "405": (405, error(), Code.NOT_FOUND),
    "408": (408, error(), Code.TIMEOUT),
    "409": (409, error(), Code.BAD_REQUEST),
    "413": (413, error(), Code.TOO_LARGE),
    "422": (422, error(), Code.BAD_REQUEST),
    "429": (429, error("rate_limit_exceeded"), Code.RATE_LIMITED),
    "429 plain": (429, b"slow", Code.RATE_LIMITED),
    "429 quota": (429, error("insufficient_quota"), Code.QUOTA),
    "429 quota as type": (429, error(kind="insufficient_quota"), Code.QUOTA),
    "429 credit": (429, error("credit_balance_exhausted"), Code.QUOTA),
    "429 slow down": (429, error("slow_down"), Code.OVERLOADED),
    "400 blocked": (400, error("content_policy_violation"), Code.BLOCKED),
    "400 azure's filter": (400, error("content_filter"), Code.BLOCKED),
    "500": (500, b"<html>", Code.SERVER),
    "501": (501, b"", Code.NOT_FOUND),
    "502": (502, b"", Code.SERVER),
    "503": (503, b"", Code.OVERLOADED),
    "503 of our engine": (503, error("engine.damaged"), Code.ENGINE_DAMAGED),
    "529": (529, b"", Code.OVERLOADED),
    "too long": (400, error("context_length_exceeded"), Code.TOO_LONG),
    "too long, vllm": (
        400,
        error(message="This model's maximum context length is 4096 tokens."),
        Code.TOO_LONG,
    ),
    "too long, llama.cpp": (
        400,
        error(message="the request exceeds the available context size, try increasing it"),
        Code.TOO_LONG,
    ),
    "teapot": (418, b"", Code.BAD_REQUEST),
}


@pytest.mark.parametrize(("status", "body", "code"), CODES.values(), ids=CODES.keys())
def test_status_and_words_give_the_code(status: int, body: bytes, code: Code) -> None:
    refused = refusal(status, {}, body)
    assert (refused.code, refused.status) == (code, status)


def test_an_unknown_model_is_no_missing_route() -> None:
    assert refusal(404, {}, b"{}").lacks_route
    assert not refusal(404, {}, error("model_not_found")).lacks_route
    assert not refusal(400, {}, b"{}").lacks_route


IN_BAND = {
    "words": ({"type": "server_error", "message": "x"}, Code.SERVER),
    "rate": ({"code": "rate_limit_exceeded"}, Code.RATE_LIMITED),
    "status as code": ({"code": 429, "message": "x"}, Code.RATE_LIMITED),
    "text": ("boom", Code.SERVER),
    "length": ({"code": "context_length_exceeded"}, Code.TOO_LONG),
    "true": (True, Code.SERVER),
}


@pytest.mark.parametrize(("item", "code"), IN_BAND.values(), ids=IN_BAND.keys())
def test_an_error_inside_the_stream_has_a_code_too(item: object, code: Code) -> None:
    assert in_band(item).code is code


NOW = 1_800_000_000.0
WAITS = {
    "seconds": ({"retry-after": "12"}, 12.0),
    "fraction": ({"retry-after": "0.5"}, 0.5),
    "milliseconds first": ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
    "date": ({"retry-after": "Fri, 15 Jan 2027 08:01:00 GMT"}, 60.0),
    "past date": ({"retry-after": "Fri, 15 Jan 2021 08:01:00 GMT"}, 0.0),
    "negative": ({"retry-after": "-5"}, None),
    "endless": ({"retry-after": "inf"}, None),
    "no number": ({"retry-after": "nan"}, None),
    "a year": ({"retry-after": "31536000"}, None),
    "words": ({"retry-after": "soon"}, None),
    "absent": ({}, None),
}


@pytest.mark.parametrize(("headers", "expected"), WAITS.values(), ids=WAITS.keys())
def test_reads_when_to_retry(headers: dict[str, str], expected: float | None) -> None:
    assert retry_after_s(headers, now=NOW) == expected


keys = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=8).filter(
    lambda key: len(key.strip()) >= 8 and "*" not in key
)


@given(keys, st.text(), st.sampled_from(["plain", "url", "json", "base64"]))
def test_a_repeated_key_never_gets_into_the_error(key: str, around: str, form: str) -> None:
    value = key.strip()
    shown = {
        "plain": value,
        "url": quote(value, safe=""),
        "json": json.dumps(value)[1:-1],
        "base64": base64.b64encode(value.encode()).decode(),
    }[form]
    content = redact(f"{around} {shown} {around}", [Secret(key)])
    assert shown not in content.replace(around, "")


@given(keys, st.integers(0, MAX_DETAIL))
def test_no_half_of_a_key_stays_where_a_long_message_is_cut(key: str, before: int) -> None:
    body = json.dumps({"error": {"message": "y" * before + key.replace(" ", "_"), "code": key}})
    refused = refusal(400, {}, body.encode()).without([Secret(key.replace(" ", "_"))])
    if before + 4 <= MAX_DETAIL:
        assert refused.detail.rstrip("…").strip("y") in {"***", ""}
    assert len(refused.detail) <= MAX_DETAIL


@given(st.binary(), st.integers(400, 599))
def test_never_raises_on_any_body(body: bytes, status: int) -> None:
    assert refusal(status, {}, body).detail
    assert len(refusal(status, {}, body).without([Secret()]).detail) <= MAX_DETAIL
