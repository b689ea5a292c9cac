"""What the engine's port lets in, and how it says no."""

import http.client
import json
import socket
import struct
from pathlib import Path

import httpx
import pytest

from tests.engine.process import KEY, EngineProcess, chat

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
ROUTES = [
    "/v1/models",
    CHAT,
    RESPONSES,
    "/v1/responses/input_tokens",
    "/v1/audio/transcriptions",
    "/v1/realtime",
    "/v1/nothing",
    "/",
]


def error_of(response: httpx.Response) -> dict[str, object]:
    body = response.json()
    assert set(body["error"]) == {"message", "type", "param", "code"}
    error: dict[str, object] = body["error"]
    return error


def test_health_is_open(engine: EngineProcess) -> None:
    response = httpx.get(f"{engine.url}/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "shown",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": KEY}, {"X-Api-Key": KEY}],
    ids=["none", "wrong", "without Bearer", "another header"],
)
def test_every_other_route_wants_the_key(
    engine: EngineProcess, path: str, shown: dict[str, str]
) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        response = httpx.request(method, engine.url + path, headers=shown)
        assert response.status_code == 401
        assert error_of(response)["code"] == "invalid_api_key"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "", "[::1]"]
)
def test_another_host_name_is_refused_even_with_the_key(engine: EngineProcess, host: str) -> None:
    headers = {"Host": host.format(port=engine.port)}
    for path in ("/v1/models", "/health"):
        assert engine.client.get(path, headers=headers).status_code in {400, 403}


def test_localhost_is_the_same_computer(engine: EngineProcess) -> None:
    headers = {"Host": f"localhost:{engine.port}"}
    assert engine.client.get("/v1/models", headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_web_page_is_invited(engine: EngineProcess, method: str) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = engine.client.request(method, "/v1/models", headers=headers)
    assert not [name for name in response.headers if name.startswith("access-control")]


def test_says_what_its_model_is(engine: EngineProcess) -> None:
    model, speech = engine.client.get("/v1/models").json()["data"]
    assert speech["id"] == "moonshine-tiny-en"
    assert model["id"] == "smollm2-135m-instruct"
    assert model["languages"] == ["en"]
    assert model["context_length"] == 8192
    assert model["owned_by"]
    assert engine.client.get(f"/v1/models/{model['id']}").json() == model
    assert engine.client.get("/v1/models/other").status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"{bad", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "broken", "list", "null", "string", "not UTF-8", "deep"],
)
@pytest.mark.parametrize("path", [CHAT, RESPONSES])
def test_what_is_not_a_json_object_is_a_bad_request(
    engine: EngineProcess, path: str, body: bytes
) -> None:
    response = engine.client.post(path, content=body)
    assert response.status_code == 400
    assert error_of(response)["type"] == "invalid_request_error"


def test_an_unknown_model_is_not_found(engine: EngineProcess) -> None:
    for path, body in ((CHAT, chat("Hi")), (RESPONSES, {"input": "Hi"})):
        response = engine.client.post(path, json={**body, "model": "gpt-5"})
        assert response.status_code == 404
        assert error_of(response)["code"] == "model_not_found"


def test_an_unknown_route_or_method_has_the_same_shape(engine: EngineProcess) -> None:
    missing = engine.client.post("/v1/embeddings", json={})
    wrong = engine.client.get(CHAT)
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert error_of(missing)["message"]
    assert error_of(wrong)["message"]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_a_prompt_longer_than_the_context_is_refused(engine: EngineProcess, stream: bool) -> None:
    text = "hello " * 9000
    for path, body in ((CHAT, chat(text)), (RESPONSES, {"input": text})):
        response = engine.client.post(path, json={**body, "stream": stream})
        assert response.status_code == 400
        assert error_of(response)["code"] == "context_length_exceeded"


def test_a_body_without_end_is_cut_off(engine: EngineProcess) -> None:
    response = engine.client.post(CHAT, content=b'{"messages": "' + b"x" * 5_000_000)
    assert response.status_code == 413
    assert error_of(response)["code"] == "body_too_large"


def test_a_request_that_is_not_http_harms_nobody(engine: EngineProcess) -> None:
    with socket.create_connection(("127.0.0.1", engine.port), timeout=5) as line:
        line.sendall(b"\x16\x03\x01\x00garbage\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")
    assert engine.client.get("/v1/models").status_code == 200


def listening_ports(pid: int) -> set[int]:
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    own = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    return {
        int(row[1].partition(":")[2], 16)
        for row in rows
        if row[3] == "0A" and f"socket:[{row[9]}]" in own
    }


def test_no_port_of_the_engine_speaks_to_strangers(engine: EngineProcess) -> None:
    engine.text("Hi", max_tokens=1)  # loads llama.cpp, which listens on a port of its own
    ports = listening_ports(engine.process.pid) - {engine.port}
    assert ports
    for port in ports:
        for path in (*ROUTES, "/health", "/props", "/slots", "/metrics", "/v1/health"):
            response = httpx.get(
                f"http://127.0.0.1:{port}{path}", headers={"Origin": "https://evil.example"}
            )
            assert response.status_code in {401, 404}, path
            assert response.headers.get("access-control-allow-origin", "") == ""


def test_a_hung_up_half_request_harms_nobody(engine: EngineProcess) -> None:
    line = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=5)
    line.putrequest("POST", CHAT)
    line.putheader("Authorization", f"Bearer {KEY}")
    line.putheader("Content-Length", "1000")
    line.endheaders(json.dumps(chat("Hi")).encode())
    assert line.sock is not None
    line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
    assert engine.client.get("/v1/models").status_code == 200
