"""The voices of this computer: espeak-ng or speech-dispatcher, SAPI, `say`.

Commands are fixed; what is said never stands in one. Everything here blocks: threads only.
"""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from desktop.services.aloud.voice import Maker, Voice
from desktop.services.engine_child import creation_flags

_log = logging.getLogger(__name__)
_LIST_S = 10.0
_MOST = 2_000

ESPEAK, DISPATCHER, SAY, POWERSHELL = "espeak-ng", "spd-say", "say", "powershell"
_SAPI_LIST = (
    "Add-Type -AssemblyName System.Speech; [Console]::OutputEncoding = [Text.Encoding]::UTF8; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).GetInstalledVoices() | "
    'Where-Object Enabled | ForEach-Object { $_.VoiceInfo.Name + "`t" + $_.VoiceInfo.Culture.Name }'
)
_ESPEAK_ROW = re.compile(r"\s*(\d+)\s+(\S+)\s+\S+\s+(\S+)\s+(\S+)")
_SAY_ROW = re.compile(r"(\S.*?)\s{1,}([a-z]{2,3}[_-][A-Za-z0-9]{2,4})\s+#")
_DISPATCHER_ROW = re.compile(r"\s*(\S.*?)\s{2,}(\S+)\s{2,}(\S+)\s*")


def system_voices() -> tuple[Voice, ...]:
    """Give the voices of this computer, those that fit their language best first; none: ()."""
    if sys.platform == "win32":
        found = read_sapi(_said(powershell(_SAPI_LIST)))
    elif sys.platform == "darwin":
        found = read_say(_said([SAY, "-v", "?"]))
    elif shutil.which(ESPEAK):
        found = read_espeak(_said([ESPEAK, "--voices"]))
    else:
        found = read_dispatcher(_said([DISPATCHER, "-L"]))
    voices = list(dict.fromkeys(found))[:_MOST]
    return tuple(sorted(voices, key=lambda voice: voice.rank))


def powershell(script: str) -> list[str]:
    """Give the command that runs a script of ours in Windows' own shell."""
    return [POWERSHELL, "-NoProfile", "-NonInteractive", "-Command", script]


def read_espeak(table: str) -> Iterator[Voice]:
    """Yield the voices of `espeak-ng --voices`."""
    for line in table.splitlines()[1:]:
        row = _ESPEAK_ROW.match(line)
        if row is not None:
            rank, language, name, file = row.groups()
            if "-latn-" not in language.lower():
                yield Voice(
                    Maker.ESPEAK, file, name.replace("_", " "), language.lower(), rank=int(rank)
                )


def read_dispatcher(table: str) -> Iterator[Voice]:
    """Yield the voices of `spd-say -L`, without those that only change the timbre of another."""
    for line in table.splitlines()[1:]:
        row = _DISPATCHER_ROW.fullmatch(line)
        if row is not None and "+" not in row[1]:
            yield Voice(Maker.DISPATCHER, row[1], row[1].replace("_", " "), row[2].lower())


def read_say(table: str) -> Iterator[Voice]:
    """Yield the voices of `say -v ?`."""
    for line in table.splitlines():
        row = _SAY_ROW.match(line)
        if row is not None:
            yield Voice(Maker.SAY, row[1], row[1], row[2].replace("_", "-").lower())


def read_sapi(table: str) -> Iterator[Voice]:
    """Yield the voices that Windows has told, one "name<tab>culture" a line."""
    for line in table.splitlines():
        name, tab, language = line.strip().partition("\t")
        if tab and name:
            yield Voice(Maker.SAPI, name, name, language.lower())


def _said(command: list[str]) -> str:
    """Give what a program lists; "" where it is not there or does not say."""
    try:
        done = subprocess.run(  # noqa: S603 - our own command, no shell
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIST_S,
            check=True,
            creationflags=creation_flags(),
        )
    except (OSError, subprocess.SubprocessError) as error:
        _log.info("the system's voices are not known: %s", type(error).__name__)
        return ""
    return done.stdout.decode("utf-8", "replace")
