"""The panel of parameters: what is set, shown and changed; what cannot be set, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.parameters import Parameters
from desktop.features.chat.models.choice import ModelChoice
from desktop.features.chat.models.keeper import Keeper
from desktop.features.chat.parameters import words
from desktop.features.chat.parameters.area import TextArea
from desktop.features.chat.parameters.fields import (
    Block,
    ChoiceBlock,
    NumberBlock,
    SliderBlock,
    server_decides,
)
from desktop.features.chat.parameters.schema import FormBlock
from desktop.features.chat.parameters.tools import Tools
from desktop.features.chat.service import is_shipped
from desktop.services.accepting import TOOLS, Refusals
from desktop.services.context import Services
from desktop.services.turns import Target
from desktop.store.starting import Purpose
from desktop.ui.controls import Button, Label, Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.model_choice import group_of
from desktop.ui.notices import Notice
from desktop.ui.reading_order import follow_layouts
from desktop.ui.scope import scope_for

_EFFORTS = ("minimal", "low", "medium", "high")
_VERBOSITIES = ("low", "medium", "high")
_MAX_TOKENS, _MAX_SEED = 10_000_000, 2**31 - 1  # more than any model; what every server can hold
_PLAIN = Parameters()
_WHO = {"connection_id", "model"}  # who answers is no parameter to be reset


class ParametersPanel(QWidget):
    """Shows what `keeper` has, and what the model that answers next can be asked."""

    def __init__(self, services: Services, host: Host, keeper: Keeper, models: ModelChoice) -> None:
        super().__init__()
        self._services, self._host, self._keeper, self._models = services, host, keeper, models
        self._scope = scope_for(self, models.tell)
        self._asked_for: Target | None = None
        look = host.look
        self.instructions = TextArea(look, _named("instructions"), _hint)
        self.blocks: dict[str, SliderBlock | NumberBlock | ChoiceBlock] = {
            "temperature": SliderBlock(look, _named("temperature"), 2.0, 1.0),
            "top_p": SliderBlock(look, _named("top_p"), 1.0, 1.0),
            "max_output_tokens": NumberBlock(look, _named("max_output_tokens"), 1, _MAX_TOKENS),
            "reasoning_effort": ChoiceBlock(look, _named("reasoning_effort"), _words_for(_EFFORTS)),
            "verbosity": ChoiceBlock(look, _named("verbosity"), _words_for(_VERBOSITIES)),
            "seed": NumberBlock(look, _named("seed"), 0, _MAX_SEED),
        }
        self.form = FormBlock(look, self._scope)
        self.tools = Tools(look, self._scope)
        self.defaults = Button(look, _use_words, height_px=28)
        self.reset = Button(look, _reset_words, kind="ghost", height_px=28)
        self._area = QScrollArea()
        self._arrange()
        self._connect()
        self._show()
        follow_layouts(self)

    # building
    def _arrange(self) -> None:
        look = self._host.look
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(16)
        instructions = Block(look, _named("instructions"), self.instructions)
        self._instructions = instructions
        column.addWidget(instructions)
        for name in ("temperature", "top_p", "max_output_tokens"):
            column.addWidget(self.blocks[name])
        column.addWidget(hairline(inner))
        for name in ("reasoning_effort", "verbosity"):
            column.addWidget(self.blocks[name])
        column.addWidget(self.form)
        column.addWidget(hairline(inner))
        column.addWidget(Label(look, _named(TOOLS), "body", "text", 600))
        column.addWidget(self.tools)
        column.addWidget(hairline(inner))
        column.addWidget(self.blocks["seed"])
        column.addStretch()
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 8, 12)
        foot.setSpacing(4)
        foot.addWidget(self.defaults)
        foot.addStretch()
        foot.addWidget(self.reset)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(hairline(self))
        whole.addLayout(foot)

    def _connect(self) -> None:
        keeper = self._keeper
        self.instructions.typed.connect(lambda text: keeper.change_soon(instructions=text))
        self._instructions.reset.connect(lambda: keeper.change(instructions=""))
        for name, block in self.blocks.items():
            block.picked.connect(partial(self._on_picked, name))
            block.reset.connect(partial(self._on_picked, name, None))
        self.form.typed.connect(lambda text: keeper.change_soon(schema=text))
        self.form.reset.connect(lambda: keeper.change(schema=""))
        self.tools.web_picked.connect(lambda is_on: keeper.change(web_search=is_on))
        self.tools.tools_picked.connect(lambda ids: keeper.change(tools=ids))
        self.tools.functions_picked.connect(lambda all_of: keeper.change(functions=all_of))
        self.defaults.clicked.connect(lambda: self._scope.start("defaults", self._keep_defaults()))
        self.reset.clicked.connect(self._on_reset)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(keeper.undo)  # fields of text take back their own first
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)
        keeper.changed.connect(self._show)
        keeper.turned.connect(self.tools.functions.close_form)
        self._models.shown.connect(self._look_at_model)
        self.destroyed.connect(self._services.servers.changed.connect(lambda _id: self._ask()))

    def show_tools(self) -> None:
        """Bring the tools into view, and the focus there."""
        self._area.ensureWidgetVisible(self.tools)
        first = next(iter(self.tools.own.values()))
        (first if first.switch.isEnabled() else self.tools.web).setFocus()

    def _on_focus_changed(self) -> None:
        self._keeper.flush()  # what is sent next is asked with what stands here

    # what is set
    def _show(self) -> None:
        parameters = self._keeper.parameters
        self.instructions.show_text(parameters.instructions)
        self._instructions.show_set(str, is_set=bool(parameters.instructions))
        for name, block in self.blocks.items():
            block.show_value(getattr(parameters, name))
        self.form.show_schema(parameters.schema)
        self.tools.show_parameters(parameters)
        self.reset.setEnabled(any(_set_in(parameters)))

    def _on_picked(self, name: str, value: object) -> None:
        is_slid = isinstance(self.blocks[name], SliderBlock | NumberBlock) and value is not None
        change = self._keeper.change_soon if is_slid else self._keeper.change
        change(**{name: value})

    def _on_reset(self) -> None:
        plain = {name: getattr(_PLAIN, name) for name in _set_in(self._keeper.parameters)}
        self._keeper.change(**plain)
        self.instructions.setFocus()
        self._tell(lambda: translate("Parameters", "All parameters are reset."), self._keeper.undo)

    async def _keep_defaults(self) -> None:
        conversations = self._services.conversations
        before = await conversations.default_parameters()
        named = {name: getattr(self._keeper.parameters, name) for name in _names()}
        await conversations.keep_start_parameters(Parameters(**named), Purpose.DEFAULT)

        async def back() -> None:
            await conversations.keep_start_parameters(before, Purpose.DEFAULT)

        self._tell(
            lambda: translate("Parameters", "New chats begin with these parameters."),
            lambda: self._scope.start("defaults", back()),
        )

    def _tell(self, said: Words, undo: Callable[[], object]) -> None:
        def take_back() -> None:
            undo()

        self._host.notify(Notice(said, lambda: translate("Chat", "Undo"), take_back))

    # what can be set
    def _look_at_model(self) -> None:
        if self._models.target != self._asked_for:
            self._ask()

    def _ask(self) -> None:
        if self.isVisible() and self._models.target is not None:
            self._scope.start("refusals", self._look_up(self._models.target))

    async def _look_up(self, target: Target) -> None:
        acceptance = self._services.acceptance
        refused, facts = await acceptance.refusals(target), await acceptance.facts(target)
        if target != self._models.target:
            return
        self._asked_for = target
        self._refuse(refused, target)
        efforts = (facts.efforts if facts is not None else None) or _EFFORTS
        most = facts.max_output if facts is not None else None
        block, limit = self.blocks["reasoning_effort"], self.blocks["max_output_tokens"]
        assert isinstance(block, ChoiceBlock)
        assert isinstance(limit, NumberBlock)
        block.offer(_words_for(efforts))
        limit.say_hint(server_decides if most is None else partial(words.at_most, most))

    def _refuse(self, refused: Refusals, target: Target) -> None:
        why = self._reasons(refused, target)
        for name, block in self.blocks.items():
            block.refuse(why.get(name))
        is_small = is_shipped(target.connection_id, target)
        self.form.refuse(why.get("schema"), words.small_model if is_small else None)
        self.tools.refuse(why.get("web_search"), why.get(TOOLS))

    def _reasons(self, refused: Refusals, target: Target) -> Mapping[str, Words]:
        label = self._services.catalogue.label(target.connection_id, target.model)
        server = group_of(self._services.servers.get(target.connection_id))
        return {
            name: partial(words.reason, name, why, label, server) for name, why in refused.items()
        }

    # keys and focus
    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the first field."""
        self.instructions.setFocus(event.reason())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()


def _names() -> list[str]:
    return [field.name for field in fields(Parameters) if field.name not in _WHO]


def _set_in(parameters: Parameters) -> list[str]:
    return [name for name in _names() if getattr(parameters, name) != getattr(_PLAIN, name)]


def _words_for(values: tuple[str, ...]) -> list[tuple[str | None, Words]]:
    return [(None, server_decides), *((value, partial(words.effort, value)) for value in values)]


def _named(parameter: str) -> Words:
    return partial(words.name_of, parameter)


def _hint() -> str:
    return translate("Parameters", "Who the model is, and how it should answer")


def _use_words() -> str:
    return translate("Parameters", "Use in new chats")


def _reset_words() -> str:
    return translate("Parameters", "Reset all")
