"""A dictation with a real microphone and the built-in engine: nothing said is lost, whatever happens."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Code
from tests.support.microphone import VirtualMicrophone
from tests.support.words_heard import TWO_CITIES, recording, word_error_rate, words_of

pytest_plugins = ["tests.support.microphone"]

PROGRAM = Path(__file__).with_name("programs") / "dictating.py"
ANSWER_S = 60.0
BECKETT = ["ever", "tried", "ever", "failed", "no", "matter", "try", "again"]
"""What `short` says."""

Told = dict[str, Any]


class Person:
    """Presses the keys of a dictation in another process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = process.pid

    def does(self, line: str) -> Told:
        """Do something; give how it stands then."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self.hears()

    def hears(self) -> Told:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], ANSWER_S)
        assert ready, "no answer"
        told = json.loads(self._process.stdout.readline())
        assert isinstance(told, dict)
        return told

    def kept(self) -> list[Told]:
        return list(self.does("kept")["kept"])

    def kills_it(self) -> None:
        self._process.kill()
        self._process.wait(10)


@contextmanager
def dictating(microphone: VirtualMicrophone | None = None) -> Iterator[Person]:
    """Give somebody at a keyboard; the program ends as a window that is closed."""
    environment = {**os.environ, **(microphone.environment if microphone else {})}
    command = [sys.executable, str(PROGRAM)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            person = Person(process)
            person.hears()
            yield person
            assert process.stdin is not None
            process.stdin.close()
            process.wait(15)
        finally:
            process.kill()


def missing(text: str) -> int:
    """Count the words of `BECKETT` that were not understood."""
    heard = words_of(text)
    return sum(word not in heard for word in BECKETT)


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """Give a file with four sentences, 7.7 s long."""
    file = tmp_path / "short.wav"
    with wave.open(str(recording("beckett.wav"))) as whole, wave.open(str(file), "wb") as part:
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(round(7.7 * whole.getframerate())))
    return file


def test_what_is_said_is_on_the_disk_and_in_the_store(
    virtual_microphone: VirtualMicrophone,
    short: Path,
) -> None:
    with dictating(virtual_microphone) as person:
        assert person.does("start NOTE")["phase"] == "listening"
        virtual_microphone.play(short)
        told = person.does("stop")
        assert (told["phase"], told["code"], told["is_active"]) == ("idle", None, False)
        assert told["phases"] == ["opening", "listening", "finishing", "idle"]
        assert missing(told["text"]) <= 1
        assert told["loudest_db"] > -30
        (kept,) = person.kept()
        assert (kept["kind"], kept["state"], kept["error"]) == ("note", "ready", "")
        assert kept["has_sound"]
        assert kept["duration_s"] > 7.5
        assert words_of(" ".join(line[0] for line in kept["lines"])) == words_of(told["text"])
        ends = [end for _, _, end in kept["lines"]]
        assert ends == sorted(ends)
        assert kept["done_s"] == ends[-1]


def test_a_pause_is_not_recorded(virtual_microphone: VirtualMicrophone) -> None:
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        assert person.does("pause")["phase"] == "paused"
        virtual_microphone.say("Elephants and tigers.")
        assert person.does("resume")["phase"] == "listening"
        virtual_microphone.say("Hello there, my dear friend.")
        told = person.does("stop")
        assert "friend" in words_of(told["text"])
        assert not {"elephants", "tigers"} & set(words_of(told["text"]))


def test_another_microphone_goes_on_with_the_same_recording(
    virtual_microphone: VirtualMicrophone,
) -> None:
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        virtual_microphone.say("This is the end of it.")
        assert person.does("use gone")["phase"] == "listening"  # what is not there is the default
        virtual_microphone.say("Hello there, my dear friend.")
        heard = words_of(person.does("stop")["text"])
        assert {"end", "friend"} <= set(heard)
        assert len(person.kept()) == 1


def test_cancelling_puts_the_recording_into_the_bin(
    virtual_microphone: VirtualMicrophone,
) -> None:
    with dictating(virtual_microphone) as person:
        person.does("start DICTATION")
        virtual_microphone.say("Nobody wants to read this.")
        assert person.does("cancel")["phase"] == "idle"
        (kept,) = person.kept()
        assert kept["is_deleted"]
        assert kept["has_sound"]
        assert person.does("start NOTE")["phase"] == "listening"  # the microphone is free again


def test_silence_ends_a_dictation_and_throws_nothing_away(
    virtual_microphone: VirtualMicrophone, home: Path
) -> None:
    settings = home / "oriole" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[speech]\nsilence_s = 1\n")
    with dictating(virtual_microphone) as person:
        person.does("start DICTATION")
        virtual_microphone.say("This is the end of it.")
        told = person.does("until idle")
        assert "end" in words_of(told["text"])
        assert told["silence"] == 1.0  # who watches saw how much of it had passed
        assert person.does("hold")["phase"] == "listening"
        virtual_microphone.say("Now I hold the key.")
        assert person.does("sleep 2.5")["phase"] == "listening"
        assert "key" in words_of(person.does("stop")["text"])


@pytest.mark.full
def test_a_microphone_that_is_pulled_out_ends_it_with_what_was_said(
    virtual_microphone: VirtualMicrophone,
    short: Path,
) -> None:
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        virtual_microphone.play(short)
        virtual_microphone.kill_server()
        told = person.does("until failed")
        assert told["code"] == Code.MICROPHONE_LOST
        assert missing(told["text"]) <= 2
        (kept,) = person.kept()
        assert (kept["state"], kept["error"]) == ("ready", "")


def test_without_a_microphone_it_says_so_and_keeps_nothing(home: Path) -> None:
    with dictating() as person:
        told = person.does("start NOTE")
        assert told["phase"] == "failed"
        assert told["code"] in {Code.NO_MICROPHONE, Code.NO_PORTAUDIO, Code.MICROPHONE_STALLED}
        assert person.kept() == []
    assert not list((home / "oriole" / "data" / "recordings").glob("*.wav"))


@pytest.mark.full
def test_closing_the_window_keeps_the_sound_and_its_text_is_made_later(
    virtual_microphone: VirtualMicrophone,
    short: Path,
) -> None:
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        virtual_microphone.play(short)
    with dictating(virtual_microphone) as person:
        (kept,) = person.kept()
        assert kept["state"] == "interrupted"
        (made,) = person.does(f"retry {kept['id']}")["kept"]
        assert made["state"] == "ready"
        assert missing(" ".join(line[0] for line in made["lines"])) <= 2


@pytest.mark.full
def test_a_killed_program_loses_a_quarter_of_a_second_at_most(
    virtual_microphone: VirtualMicrophone,
    short: Path,
) -> None:
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        virtual_microphone.play(short)
        before = person.does("until listening")["elapsed_s"]
        person.kills_it()
    with dictating(virtual_microphone) as person:
        (kept,) = person.kept()
        assert kept["state"] == "interrupted"
        (made,) = person.does(f"retry {kept['id']}")["kept"]
        assert made["state"] == "ready"
        assert made["duration_s"] >= before - 0.25
        assert missing(" ".join(line[0] for line in made["lines"])) <= 2


def test_when_nobody_transcribes_the_sound_is_kept_and_sent_again(
    virtual_microphone: VirtualMicrophone, home: Path
) -> None:
    config = home / "oriole" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text('[speech]\nconnection = "away"\n')
    (config / "connections.toml").write_text(
        '[connections.away]\nname = "Away"\nbase_url = "http://127.0.0.1:9/v1"\n'
    )
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        virtual_microphone.say("The sun is shining today.")
        told = person.does("stop")
        assert (told["phase"], told["code"]) == ("failed", Code.NO_ROUTE)
        (kept,) = person.kept()
        assert (kept["state"], kept["error"]) == ("failed", Code.NO_ROUTE)
        assert kept["has_sound"]
        assert kept["done_s"] == 0


@pytest.mark.full
def test_speech_keeps_its_words_on_the_way_through_the_microphone(
    virtual_microphone: VirtualMicrophone,
) -> None:
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        virtual_microphone.play(recording("two_cities.wav"))
        told = person.does("stop")
        rate = word_error_rate(TWO_CITIES, told["text"])
        assert rate <= 0.12, told["text"]


@pytest.mark.full
def test_a_disk_that_takes_no_more_ends_it_and_what_was_written_is_kept(
    virtual_microphone: VirtualMicrophone, home: Path
) -> None:
    data = home / "oriole" / "data"
    with dictating(virtual_microphone) as person:
        person.does("start NOTE")
        largest = max(file.stat().st_size for file in data.rglob("*") if file.is_file())
        unlimited = resource.prlimit(person.pid, resource.RLIMIT_FSIZE)
        room = largest + 32_000
        resource.prlimit(person.pid, resource.RLIMIT_FSIZE, (room, unlimited[1]))
        with virtual_microphone.playing(recording("two_cities.wav")):
            told = person.does("until failed")
        resource.prlimit(person.pid, resource.RLIMIT_FSIZE, unlimited)
        assert told["code"] == Code.UNWRITABLE  # what a limit gives; a full disk says DISK_FULL
        (kept,) = person.kept()
        assert kept["has_sound"]
        assert kept["duration_s"] > 0.9 * room / 32_000 - 1
        assert person.does("start NOTE")["phase"] == "listening"
