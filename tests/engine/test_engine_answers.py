"""What the engine answers, on both routes, whole and streamed."""

import json
import threading
import time

import openai
import pytest

from tests.engine.process import KEY, EngineProcess, chat

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
FRANCE = "What is the capital of France?"
ENDLESS = "Write a short birthday message for a friend."  # it finds a balloon and never lets go
LONG = "Tell me a long story about a cat who wanted to fly."


@pytest.fixture
def client(engine: EngineProcess):
    with openai.OpenAI(base_url=f"{engine.url}/v1", api_key=KEY, max_retries=0) as client:
        yield client


def test_chat_streams_text_then_the_reason_then_usage(engine: EngineProcess) -> None:
    options = {"include_usage": True}
    with engine.stream(CHAT, **chat(FRANCE), stream_options=options) as events:
        *chunks, last, usage = list(events)
    deltas = [chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks]
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    assert "Paris" in "".join(deltas)
    assert len([text for text in deltas if text]) > 4
    assert last["choices"][0]["finish_reason"] == "stop"
    assert usage["choices"] == []
    assert usage["usage"]["prompt_tokens"] == 27
    assert usage["usage"]["completion_tokens"] >= 7


def test_chat_gives_usage_only_where_it_was_asked_for(engine: EngineProcess) -> None:
    with engine.stream(CHAT, **chat("Hi", max_tokens=2)) as events:
        assert not [event for event in events if "usage" in event]


def test_responses_stream_every_event_in_its_place(engine: EngineProcess) -> None:
    with engine.stream(RESPONSES, input=FRANCE) as events:
        seen = list(events)
    kinds = [str(event["type"]).removeprefix("response.") for event in seen]
    deltas = [event["delta"] for event in seen if event["type"] == "response.output_text.delta"]
    assert [kind for kind in kinds if kind != "output_text.delta"] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert [event["sequence_number"] for event in seen] == list(range(len(seen)))
    response = seen[-1]["response"]
    assert response["output"][0]["content"][0]["text"] == "".join(deltas)
    assert "Paris" in "".join(deltas)
    assert response["usage"]["input_tokens"] == 27
    assert response["usage"]["output_tokens"] == len(deltas) + 1  # and the end of the answer


def test_the_official_client_understands_both_apis(client: openai.OpenAI) -> None:
    model = client.models.list().data[0].id
    messages = [{"role": "user", "content": FRANCE}]
    whole = client.chat.completions.create(model=model, messages=messages)
    response = client.responses.create(model=model, input=FRANCE)
    with client.responses.stream(model=model, input=FRANCE) as stream:
        stream.until_done()
        streamed = stream.get_final_response()
    text = whole.choices[0].message.content
    assert "Paris" in text
    assert response.output_text == streamed.output_text == text
    assert streamed.usage is not None
    with client.chat.completions.create(model=model, messages=messages, stream=True) as chunks:
        assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text


def test_the_system_message_and_temperature_have_good_defaults(engine: EngineProcess) -> None:
    explicit = {
        "messages": [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": FRANCE},
        ],
        "temperature": 0,
    }
    answer = engine.client.post(CHAT, json=explicit).json()
    assert answer["choices"][0]["message"]["content"] == engine.text(FRANCE)


def test_an_own_system_message_is_kept(engine: EngineProcess) -> None:
    body = {"input": "Hi", "instructions": "You are a pirate.", "max_output_tokens": 2}
    assert engine.client.post(RESPONSES, json=body).json()["instructions"] == "You are a pirate."


def test_a_conversation_is_understood(engine: EngineProcess) -> None:
    said = [
        {"role": "user", "content": "My name is Alice."},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Nice to meet you."}]},
        {"role": "user", "content": [{"type": "input_text", "text": "What is my name?"}]},
    ]
    answer = engine.client.post(RESPONSES, json={"input": said, "max_output_tokens": 24}).json()
    assert "Alice" in answer["output"][0]["content"][0]["text"]


def test_a_limit_of_tokens_is_kept_and_said(engine: EngineProcess) -> None:
    answer = engine.ask(LONG, max_tokens=4)
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"]["completion_tokens"] == 4
    body = {"input": LONG, "max_output_tokens": 4}
    response = engine.client.post(RESPONSES, json=body).json()
    assert response["status"] == "incomplete"
    assert response["incomplete_details"] == {"reason": "max_output_tokens"}


def test_a_stop_word_ends_the_answer(engine: EngineProcess) -> None:
    assert "Paris" not in engine.text(FRANCE, stop="Paris")


def test_json_follows_its_schema(engine: EngineProcess) -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 20}, "big": {"type": "boolean"}},
        "required": ["city", "big"],
    }
    body = {"input": FRANCE, "text": {"format": {"type": "json_schema", "schema": schema}}}
    answer = engine.client.post(RESPONSES, json=body).json()
    assert set(json.loads(answer["output"][0]["content"][0]["text"])) == {"city", "big"}


def test_input_tokens_are_those_of_the_answer(engine: EngineProcess) -> None:
    counted = engine.client.post("/v1/responses/input_tokens", json={"input": FRANCE}).json()
    assert counted == {"object": "response.input_tokens", "input_tokens": 27}


def test_broken_characters_do_no_harm(engine: EngineProcess) -> None:
    body = b'{"input": "a \\ud800 b \\u0000 c", "max_output_tokens": 2}'
    assert engine.client.post(RESPONSES, content=body).status_code == 200


def test_an_answer_that_repeats_itself_is_ended_with_a_sentence(engine: EngineProcess) -> None:
    answer = engine.ask(ENDLESS)
    text = answer["choices"][0]["message"]["content"]
    assert text.endswith("[The built-in model began to repeat itself and was stopped.]")
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert answer["usage"]["completion_tokens"] < 1000


@pytest.mark.parametrize("path", [CHAT, RESPONSES])
def test_hanging_up_stops_the_model(engine: EngineProcess, path: str) -> None:
    body = chat(LONG) if path == CHAT else {"input": LONG}
    with engine.stream(path, **body) as events:
        for _ in range(8):
            next(events)
    began = time.monotonic()
    engine.text("Hi", max_tokens=1)
    assert time.monotonic() - began < 5  # the story alone would take 10 s and more


def test_hanging_up_while_a_long_prompt_is_read_stops_the_model(engine: EngineProcess) -> None:
    text = "The quick brown fox jumps over the lazy dog. " * 700  # a minute of reading
    with engine.stream(CHAT, **chat(text)):
        pass
    began = time.monotonic()
    engine.text("Hi", max_tokens=1)
    assert time.monotonic() - began < 10


def test_questions_at_the_same_time_are_all_answered(engine: EngineProcess) -> None:
    answers: dict[int, str] = {}

    def ask(number: int) -> None:
        answers[number] = engine.text(FRANCE)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert set(answers.values()) == {engine.text(FRANCE)}


def test_one_who_waits_in_the_queue_may_leave(engine: EngineProcess) -> None:
    with engine.stream(CHAT, **chat(LONG)) as events:
        next(events)
        with pytest.raises(Exception, match="timed out"):
            engine.client.post(CHAT, json=chat(LONG), timeout=0.3)
        assert next(events)
    assert engine.text("Hi", max_tokens=1)
