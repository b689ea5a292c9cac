"""The lists of voices as the programs of three systems print them, and what makes sound there."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.services.aloud import system_voices
from desktop.services.aloud.making import Making, read_wav
from desktop.services.aloud.voice import Maker, Voice, base
from tests.services.stage import stage
from tests.support.microphone import spoken


def test_espeak_says_what_it_speaks() -> None:
    voices = system_voices.system_voices()
    german = next(voice for voice in voices if voice.speaks("de-AT"))
    assert (german.maker, german.id, german.title) == (
        Maker.ESPEAK, "espeak-ng:gmw/de", "German",
    )  # fmt: skip
    assert next(voice for voice in voices if voice.speaks("zh")).language == "cmn"


def test_the_lists_of_other_systems_are_read() -> None:
    say = (
        "Samantha            en_US    # Hello! My name is Samantha.\n"
        "Ting-Ting           zh_CN    # 您好，我叫Ting-Ting。\n"
        "Eddy (German (Germany)) de_DE  # Hallo!\nnonsense\n"
    )
    assert [(v.name, v.language) for v in system_voices.read_say(say)] == [
        ("Samantha", "en-us"), ("Ting-Ting", "zh-cn"), ("Eddy (German (Germany))", "de-de"),
    ]  # fmt: skip
    sapi = "Microsoft David Desktop\ten-US\r\nMicrosoft Huihui Desktop\tzh-CN\r\n\r\n"
    assert [(v.id, v.language) for v in system_voices.read_sapi(sapi)] == [
        ("sapi:Microsoft David Desktop", "en-us"), ("sapi:Microsoft Huihui Desktop", "zh-cn"),
    ]  # fmt: skip
    dispatcher = (
        "                NAME  LANGUAGE  VARIANT\n      Afrikaans   af   none\n"
        " Afrikaans+Adam  af  Adam\n"
    )
    (voice,) = system_voices.read_dispatcher(dispatcher)
    assert (voice.name, voice.language, voice.plays_itself) == ("Afrikaans", "af", True)
    assert [base(code) for code in ("pt_BR", "cmn", "EN")] == ["pt", "zh", "en"]


def _program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.mark.parametrize("maker", [Maker.SAY, Maker.SAPI])
def test_programs_of_other_systems_get_words_on_standard_input_only(
    aloop, tmp_path: Path, monkeypatch, maker: Maker
) -> None:
    wav, log = spoken("Hello", tmp_path / "said.wav"), tmp_path / "log"
    out = 'for a; do case "$a" in *.wav) out="$a";; esac; done; '
    _program(tmp_path, "say", f'{out}cat > {log}; echo "$@" > {log}.argv; cp {wav} "$out"')
    _program(tmp_path, "powershell", f'cat > {log}; echo "$@" > {log}.argv; cat {wav}')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    async def scenario() -> None:
        async with stage() as opened:
            making: Making = opened.aloud.making()
            sound = making.sound(Voice(maker, "Somebody", "Somebody", "en-us"), "My secret.", 2.0)
            chunks = [chunk async for chunk in sound]
            assert chunks[0].rate_hz == 22_050
            assert len(chunks[0].pcm) > 8_000

    aloop(scenario())
    given = log.read_text()
    if maker is Maker.SAPI:
        given = " ".join(base64.b64decode(line).decode() for line in given.split())
        assert given == "Somebody 10 My secret."
    else:
        assert given == "My secret."
    assert "secret" not in Path(f"{log}.argv").read_text()


def test_speech_dispatcher_speaks_itself_and_takes_no_commands_from_the_text(
    aloop, tmp_path: Path, monkeypatch
) -> None:
    log = tmp_path / "log"
    _program(tmp_path, "spd-say", f"cat > {log}")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    async def scenario() -> None:
        async with stage() as opened:
            voice = Voice(Maker.DISPATCHER, "English", "English", "en")
            await opened.aloud.making().speak(voice, "!-!SET self VOLUME 100", 1.0)

    aloop(scenario())
    assert log.read_text() == "-!SET self VOLUME 100"


def test_a_program_that_fails_has_no_voice(aloop, tmp_path: Path, monkeypatch) -> None:
    _program(tmp_path, "espeak-ng", "exit 3")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    async def scenario() -> None:
        async with stage() as opened:
            voice = Voice(Maker.ESPEAK, "gmw/en", "English", "en")
            with pytest.raises(AppError) as caught:
                await anext(opened.aloud.making().sound(voice, "Hello", 1.0))
            assert caught.value.code is Code.NO_VOICE

    aloop(scenario())


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF0000WAVEdata\x04\0\0\0abcd", b"ID3" * 40])
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no"):
        read_wav(data)
