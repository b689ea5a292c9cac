"""The built-in engine: how soon it is ready, how soon it speaks, and what its front costs.

`ready_ms` is from the start of the process to READY; `cold_first_token_ms` from a question to its
first token with the model not loaded, `warm_first_token_ms` with the model loaded and another
question before it; `tokens_ratio` is tokens/s through the front against xllamacpp called directly
with the same settings, both in turn on the same machine. Medians of five runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from tests.bench.report import Sample
from tests.engine.process import ROOT, EngineProcess, chat

RUNS = 5
TOKENS = 96
CHAT = "/v1/chat/completions"
STORY = "What are the benefits of walking every day?"
QUESTIONS = [
    "What is the capital of France?",
    "Who wrote Romeo and Juliet?",
    "What do bees make?",
    "What is the opposite of hot?",
    "How many days are there in a week?",
]

DIRECT = """
import json, sys, time
import xllamacpp
from desktop.engine.catalogue import Catalogue
from desktop.engine.fields import Fields
from desktop.engine.loaded import LoadedModel
from desktop.engine.prompts import from_chat
from desktop.engine.wording import request_of
catalogue = Catalogue()
server = LoadedModel(catalogue.built_in)._server
for line in sys.stdin:
    times = []
    request = request_of(from_chat(Fields(json.loads(line)), catalogue))
    def heard(chunk):
        if any(choice["delta"].get("content") for choice in chunk.get("choices", ())):
            times.append(time.perf_counter())
    server.handle_chat_completions(request, heard)
    print((len(times) - 1) / (times[-1] - times[0]), flush=True)
"""


def run() -> Iterator[Sample]:
    """Measure; takes about 40 s."""
    starts, cold = [], []
    for question in QUESTIONS[:RUNS]:
        with EngineProcess() as engine:
            starts.append(engine.ready_s * 1000)
            cold.append(_first_token_ms(engine, question))
    with EngineProcess() as engine, _direct() as direct:
        _first_token_ms(engine, "Hi")
        warm = [_first_token_ms(engine, question) for question in QUESTIONS[:RUNS]]
        ratios = [_front_speed(engine) / _direct_speed(direct) for _ in range(RUNS)]
    yield Sample("ready_ms", median(starts), "ms")
    yield Sample("cold_first_token_ms", median(cold), "ms")
    yield Sample("warm_first_token_ms", median(warm), "ms")
    yield Sample("tokens_ratio", median(ratios), "ratio")


def _direct() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", DIRECT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"},
    )


def _first_token_ms(engine: EngineProcess, question: str) -> float:
    began = time.perf_counter()
    with engine.stream(CHAT, **chat(question, max_tokens=4)) as events:
        for event in events:
            if _has_text(event):
                return (time.perf_counter() - began) * 1000
    raise RuntimeError("the model said nothing")


def _front_speed(engine: EngineProcess) -> float:
    with engine.stream(CHAT, **_story()) as events:
        times = [time.perf_counter() for event in events if _has_text(event)]
    return (len(times) - 1) / (times[-1] - times[0])


def _direct_speed(direct: subprocess.Popen[str]) -> float:
    assert direct.stdin is not None
    assert direct.stdout is not None
    direct.stdin.write(json.dumps(_story()) + "\n")
    direct.stdin.flush()
    return float(direct.stdout.readline())


def _story() -> dict[str, object]:
    return chat(STORY, max_tokens=TOKENS)


def _has_text(event: dict[str, object]) -> bool:
    choices = event["choices"]
    assert isinstance(choices, list)
    return any(choice["delta"].get("content") for choice in choices)
