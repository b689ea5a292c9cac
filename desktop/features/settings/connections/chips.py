"""What a server can do: a small mark for each capability, with since when we know it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.api.reading.limits import Allowance, RateLimits
from desktop.core.capabilities import Capability, Fact, Support
from desktop.features.settings.connections.flow import FlowLayout
from desktop.ui.assets import pixmap
from desktop.ui.controls import Label, restyle
from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop.ui.look import Look

_NAMES = {
    Capability.RESPONSES: "Responses",
    Capability.CHAT: QT_TRANSLATE_NOOP("Connections", "Chat"),
    Capability.VISION: QT_TRANSLATE_NOOP("Connections", "Pictures in"),
    Capability.TOOLS: QT_TRANSLATE_NOOP("Connections", "Tools"),
    Capability.WEB_SEARCH: QT_TRANSLATE_NOOP("Connections", "Web search"),
    Capability.EMBEDDINGS: QT_TRANSLATE_NOOP("Connections", "Embeddings"),
    Capability.TRANSCRIPTIONS: QT_TRANSLATE_NOOP("Connections", "Transcription"),
    Capability.TRANSCRIPTION_STREAM: QT_TRANSLATE_NOOP("Connections", "Text while it transcribes"),
    Capability.REALTIME: QT_TRANSLATE_NOOP("Connections", "Live dictation"),
    Capability.SPEECH: QT_TRANSLATE_NOOP("Connections", "Speech"),
    Capability.IMAGES: QT_TRANSLATE_NOOP("Connections", "Pictures out"),
    Capability.IMAGE_STREAM: QT_TRANSLATE_NOOP("Connections", "Previews of pictures"),
    Capability.IMAGE_EDITS: QT_TRANSLATE_NOOP("Connections", "Editing of pictures"),
    Capability.FILES: QT_TRANSLATE_NOOP("Connections", "Files"),
    Capability.VECTOR_STORES: QT_TRANSLATE_NOOP("Connections", "File search"),
    Capability.CONTAINERS: QT_TRANSLATE_NOOP("Connections", "Code"),
    Capability.CONVERSATIONS: QT_TRANSLATE_NOOP("Connections", "Kept conversations"),
    Capability.INPUT_TOKENS: QT_TRANSLATE_NOOP("Connections", "Token count"),
    Capability.MODERATIONS: QT_TRANSLATE_NOOP("Connections", "Moderation"),
}
_ICONS = {Support.YES: "check", Support.NO: "minus", Support.UNKNOWN: "circle-help"}
_TONES = {Support.YES: "green", Support.NO: "text2", Support.UNKNOWN: "text3"}
_ORDER = (Support.YES, Support.NO, Support.UNKNOWN)


class Chip(QFrame):
    """One capability: icon, word, and in its tooltip who says so."""

    def __init__(self, look: Look, capability: Capability, fact: Fact) -> None:
        super().__init__()
        self.capability, self._look = capability, look
        self.setProperty("role", "tag")
        self.setFixedHeight(20)
        self._icon = QLabel(self)
        self._word = Label(look, lambda: translate("Connections", _NAMES[capability]), "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        self.show_fact(fact)

    def show_fact(self, fact: Fact) -> None:
        """Show what is known of it."""
        tone = _TONES[fact.support]
        # What nobody knows has no ground: a new server would be a wall of it.
        restyle(self, "role", "tag" if fact.support is not Support.UNKNOWN else "")
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, _ICONS[fact.support], tone, 14, dpr))
        restyle(self._word, "tone", tone)
        self._word.refresh()
        self.setToolTip(_since(fact))
        self.setAccessibleName(f"{self._word.text()}: {_support(fact.support)}")
        self.setAccessibleDescription(_since(fact))


class Chips(QWidget):
    """All capabilities, those that are there first; and how much may still be asked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._facts: Mapping[Capability, Fact] = {}
        self._limits: RateLimits | None = None
        self.chips: dict[Capability, Chip] = {}
        self._flow = FlowLayout()
        self.limits = Label(look, self._limit_words, "caption", "text3")
        self.limits.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._flow)
        column.addWidget(self.limits)
        look.changed.connect(self._draw)
        self._draw()

    def show_facts(self, facts: Mapping[Capability, Fact], limits: RateLimits | None) -> None:
        """Show what is known of a server."""
        self._facts, self._limits = facts, limits
        self._draw()

    def _draw(self) -> None:
        known = sorted(self._facts.items(), key=lambda item: _ORDER.index(item[1].support))
        for capability, fact in known:
            if capability not in self.chips:
                self.chips[capability] = Chip(self._look, capability, fact)
                self._flow.addWidget(self.chips[capability])
            self.chips[capability].show_fact(fact)
        self._flow.arrange([self.chips[capability] for capability, _fact in known])
        for capability, chip in self.chips.items():
            chip.setVisible(capability in self._facts)
        self.limits.refresh()
        self.limits.setVisible(bool(self.limits.text()))
        self.setAccessibleName(translate("Connections", "What this server can do"))
        self.updateGeometry()

    def _limit_words(self) -> str:
        if self._limits is None:
            return ""
        requests, tokens = self._limits.requests, self._limits.tokens
        said = []
        if requests is not None:
            said.append(_allowance(requests, is_tokens=False))
        if tokens is not None:
            said.append(_allowance(tokens, is_tokens=True))
        return translate("Connections", "{first}, {second}").format(
            first=said[0], second=said[1]
        ) if len(said) == 2 else "".join(said)  # fmt: skip


def _allowance(allowance: Allowance, *, is_tokens: bool) -> str:
    left = QLocale().toString(allowance.left)
    if allowance.of is None:
        words = (
            translate("Connections", "{left} tokens left")
            if is_tokens
            else translate("Connections", "{left} requests left")
        )
        return words.format(left=left)
    words = (
        translate("Connections", "{left} of {all} tokens left")
        if is_tokens
        else translate("Connections", "{left} of {all} requests left")
    )
    return words.format(left=left, all=QLocale().toString(allowance.of))


def _support(support: Support) -> str:
    match support:
        case Support.YES:
            return translate("Connections", "yes")
        case Support.NO:
            return translate("Connections", "no")
        case Support.UNKNOWN:
            return translate("Connections", "not known")


def _since(fact: Fact) -> str:
    day = QDate.fromString(fact.learnt_on, Qt.DateFormat.ISODate)
    if day.isValid():
        date = QLocale().toString(day, QLocale.FormatType.LongFormat)
        return translate("Connections", "Learnt from the server on {date}").format(date=date)
    if fact.support is Support.UNKNOWN:
        return translate("Connections", "Not tried yet")
    return translate("Connections", "From the preset, not tried yet")
