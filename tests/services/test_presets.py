"""Servers known by name: what is shipped, how a row is read, whose address it is."""

import re
import tomllib
from dataclasses import fields
from datetime import date
from urllib.parse import urlsplit

import pytest

from desktop.core.capabilities import Capability, Support
from desktop.core.connection import BUILT_IN_ID, Api
from desktop.core.resources import resource
from desktop.services.presets import (
    COMPATIBLE_ID,
    Preset,
    guess,
    is_loopback,
    parse,
    preset,
    presets,
)

each = pytest.mark.parametrize("row", presets(), ids=lambda row: row.id)

ROW = """
as_of = "2026-01-02"
[[servers]]
id = "a"
name = "A"
base_url = "https://a.example/v1"
needs_key = true
yes = ["chat"]
no = ["speech"]
"""


def test_no_shipped_row_is_left_out() -> None:
    table = tomllib.loads(resource("connections.toml").read_text("utf-8"))
    assert [row.id for row in presets()] == [entry["id"] for entry in table["servers"]]


def test_the_servers_of_the_issue_are_there() -> None:
    assert {row.id for row in presets()} == {
        BUILT_IN_ID, COMPATIBLE_ID, "openai", "azure", "openrouter", "ollama", "lm_studio",
        "llama_cpp", "localai", "vllm", "speaches", "litellm", "ogx",
    }  # fmt: skip


@each
def test_a_row_has_the_types_it_says(row: Preset) -> None:
    kinds = {"str": str, "bool": bool, "Api": Api, "tuple[int, ...]": tuple}
    for item in fields(row):
        if (kind := kinds.get(str(item.type))) is not None:
            assert type(getattr(row, item.name)) is kind, item.name
    assert all(type(port) is int and 0 < port < 65536 for port in row.ports)
    assert date.fromisoformat(row.as_of).year >= 2026
    assert row.name
    assert re.fullmatch(r"[a-z_]+", row.id)


@each
def test_an_address_is_an_address_and_a_key_page_a_web_page(row: Preset) -> None:
    if row.id == BUILT_IN_ID:
        assert row.base_url == ""
        return
    filled = re.sub(r"[{}]", "", row.base_url)
    parts = urlsplit(filled)
    assert filled.endswith("/v1")
    assert parts.hostname
    assert parts.scheme == ("http" if is_loopback(parts.hostname) else "https")
    if row.key_page:
        assert row.key_page.startswith("https://")
        assert row.needs_key


@each
def test_what_is_looked_for_can_be_recognised(row: Preset) -> None:
    assert bool(row.ports) == bool(row.probe) == bool(row.sign)
    if row.ports:
        assert urlsplit(row.base_url).port in row.ports
        assert row.is_local
        assert row.probe.startswith("/")


@each
def test_what_has_no_text_api_does_not_claim_a_part_of_it(row: Preset) -> None:
    can = row.capabilities
    if can.get(Capability.RESPONSES) is not Support.YES:
        assert can.get(Capability.INPUT_TOKENS) is not Support.YES
        assert can.get(Capability.CONVERSATIONS) is not Support.YES
    if can.get(Capability.IMAGES) is Support.NO:
        assert can.get(Capability.IMAGE_EDITS) is Support.NO
        assert can.get(Capability.IMAGE_STREAM) is Support.NO


def test_two_rows_on_one_port_show_different_signs() -> None:
    rows = [row for row in presets() if row.ports]
    for row in rows:
        others = [other for other in rows if other is not row and set(other.ports) & set(row.ports)]
        assert all((other.probe, other.sign) != (row.probe, row.sign) for other in others)


def test_what_is_unknown_is_absent() -> None:
    (row,) = parse(ROW)
    assert row.capabilities == {Capability.CHAT: Support.YES, Capability.SPEECH: Support.NO}
    assert (row.as_of, row.api, row.ports) == ("2026-01-02", Api.AUTO, ())


def test_braces_are_for_the_person_to_fill_in() -> None:
    azure = preset("azure")
    assert azure is not None
    assert azure.placeholders == ("resource",)
    assert azure.key_header == "api-key"
    ollama = preset("ollama")
    assert ollama is not None
    assert ollama.placeholders == ()


@pytest.mark.parametrize(
    "line",
    [
        'yes = ["flying"]',
        'yes = ["speech"]',
        'colour = "red"',
        'api = "smoke"',
        "ports = 80",
    ],
    ids=["capability", "yes and no", "field", "api", "ports"],
)
def test_a_broken_row_is_left_out_and_the_others_stay(line: str, expect_log) -> None:
    expect_log("server 1 is left out")
    broken = re.sub(r"id = \"a\"", 'id = "b"', ROW.partition("[[servers]]")[2])
    if line.startswith("yes"):
        broken = broken.replace('yes = ["chat"]', line)
    else:
        broken += line
    assert [row.id for row in parse(f"{ROW}\n[[servers]]{broken}")] == ["a"]


def test_a_row_without_a_name_is_left_out(expect_log) -> None:
    expect_log("server 0 is left out")
    assert parse(ROW.replace('name = "A"', "")) == ()


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://API.OpenAI.com./v1/", "openai"),
        ("https://mine.openai.azure.com/openai/v1", "azure"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("http://127.0.0.1:11434/v1", "ollama"),
        ("http://localhost:1234", "lm_studio"),
        ("http://[::1]:4000/v1", "litellm"),
        ("http://127.0.0.1:8080/v1", None),
        ("http://127.0.0.1:8000/v1", None),
        ("http://127.0.0.1:9/v1", None),
        ("http://127.0.0.1/v1", None),
        ("https://openai.azure.com/v1", None),
        ("https://api.openai.com.example/v1", None),
        ("https://evilapi.openai.com/v1", None),
        ("http://192.168.1.5:11434/v1", None),
        ("", None),
        ("nonsense", None),
        ("http://[x", None),
        ("http://127.0.0.1:x/v1", None),
    ],
)
def test_an_address_tells_whose_it_is(url: str, found: str | None) -> None:
    row = guess(url)
    assert (row.id if row is not None else None) == found


def test_an_unknown_id_has_no_row() -> None:
    assert preset("") is None
    assert preset("no-such") is None


def test_the_built_in_engine_claims_only_what_it_has() -> None:
    row = preset(BUILT_IN_ID)
    assert row is not None
    assert set(row.capabilities) == set(Capability)
    can = {capability for capability, support in row.capabilities.items() if support is Support.YES}
    text = {Capability.RESPONSES, Capability.CHAT, Capability.INPUT_TOKENS}
    speech = {Capability.TRANSCRIPTIONS, Capability.TRANSCRIPTION_STREAM, Capability.REALTIME}
    assert can == text | speech
