"""What servers say of a model: every shape that is documented, and any other JSON."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.models.entries import day_of, facts_of
from desktop.core.models import NO_FACTS, Facts, Modality, Price, Task

TEXT, IMAGE, AUDIO = Modality.TEXT, Modality.IMAGE, Modality.AUDIO

OPENROUTER = {
    "id": "maker/m-1",
    "name": "Maker: M 1",
    "context_length": 400_000,
    "architecture": {"input_modalities": ["image", "text", "file"], "output_modalities": ["text"]},
    "pricing": {"prompt": "0.00000125", "completion": "0.00001", "input_cache_read": "0.000000125"},
    "top_provider": {"context_length": 400_000, "max_completion_tokens": 128_000},
    "supported_parameters": ["max_tokens", "reasoning", "tools"],
    "reasoning": {"supported_efforts": ["high", "low"], "mandatory": False},
    "expiration_date": "2027-03-01",
}
LM_STUDIO_1 = {
    "type": "llm", "key": "maker/m-2", "display_name": "M 2", "max_context_length": 131_072,
    "capabilities": {"vision": True, "trained_for_tool_use": False},
}  # fmt: skip
LM_STUDIO_0 = {
    "id": "m-3", "object": "model", "type": "vlm", "max_context_length": 32_768,
    "state": "not-loaded",
}  # fmt: skip
LITELLM = {
    "model_name": "team",
    "litellm_params": {"model": "hosted/m"},
    "model_info": {
        "mode": "chat", "max_input_tokens": 200_000, "max_output_tokens": 8_192,
        "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
        "cache_read_input_token_cost": 3e-07, "supports_vision": True,
        "supports_function_calling": True, "supports_reasoning": False,
    },
}  # fmt: skip

SHAPES: dict[str, tuple[dict[str, object], Facts]] = {
    "openai": (
        {"id": "m", "object": "model", "owned_by": "system", "shutdown_date": "2026-12-11"},
        Facts(retires_on=date(2026, 12, 11)),
    ),
    "openrouter": (
        OPENROUTER,
        Facts(
            name="Maker: M 1",
            tasks=frozenset({Task.CHAT}),
            context=400_000,
            max_output=128_000,
            inputs=frozenset({TEXT, IMAGE}),
            tools=True,
            reasoning=True,
            efforts=("low", "high"),
            price=Price(1.25, 10, 0.125),
            retires_on=date(2027, 3, 1),
        ),
    ),
    "openrouter without tools": (
        {"id": "m", "supported_parameters": ["temperature"], "pricing": {"prompt": "-1"}},
        Facts(tools=False, reasoning=False),
    ),
    "lm studio 1": (
        LM_STUDIO_1,
        Facts(
            name="M 2", tasks=frozenset({Task.CHAT}), context=131_072,
            inputs=frozenset({TEXT, IMAGE}), tools=False,
        ),
    ),
    "lm studio 0": (
        LM_STUDIO_0,
        Facts(
            tasks=frozenset({Task.CHAT}), context=32_768, inputs=frozenset({TEXT, IMAGE})
        ),
    ),
    "litellm": (
        LITELLM,
        Facts(
            tasks=frozenset({Task.CHAT}), context=200_000, max_output=8_192,
            inputs=frozenset({TEXT, IMAGE}), tools=True, reasoning=False,
            price=Price(3.0, 15.0, 0.3),
        ),
    ),
    "litellm transcription": (
        {"model_info": {"mode": "audio_transcription", "input_cost_per_second": 0.0001}},
        Facts(tasks=frozenset({Task.TRANSCRIPTION}), price=Price(per_minute=0.006)),
    ),
    "vllm": ({"id": "m", "max_model_len": 4096}, Facts(context=4096)),
    "vllm adapter": ({"id": "sql", "parent": "maker/m", "root": "/x"}, Facts(base="maker/m")),
    "groq": (
        {"id": "m", "context_window": 131_072, "max_completion_tokens": 8192},
        Facts(context=131_072, max_output=8192),
    ),
    "mistral": (
        {
            "id": "ft-x", "name": "ft-x", "type": "fine-tuned", "root": "small",
            "max_context_length": 32_768,
            "capabilities": {"completion_chat": True, "function_calling": True, "vision": False},
        },
        Facts(
            base="small", tasks=frozenset({Task.CHAT}), context=32_768,
            inputs=frozenset({TEXT}), tools=True,
        ),
    ),
    "together": (
        {"id": "m", "type": "image", "pricing": {"input": 0, "output": 0.5, "hourly": 0}},
        Facts(tasks=frozenset({Task.IMAGE}), price=Price(0, 0.5)),
    ),
    "speaches": (
        {"id": "m", "task": "automatic-speech-recognition"},
        Facts(tasks=frozenset({Task.TRANSCRIPTION})),
    ),
    "the built-in engine": (
        {"id": "m", "context_length": 8192, "input_modalities": ["text"], "supports_tools": False},
        Facts(context=8192, inputs=frozenset({TEXT}), tools=False),
    ),
    "a model that hears": (
        {"id": "m", "input_modalities": ["text", "audio"]},
        Facts(inputs=frozenset({TEXT, AUDIO})),
    ),
    "a file is no base": ({"id": "m", "details": {"parent_model": "/root/blobs/sha"}}, NO_FACTS),
    "nothing": ({"id": "m", "name": "m"}, NO_FACTS),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "expected"), SHAPES.values(), ids=SHAPES.keys())
def test_reads_what_each_server_says(entry: dict[str, object], expected: Facts) -> None:
    assert facts_of(entry) == expected


@pytest.mark.parametrize(
    "pricing",
    [{"prompt": "free"}, {"prompt": "nan"}, {"prompt": True}, {"prompt": "1e400"}, {"prompt": []}],
)
def test_a_price_that_is_no_number_is_not_known(pricing: dict[str, object]) -> None:
    assert facts_of({"pricing": pricing}).price is None


def test_a_day_may_have_a_time_behind_it() -> None:
    assert day_of("2026-11-30T00:00:00Z") == date(2026, 11, 30)
    assert day_of("soon") is None


NAMES = [
    "id", "name", "type", "task", "capabilities", "pricing", "prompt", "input", "architecture",
    "input_modalities", "output_modalities", "supported_parameters", "reasoning", "model_info",
    "mode", "top_provider", "meta", "context_length", "shutdown_date", "parent", "details",
    "parent_model", "supported_efforts", "input_cost_per_token", "vision", "tools",
]  # fmt: skip
WORDS = ["text", "image", "audio", "chat", "vlm", "vision", "tools", "0.1", "-1", "2026-01-01", ""]
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(WORDS)
    | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
)


@given(st.dictionaries(st.sampled_from(NAMES), anything, max_size=8))
def test_no_entry_breaks_it(entry: dict[str, object]) -> None:
    facts = facts_of(entry)
    assert facts.context is None or facts.context > 0
