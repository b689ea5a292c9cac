"""Below the lines: the waveform, the time, and the buttons that play."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.speech.transcript.waveform import Waveform
from desktop.features.speech.words import length_words
from desktop.services.speech.playing import SPEEDS, Player, PlayerState
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, IconButton, Label, Words
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_SKIP_S = 5.0
_PLAY_PX = 40
_VOLUME_PX = 72


class PlayerBar(QWidget):
    """Drives a `Player`. Signals: `stepped(by)` to the next (1) or previous (-1) line."""

    stepped = Signal(int)

    def __init__(self, look: Look, player: Player) -> None:
        super().__init__()
        self._look, self._player = look, player
        self.waveform = Waveform(look)
        self.waveform.sought.connect(player.seek)
        self.play = _PlayButton(look)
        self.play.clicked.connect(self.toggle)
        self.time = Label(look, str, "body", "text", 500)
        self.length = Label(look, str, "body", "text3")
        self.trouble = Label(look, str, "caption", "red")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.speed = Button(look, self._speed_words, kind="ghost", height_px=28)
        self.speed.clicked.connect(self._choose_speed)
        self.mute = IconButton(
            look, "volume-2", lambda: translate("Transcript", "Mute"), size_px=28
        )
        self.mute.setCheckable(True)
        self.mute.toggled.connect(self._on_volume)
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, 100)
        self.volume.setValue(100)
        self.volume.setFixedWidth(_VOLUME_PX)
        self.volume.valueChanged.connect(self._on_volume)
        self._arrange()
        stop = player.changed.connect(self._on_state)
        self.destroyed.connect(stop)
        look.changed.connect(self._refresh)
        self._refresh()

    def toggle(self) -> None:
        """Play or pause."""
        if self._player.state.is_playing:
            self._player.pause()
        elif self._player.state.duration_s:
            self._player.play()

    def skip(self, by_s: float) -> None:
        """Go on or back by some seconds."""
        self._player.seek(self._player.position_s + by_s)

    def say(self, words: Words) -> None:
        """Say why nothing can be played; empty: all is well."""
        self.trouble.say(words)
        self.trouble.setVisible(bool(words()))

    def _arrange(self) -> None:
        step, skip = self.stepped.emit, self.skip
        buttons: list[tuple[str, Words, Callable[[], None]]] = [
            ("skip-back", lambda: translate("Transcript", "Previous line"), lambda: step(-1)),
            ("rotate-ccw", lambda: translate("Transcript", "Back 5 s"), lambda: skip(-_SKIP_S)),
            ("rotate-cw", lambda: translate("Transcript", "Forward 5 s"), lambda: skip(_SKIP_S)),
            ("skip-forward", lambda: translate("Transcript", "Next line"), lambda: step(1)),
        ]
        self.moves = [self._move(*one) for one in buttons]
        row = QHBoxLayout()
        row.setSpacing(4)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.time)
        left.addWidget(self.length)
        left.addStretch()
        right.addStretch()
        for widget in (self.speed, self.mute, self.volume):
            right.addWidget(widget)
        row.addLayout(left, 1)
        for widget in (*self.moves[:2], self.play, *self.moves[2:]):
            row.addWidget(widget)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(4)
        column.addWidget(self.waveform)
        column.addWidget(self.trouble)
        column.addLayout(row)

    def _move(self, icon: str, words: Words, on_click: Callable[[], None]) -> IconButton:
        button = IconButton(self._look, icon, words)
        button.clicked.connect(on_click)
        return button

    def _on_state(self, state: PlayerState) -> None:
        can_play = state.duration_s > 0
        for button in (self.play, *self.moves):
            button.setEnabled(can_play)
        self.play.show_playing(is_playing=state.is_playing)
        self.time.say(lambda: length_words(state.position_s))
        self.length.say(lambda: f"/ {length_words(state.duration_s)}" if can_play else "")
        self.waveform.show_position(state.position_s)
        error = state.error
        if error is not None:
            words = error_text(error.code)
            self.say(lambda: f"{words.title} {words.hint}")
        elif state.is_playing:
            self.say(str)

    def _on_volume(self) -> None:
        self._player.set_volume(0.0 if self.mute.isChecked() else self.volume.value() / 100)

    def _speed_words(self) -> str:
        return f"{self._player.speed:g}×"

    def _choose_speed(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for speed in SPEEDS:
            action = menu.addAction(f"{speed:g}×")
            action.setCheckable(True)
            action.setChecked(speed == self._player.speed)
            action.triggered.connect(lambda _on=False, speed=speed: self._use_speed(speed))
        menu.popup(self.speed.mapToGlobal(self.speed.rect().topLeft()))

    def _use_speed(self, speed: float) -> None:
        self._player.set_speed(speed)
        self._refresh()

    def _refresh(self) -> None:
        self.speed.refresh()
        name = translate("Transcript", "Speed: {speed}").format(speed=self._speed_words())
        self.speed.setAccessibleName(name)
        self.speed.setToolTip(name)
        self.volume.setAccessibleName(translate("Transcript", "Volume"))
        self._on_state(self._player.state)


class _PlayButton(IconButton):
    """Round and in the accent's colour: what the bar is for."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "play", _play_words, shown_keys="Space")
        self.setFixedSize(_PLAY_PX, _PLAY_PX)
        self._icon = "play"

    def show_playing(self, *, is_playing: bool) -> None:
        """Show what a click would do."""
        icon = "pause" if is_playing else "play"
        if icon != self._icon:
            self._icon = icon
            self.become(icon, _pause_words if is_playing else _play_words)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, dpr = self._look.theme, self.devicePixelRatioF()
        fill = (
            "accent_pressed" if self.isDown() else "accent_hover" if self.underMouse() else "accent"
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(fill if self.isEnabled() else "hover"))
        painter.drawEllipse(self.rect())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text"), 2))
            painter.drawEllipse(self.rect().adjusted(2, 2, -2, -2))
        ink = "on_accent" if self.isEnabled() else "disabled"
        painter.drawPixmap(10, 10, pixmap(theme, self._icon, ink, 20, dpr))
        painter.end()


def _play_words() -> str:
    return translate("Transcript", "Play")


def _pause_words() -> str:
    return translate("Transcript", "Pause")
