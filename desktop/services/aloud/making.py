"""A sentence becomes sound: by a program of this computer, or by a server."""

from __future__ import annotations

import asyncio
import base64
import logging
import subprocess
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.core.models import Modality, ModelInfo, Task
from desktop.services.aloud.system_voices import DISPATCHER, ESPEAK, SAY, powershell
from desktop.services.aloud.voice import Maker, Voice, base
from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.engine_child import creation_flags
from desktop.services.servers import Servers

if TYPE_CHECKING:
    from desktop.api.audio.speech import Speech

_log = logging.getLogger(__name__)
_MAKE_S, _SPEAK_S, _END_S = 30.0, 300.0, 2.0
_SERVER_HZ = 24_000
"""The rate of a server's "pcm": the speech reference."""
_WORDS_A_MINUTE = 175
_OPENAI = {"openai", "azure"}
_OPENAI_MODEL, _USUAL_MODEL = "gpt-4o-mini-tts", "tts-1"

_SAPI = (
    "$ErrorActionPreference = 'Stop'; Add-Type -AssemblyName System.Speech; "
    "$words = foreach ($line in @([Console]::In.ReadLine(), [Console]::In.ReadLine(), "
    "[Console]::In.ReadLine())) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line)) }; "
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; $voice.SelectVoice($words[0]); "
    "$voice.Rate = [int]$words[1]; $sound = New-Object IO.MemoryStream; "
    "$voice.SetOutputToWaveStream($sound); $voice.Speak($words[2]); "
    "$out = [Console]::OpenStandardOutput(); $sound.WriteTo($out); $out.Flush()"
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sound as it comes: 16-bit mono."""

    pcm: bytes
    rate_hz: int


class Making:
    """Makes sound of words with any voice."""

    def __init__(self, servers: Servers, client: Client, catalogue: Catalogue) -> None:
        self._servers, self._client, self._catalogue = servers, client, catalogue

    async def sound(self, voice: Voice, text: str, speed: float) -> AsyncGenerator[Chunk, None]:
        """Yield the sound of a sentence; `speed` 0.5 to 2 is the voice's own way to be quick.

        Raises:
            AppError: NO_VOICE, its program is gone or says nothing; what a server refuses.
        """
        if voice.maker is Maker.SERVER:
            chunks = self._of_server(voice, text, speed)
            async with aclosing(chunks):
                async for chunk in chunks:
                    yield chunk
            return
        if voice.maker is Maker.SAY:
            wav = await _by_say(voice, text, speed)
        elif voice.maker is Maker.SAPI:
            wav = await _run(powershell(_SAPI), _sapi_lines(voice, text, speed), _MAKE_S)
        else:
            wav = await _run(_espeak(voice, speed), text.encode(), _MAKE_S)
        try:
            yield read_wav(wav)
        except ValueError as error:
            raise AppError(Code.NO_VOICE, base(voice.language)) from error

    async def speak(self, voice: Voice, text: str, speed: float) -> None:
        """Let a voice that plays itself say a sentence, to its end; cancelled it is silent at once.

        Raises:
            AppError: NO_VOICE.
        """
        try:
            # A line that begins with "!-!" would be a command to the dispatcher.
            await _run(_dispatcher(voice, speed), text.lstrip("!").encode(), _SPEAK_S)
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.to_thread(_hush))
            raise

    async def _of_server(
        self, voice: Voice, text: str, speed: float
    ) -> AsyncGenerator[Chunk, None]:
        endpoint = await self._servers.endpoint(voice.connection_id)
        model = await self.model(voice.connection_id)
        async with self._client.use() as http:
            from desktop.api.audio.speech import (  # noqa: PLC0415 - the client is loaded by now
                SoundFormat,
                SpeechRequest,
                open_speech,
            )

            request = SpeechRequest(
                model, text, voice.name, response_format=SoundFormat.PCM,
                speed=speed if speed != 1 else None,
            )  # fmt: skip
            async with (
                open_speech(http, endpoint, request) as speech,
                aclosing(_read(speech)) as chunks,
            ):
                async for chunk in chunks:
                    yield chunk

    async def model(self, connection_id: str) -> str:
        """Give the model with which a server speaks."""
        models = await self._catalogue.open()
        wished = models.default(Task.SPEECH)
        if wished is not None and wished.connection_id == connection_id:
            return wished.model
        try:
            infos = await models.refresh(connection_id)
        except AppError:
            infos = models.of(connection_id)  # what it lists is not known; it may speak
        if fitting := [info for info in infos if _speaks(info)]:
            return min(fitting, key=lambda info: (models.retirement(info) is not None, info.id)).id
        is_of_openai = self._servers.get(connection_id).preset in _OPENAI
        return _OPENAI_MODEL if is_of_openai else _USUAL_MODEL


async def _read(speech: Speech) -> AsyncGenerator[Chunk, None]:
    """Yield what a server sends; some know no bare sound and send a file, whose head says the rate."""
    rest, is_wav, is_begun = bytearray(), False, False
    async for data in speech.chunks:
        rest += data
        if not is_begun and len(rest) >= 4:
            is_begun, is_wav = True, rest[:4] == b"RIFF"
            if rest.startswith((b"ID3", b"\xff\xfb", b"OggS", b"fLaC")):
                raise AppError(Code.NOT_UNDERSTOOD, f"{speech.media_type} instead of pcm")
        if is_begun and not is_wav:
            whole = len(rest) // 2 * 2
            yield Chunk(bytes(rest[:whole]), _SERVER_HZ)
            del rest[:whole]
    if is_wav:
        try:
            yield read_wav(bytes(rest))
        except ValueError as error:
            raise AppError(Code.NOT_UNDERSTOOD, str(error)) from error


def read_wav(data: bytes) -> Chunk:
    """Give the sound of a WAV file of 16-bit mono; its lengths may be those of an endless stream.

    Raises:
        ValueError: it is another kind of file, or has no sound.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("no WAV file")
    at, rate_hz = 12, 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if data[at : at + 4] == b"fmt " and len(body) >= 16:
            kind, channels = int.from_bytes(body[:2], "little"), body[2]
            rate_hz, bits = int.from_bytes(body[4:8], "little"), body[14]
            if (kind, channels, bits) not in {(1, 1, 16), (0xFFFE, 1, 16)}:
                raise ValueError("no 16-bit mono")
        elif data[at : at + 4] == b"data" and 4_000 <= rate_hz <= 192_000 and len(body) > 1:
            return Chunk(body[: len(body) // 2 * 2], rate_hz)
        at += 8 + size + size % 2
    raise ValueError("no sound")


def _speaks(info: ModelInfo) -> bool:
    """Tell whether a model answers at /audio/speech: those that hear, too, want a socket."""
    return Task.SPEECH in (info.facts.tasks or ()) and Modality.AUDIO not in (
        info.facts.inputs or ()
    )


def _espeak(voice: Voice, speed: float) -> list[str]:
    rate = round(_WORDS_A_MINUTE * speed)
    return [ESPEAK, "--stdout", "--stdin", "-b", "1", "-s", str(rate), "-v", voice.name]


def _dispatcher(voice: Voice, speed: float) -> list[str]:
    rate = round(100 * (speed - 1)) if speed >= 1 else round(200 * (speed - 1))
    return [
        DISPATCHER, "--wait", "--pipe-mode", "-r", str(rate), "-l", voice.language, "-y", voice.name,
    ]  # fmt: skip


def _sapi_lines(voice: Voice, text: str, speed: float) -> bytes:
    """Give voice, rate (-10 to 10) and words, a line each, in letters that every console knows."""
    rate = round(10 * (speed - 1)) if speed >= 1 else round(20 * (speed - 1))
    lines = (voice.name, str(rate), text)
    return b"".join(base64.b64encode(line.encode()) + b"\n" for line in lines)


async def _by_say(voice: Voice, text: str, speed: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="oriole-say-") as folder:
        file = Path(folder) / "said.wav"
        command = [
            SAY, "-v", voice.name, "-r", str(round(_WORDS_A_MINUTE * speed)), "-o", str(file),
            "--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-",
        ]  # fmt: skip
        await _run(command, text.encode(), _MAKE_S)
        return await asyncio.to_thread(_content, file)


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _hush() -> None:
    try:
        subprocess.run(  # noqa: S603 - our own command, no shell
            [DISPATCHER, "--stop"], check=False, timeout=_END_S, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        _log.info("speech-dispatcher does not stop")


async def _run(command: list[str], words: bytes, patience_s: float) -> bytes:
    """Give what a program makes of words on its standard input; cancelled, the program is ended.

    Raises:
        AppError: NO_VOICE, it is not there, fails or takes too long; `detail` is its name.
    """
    running = _Running(command)
    try:
        return await asyncio.to_thread(running.finish, words, patience_s)
    except asyncio.CancelledError:
        running.kill()
        raise
    except (OSError, subprocess.SubprocessError) as error:
        _log.info("%s makes no sound: %s", command[0], type(error).__name__)
        raise AppError(Code.NO_VOICE, command[0]) from error


class _Running:
    """One program; started and waited for in a thread, ended from another."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._is_killed = False

    def finish(self, words: bytes, patience_s: float) -> bytes:
        with subprocess.Popen(  # noqa: S603 - our own command, no shell
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=creation_flags(),
        ) as process:
            self._process = process
            if self._is_killed:
                process.kill()
            try:
                out, _ = process.communicate(words, patience_s)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, self._command[0])
        return out

    def kill(self) -> None:
        self._is_killed = True
        if self._process is not None:
            self._process.kill()
