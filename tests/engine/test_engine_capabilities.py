"""What an added model can do beyond text: see pictures with its projector, and call functions."""

import base64
import json
from collections.abc import Iterator

import openai
import pytest

from tests.engine.own import TOOL, calling_copy, copy_of_weights, data_url, entry, png, stamp
from tests.engine.process import KEY, EngineProcess
from tests.fakes import gguf

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
ASKED = "What is the weather in {city}?"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """An engine with a model that sees noise, one that calls functions, one that is put together wrongly."""
    folder = tmp_path_factory.mktemp("able")
    weights = copy_of_weights(folder / "plain.gguf")
    calling = calling_copy(folder / "calling.gguf")
    projector = gguf.seeing_projector(folder / "mmproj.gguf")
    narrow = gguf.seeing_projector(folder / "narrow.gguf", width=64)
    with EngineProcess() as running:
        running.tell(
            entry(weights, "blind"),
            entry(weights, "seeing", projector=[stamp(projector)]),
            entry(weights, "mismatched", projector=[stamp(narrow)]),
            entry(weights, "twice", projector=[stamp(weights)]),
            entry(calling, "calling", takes_tools=True),
        )
        yield running


def look(model: str, picture: str, path: str) -> dict[str, object]:
    if path == CHAT:
        parts = [
            {"type": "text", "text": "Look:"},
            {"type": "image_url", "image_url": {"url": picture}},
        ]
        return {
            "model": model,
            "messages": [{"role": "user", "content": parts}],
            "max_tokens": 4,
        }
    parts = [
        {"type": "input_text", "text": "Look:"},
        {"type": "input_image", "image_url": picture, "detail": "auto"},
    ]
    return {"model": model, "input": [{"role": "user", "content": parts}], "max_output_tokens": 4}


def refusal(engine: EngineProcess, model: str, picture: str, path: str = CHAT) -> tuple[str, str]:
    response = engine.client.post(path, json=look(model, picture, path))
    assert response.status_code in {400, 409}, response.text
    error = response.json()["error"]
    return str(error["code"]), str(error["message"])


@pytest.mark.parametrize("path", [CHAT, RESPONSES])
@pytest.mark.parametrize("model", ["blind", "smollm2-135m-instruct"])
def test_without_a_projector_a_picture_is_refused_in_words(
    engine: EngineProcess, path: str, model: str
) -> None:
    code, message = refusal(engine, model, png(), path)
    assert code == "capability"
    assert model in message
    assert "cannot see pictures" in message


@pytest.mark.parametrize("path", [CHAT, RESPONSES])
def test_with_its_projector_a_model_reads_a_picture(engine: EngineProcess, path: str) -> None:
    answer = engine.client.post(path, json=look("seeing", png(), path)).json()
    tokens = answer["usage"].get("prompt_tokens") or answer["usage"]["input_tokens"]
    without = engine.client.post(
        "/v1/responses/input_tokens", json={"model": "seeing", "input": "Look:"}
    ).json()
    assert tokens >= without["input_tokens"] + 16  # a picture of 4 x 4 patches


def test_what_a_model_takes_is_listed(engine: EngineProcess) -> None:
    models = {model["id"]: model for model in engine.client.get("/v1/models").json()["data"]}
    assert models["seeing"]["input_modalities"] == ["text", "image"]
    assert models["blind"]["input_modalities"] == ["text"]
    assert [name for name, model in models.items() if model.get("supports_tools")] == ["calling"]


@pytest.mark.parametrize("model", ["mismatched", "twice"])
def test_a_projector_of_another_model_is_said_to_be_one(engine: EngineProcess, model: str) -> None:
    code, message = refusal(engine, model, png())
    assert code == "file.unsuitable"
    assert "projector" in message


@pytest.mark.parametrize(
    "picture",
    [
        "https://example.test/a.png",
        "file:///etc/passwd",
        "data:image/png,abc",
        "data:image/png;base64,%%%",
        data_url(b"<svg/>", "svg+xml"),
        data_url(b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        data_url(b"\x89PNG\r\n\x1a\n"),
        png()[:22],
    ],
    ids=["https", "file", "no base64", "bad base64", "svg", "webp", "no header", "empty"],
)
def test_only_known_pictures_in_the_request_itself_are_taken(
    engine: EngineProcess, picture: str
) -> None:
    code, _ = refusal(engine, "seeing", picture)
    assert code == "invalid_value"


def test_a_picture_that_would_unpack_to_gigabytes_is_refused(engine: EngineProcess) -> None:
    small = base64.b64decode(png().partition(",")[2])
    huge = small[:16] + (40_000).to_bytes(4, "big") * 2 + small[24:]
    code, message = refusal(engine, "seeing", data_url(huge))
    assert code == "invalid_value"
    assert "pixels" in message


def test_a_broken_picture_ends_in_an_error_and_nothing_else(engine: EngineProcess) -> None:
    small = base64.b64decode(png().partition(",")[2])
    assert refusal(engine, "seeing", data_url(small[:40]))[0]
    assert engine.text("Hi", model="seeing", max_tokens=1)


def test_a_picture_larger_than_a_text_may_be_is_let_in(engine: EngineProcess) -> None:
    body = json.dumps(look("seeing", png(), CHAT))
    padded = body[:-1] + ', "metadata": "' + "x" * 6_000_000 + '"}'
    assert engine.client.post(CHAT, content=padded).status_code == 200


# functions
def called(city: str, number: int, path: str) -> list[dict[str, object]]:
    arguments = json.dumps({"city": city})
    question = {"role": "user", "content": ASKED.format(city=city)}
    if path == CHAT:
        function = {"name": "get_weather", "arguments": arguments}
        call = {"id": f"c{number}", "type": "function", "function": function}
        return [
            question,
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": f"c{number}", "content": "rain"},
        ]
    call = {"type": "function_call", "call_id": f"c{number}", "name": "get_weather"}
    return [
        question,
        {**call, "arguments": arguments},
        {"type": "function_call_output", "call_id": f"c{number}", "output": "rain"},
    ]


def asked(path: str) -> dict[str, object]:
    """Give a request after which even a small model makes a fourth call, to Paris."""
    earlier = [
        item for number, city in enumerate(("London", "Berlin", "Rome"))
        for item in called(city, number, path)
    ]  # fmt: skip
    messages = [*earlier, {"role": "user", "content": ASKED.format(city="Paris")}]
    tool = {"type": "function", **({"function": TOOL} if path == CHAT else TOOL)}
    shared = {"model": "calling", "tools": [tool], "tool_choice": "required", "temperature": 0}
    return shared | ({"messages": messages} if path == CHAT else {"input": messages})


@pytest.fixture
def client(engine: EngineProcess) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{engine.url}/v1", api_key=KEY, max_retries=0) as client:
        yield client


def test_a_call_comes_through_chat_completions(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(**asked(CHAT)).choices[0]  # type: ignore[call-overload]
    assert whole.finish_reason == "tool_calls"
    assert whole.message.content is None
    (call,) = whole.message.tool_calls
    assert (call.function.name, json.loads(call.function.arguments)) == (
        "get_weather",
        {"city": "Paris"},
    )
    deltas = [
        chunk.choices[0].delta.tool_calls[0]
        for chunk in client.chat.completions.create(**asked(CHAT), stream=True)  # type: ignore[call-overload]
        if chunk.choices and chunk.choices[0].delta.tool_calls
    ]
    assert deltas[0].function.name == "get_weather"
    assert json.loads("".join(d.function.arguments for d in deltas)) == {"city": "Paris"}


def test_a_call_comes_through_responses(client: openai.OpenAI) -> None:
    with client.responses.stream(**asked(RESPONSES)) as stream:  # type: ignore[arg-type]
        stream.until_done()
        streamed = stream.get_final_response()
    whole = client.responses.create(**asked(RESPONSES))  # type: ignore[call-overload]
    for response in (whole, streamed):
        (call,) = response.output
        assert (call.type, call.name, json.loads(call.arguments)) == (
            "function_call",
            "get_weather",
            {"city": "Paris"},
        )
        assert call.call_id
        assert response.status == "completed"
        assert response.tools[0].name == "get_weather"


def test_a_named_function_leaves_no_other_to_choose(engine: EngineProcess) -> None:
    other = {"type": "function", "name": "get_time", "parameters": {"type": "object"}}
    body = asked(RESPONSES)
    body["tools"] = [other, *body["tools"]]  # type: ignore[misc]
    body["tool_choice"] = {"type": "function", "name": "get_weather"}
    response = engine.client.post(RESPONSES, json=body).json()
    assert [tool["name"] for tool in response["tools"]] == ["get_weather"]
    assert response["output"][0]["name"] == "get_weather"


@pytest.mark.parametrize("path", [CHAT, RESPONSES])
def test_a_model_without_functions_says_so(engine: EngineProcess, path: str) -> None:
    response = engine.client.post(path, json=asked(path) | {"model": "blind"})
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (400, "unsupported_parameter")
    assert error["param"] == "tools"


def test_json_follows_its_schema_with_an_added_model(engine: EngineProcess) -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 20}},
        "required": ["city"],
    }
    body = {
        "model": "calling",
        "input": ASKED.format(city="Paris"),
        "text": {"format": {"type": "json_schema", "schema": schema}},
    }
    answer = engine.client.post(RESPONSES, json=body).json()
    assert list(json.loads(answer["output"][0]["content"][0]["text"])) == ["city"]
