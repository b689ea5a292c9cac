"""One voice: who it is, what it speaks, who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Maker(StrEnum):
    """What turns words into sound; the value is its name in the settings."""

    ESPEAK = "espeak-ng"
    DISPATCHER = "spd-say"  # speech-dispatcher plays the sound itself
    SAPI = "sapi"
    SAY = "say"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice.

    Attributes:
        maker: Who makes it.
        name: Its maker's name for it.
        title: Its name for people.
        language: BCP 47 in small letters, e.g. "en-us"; "" for one that speaks them all.
        connection_id: Whose it is, with a server.
        rank: The lower, the better its maker thinks it fits the language.
    """

    maker: Maker
    name: str
    title: str
    language: str = ""
    connection_id: str = ""
    rank: int = 5

    @property
    def id(self) -> str:
        """Give the name under which the settings keep it."""
        whose = f"{self.connection_id}:" if self.connection_id else ""
        return f"{self.maker}:{whose}{self.name}"

    @property
    def plays_itself(self) -> bool:
        """Tell whether its sound never passes through here."""
        return self.maker is Maker.DISPATCHER

    def speaks(self, language: str) -> bool:
        """Tell whether it knows a language, with or without a region."""
        return not self.language or base(self.language) == base(language)


def base(language: str) -> str:
    """Give a language without its region: "pt-BR" is "pt", and Mandarin is Chinese."""
    first = language.replace("_", "-").partition("-")[0].lower()
    return {"cmn": "zh", "nb": "no", "iw": "he"}.get(first, first)
