"""Whom the connection believes to be the server, and how it proves who we are."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.connection import Connection, Trust
from desktop.features.settings.connections.blocks import Block
from desktop.features.settings.connections.choices import Choices
from desktop.features.settings.connections.draft import Flaw, Spot
from desktop.features.settings.connections.file_field import FileField
from desktop.features.settings.connections.secret_field import SecretBlock
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.switch import Switch

_OWN = "own"


class Certificates(QWidget):
    """Signals: `edited()`; `file_wanted(block)` as `SecretBlock`."""

    edited = Signal()
    file_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._base = Trust.SYSTEM  # what an authority of one's own is added to
        self.trust = Choices(look, _certificates, _options)
        self.ca_file = FileField(look, _authority, lambda: "ca.pem")
        self.authority = Block(look, _authority, self.ca_file, _authority_hint)
        self.sends = Switch(look, lambda: translate("Connections", "Send a client certificate"))
        self.certificate = FileField(look, _certificate, lambda: "client.pem")
        self.own = Block(look, _certificate, self.certificate)
        self.key_file = FileField(look, _key_file, lambda: "client.key")
        self.own_key = Block(look, _key_file, self.key_file, _key_file_hint)
        self.passphrase = SecretBlock(look, _passphrase, _passphrase_hint, icon_name="key-round")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Block(look, _certificates, self.trust))
        for part in (self.authority, self.sends, self.own, self.own_key, self.passphrase):
            column.addWidget(part)
        self.trust.picked.connect(self._on_edited)
        self.sends.toggled.connect(self._draw)
        self.sends.clicked.connect(self._on_edited)
        for field in (self.ca_file, self.certificate, self.key_file):
            field.changed.connect(self.edited)
        self.passphrase.edited.connect(self.edited)
        self.passphrase.file_wanted.connect(self.file_wanted)
        self._draw()

    @property
    def is_unchecked(self) -> bool:
        """Tell whether anybody could be the server."""
        return self.trust.value == str(Trust.NOBODY)

    def check_again(self) -> None:
        """Believe the system's certificates."""
        self.trust.choose(str(Trust.SYSTEM))
        self._on_edited()

    def show_connection(self, connection: Connection) -> None:
        """Fill everything but the passphrase."""
        is_own = bool(connection.ca_file) and connection.trust is not Trust.NOBODY
        self._base = connection.trust if is_own else Trust.SYSTEM
        self.trust.choose(_OWN if is_own else str(connection.trust))
        self.ca_file.edit.setText(connection.ca_file)
        self.certificate.edit.setText(connection.certificate_file)
        self.key_file.edit.setText(connection.certificate_key_file)
        self.sends.setChecked(bool(connection.certificate_file))
        self._draw()

    def entered(self, connection: Connection) -> Connection:
        """Give `connection` with what is on the form."""
        is_own, sends = self.trust.value == _OWN, self.sends.isChecked()
        return replace(
            connection,
            trust=self._base if is_own else Trust(str(self.trust.value)),
            ca_file=self.ca_file.text() if is_own else "",
            certificate_file=self.certificate.text() if sends else "",
            certificate_key_file=self.key_file.text() if sends else "",
        )

    def flaws(self) -> dict[Spot, Flaw]:
        """Give what was chosen and has no file yet."""
        found: dict[Spot, Flaw] = {}
        if self.trust.value == _OWN and not self.ca_file.text():
            found[Spot.CA_FILE] = Flaw.NO_FILE
        if self.sends.isChecked() and not self.certificate.text():
            found[Spot.CERTIFICATE_FILE] = Flaw.NO_FILE
        return found

    def _on_edited(self) -> None:
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        self.authority.setVisible(self.trust.value == _OWN)
        for part in (self.own, self.own_key, self.passphrase):
            part.setVisible(self.sends.isChecked())


def _certificates() -> str:
    return translate("Connections", "Certificates")


def _authority() -> str:
    return translate("Connections", "File of the authority")


def _authority_hint() -> str:
    return translate("Connections", "PEM. It is believed beside those of the system.")


def _certificate() -> str:
    return translate("Connections", "File of the certificate")


def _key_file() -> str:
    return translate("Connections", "File of its key")


def _key_file_hint() -> str:
    return translate("Connections", "Empty where the certificate’s file holds the key, too.")


def _passphrase() -> str:
    return translate("Connections", "Passphrase of its key")


def _passphrase_hint() -> str:
    return translate("Connections", "If it has one")


def _options() -> list[tuple[object, str]]:
    return [
        (str(Trust.SYSTEM), translate("Connections", "The system’s")),
        (str(Trust.BUNDLED), translate("Connections", "The list that comes with the program")),
        (_OWN, translate("Connections", "An authority of my own")),
        (str(Trust.NOBODY), translate("Connections", "Do not check")),
    ]
