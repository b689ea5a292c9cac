"""Who reads: the language of the text, the voices that speak it, how fast, and a sample."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.language import UNKNOWN, detect
from desktop.services.aloud.voice import Maker, Voice, base
from desktop.services.context import Services
from desktop.store.settings import ALOUD_SPEED
from desktop.ui.combo import ComboBox
from desktop.ui.controls import IconButton
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.scope import scope_for
from desktop.ui.spoken_languages import SPOKEN

SAMPLE_KEY = "sample"
_SAMPLES = {
    "en": "This is how I read to you.", "zh": "我会这样为你朗读。", "de": "So lese ich dir vor.",
    "fr": "Voici comment je lis.", "es": "Así es como leo.", "ja": "このように読み上げます。",
    "it": "Ecco come leggo.", "pt": "É assim que eu leio.", "ru": "Вот как я читаю.",
    "ko": "저는 이렇게 읽습니다.", "nl": "Zo lees ik voor.", "pl": "Tak czytam.",
}  # fmt: skip
"""Each in its own language; a voice of another one reads the English."""
_SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)


class VoiceRow(QWidget):
    """Signals: `missing(bool)` whether nobody speaks the language of the text."""

    missing = Signal(bool)

    def __init__(
        self, services: Services, look: Look, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__()
        self._services, self._look = services, look
        self._scope = scope_for(self, on_error)
        self._voices: tuple[Voice, ...] = ()
        self._is_read = False
        self._found = "en"
        self.language_box, self.voice_box = ComboBox(look), ComboBox(look)
        self.speed_box = ComboBox(look)
        self.sample = IconButton(
            look, "volume-2", lambda: translate("Aloud", "Hear this voice"), size_px=32
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.language_box)
        row.addWidget(self.voice_box, 1)
        row.addWidget(self.sample)
        row.addWidget(self.speed_box)
        self.voice_box.setMinimumContentsLength(12)
        self.language_box.activated.connect(self._on_language)
        self.voice_box.activated.connect(self._on_voice)
        self.speed_box.activated.connect(self._on_speed)
        self.sample.clicked.connect(self._hear)
        look.changed.connect(self.refresh)
        self.destroyed.connect(services.settings.changed.connect(self._on_setting))
        self.refresh()

    @property
    def language(self) -> str:
        """The language of the text: chosen, or found out."""
        return str(self.language_box.currentData() or "") or self._found

    @property
    def voice(self) -> Voice | None:
        """Who reads; None: nobody speaks the language."""
        wanted = self.voice_box.currentData()
        return next((voice for voice in self._voices if voice.id == wanted), None)

    def read(self) -> None:
        """Find the voices of this computer and its servers."""
        self._scope.start("voices", self._read())

    def take(self, text: str) -> None:
        """Find out the language of another text."""
        self._scope.start("language", self._detect(text))

    def refresh(self) -> None:
        """Take the words anew."""
        for box, name in (
            (self.language_box, translate("Aloud", "Language of the text")),
            (self.voice_box, translate("Aloud", "Voice")),
            (self.speed_box, translate("Aloud", "Speed")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
        self._fill_speeds()
        self._fill_languages()
        self._fill_voices()

    async def _read(self) -> None:
        self._voices = await self._services.aloud.voices().all()
        self._is_read = True
        self._fill_languages()
        self._fill_voices()

    async def _detect(self, text: str) -> None:
        found = await asyncio.to_thread(detect, text)
        self._found = "en" if found in {"", UNKNOWN} else base(found)
        self._fill_languages()
        self._fill_voices()

    def _fill_languages(self) -> None:
        chosen = str(self.language_box.currentData() or "")
        codes = {base(voice.language) for voice in self._voices if voice.language} | {self._found}
        self.language_box.clear()
        found = translate("Aloud", "Recognised: {language}").format(language=_name(self._found))
        self.language_box.addItem(found, "")
        for code in sorted(codes, key=lambda code: _name(code).casefold()):
            self.language_box.addItem(_name(code), code)
        self.language_box.setCurrentIndex(max(0, self.language_box.findData(chosen)))

    def _fill_voices(self) -> None:
        fitting = [voice for voice in self._voices if voice.speaks(self.language)]
        self.voice_box.clear()
        for voice in fitting:
            self.voice_box.addItem(self._title(voice), voice.id)
        chosen = self._services.aloud.voices().choices().get(base(self.language), "")
        self.voice_box.setCurrentIndex(max(0, self.voice_box.findData(chosen)) if fitting else -1)
        is_missing = self._is_read and not fitting
        self.voice_box.setEnabled(bool(fitting))
        self.sample.setEnabled(bool(fitting))
        self.missing.emit(is_missing)

    def _fill_speeds(self) -> None:
        now = self._services.settings.get(ALOUD_SPEED)
        self.speed_box.clear()
        for speed in sorted({*_SPEEDS, now}):
            self.speed_box.addItem(f"{QLocale().toString(speed, 'g', 3)} ×", speed)
        self.speed_box.setCurrentIndex(self.speed_box.findData(now))

    def _title(self, voice: Voice) -> str:
        if voice.maker is not Maker.SERVER:
            return voice.title
        server = self._services.servers.get(voice.connection_id).name
        return translate("Aloud", "{voice} of {server}").format(voice=voice.title, server=server)

    def _on_language(self) -> None:
        self._fill_voices()

    def _on_voice(self) -> None:
        chosen = str(self.voice_box.currentData() or "")
        voices = self._services.aloud.voices()
        self._scope.start("choose", voices.choose(self.language, chosen))

    def _on_speed(self) -> None:
        speed = float(self.speed_box.currentData())
        self._scope.start("speed", self._services.settings.set(ALOUD_SPEED, speed))

    def _on_setting(self, key: str) -> None:
        if key == ALOUD_SPEED.key:
            self._fill_speeds()

    def _hear(self) -> None:
        voice = self.voice
        if voice is None:
            return
        reader = self._services.aloud.reader()
        if reader.state.is_on and reader.state.key == SAMPLE_KEY:
            reader.stop()
            return
        language = self.language if base(self.language) in _SAMPLES else "en"
        reader.read(_SAMPLES[base(language)], key=SAMPLE_KEY, language=self.language)


def _name(code: str) -> str:
    """Give a language by its own name."""
    if code in SPOKEN:
        return SPOKEN[code]
    name = QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] if name and QLocale(code).name() != "C" else code
