"""The quiet buttons at a message: versions, edit, copy, regenerate. Geometry, words and drawing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.core.types import Role
from desktop.ui.i18n import translate
from desktop.ui.theme import Theme
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.entry import Entry, SectionKind
from desktop.ui.transcript.ink import draw_icon_button, draw_text
from desktop.ui.transcript.view import Moment, Target

BUTTON, SMALL = 28, 24


_NAMES: dict[str, Callable[[], str]] = {
    Action.COPY: lambda: translate("Transcript", "Copy message"),
    Action.REGENERATE: lambda: translate("Transcript", "Regenerate"),
    Action.EDIT: lambda: translate("Transcript", "Edit and resend"),
    Action.PREVIOUS_SIBLING: lambda: translate("Transcript", "Previous version"),
    Action.NEXT_SIBLING: lambda: translate("Transcript", "Next version"),
    Action.REGENERATE_WITH: lambda: translate("Transcript", "Regenerate with another model…"),
    Action.READ_ALOUD: lambda: translate("Transcript", "Read aloud"),
    Action.COMPARE: lambda: translate("Transcript", "Compare…"),
    Action.FORK: lambda: translate("Transcript", "Fork into a new conversation"),
    Action.SHOW_REQUEST: lambda: translate("Transcript", "Show request and response"),
    Action.DELETE: lambda: translate("Transcript", "Delete"),
    Action.MORE: lambda: translate("Transcript", "More actions"),
}


def action_name(action: str) -> str:
    """Give an action's name in the interface's language."""
    name = _NAMES.get(action)
    return action if name is None else name()


def name_at(action: str, entry: Entry) -> str:
    """Give an action's name at a message."""
    if action == Action.READ_ALOUD and entry.is_read_aloud:
        return translate("Transcript", "Stop reading aloud")
    return action_name(action)


_SHORTCUTS = {
    Action.COPY: "C",
    Action.REGENERATE: "R",
    Action.EDIT: "E",
    Action.READ_ALOUD: "A",
    Action.PREVIOUS_SIBLING: "Alt+Left",
    Action.NEXT_SIBLING: "Alt+Right",
}
_ICONS = {
    Action.COPY: "copy",
    Action.REGENERATE: "refresh-cw",
    Action.EDIT: "pencil",
    Action.READ_ALOUD: "volume-2",
    Action.PREVIOUS_SIBLING: "chevron-left",
    Action.NEXT_SIBLING: "chevron-right",
    Action.MORE: "ellipsis",
}


def tooltip(action: str, name: str) -> str:
    """Give an action's name, as it is at a message, with its key."""
    keys = _SHORTCUTS.get(Action(action)) if action in set(Action) else None
    return f"{name} ({keys})" if keys else name


def actions_of(entry: Entry) -> list[Action]:
    """Give what can be asked of a message, in the order of its buttons."""
    if entry.is_streaming or entry.role not in {Role.USER, Role.ASSISTANT}:
        return []
    siblings = [Action.PREVIOUS_SIBLING, Action.NEXT_SIBLING] if entry.count > 1 else []
    if entry.role is Role.USER:
        return [*siblings, Action.EDIT, Action.COPY, Action.MORE]
    aloud = [Action.READ_ALOUD] if _has_words(entry) else []
    return [Action.COPY, Action.REGENERATE, *aloud, Action.MORE, *siblings]


def more_of(entry: Entry) -> list[Action]:
    """Give what can be asked of a message that has no button of its own."""
    if not actions_of(entry):
        return []
    ends = [Action.FORK, Action.DELETE]
    if entry.role is Role.USER:
        return [Action.READ_ALOUD, *ends] if _has_words(entry) else ends
    return [Action.REGENERATE_WITH, Action.COMPARE, Action.SHOW_REQUEST, *ends]


def _has_words(entry: Entry) -> bool:
    return any(section.text and section.kind is SectionKind.TEXT for section in entry.sections)


class Actions:
    """The buttons of one message at one zoom."""

    def __init__(self, entry: Entry, theme: Theme) -> None:
        self._entry, self._theme = entry, theme
        self._font = theme.font("caption", 500, zoomed=True)
        self._label = f"{entry.position}/{entry.count}"

    def answer(self, x: float, middle: float) -> list[Target]:
        """Give the buttons from x to the right."""
        return self._row(x, middle)

    def question(self, right: float, middle: float) -> list[Target]:
        """Give the buttons that end at right."""
        targets = self._row(0, middle)
        if not targets:
            return []
        shift = right - targets[-1].rect.right()
        return [
            Target(t.action, t.rect.translated(shift, 0), t.name, t.icon, t.is_enabled)
            for t in targets
        ]

    def width(self) -> float:
        """Give the width of all buttons."""
        targets = self._row(0, 0)
        return targets[-1].rect.right() if targets else 0

    def paint(self, painter: QPainter, targets: list[Target], moment: Moment) -> None:
        """Draw the buttons, and the place among the versions between its two arrows."""
        for target in targets:
            draw_icon_button(painter, self._theme, target, moment)
            if target.action == Action.PREVIOUS_SIBLING:
                rect = target.rect.translated(target.rect.width() + self._theme.px(2), 0)
                rect.setWidth(self._label_width())
                draw_text(painter, rect, self._label, self._font, self._theme.color("text2"))

    def _label_width(self) -> float:
        return QFontMetricsF(self._font).horizontalAdvance(self._label) + 1

    def _row(self, x: float, middle: float) -> list[Target]:
        px = self._theme.px
        targets: list[Target] = []
        for action in actions_of(self._entry):
            is_arrow = action in {Action.PREVIOUS_SIBLING, Action.NEXT_SIBLING}
            size = px(SMALL if is_arrow else BUTTON)
            if action is Action.PREVIOUS_SIBLING and targets:
                x += px(4)
            if action is Action.NEXT_SIBLING:
                x += self._label_width() + px(4)
            if action is Action.EDIT and targets:
                x += px(4)
            rect = QRectF(x, middle - size / 2, size, size)
            targets.append(
                Target(
                    action,
                    rect,
                    name_at(action, self._entry),
                    self._icon(action),
                    self._is_enabled(action),
                )
            )
            x += size
        return targets

    def _icon(self, action: Action) -> str:
        is_stop = action is Action.READ_ALOUD and self._entry.is_read_aloud
        return "square" if is_stop else _ICONS[action]

    def _is_enabled(self, action: Action) -> bool:
        if action is Action.PREVIOUS_SIBLING:
            return self._entry.position > 1
        if action is Action.NEXT_SIBLING:
            return self._entry.position < self._entry.count
        return True
