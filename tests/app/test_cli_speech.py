"""`oriole transcribe` and `oriole dictate` as a shell sees them: real processes, engine, microphone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.aimock import Aimock
from tests.support.microphone import VirtualMicrophone
from tests.support.words_heard import BECKETT, TWO_CITIES, recording, word_error_rate, words_of

pytest_plugins = ["tests.support.microphone"]

ROOT = Path(__file__).resolve().parents[2]
SAID = "It was the best of times, 那是最好的时代。"


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    status: int
    out: str
    err: str


def started(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        env=os.environ | (env or {}),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(child: subprocess.Popen[bytes]) -> Ran:
    with child:
        out, err = child.communicate(timeout=110)
    return Ran(child.returncode, out.decode(), err.decode())


def run(*arguments: str | Path) -> Ran:
    return ended(started(*arguments))


@pytest.fixture
def mock(home: Path, aimock: Aimock) -> Aimock:
    """Set up a connection named "Mock"."""
    config = home / "oriole" / "config"
    config.mkdir(parents=True)
    (config / "connections.toml").write_text(
        f'[connections.mock]\nname = "Mock"\nbase_url = "{aimock.base_url}"\n'
    )
    return aimock


def test_what_is_said_in_a_file_is_written_to_standard_output() -> None:
    ran = run("transcribe", recording("beckett.wav"), "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    assert word_error_rate(BECKETT, ran.out) <= 0.25
    assert ran.out.endswith("\n")


@pytest.mark.full
def test_two_cities_loses_no_more_than_a_word_in_ten() -> None:
    ran = run("transcribe", recording("two_cities.wav"), "--language", "en")
    assert ran.status == 0
    assert word_error_rate(TWO_CITIES, ran.out) <= 0.10, ran.out


def test_a_server_of_the_person_is_found_by_its_name(mock: Aimock) -> None:
    ran = run("transcribe", recording("beckett.wav"), "--connection", "mock", "--model", "m")
    assert ran == Ran(0, f"{SAID}\n", "")
    (asked,) = [entry for entry in mock.journal() if "transcriptions" in str(entry["path"])]
    assert asked["method"] == "POST"


def test_files_are_written_beside_each_other(mock: Aimock, tmp_path: Path) -> None:
    files = (recording("beckett.wav"), tmp_path / "absent.wav", recording("two_cities.wav"))
    out = tmp_path / "out"
    ran = run("transcribe", *files, "--connection", "Mock", "--format", "srt", "--output", out)
    assert ran.status == 1
    assert "absent.wav" in ran.err
    assert ran.out == ""
    assert sorted(file.name for file in out.iterdir()) == ["beckett.srt", "two_cities.srt"]
    for file in out.iterdir():
        assert " --> " in file.read_text("utf-8")


WRONG = {
    "no such connection": (("--connection", "nobody"), "there is no connection nobody"),
    "no such format": (("--format", "doc"), "the formats are"),
    "a document for a terminal": (("--format", "docx"), "needs --output"),
}


@pytest.mark.parametrize(("options", "words"), WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_is_said(options: tuple[str, ...], words: str) -> None:
    ran = run("transcribe", recording("beckett.wav"), *options)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def test_another_language_names_what_to_connect() -> None:
    ran = run("transcribe", recording("beckett.wav"), "--language", "zh")
    assert (ran.status, ran.out) == (1, "")
    assert "only knows English" in ran.err
    assert "--connection" in ran.err


def test_dictating_without_a_microphone_says_so() -> None:
    ran = run("dictate", "--seconds", "1", "--language", "en")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("oriole: ")


def test_a_dictation_ends_with_control_c_and_prints_what_was_said(
    virtual_microphone: VirtualMicrophone, home: Path
) -> None:
    child = started("dictate", "--language", "en", env=virtual_microphone.environment)
    recordings = home / "oriole" / "data" / "recordings"
    while not list(recordings.glob("*.wav")):
        assert child.poll() is None
        time.sleep(0.02)
    virtual_microphone.say("The sun is shining on the garden today.")
    child.send_signal(signal.SIGINT)
    ran = ended(child)
    assert (ran.status, ran.err) == (0, "")
    assert "garden" in words_of(ran.out)
