"""The way to the server: as the system says, directly, or through a proxy of one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.connection import DIRECT
from desktop.features.settings.connections.blocks import Block
from desktop.features.settings.connections.choices import Choices
from desktop.features.settings.connections.secret_field import SecretBlock
from desktop.ui.controls import Field
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_SYSTEM, _OWN = "", "own"


class Proxy(QWidget):
    """Signals: `edited()`; `file_wanted(block)` as `SecretBlock`."""

    edited = Signal()
    file_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.way = Choices(look, _proxy, _options)
        self.url = Field(look, _address, lambda: "http://proxy.example:3128")
        self.url.show_code()
        self.address = Block(look, _address, self.url)
        self.login = SecretBlock(look, _login, _login_hint, icon_name="key-round")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Block(look, _proxy, self.way))
        column.addWidget(self.address)
        column.addWidget(self.login)
        self.way.picked.connect(self._on_way)
        self.url.changed.connect(self.edited)
        self.login.edited.connect(self.edited)
        self.login.file_wanted.connect(self.file_wanted)
        self._draw()

    def show_proxy(self, proxy: str) -> None:
        """Show `Connection.proxy`."""
        is_own = proxy not in {_SYSTEM, DIRECT}
        self.way.choose(_OWN if is_own else proxy)
        self.url.edit.setText(proxy if is_own else "")
        self._draw()

    def entered(self) -> str:
        """Give `Connection.proxy` as it is on the form."""
        way = str(self.way.value)
        # "socks5:" cannot be used and is marked so; it must not count as the system's way.
        return (self.url.text() or "http://") if way == _OWN else way

    def _on_way(self) -> None:
        self._draw()
        if self.way.value == _OWN:
            self.url.edit.setFocus()
        self.edited.emit()

    def _draw(self) -> None:
        is_own = self.way.value == _OWN
        self.address.setVisible(is_own)
        self.login.setVisible(is_own)


def _proxy() -> str:
    return translate("Connections", "Proxy")


def _address() -> str:
    return translate("Connections", "Address of the proxy")


def _login() -> str:
    return translate("Connections", "Login at the proxy")


def _login_hint() -> str:
    return translate("Connections", "name:password, if it asks for one")


def _options() -> list[tuple[object, str]]:
    return [
        (_SYSTEM, translate("Connections", "Like the system")),
        (DIRECT, translate("Connections", "None")),
        (_OWN, translate("Connections", "Own address")),
    ]
