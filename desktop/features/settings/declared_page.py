"""A page of declared settings: it draws itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from desktop.features.settings.changing import Changing
from desktop.features.settings.declared import Row, Section
from desktop.features.settings.form import Page
from desktop.features.settings.inputs import Input, input_for
from desktop.store.settings import AnySetting, Settings, Value
from desktop.ui.controls import Button, IconButton, Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate


class DeclaredPage(Page):
    """Every change shows at once and is kept; what is changed elsewhere shows here.

    `lead` adds to the page what stands above the declared rows.
    """

    def __init__(
        self,
        settings: Settings,
        host: Host,
        heading: Words,
        sections: tuple[Section, ...],
        lead: Callable[[DeclaredPage], None] | None = None,
    ) -> None:
        super().__init__(host.look, heading)
        self._settings, self._host = settings, host
        self._changing = Changing(self, settings, host)
        self._rows: dict[str, Row] = {}
        self.inputs: dict[str, Input] = {}
        self.resets: dict[str, IconButton] = {}
        if lead is not None:
            lead(self)
        for section in sections:
            if section.words is not None:
                self.add_section(section.words)
            for row in section.rows:
                self.add_setting(row, input_for(row, self.look))
        self.reset = Button(self.look, _reset_words, icon_name="undo-2")
        self.reset.clicked.connect(self._reset_all)
        self.column.addSpacing(8)
        self.column.addWidget(self.reset)
        self.column.addStretch()
        self.destroyed.connect(settings.changed.connect(self._on_changed))
        self._draw_reset()

    def add_setting(self, row: Row, control: Input) -> None:
        """Add a setting with its control, which shows and changes it from now on."""
        key = row.setting.key
        control.setObjectName(key)
        control.picked.connect(lambda value: self.change({row.setting: value}))
        reset = IconButton(self.look, "undo-2", partial(_reset_one, row), size_px=28)
        policy = reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the controls stay in line
        reset.setSizePolicy(policy)
        reset.clicked.connect(lambda: self._on_reset(row))
        self.add_row(row.term, control, row.hint, reset)
        self._rows[key], self.inputs[key], self.resets[key] = row, control, reset
        self._show(row)

    def change(self, values: Mapping[AnySetting, Value | None]) -> None:
        """Give settings other values; None is the default."""
        self._changing.change(values)

    def _show(self, row: Row) -> None:
        key = row.setting.key
        self.inputs[key].show_value(self._settings.value(row.setting))
        self.resets[key].setVisible(self._settings.is_changed(row.setting))

    def _on_changed(self, key: str) -> None:
        row = self._rows.get(key)
        if row is not None:
            self._show(row)
            self._draw_reset()

    def _draw_reset(self) -> None:
        changed = (self._settings.is_changed(row.setting) for row in self._rows.values())
        self.reset.setEnabled(any(changed))

    def _on_reset(self, row: Row) -> None:
        self.inputs[row.setting.key].setFocus()  # the button goes: Tab must not begin anew
        self._changing.change({row.setting: None})

    def _reset_all(self) -> None:
        next(iter(self.inputs.values())).setFocus()  # the button is switched off: see above
        self._changing.reset(
            [row.setting for row in self._rows.values()],
            lambda: translate("Settings", "This page is as it was at first."),
        )


def _reset_words() -> str:
    return translate("Settings", "Reset this page")


def _reset_one(row: Row) -> str:
    return translate("Settings", "Reset: {setting}").format(setting=row.title())
