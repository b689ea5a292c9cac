"""One model of the engine: what it is, how it is, how much context it gets, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
)

from desktop.core.override import override
from desktop.features.settings.engine.pieces import Renaming, Tag, Tone, Trouble
from desktop.features.settings.engine.words import facts_words, tokens_words
from desktop.features.settings.form import Choice
from desktop.services.own_models import CONTEXTS
from desktop.store.own_models import OwnModel
from desktop.ui.controls import Button, IconButton, Label, Words
from desktop.ui.elided_label import ElidedLabel
from desktop.ui.i18n import translate
from desktop.ui.look import Look


@dataclass(frozen=True, slots=True)
class Shown:
    """How a model is at the moment: a word for its tag, what it needs, and what is wrong with it."""

    state: Words | None = None
    need: Words | None = None
    trouble: Words | None = None
    tone: Tone = "amber"
    is_usable: bool = True


class ModelCard(QFrame):
    """A model as a card that the keyboard reaches.

    Up and Down go to the next card, F2 renames, Delete removes, Return tries it. Signals:
    `wanted(what)` with try, remove, see or blind; `renamed(name)`; `context_chosen(tokens)`;
    `step(by)`.
    """

    wanted = Signal(str)
    renamed = Signal(str)
    context_chosen = Signal(int)
    step = Signal(int)

    def __init__(self, look: Look, model_id: str, name: Words, facts: Words) -> None:
        super().__init__()
        self.look, self.model_id = look, model_id
        self.model: OwnModel | None = None
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._facts = Label(look, facts, "caption", "text2")
        self._facts.setWordWrap(True)
        self._need = Label(look, str, "caption", "text3")
        self._need.setWordWrap(True)
        self._trouble = Trouble(look)
        self.name = ElidedLabel(look, name)
        self._tag = Tag(look)
        self.trying = Button(look, lambda: translate("Engine", "Try it"), height_px=28)
        self.trying.clicked.connect(lambda: self.wanted.emit("try"))
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.name, 1)
        self.head.addWidget(self._tag)
        self.head.addWidget(self.trying)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addWidget(self._facts)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        column.addLayout(self.foot)
        column.addWidget(self._trouble)
        look.changed.connect(self._describe)
        self.show_state(Shown())

    def show_state(self, shown: Shown) -> None:
        """Show how the model is now."""
        self._tag.say(shown.state)
        self._need.say(shown.need or str)
        self._trouble.say(shown.trouble, shown.tone)
        self.trying.setEnabled(shown.is_usable)
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleName(self.name.text())
        labels = (self._facts, self._tag.label, self._need, self._trouble.label)
        self.setAccessibleDescription(". ".join(label.text() for label in labels if label.text()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.step.emit(steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.wanted.emit("try")
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.look.theme.color("ring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
            painter.end()


class OwnCard(ModelCard):
    """A model of the person's: it can be renamed, given context and a projector, and removed."""

    def __init__(self, look: Look, model: OwnModel) -> None:
        self._shown_model = model
        super().__init__(
            look, model.id, lambda: self._shown_model.name, lambda: facts_words(self._shown_model)
        )
        self.model = model
        self.more = IconButton(look, "ellipsis", lambda: translate("Engine", "More"), size_px=28)
        self.more.clicked.connect(self._open_menu_below)
        self.head.addWidget(self.more)
        self.context = Choice(
            look, lambda: translate("Engine", "Context"), _contexts(model), model.context_length
        )
        self.context.setFixedHeight(28)
        self.context.setFixedWidth(152)
        self.context.picked.connect(lambda value: self.context_chosen.emit(int(str(value))))
        label = Label(look, lambda: translate("Engine", "Context"), "caption", "text2")
        label.setBuddy(self.context)
        self.foot.setContentsMargins(0, 4, 0, 0)
        self.foot.addWidget(label)
        self.foot.addWidget(self.context)
        self.foot.addWidget(self._need, 1)
        self._menu = QMenu(self)

    def show_model(self, model: OwnModel) -> None:
        """Show the same model after something of it was changed."""
        self._shown_model = self.model = model
        self.name.refresh()
        self._facts.refresh()
        self.context.show_value(model.context_length)
        self._describe()

    def rename(self) -> None:
        """Let the name be typed anew, in its place."""
        Renaming(self, self.name, self._shown_model.name, self.renamed.emit)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename()
        elif event.key() == Qt.Key.Key_Delete:
            self.wanted.emit("remove")
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def _open_menu_below(self) -> None:
        self._open_menu(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _open_menu(self, place: QPoint) -> None:
        menu = self._menu
        menu.clear()
        sees = self._shown_model.projector is not None
        self._add(translate("Engine", "Try it"), lambda: self.wanted.emit("try"))
        self._add(translate("Engine", "Rename"), self.rename, "F2")
        if sees:
            self._add(
                translate("Engine", "Take the projector away"), lambda: self.wanted.emit("blind")
            )
        else:
            self._add(
                translate("Engine", "Add a projector for pictures…"),
                lambda: self.wanted.emit("see"),
            )
        self._add(translate("Engine", "Show in its folder"), self._show_folder)
        menu.addSeparator()
        self._add(translate("Engine", "Remove"), lambda: self.wanted.emit("remove"), "Del")
        menu.popup(place)

    def _add(self, words: str, action: Callable[[], None], keys: str = "") -> None:
        entry = QAction(words, self._menu)
        entry.triggered.connect(action)
        if keys:  # shown only: the card hears the key itself
            entry.setShortcut(QKeySequence(keys))
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._menu.addAction(entry)

    def _show_folder(self) -> None:
        folder = Path(self._shown_model.files[0].path).parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _contexts(model: OwnModel) -> list[tuple[object, Words]]:
    lengths = {length for length in CONTEXTS if length < model.trained_length}
    lengths |= {model.trained_length, model.context_length}
    return [(length, lambda n=length: tokens_words(n)) for length in sorted(lengths)]  # type: ignore[misc]
