"""A real PipeWire, a real PortAudio, and everything that can go wrong between them."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.media.capture.wavfile import WavFile
from tests.media.capture.recorders import (
    Recorder,
    at_rate,
    human_speech,
    likeness,
    recording_with,
    sound_of,
)
from tests.support.microphone import VirtualMicrophone, spoken

LEAD_S = 0.05
WORDS = "The quick brown fox jumps."


@pytest.fixture
def recorder(virtual_microphone: VirtualMicrophone) -> Iterator[Recorder]:
    """A program that hears the virtual microphone."""
    with recording_with(virtual_microphone.environment) as recorder:
        yield recorder


def test_what_was_played_is_recorded_at_every_rate_one_after_another(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    speech = beginning_of(human_speech("beckett"), 1.2, tmp_path / "played.wav")
    played, played_hz = sound_of(speech)
    for rate_hz in (16_000, 24_000, 48_000):
        wav = tmp_path / f"{rate_hz}.wav"
        assert recorder.ask("start", wav, rate_hz)["name"] == "Vmic"
        virtual_microphone.play(speech)
        assert recorder.ask("stop")["overflows"] == 0
        recorded, recorded_hz = sound_of(wav)
        fit, place = likeness(recorded, at_rate(played, played_hz, rate_hz))
        assert recorded_hz == rate_hz
        assert fit > 0.95
        assert place / rate_hz < 1.0


def test_a_device_that_knows_only_its_own_rate_and_channels_is_heard_as_well(
    virtual_microphone: VirtualMicrophone, home: Path, tmp_path: Path
) -> None:
    fields = "type pipewire\nrate 48000\nchannels 2\nhint.show on\n"
    (home / ".asoundrc").write_text(f"pcm.!default {{\n{fields}}}\n")
    wav, speech = tmp_path / "a.wav", spoken(WORDS, tmp_path / "spoken.wav")
    with recording_with(virtual_microphone.environment) as recorder:
        assert recorder.ask("start", wav)["device_rate"] == 48_000
        virtual_microphone.play(speech)
        recorder.ask("stop")
    assert likeness(sound_of(wav)[0], at_rate(*sound_of(speech), 16_000))[0] > 0.95


def test_the_window_stays_without_numpy(recorder: Recorder, tmp_path: Path) -> None:
    recorder.ask("start", tmp_path / "a.wav", 24_000)
    recorder.ask("stop")
    assert recorder.ask("why") == {"event": "why", "code": None, "loaded": []}


def test_an_unplugged_microphone_is_reported_and_what_it_heard_is_kept(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    wav, speech = tmp_path / "a.wav", spoken(WORDS, tmp_path / "spoken.wav")
    recorder.ask("start", wav)
    virtual_microphone.play(speech)
    virtual_microphone.unplug()
    code = recorder.hear("trouble")["code"]
    assert code in {"microphone.silent", "microphone.stalled", "microphone.lost"}
    recorder.ask("stop")
    assert likeness(sound_of(wav)[0], at_rate(*sound_of(speech), 16_000))[0] > 0.95


def test_a_dead_sound_server_is_reported_and_the_next_recording_works(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    recorder.ask("start", tmp_path / "a.wav")
    virtual_microphone.say("One.")
    virtual_microphone.kill_server()
    lost = recorder.hear("trouble")
    assert lost["code"] == "microphone.lost"
    assert lost["duration_s"] > 0.2
    assert recorder.ask("stop")["trouble"] == "microphone.lost"
    assert recorder.ask("start", tmp_path / "b.wav", event="error")["code"] == "microphone.none"
    virtual_microphone.restart()
    recorder.ask("start", tmp_path / "c.wav")
    virtual_microphone.say("Two.")
    stopped = recorder.ask("stop")
    assert stopped["trouble"] is None
    assert np.abs(sound_of(tmp_path / "c.wav")[0]).max() > 1000


def test_a_sound_server_that_hangs_is_reported_until_it_goes_on(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    recorder.ask("start", tmp_path / "a.wav")
    virtual_microphone.freeze()
    assert recorder.hear("trouble")["code"] == "microphone.stalled"
    virtual_microphone.thaw()
    assert recorder.hear("trouble")["code"] is None
    recorder.ask("stop")


def test_a_recording_ends_although_the_sound_server_hangs(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    recorder.ask("start", tmp_path / "a.wav")
    virtual_microphone.freeze()
    assert recorder.hear("trouble")["code"] == "microphone.stalled"
    assert recorder.ask("stop")["took_s"] < 5


def test_without_the_library_the_code_says_so(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    (tmp_path / "libportaudio.so.2").write_bytes(b"no library")
    environment = {**virtual_microphone.environment, "LD_LIBRARY_PATH": str(tmp_path)}
    with recording_with(environment) as recorder:
        assert recorder.ask("why")["code"] == "microphone.no_portaudio"
        error = recorder.ask("start", tmp_path / "a.wav", event="error")
        assert error["code"] == "microphone.no_portaudio"
        (tmp_path / "libportaudio.so.2").unlink()
        recorder.ask("start", tmp_path / "a.wav")  # once it is installed, without a new start
        recorder.ask("stop")


def test_without_a_microphone_the_code_says_so(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    virtual_microphone.unplug()
    assert recorder.ask("why")["code"] == "microphone.none"
    assert recorder.ask("start", tmp_path / "a.wav", event="error")["code"] == "microphone.none"
    virtual_microphone.plug_in()
    recorder.ask("start", tmp_path / "a.wav")
    recorder.ask("stop")


def test_without_a_sound_server_there_is_no_microphone(tmp_path: Path) -> None:
    nowhere = {"PIPEWIRE_RUNTIME_DIR": str(tmp_path), "PULSE_SERVER": f"unix:{tmp_path}/none"}
    with recording_with(nowhere) as recorder:
        assert recorder.ask("start", tmp_path / "a.wav", event="error")["code"] == "microphone.none"


def test_a_microphone_that_is_plugged_in_appears_and_can_be_chosen(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    vmic = ["source:vmic", "Vmic", True]
    assert recorder.ask("devices")["inputs"] == [vmic]
    recorder.ask("start", tmp_path / "a.wav")
    virtual_microphone.plug_in("headset")
    inputs = recorder.ask("devices")["inputs"]
    assert sorted(inputs) == [["source:headset", "Headset", True], ["source:vmic", "Vmic", False]]
    recorder.ask("stop")
    assert recorder.ask("start", tmp_path / "b.wav", 16_000, "source:vmic")["name"] == "Vmic"
    virtual_microphone.unplug("vmic")  # and not the headset, which is the system's choice
    assert recorder.hear("trouble")["code"]
    recorder.ask("stop")
    started = recorder.ask("start", tmp_path / "c.wav", 16_000, "source:vmic")
    assert started["name"] == "Headset"
    recorder.ask("stop")


def test_a_recording_is_a_valid_file_when_the_program_is_killed(
    virtual_microphone: VirtualMicrophone, recorder: Recorder, tmp_path: Path
) -> None:
    wav, speech = tmp_path / "a.wav", spoken(WORDS, tmp_path / "spoken.wav")
    recorder.ask("start", wav)
    virtual_microphone.play(speech)
    recorder.process.kill()
    recorder.process.wait(10)
    with wave.open(str(wav)) as file:
        told_s = file.getnframes() / file.getframerate()
    assert told_s <= WavFile.recover(wav) <= told_s + 0.3
    on_its_way = round(0.3 * 16_000)
    played = at_rate(*sound_of(speech), 16_000)[:-on_its_way]
    assert likeness(sound_of(wav)[0], played)[0] > 0.95


def test_the_library_and_its_thread_can_be_given_back(recorder: Recorder, tmp_path: Path) -> None:
    recorder.ask("start", tmp_path / "a.wav")
    recorder.ask("stop")
    assert "portaudio" not in recorder.ask("release")["threads"]
    recorder.ask("start", tmp_path / "b.wav")
    recorder.ask("stop")


@pytest.mark.full
def test_the_first_word_is_kept_when_it_begins_100_ms_after_the_press(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    """The player starts with the press; its speech begins so late that 100 ms have passed by then."""
    speech = beginning_of(human_speech("beckett"), 1.0, tmp_path / "played.wav", LEAD_S)
    played, played_hz = sound_of(speech)
    word = at_rate(played, played_hz, 16_000)[round(LEAD_S * 16_000) :]
    wav, kept = tmp_path / "a.wav", []
    for _ in range(20):
        with recording_with(virtual_microphone.environment) as recorder:
            recorder.ask("why")
            recorder.tell("start", wav)
            virtual_microphone.play(speech)
            started = recorder.hear("started")
            recorder.ask("stop")
        fit, place = likeness(sound_of(wav)[0], word)
        kept.append((round(fit, 3), round(place / 16_000, 3), round(started["took_s"], 3)))
    assert all(fit > 0.95 for fit, _, _ in kept), kept
    print(kept)


def beginning_of(speech: Path, length_s: float, target: Path, lead_s: float = 0.0) -> Path:
    """Write the first words of a recording, after exact silence."""
    sound, rate_hz = sound_of(speech)
    first = int(np.argmax(np.abs(sound) > np.abs(sound).max() / 10))
    part = sound[first:][: round(length_s * rate_hz)]
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(bytes(round(lead_s * rate_hz) * 2) + part.astype(np.int16).tobytes())
    return target
