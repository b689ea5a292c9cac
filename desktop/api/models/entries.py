"""Reads what a server says of one model; each server has its own words, and none of them must be there.

Shapes: OpenAI, OpenRouter, vLLM, llama.cpp, LM Studio (v0, v1), LiteLLM, Groq, Mistral, Together, speaches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from desktop.api.models.prices import price_of
from desktop.api.reading.fields import Json, child, number, text
from desktop.core.models import NO_FACTS, Facts, Modality, Task

_CONTEXT_NAMES = (
    "context_length",  # OpenRouter, Together
    "context_window",  # Groq
    "max_context_length",  # LM Studio, Mistral
    "max_model_len",  # vLLM
    "max_input_tokens",  # LiteLLM
    "n_ctx",  # llama.cpp, under meta
    "n_ctx_train",
)
_OUTPUT_NAMES = ("max_completion_tokens", "max_output_tokens")  # OpenRouter, Groq | LiteLLM
_END_NAMES = (
    "shutdown_date",  # OpenAI
    "expiration_date",  # OpenRouter
    "deprecation_date",  # LiteLLM
)
_TASKS = {
    # LM Studio's and Together's `type`, LiteLLM's `mode`, speaches' `task`
    "chat": Task.CHAT, "llm": Task.CHAT, "vlm": Task.CHAT, "completion": Task.CHAT,
    "responses": Task.CHAT, "language": Task.CHAT, "text-generation": Task.CHAT,
    "completion_chat": Task.CHAT, "embedding": Task.EMBEDDING, "embeddings": Task.EMBEDDING,
    "feature-extraction": Task.EMBEDDING, "image": Task.IMAGE, "image_generation": Task.IMAGE,
    "text-to-image": Task.IMAGE, "audio_transcription": Task.TRANSCRIPTION,
    "transcribe": Task.TRANSCRIPTION, "automatic-speech-recognition": Task.TRANSCRIPTION,
    "audio_speech": Task.SPEECH, "text-to-speech": Task.SPEECH, "audio": Task.SPEECH,
    "moderation": Task.MODERATION,
}  # fmt: skip
_SEES = {"vision", "multimodal", "image", "vlm", "supports_vision", "image_input"}
_HEARS = {"audio", "supports_audio_input", "audio_input"}
_USES_TOOLS = {
    "tools", "tool_use", "function_calling", "trained_for_tool_use", "supports_function_calling",
    "supports_tools",
}  # fmt: skip
_REASONS = {"thinking", "reasoning", "include_reasoning", "supports_reasoning"}


def facts_of(entry: Json) -> Facts:
    """Give what an entry of a server's list says; nothing in it may be of a wrong shape."""
    info = child(entry, "model_info")  # LiteLLM's
    places = (entry, info, child(entry, "top_provider"), child(entry, "meta"))
    told = _told(entry, info)
    reasoning = child(entry, "reasoning")
    efforts = strings(reasoning.get("supported_efforts"))
    facts = Facts(
        name=_name(entry),
        base=_base(entry),
        tasks=_tasks(entry, info, told),
        context=_first_number(places, _CONTEXT_NAMES),
        max_output=_first_number(places, _OUTPUT_NAMES),
        inputs=_inputs(entry, told),
        tools=_yes_or_no(told, _USES_TOOLS),
        reasoning=True if reasoning else _yes_or_no(told, _REASONS),
        efforts=tuple(reversed(efforts)) or None,  # OpenRouter lists the highest first
        price=price_of(entry) or price_of(info),
        retires_on=_first_date(places),
    )
    return facts if facts != NO_FACTS else NO_FACTS


def strings(value: object) -> list[str]:
    """Give the strings in a list."""
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def with_words(facts: Facts, words: Iterable[str]) -> Facts:
    """Add what a list of capabilities says; what it leaves out the model does not do."""
    told = dict.fromkeys(words, True)
    tasks = frozenset(_TASKS[word] for word in told if word in _TASKS)
    if not told:
        return facts
    return replace(
        facts,
        tasks=tasks or facts.tasks,
        inputs=_inputs({}, told) or frozenset({Modality.TEXT}),
        tools=bool(told.keys() & _USES_TOOLS),
        reasoning=bool(told.keys() & _REASONS),
    )


def _told(entry: Json, info: Json) -> dict[str, bool]:
    """Give every capability that is named, with whether the model has it."""
    told: dict[str, bool] = {}
    for place in (info, entry, child(entry, "capabilities")):
        told |= {name: value for name, value in place.items() if isinstance(value, bool)}
    for name in ("capabilities", "supported_parameters", "supported_features"):
        words = strings(entry.get(name))
        if words and name == "supported_parameters":  # a whole list: what is not in it is not there
            told |= {"tools": False, "reasoning": False}
        told |= dict.fromkeys(words, True)
    if text(entry, "type") == "vlm":
        told["vlm"] = True
    return told


def _tasks(entry: Json, info: Json, told: dict[str, bool]) -> frozenset[Task] | None:
    made = strings(child(entry, "architecture").get("output_modalities"))
    if made:
        by_word = {"text": Task.CHAT, "image": Task.IMAGE, "embeddings": Task.EMBEDDING}
        known = frozenset(by_word[word] for word in made if word in by_word)
        return known or None
    named = (text(entry, "type"), text(entry, "task"), text(info, "mode"))
    for word in named:
        if word in _TASKS:
            return frozenset({_TASKS[word]})
    found = frozenset(_TASKS[word] for word, has in told.items() if has and word in _TASKS)
    return found - {Task.IMAGE, Task.SPEECH} or None  # "image", "audio" here: what goes in


def _inputs(entry: Json, told: dict[str, bool]) -> frozenset[Modality] | None:
    architecture = child(entry, "architecture")
    named = strings(architecture.get("input_modalities")) or strings(entry.get("input_modalities"))
    if named:
        return frozenset(Modality(word) for word in named if word in set(Modality))
    sees, hears = _yes_or_no(told, _SEES), _yes_or_no(told, _HEARS)
    if sees is None and hears is None:
        return None
    found = {Modality.TEXT}
    found |= {Modality.IMAGE} if sees else set()
    return frozenset(found | ({Modality.AUDIO} if hears else set()))


def _yes_or_no(told: dict[str, bool], names: set[str]) -> bool | None:
    said = [told[name] for name in names if name in told]
    return any(said) if said else None


def _name(entry: Json) -> str | None:
    named = text(entry, "display_name") or (text(entry, "name") if entry.get("id") else "")
    return named if named and named != entry.get("id") else None


def _base(entry: Json) -> str | None:
    """Give what a model was fine-tuned from: vLLM's LoRA adapters, Mistral's and Ollama's own."""
    details, info = child(entry, "details"), child(entry, "model_info")
    base = text(entry, "parent") or text(details, "parent_model") or text(info, "base_model")
    if not base and text(entry, "type") == "fine-tuned":
        base = text(entry, "root")
    is_file = "/blobs/" in base or base.startswith(("/", "\\")) or base[1:3] == ":\\"
    return base if base and not is_file and base != entry.get("id") else None


def _first_number(places: Iterable[Json], names: Iterable[str]) -> int | None:
    names = tuple(names)
    for place in places:
        for name in names:
            if (size := number(place, name)) is not None and size > 0:
                return size
    return None


def _first_date(places: Iterable[Json]) -> date | None:
    for place in places:
        for name in _END_NAMES:
            if (day := day_of(text(place, name))) is not None:
                return day
    return None


def day_of(value: str) -> date | None:
    """Give the day of "YYYY-MM-DD", with or without a time after it; None: it is none."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
