"""The table that ships: written as it must be, and read as it is meant."""

import json
from datetime import date
from typing import Any

import pytest

from desktop.core.connection import Connection
from desktop.core.models import Facts, Modality, Task
from desktop.core.resources import resource
from desktop.services.model_table import ModelTable, facts_from

CONTENT: dict[str, Any] = json.loads(resource("models.json").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = CONTENT["models"]
IDS = [row["id"] for row in ROWS if "id" in row]
OFFICIAL = Connection("o", "OpenAI", "https://api.openai.com/v1")
ELSEWHERE = Connection("e", "Elsewhere", "https://gateway.example/v1")
CURRENT = [
    "gpt-6.2-astra", "gpt-6.2-sol", "gpt-6-astra", "gpt-6.1-sol", "gpt-6-sol", "gpt-6.1-terra",
    "gpt-6-luna", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna", "gpt-5.5", "gpt-5.4",
    "gpt-5.4-mini", "gpt-5.4-nano", "gpt-image-2.6-sunburst", "gpt-image-2.6-flare",
    "gpt-image-2.5-sunburst", "gpt-image-2.5-flare", "gpt-image-2", "gpt-transcribe",
    "gpt-live-transcribe", "gpt-realtime-whisper", "gpt-realtime-2.1-mini", "gpt-realtime-2.1",
    "gpt-live-1", "text-embedding-3-small", "text-embedding-3-large", "omni-moderation-latest",
]  # fmt: skip
ENDING = {
    "gpt-4": "2026-10-23", "gpt-4-turbo": "2026-10-23", "gpt-3.5-turbo": "2026-10-23",
    "o1": "2026-10-23", "o3-mini": "2026-10-23", "o4-mini": "2026-10-23", "gpt-5": "2026-12-11",
    "o3": "2026-12-11", "gpt-4.1": "2027-01-14", "gpt-4o": "2027-01-14",
    "gpt-4o-mini": "2027-01-14", "dall-e-3": "2026-05-12", "gpt-image-1": "2026-10-23",
    "gpt-image-1.5": "2026-12-01", "gpt-image-1-mini": "2026-12-01",
    "chatgpt-image-latest": "2026-12-01", "whisper-1": "2027-02-26",
    "gpt-4o-transcribe": "2027-02-26", "tts-1": "2027-01-06", "gpt-4o-mini-tts": "2027-01-06",
}  # fmt: skip
FIELDS = {
    "id", "match", "vendor", "name", "tasks", "context", "max_output", "inputs", "tools",
    "reasoning", "efforts", "price", "retires_on", "successor", "image_tokens", "aliases",
}  # fmt: skip
RATES = {
    "input", "output", "cached", "image_input", "image_output", "audio_input", "audio_output",
    "per_minute", "per_picture", "currency", "dearer_above",
}  # fmt: skip
EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"]


@pytest.fixture(scope="module")
def table() -> ModelTable:
    return ModelTable(CONTENT)


@pytest.mark.parametrize("row", ROWS, ids=[row.get("id") or row["match"][0] for row in ROWS])
def test_a_row_is_written_as_it_must_be(row: dict[str, Any]) -> None:
    assert row.keys() <= FIELDS
    assert ("id" in row) != ("match" in row)
    facts_from(row)
    assert row.get("vendor", "openai") in CONTENT["vendors"]
    if "price" in row or "retires_on" in row:
        assert "vendor" in row  # a price is somebody's
    price = row.get("price", {})
    assert price.keys() <= RATES
    assert all(value >= 0 for name, value in price.items() if name != "currency")
    assert row.get("image_tokens", "patch_2048") in CONTENT["image_tokens"]
    efforts = row.get("efforts", [])
    assert efforts == [effort for effort in EFFORTS if effort in efforts]
    if "successor" in row:
        assert row["successor"] in IDS
        assert "retires_on" in row


def test_no_model_is_there_twice() -> None:
    patterns = [pattern for row in ROWS for pattern in row.get("match", ())]
    assert len(IDS) == len(set(IDS))
    assert len(patterns) == len(set(patterns))


def test_a_successor_does_not_end_before_the_model() -> None:
    ends = {row["id"]: row.get("retires_on", "9999-12-31") for row in ROWS if "id" in row}
    for row in ROWS:
        if "successor" in row:
            assert ends[row["successor"]] > row["retires_on"]


def test_the_table_has_its_day() -> None:
    assert date(2026, 1, 1) <= date.fromisoformat(CONTENT["as_of"])


@pytest.mark.parametrize("model", CURRENT)
def test_the_models_of_today_are_there(table: ModelTable, model: str) -> None:
    assert model in IDS
    assert table.facts(model, OFFICIAL).tasks is not None


@pytest.mark.parametrize(("model", "day"), ENDING.items(), ids=ENDING.keys())
def test_announced_ends_are_there(table: ModelTable, model: str, day: str) -> None:
    assert table.facts(model, OFFICIAL).retires_on == date.fromisoformat(day)


def test_a_snapshot_is_its_model(table: ModelTable) -> None:
    assert table.facts("gpt-4o-2024-08-06", OFFICIAL) == table.facts("gpt-4o", OFFICIAL)


def test_prices_and_ends_hold_on_their_makers_servers_only(table: ModelTable) -> None:
    here, there = table.facts("gpt-6-sol", OFFICIAL), table.facts("gpt-6-sol", ELSEWHERE)
    assert here.price is not None
    assert there.price is None
    assert there.context == here.context
    assert table.facts("gpt-4o", ELSEWHERE).retires_on is None
    with_preset = Connection("p", "By a proxy", "https://proxy.example/v1", preset="openai")
    assert table.facts("gpt-6-sol", with_preset) == here


def test_a_fine_tuned_model_is_its_base_but_for_the_price(table: ModelTable) -> None:
    facts = table.facts("ft:gpt-4o-2024-08-06:acme:support:ab12", OFFICIAL)
    assert (facts.name, facts.base) == ("support", "gpt-4o-2024-08-06")
    assert facts.retires_on == date(2027, 1, 14)
    assert facts.price is None
    unknown = table.facts("ft:unheard-of:acme:x:1", OFFICIAL)
    assert unknown == Facts(name="x", base="unheard-of")


@pytest.mark.parametrize(
    ("model", "context"),
    [
        ("qwen3:32b", 32_768),
        ("Qwen/Qwen3-4B-Instruct-2507", 262_144),
        ("meta-llama/Llama-3.1-8B-Instruct", 131_072),
        ("Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf", 131_072),
        ("llama3.1", 131_072),
        ("gemma-3-27b-it", 131_072),
        ("openai/gpt-oss-20b", 131_072),
        ("phi4", 16_384),
        ("nobody-knows-this", None),
    ],
)
def test_a_family_is_known_by_many_spellings(
    table: ModelTable, model: str, context: int | None
) -> None:
    assert table.facts(model, ELSEWHERE).context == context


@pytest.mark.parametrize(
    ("model", "task"),
    [
        ("nomic-embed-text:latest", Task.EMBEDDING),
        ("mistral-embed", Task.EMBEDDING),
        ("Systran/faster-whisper-small", Task.TRANSCRIPTION),
        ("stable-diffusion-3.5-large", Task.IMAGE),
        ("speaches-ai/Kokoro-82M-v1.0-ONNX", Task.SPEECH),
    ],
)
def test_a_model_that_does_not_chat_is_known_as_such(
    table: ModelTable, model: str, task: Task
) -> None:
    assert table.facts(model, ELSEWHERE).tasks == {task}


def test_live_dictation_has_models_of_its_own(table: ModelTable) -> None:
    assert table.facts("gpt-live-transcribe", OFFICIAL).tasks == {Task.LIVE_TRANSCRIPTION}
    assert Task.LIVE_TRANSCRIPTION in (table.facts("gpt-transcribe", OFFICIAL).tasks or ())


def test_a_vision_model_takes_pictures(table: ModelTable) -> None:
    for model in ("llama3.2-vision:11b", "llava:7b", "qwen2.5vl:7b"):
        assert Modality.IMAGE in (table.facts(model, ELSEWHERE).inputs or ()), model


@pytest.mark.parametrize(("name", "rule"), CONTENT["image_tokens"].items())
def test_a_rule_for_pictures_is_whole(name: str, rule: dict[str, Any]) -> None:
    if rule["rule"] == "tile":
        assert rule.keys() == {"rule", "base", "tile"}, name
        return
    assert rule["rule"] == "patch"
    assert 1 < rule["multiplier"] < 2
    assert rule["auto"] in rule
    for detail in ("low", "high"):
        assert rule[detail]["max_side_px"] > 0
