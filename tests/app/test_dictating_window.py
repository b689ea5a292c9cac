"""The real window dictates, driven: no word is lost and its loop goes on, whatever the sound does."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.core.errors import Code
from tests.media.capture.recorders import at_rate, human_speech, likeness, sound_of
from tests.support.microphone import VirtualMicrophone
from tests.support.words_heard import TWO_CITIES, recording, word_error_rate, words_of

PROGRAM = Path(__file__).with_name("programs") / "dictating_window.py"
ANSWER_S = 60.0
BEAT_S = 0.02
"""How often `PROGRAM` lets the loop come round."""
MOST = 0.4
"""Of the beats, on a busy machine: a loop that waits for the sound has less."""
LEAD_S = 0.08
"""Of silence before the first word: with the start of the player it begins about 100 ms after the press."""
EVER_S = 0.3
"""How long the first word is, "ever"."""

Told = dict[str, Any]


class Window:
    """A window in another process, and what it tells."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def is_told(self, line: str) -> None:
        """Tell it to do something, without waiting for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def tells(self) -> Told:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], ANSWER_S)
        assert ready, "no answer"
        told = json.loads(self._process.stdout.readline())
        assert isinstance(told, dict)
        return told

    def does(self, line: str) -> Told:
        """Let it do something; give how it stands then."""
        self.is_told(line)
        return self.tells()

    def shows(self, what: Callable[[Told], bool]) -> Told:
        """Wait until it stands so."""
        end = time.monotonic() + ANSWER_S
        while not what(told := self.does("sleep 0.04")):
            assert time.monotonic() < end, told
        return told

    def understands(self, count: int) -> Told:
        """Wait until it has understood some words."""
        return self.shows(lambda told: len(words_of(f"{told['text']} {told['partial']}")) >= count)

    def kept(self) -> Told:
        """Give the only recording."""
        (kept,) = self.does("kept")["kept"]
        assert isinstance(kept, dict)
        return kept

    def beats(self, line: str) -> tuple[Told, float]:
        """Let it do something; give how it stands then, and the share of its beats that came."""
        self.does("sleep 0")  # it counts from here
        began = time.monotonic()
        told = self.does(line)
        return told, told["beats"] * BEAT_S / (time.monotonic() - began)

    def is_killed(self) -> None:
        self._process.kill()
        self._process.wait(10)


@contextmanager
def window_open(microphone: VirtualMicrophone) -> Iterator[Window]:
    """Open the window; at the end it is closed, if it still lives."""
    command = [sys.executable, str(PROGRAM)]
    environment = {**os.environ, **microphone.environment}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            window = Window(process)
            window.tells()
            yield window
            if process.poll() is None:
                assert process.stdin is not None
                process.stdin.close()
                assert process.wait(ANSWER_S) == 0
        finally:
            process.kill()


def first_word(target: Path) -> Path:
    """Write "Ever tried", which begins after `LEAD_S`."""
    sound, rate_hz = sound_of(human_speech("beckett"))
    first = int(np.argmax(np.abs(sound) > np.abs(sound).max() / 10))
    part = sound[first:][:rate_hz].astype(np.int16)
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(bytes(round(LEAD_S * rate_hz) * 2) + part.tobytes())
    return target


def presses_while_speech_begins(
    microphone: VirtualMicrophone, home: Path, folder: Path, times: int
) -> list[float]:
    """Speak about 100 ms after each press; give how like the speech the recordings are.

    One press goes before: with the first one a window loads PortAudio, which takes 100 ms itself.
    """
    speech = first_word(folder / "played.wav")
    word = at_rate(*sound_of(speech), 16_000)[round(LEAD_S * 16_000) :][: round(EVER_S * 16_000)]
    fits = []
    with window_open(microphone) as window:
        window.does("start NOTE")
        window.does("cancel")
        for _ in range(times):
            before = sounds(home)
            window.is_told("start NOTE")
            microphone.play(speech)
            assert window.tells()["phase"] == "listening"
            assert window.does("stop")["code"] is None
            (kept,) = sounds(home) - before
            fits.append(round(likeness(sound_of(kept)[0], word)[0], 3))
    print(fits)
    return fits


def sounds(home: Path) -> set[Path]:
    """Give what is recorded."""
    return set((home / "oriole" / "data" / "recordings").glob("*.wav"))


def test_the_first_word_is_kept_when_it_begins_100_ms_after_the_press(
    virtual_microphone: VirtualMicrophone, home: Path, tmp_path: Path
) -> None:
    fits = presses_while_speech_begins(virtual_microphone, home, tmp_path, 2)
    assert min(fits) > 0.95, fits


def test_a_sound_server_that_dies_takes_no_word_along_and_does_not_hold_up_the_window(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    with window_open(virtual_microphone) as window:
        window.does("start NOTE")
        with virtual_microphone.playing(recording("two_cities.wav")):
            said = window.understands(4)
            virtual_microphone.kill_server()
            told, share = window.beats("until failed")
        assert told["code"] == Code.MICROPHONE_LOST
        print(f"beats {share:.2f}")
        assert share > MOST
        kept = window.kept()
        assert (kept["state"], kept["error"], kept["has_sound"]) == ("ready", "", True)
        assert kept["duration_s"] >= said["elapsed_s"]
        assert words_of(told["text"])[:3] == ["it", "was", "the"]
        virtual_microphone.restart()
        assert window.does("start NOTE")["phase"] == "listening"
        virtual_microphone.say("Hello there, my dear friend.")
        told = window.does("stop")
        assert (told["phase"], told["code"]) == ("idle", None)
        assert "friend" in words_of(told["text"])


def test_a_microphone_that_is_unplugged_is_noticed_and_what_was_said_is_kept(
    virtual_microphone: VirtualMicrophone,
) -> None:
    with window_open(virtual_microphone) as window:
        window.does("start NOTE")
        with virtual_microphone.playing(recording("two_cities.wav")):
            said = window.understands(4)
            assert said["troubles"] == []
            virtual_microphone.unplug()  # PipeWire goes on with the loudspeaker, where silence is zeros
        told = window.shows(lambda told: bool(told["troubles"]))
        assert told["troubles"][0] in {Code.MICROPHONE_SILENT, Code.MICROPHONE_LOST}
        told = window.does("stop")
        assert words_of(told["text"])[:3] == ["it", "was", "the"]
        kept = window.kept()
        assert (kept["state"], kept["error"], kept["has_sound"]) == ("ready", "", True)
        assert kept["duration_s"] >= said["elapsed_s"]


def test_without_a_microphone_it_says_so_until_one_is_plugged_in(
    virtual_microphone: VirtualMicrophone, home: Path
) -> None:
    virtual_microphone.unplug()
    with window_open(virtual_microphone) as window:
        told = window.does("start NOTE")
        assert (told["phase"], told["code"]) == ("failed", Code.NO_MICROPHONE)
        assert window.does("kept")["kept"] == []
        assert not sounds(home)
        virtual_microphone.plug_in()
        assert window.does("start NOTE")["phase"] == "listening"


@pytest.mark.full
def test_the_first_word_is_kept_each_of_20_times(
    virtual_microphone: VirtualMicrophone, home: Path, tmp_path: Path
) -> None:
    fits = presses_while_speech_begins(virtual_microphone, home, tmp_path, 20)
    assert min(fits) > 0.95, fits


@pytest.mark.full
def test_speech_keeps_its_words_on_the_way_through_the_window(
    virtual_microphone: VirtualMicrophone,
) -> None:
    with window_open(virtual_microphone) as window:
        window.does("start NOTE")
        virtual_microphone.play(recording("two_cities.wav"))
        told, share = window.beats("stop")
        rate = word_error_rate(TWO_CITIES, told["text"])
        print(f"wer {rate:.3f}, beats {share:.2f}")
        assert rate <= 0.12, told["text"]
        assert window.kept()["duration_s"] >= 44


@pytest.mark.full
def test_a_sound_server_that_hangs_and_goes_on_is_heard_again(
    virtual_microphone: VirtualMicrophone,
) -> None:
    with window_open(virtual_microphone) as window:
        window.does("start NOTE")
        with virtual_microphone.playing(recording("two_cities.wav")):
            window.understands(4)
            virtual_microphone.freeze()
            told, share = window.beats("until microphone.stalled")
            virtual_microphone.thaw()
        assert told["phase"] == "listening"
        assert share > MOST
        virtual_microphone.say("Hello there, my dear friend.")
        told = window.does("stop")
        assert (told["phase"], told["code"]) == ("idle", None)
        heard = words_of(told["text"])
        assert heard[:3] == ["it", "was", "the"]
        assert "friend" in heard
        kept = window.kept()
        assert (kept["state"], kept["error"]) == ("ready", "")


@pytest.mark.full
def test_a_window_that_is_killed_loses_a_quarter_of_a_second_and_completes_the_rest(
    virtual_microphone: VirtualMicrophone,
) -> None:
    with window_open(virtual_microphone) as window:
        window.does("start NOTE")
        with virtual_microphone.playing(recording("two_cities.wav")):
            window.understands(8)
            said = window.does("sleep 0.04")
            told_at = time.monotonic()
            window.shows(lambda told: told["elapsed_s"] > said["elapsed_s"] + 1)
            recorded_s = said["elapsed_s"] + time.monotonic() - told_at
            window.is_killed()
    with window_open(virtual_microphone) as window:
        kept = window.kept()
        assert kept["state"] == "interrupted"
        (made,) = window.does(f"retry {kept['id']}")["kept"]
        assert (made["state"], made["error"]) == ("ready", "")
        print(f"recorded {recorded_s:.2f} s, kept {made['duration_s']:.2f} s")
        assert made["duration_s"] >= recorded_s - 0.25
        heard = words_of(" ".join(line[0] for line in made["lines"]))
        assert heard[:3] == ["it", "was", "the"]
        assert len(heard) >= 8
