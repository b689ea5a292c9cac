"""The reader with the real espeak-ng: what is heard, told, stopped, and what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from desktop.core.connection import Api, Connection
from desktop.core.errors import Code
from desktop.core.recording import RecordingKind
from desktop.services.aloud.reader import Reader
from desktop.services.aloud.reading import Phase, ReaderState
from desktop.store.settings import ALOUD_ALLOWED, ALOUD_SPEED
from tests.fakes.byte_server import Reply
from tests.services.aloud.loudspeaker import Loudspeaker
from tests.services.stage import Stage, stage
from tests.support.aimock import Aimock

SPEECH = "/v1/audio/speech"
TEXT = "The first one. The second one.\n\nAnd a third."
TONE = b"\x00\x10" * 2_400


@dataclass
class Heard:
    """A reader with loudspeakers that a test looks at."""

    stage: Stage
    is_missing: bool = False
    hold_s: float = 1e9
    speakers: list[Loudspeaker] = field(default_factory=list)
    states: list[ReaderState] = field(default_factory=list)

    def __post_init__(self) -> None:
        aloud, settings = self.stage.aloud, self.stage.settings
        self.voices = aloud.voices()
        self.reader = Reader(
            self.voices, aloud.making(), self._open, lambda: settings.get(ALOUD_SPEED)
        )
        self.reader.changed.connect(self.states.append)

    def _open(self, rate_hz: int) -> Loudspeaker:
        self.speakers.append(Loudspeaker(rate_hz, self.hold_s, is_missing=self.is_missing))
        return self.speakers[-1]

    @property
    def said(self) -> list[str]:
        """Give the sentences that were marked, in their order."""
        texts = [one.sentence.text for one in self.states if one.sentence is not None]
        return [text for at, text in enumerate(texts) if not at or text != texts[at - 1]]

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(15):
            while not is_so():  # noqa: ASYNC110 - a loudspeaker tells nobody
                await asyncio.sleep(0.005)

    async def read(self, text: str = TEXT, **options: str) -> ReaderState:
        """Read to the end; give how it ended."""
        self.reader.read(text, **options)
        await self.until(lambda: not self.reader.state.is_on)
        return self.reader.state


@asynccontextmanager
async def heard(*, is_missing: bool = False, hold_s: float = 1e9) -> AsyncIterator[Heard]:
    async with stage() as opened:
        made = Heard(opened, is_missing, hold_s)
        try:
            yield made
        finally:
            await made.reader.aclose()


async def speaking_server(opened: Stage, base_url: str = "") -> str:
    """Connect a server that is known to speak; give the id of one of its voices."""
    address = base_url or opened.server.base_url
    connection = Connection("tts", "Speaker", address, "", Api.CHAT, preset="openai")
    await opened.servers.save(connection, {})
    return "server:tts:alloy"


def test_every_sentence_is_heard_and_told_in_order(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            end = await one.read(key="7")
            assert end.phase is Phase.IDLE
            assert [state.phase for state in one.states[:2]] == [Phase.PREPARING, Phase.READING]
            assert {state.key for state in one.states[:-1]} == {"7"}
            assert one.said[0] == "The first one."
            assert 2 < one.speakers[0].position_s < 6
            assert any(one.speakers[0].pcm)

    aloop(scenario())


def test_the_sentence_is_marked_when_it_is_heard_and_not_when_it_is_made(aloop) -> None:
    async def scenario() -> None:
        async with heard(hold_s=0.3) as one:
            one.reader.read(TEXT)
            await one.until(lambda: one.speakers and one.speakers[0].position_s >= 0.3)
            assert one.said == ["The first one."]
            for seconds in range(1, 20):
                one.speakers[0].let(seconds / 4)
                await one.until(
                    lambda s=seconds: (
                        one.speakers[0].position_s >= s / 4 or not one.reader.state.is_on
                    )
                )
                await asyncio.sleep(0.04)
                if not one.reader.state.is_on:
                    break
            assert one.said == ["The first one.", "The second one.", "And a third."]

    aloop(scenario())


def test_a_stop_silences_the_loudspeaker_at_once_and_forgets(aloop) -> None:
    async def scenario() -> None:
        async with heard(hold_s=0.2) as one:
            one.reader.read(TEXT)
            await one.until(lambda: one.speakers and one.speakers[0].position_s >= 0.2)
            began = asyncio.get_running_loop().time()
            one.reader.stop()
            await one.until(lambda: one.speakers[0].is_stopped)
            assert asyncio.get_running_loop().time() - began < 1  # a gross bound; it is 2 ms
            assert one.reader.state == ReaderState()

    aloop(scenario())


def test_a_pause_keeps_the_place_and_skipping_goes_from_sentence_to_sentence(aloop) -> None:
    async def scenario() -> None:
        async with heard(hold_s=0.2) as one:
            reader = one.reader
            reader.read(TEXT)
            await one.until(lambda: one.speakers and one.speakers[0].position_s >= 0.2)
            reader.pause()
            await one.until(lambda: one.speakers[0].is_paused)
            assert reader.state.phase is Phase.PAUSED
            reader.resume()
            await one.until(lambda: not one.speakers[0].is_paused)
            reader.skip(1)
            assert (reader.state.phase, reader.state.number) == (Phase.READING, 1)
            reader.skip(-1)
            assert reader.state.number == 0
            reader.skip(-1)
            assert reader.state.number == 0
            reader.skip(3)
            assert reader.state.phase is Phase.IDLE

    aloop(scenario())


def test_it_begins_at_a_place_and_with_the_voice_of_the_language(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            one.reader.read(TEXT, at=TEXT.index("third"))
            await one.until(lambda: one.reader.state.phase is Phase.READING)
            assert one.reader.state.number == 2
            await one.read("今天天气很好。我们去公园吧。")
            voices = [state.voice for state in one.states if state.voice is not None]
            assert (voices[0].language[:2], voices[-1].language) == ("en", "cmn")

    aloop(scenario())


def test_a_greater_speed_is_shorter_also_in_the_middle(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            await one.read()
            await one.stage.settings.set(ALOUD_SPEED, 2.0)
            await one.read()
            slow, quick = (speaker.position_s for speaker in one.speakers)
            assert quick < slow * 0.75

    aloop(scenario())


def test_a_chosen_voice_reads_and_one_that_is_gone_does_not_matter(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            await one.voices.choose("en-GB", "espeak-ng:gmw/en-US")
            assert (await one.voices.for_language("en")).language == "en-us"
            await one.voices.choose("en", "espeak-ng:gone")
            assert (await one.voices.for_language("en")).speaks("en")
            await one.voices.choose("en", "")
            assert one.voices.choices() == {}
            named = await one.voices.named("GERMAN")
            assert named is not None
            assert named.language == "de"

    aloop(scenario())


def test_a_language_that_nobody_speaks_is_said(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            end = await one.read("Anything.", language="tlh-XX")
            assert end.error is not None
            assert (end.phase, end.error.code) == (Phase.FAILED, Code.NO_VOICE)

    aloop(scenario())


def test_without_any_program_that_speaks_it_says_so(aloop, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    async def scenario() -> None:
        async with heard() as one:
            end = await one.read()
            assert end.error is not None
            assert end.error.code is Code.NO_VOICE

    aloop(scenario())


def test_without_a_loudspeaker_it_says_so(aloop) -> None:
    async def scenario() -> None:
        async with heard(is_missing=True) as one:
            end = await one.read()
            assert end.error is not None
            assert (end.phase, end.error.code) == (Phase.FAILED, Code.NO_SPEAKER)

    aloop(scenario())


def test_a_text_without_words_ends_at_once(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            assert (await one.read("---\n\n👍")).phase is Phase.IDLE
            assert one.speakers == []

    aloop(scenario())


def test_the_voice_of_aimock_is_heard(aloop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with heard() as one:
            voice = await speaking_server(one.stage, aimock.base_url)
            end = await one.read("Read this aloud. And this aloud, too.", voice_id=voice)
            assert end.error is None
            assert one.speakers[0].rate_hz == 24_000
            asked = [entry["body"] for entry in aimock.journal() if entry["path"] == SPEECH]
            texts = [body["messages"][0]["content"] for body in asked if isinstance(body, dict)]
            assert texts == ["Read this aloud.", "And this aloud, too."]

    aloop(scenario())


def test_a_server_that_sends_another_format_is_told_by_its_name(aloop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with heard() as one:
            voice = await speaking_server(one.stage, aimock.base_url)
            end = await one.read("This comes as mp3.", voice_id=voice)
            assert end.error is not None
            assert end.error.code is Code.NOT_UNDERSTOOD

    aloop(scenario())


def test_what_was_made_before_a_refusal_is_still_heard(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            voice = await speaking_server(one.stage)
            sound = Reply((TONE,), content_type="audio/pcm")
            one.stage.server.on(SPEECH, sound, Reply((b"{}",), status=500))
            end = await one.read(TEXT, voice_id=voice)
            assert end.error is not None
            assert (end.phase, end.error.code) == (Phase.FAILED, Code.SERVER)
            assert one.speakers[0].pcm[: len(TONE)] == TONE

    aloop(scenario())


def test_at_most_two_sentences_are_asked_ahead_of_what_is_heard(aloop) -> None:
    async def scenario() -> None:
        async with heard(hold_s=0.05) as one:
            voice = await speaking_server(one.stage)
            one.stage.server.on(SPEECH, Reply((TONE,), content_type="audio/pcm"))
            one.reader.read("One. Two. Three. Four. Five. Six.", voice_id=voice)
            await one.until(lambda: len(one.stage.server.requests) >= 3)
            await asyncio.sleep(0.05)
            asked = [request for request in one.stage.server.requests if request.path == SPEECH]
            assert len(asked) <= 4

    aloop(scenario())


def test_a_paid_server_is_used_only_after_a_yes_which_is_remembered(aloop) -> None:
    async def scenario() -> None:
        async with heard() as one:
            voice = await speaking_server(one.stage, "https://speaker.invalid/v1")
            await one.voices.choose("en", voice)
            one.reader.read(TEXT)
            await one.until(lambda: one.reader.state.phase is Phase.ASKING)
            assert one.speakers == []
            one.reader.agree()
            await one.until(lambda: one.reader.state.phase is Phase.FAILED)
            assert one.stage.settings.get(ALOUD_ALLOWED) == "tts"
            assert one.reader.state.error is not None
            assert one.reader.state.error.code in {Code.NO_NAME, Code.NO_ROUTE}

    aloop(scenario())


def test_dictation_silences_the_reader_of_the_program(aloop) -> None:
    async def scenario() -> None:
        async with stage() as opened:
            reader = opened.aloud.reader()
            reader.read(TEXT * 40, language="en")
            assert reader.state.is_on
            dictation = opened.speaking.dictation()
            await dictation.start(RecordingKind.DICTATION, language="tlh")  # nobody knows Klingon
            assert not reader.state.is_on

    aloop(scenario())
