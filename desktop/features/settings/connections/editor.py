"""The form of one connection. It shows a draft and gives one; it stores and asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.connection import Connection
from desktop.features.settings.connections import labels
from desktop.features.settings.connections.advanced import Advanced
from desktop.features.settings.connections.blocks import Block, Fold, Pair, QuietButton
from desktop.features.settings.connections.chips import Chips
from desktop.features.settings.connections.choices import Choices
from desktop.features.settings.connections.draft import (
    Draft,
    Flaw,
    Spot,
    blanks,
    is_readable_on_the_way,
)
from desktop.features.settings.connections.flaw_words import words_of
from desktop.features.settings.connections.headers_table import HeadersTable
from desktop.features.settings.connections.kinds import kinds, own_address, own_name
from desktop.features.settings.connections.model_field import ModelField
from desktop.features.settings.connections.secret_field import SecretBlock
from desktop.features.settings.connections.verdict import Verdict
from desktop.services.presets import COMPATIBLE_ID, guess, preset, presets
from desktop.services.secret_headers import Headers
from desktop.store.secrets import Place, SecretKind
from desktop.ui.controls import Field, Label
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.look import Look

_COLUMN_PX, _MARGIN_PX = 760, 24


class Editor(QWidget):
    """The form.

    Signals: `edited()`; `stops_changed()`; `file_wanted(what)` as `SecretBlock`;
    `key_page_wanted(url)`; `models_wanted()`; `led_to(widget)` that must be seen now.
    """

    edited = Signal()
    stops_changed = Signal()
    file_wanted = Signal(object)
    key_page_wanted = Signal(str)
    models_wanted = Signal()
    led_to = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.saved = Connection("", "", "")
        """The connection on show as it is saved; without an id: it is not."""
        self._baseline = Draft(self.saved)
        self._marked: frozenset[Spot] = frozenset()
        self.name = Field(look, labels.name)
        self.kind = Choices(look, labels.kind, kinds)
        self.url = Field(look, labels.address, lambda: "https://api.example.com/v1")
        self.url.show_code()
        self.address = Block(look, labels.address, self.url, self._address_hint)
        self.key = SecretBlock(
            look, labels.key, icon_name="key-round", variable_hint=lambda: "OPENAI_API_KEY"
        )
        self.key_page = QuietButton(
            look,
            lambda: translate("Connections", "Get a key"),
            kind="ghost",
            icon_name="arrow-up-right",
            height_px=20,
        )
        self.key.add_corner(self.key_page)
        self.model = ModelField(look, labels.model)
        self.verdict = Verdict(look)
        self.caption = Label(look, labels.test_caption, "caption", "text3")
        self.caption.setWordWrap(True)
        self.chips = Chips(look)
        self.advanced = Advanced(look)
        self.fold = Fold(look, labels.advanced, self.advanced)
        self._build(look)
        self._listen()

    def _build(self, look: Look) -> None:
        inner = QVBoxLayout()
        inner.setSpacing(16)
        inner.addWidget(
            Pair(Block(look, labels.name, self.name), Block(look, labels.kind, self.kind))
        )
        inner.addWidget(self.address)
        inner.addWidget(self.key)
        inner.addWidget(Block(look, labels.model, self.model))
        tested = QVBoxLayout()
        tested.setSpacing(12)
        for widget in (self.caption, self.verdict, self.chips):
            tested.addWidget(widget)
        inner.addLayout(tested)
        inner.addWidget(hairline(self))
        inner.addWidget(self.fold)
        inner.addStretch()
        column = QWidget()
        column.setMaximumWidth(_COLUMN_PX)
        column.setLayout(inner)
        self._inner = inner
        self.yield_to_bar(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _listen(self) -> None:
        for field in (self.name, self.url, self.model):
            field.changed.connect(self.edited)
        self.kind.picked.connect(self._on_kind)
        self.url.changed.connect(self.address.sentence.refresh)
        self.url.edit.editingFinished.connect(self._on_address)
        for part in (self.key, self.advanced):
            part.edited.connect(self.edited)
            part.file_wanted.connect(self.file_wanted)
        self.advanced.rows_changed.connect(self.stops_changed)
        self.key_page.clicked.connect(lambda: self.key_page_wanted.emit(self._preset_page()))
        self.model.list_wanted.connect(self.models_wanted)

    # what is on it
    @property
    def secrets(self) -> Mapping[SecretKind, SecretBlock | HeadersTable]:
        """Give where each secret is entered."""
        return {SecretKind.KEY: self.key, **self.advanced.secrets}

    @property
    def is_edited(self) -> bool:
        """Tell whether something on the form is not saved."""
        return not self.saved.is_built_in and self.draft() != self._baseline

    def show_connection(self, connection: Connection) -> None:
        """Fill the form; secrets show as kept nowhere until `show_kept` says more."""
        self.saved = connection
        self._fill(connection)
        for part in self.secrets.values():
            part.show_kept(None)
        self._baseline = self.draft()
        self.mark({})
        self.fold.unfold(is_open=self.advanced.is_used)

    def put(self, draft: Draft) -> None:
        """Show again what `draft` has given for the connection on show: it is not saved."""
        self._fill(draft.connection)
        self.put_secrets(draft)
        self.fold.unfold(is_open=self.advanced.is_used)
        self.edited.emit()

    def rename(self, connection: Connection) -> None:
        """Take a new name that is saved already, and leave all else that was entered."""
        if self.name.text() == self.saved.name:
            self.name.edit.setText(connection.name)
        named = replace(self._baseline.connection, name=connection.name)
        self.saved, self._baseline = connection, replace(self._baseline, connection=named)

    def _fill(self, connection: Connection) -> None:
        is_known = preset(connection.preset) is not None
        self.name.edit.setText(connection.name)
        self.kind.choose(connection.preset if is_known else COMPATIBLE_ID)
        self.url.edit.setText(connection.base_url)
        self.model.edit.setText(connection.model)
        self.advanced.show_connection(connection)
        self._on_preset()

    def show_kept(
        self, kind: SecretKind, place: Place | None, variable: str, headers: Headers
    ) -> None:
        """Show where a secret is kept, and the names of the headers."""
        part = self.secrets[kind]
        if isinstance(part, HeadersTable):
            part.show_kept(place, variable, headers)
        else:
            part.show_kept(place, variable)

    def put_secrets(self, draft: Draft) -> None:
        """Show again what a draft has typed of secrets, over what is kept."""
        self.key.put(draft.secrets.get(SecretKind.KEY))
        self.advanced.put_secrets(draft)

    def draft(self) -> Draft:
        """Give what is on the form now."""
        entered = replace(
            self.advanced.entered(self.saved),
            name=self.name.text(),
            preset=str(self.kind.value),
            base_url=self.url.text(),
            model=self.model.text(),
        )
        changes = {kind: part.change() for kind, part in self.secrets.items()}
        return Draft(
            entered,
            {kind: change for kind, change in changes.items() if change is not None},
            self.advanced.headers.headers(),
        )

    def missing(self) -> dict[Spot, Flaw]:
        """Give what was chosen on the form and not filled."""
        return self.advanced.certificates.flaws()

    @property
    def is_marked(self) -> bool:
        """Tell whether some input is marked as wrong."""
        return bool(self._marked)

    def mark(self, flaws: Mapping[Spot, Flaw]) -> None:
        """Say at each place what is wrong; whatever is not in `flaws` is right."""
        self._marked = frozenset(flaws)
        for spot, block in ((Spot.ADDRESS, self.address), (Spot.KEY, self.key)):
            block.mark(words_of(flaws[spot]) if spot in flaws else None)
        self.advanced.mark(flaws)
        if flaws.keys() - {Spot.ADDRESS, Spot.KEY}:
            self.fold.unfold()

    def focus_flaw(self) -> None:
        """Put the focus on the first input that is marked."""
        places: dict[Spot, QWidget] = {
            Spot.ADDRESS: self.url,
            Spot.KEY: self.key.place.variable,
            **self.advanced.places,
        }
        first = next((spot for spot in Spot if spot in self._marked), None)
        if first is not None:
            places[first].setFocus()
            self.led_to.emit(places[first])

    def show_tested(self, *, is_tested: bool) -> None:
        """Say before a test what it does; after it the verdict is enough."""
        self.caption.setVisible(not is_tested)

    def yield_to_bar(self, bar_px: int) -> None:
        """Keep the fields where they are when a scroll bar takes room at their right."""
        self._inner.setContentsMargins(_MARGIN_PX, 16, _MARGIN_PX - bar_px, 16)

    # presets
    def _on_kind(self) -> None:
        chosen = str(self.kind.value)
        if self.url.text() in {own_address(row.id) for row in presets()}:
            self.url.edit.setText(own_address(chosen))
        if self.name.text() in {own_name(row.id) for row in presets()}:
            self.name.edit.setText(own_name(chosen))
        self._on_preset()
        self.edited.emit()

    def _on_address(self) -> None:
        """Take the kind from an address that tells it."""
        found = guess(self.url.text())
        if found is not None and self.kind.value == COMPATIBLE_ID:
            self.kind.choose(found.id)
            self._on_preset()
            self.edited.emit()

    def select_blank(self) -> None:
        """Select the first {placeholder} of the address, so that typing fills it."""
        found = blanks(self.url.text())
        if found:
            self.url.edit.setFocus()
            self.url.edit.setSelection(self.url.text().index(found[0]), len(found[0]))

    def _on_preset(self) -> None:
        row = preset(str(self.kind.value))
        self.key.field.suggest(labels.no_key if row is not None and not row.needs_key else str)
        self.key_page.setVisible(bool(self._preset_page()))
        self.key_page.setToolTip(self._preset_page())
        self.address.sentence.refresh()

    def _preset_page(self) -> str:
        row = preset(str(self.kind.value))
        return row.key_page if row is not None else ""

    def _address_hint(self) -> str:
        found = blanks(self.url.text())
        if found:
            return translate("Connections", "To be filled: {blanks}").format(
                blanks=", ".join(found)
            )
        if is_readable_on_the_way(self.url.text()):
            return translate(
                "Connections", "Not encrypted: whoever is on the way can read key and text."
            )
        if self.url.text():
            return ""
        return translate("Connections", "Ask whoever runs the server. It usually ends in /v1.")
