"""What few connections need: accounts, time limit, proxy, certificates, headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.connection import Api, Connection
from desktop.features.settings.connections.blocks import Block, Pair
from desktop.features.settings.connections.certificates import Certificates
from desktop.features.settings.connections.choices import Choices
from desktop.features.settings.connections.draft import Draft, Flaw, Spot
from desktop.features.settings.connections.flaw_words import words_of
from desktop.features.settings.connections.headers_table import HeadersTable
from desktop.features.settings.connections.proxy import Proxy
from desktop.features.settings.connections.secret_field import SecretBlock
from desktop.store.secrets import SecretKind
from desktop.ui.controls import Field
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_LIMITS_S = (0.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0)


class Advanced(QWidget):
    """Signals: `edited()`; `rows_changed()`; `file_wanted(what)` as `SecretBlock`."""

    edited = Signal()
    rows_changed = Signal()
    file_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.organization = Field(look, _organization, _optional)
        self.project = Field(look, _project, _optional)
        self.api = Choices(look, _api, _api_options)
        self.limit = Choices(look, _limit, _limit_options)
        self.proxy = Proxy(look)
        self.certificates = Certificates(look)
        self.headers = HeadersTable(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(
            Pair(Block(look, _organization, self.organization), Block(look, _project, self.project))
        )
        column.addWidget(Pair(Block(look, _api, self.api), Block(look, _limit, self.limit)))
        for part in (self.proxy, self.certificates, self.headers):
            column.addWidget(part)
            part.edited.connect(self.edited)
            part.file_wanted.connect(self.file_wanted)
        for field in (self.organization, self.project):
            field.changed.connect(self.edited)
        for choices in (self.api, self.limit):
            choices.picked.connect(self.edited)
        self.headers.rows_changed.connect(self.rows_changed)

    @property
    def secrets(self) -> Mapping[SecretKind, SecretBlock | HeadersTable]:
        """Give where each secret is entered."""
        return {
            SecretKind.PROXY: self.proxy.login,
            SecretKind.CERTIFICATE: self.certificates.passphrase,
            SecretKind.HEADERS: self.headers,
        }

    @property
    def is_used(self) -> bool:
        """Tell whether something is set that a person should see without opening it."""
        plain = Connection("", "", "")
        return self.entered(plain) != plain or not self.headers.is_empty

    def show_connection(self, connection: Connection) -> None:
        """Fill everything but the secrets."""
        self.organization.edit.setText(connection.organization)
        self.project.edit.setText(connection.project)
        self.api.choose(str(connection.api))
        self.limit.choose(connection.patience_s)
        self.proxy.show_proxy(connection.proxy)
        self.certificates.show_connection(connection)

    def entered(self, connection: Connection) -> Connection:
        """Give `connection` as it is on the form."""
        return replace(
            self.certificates.entered(connection),
            organization=self.organization.text(),
            project=self.project.text(),
            api=Api(str(self.api.value)),
            patience_s=float(str(self.limit.value)),
            proxy=self.proxy.entered(),
        )

    def put_secrets(self, draft: Draft) -> None:
        """Show again what a draft has typed of secrets."""
        self.proxy.login.put(draft.secrets.get(SecretKind.PROXY))
        self.certificates.passphrase.put(draft.secrets.get(SecretKind.CERTIFICATE))
        self.headers.put(draft.headers, draft.secrets.get(SecretKind.HEADERS))

    @property
    def places(self) -> Mapping[Spot, QWidget]:
        """Give which widget takes the focus when something is wrong."""
        return {
            Spot.PROXY: self.proxy.url,
            Spot.LOGIN: self.proxy.login.place.variable,
            Spot.CA_FILE: self.certificates.ca_file,
            Spot.CERTIFICATE_FILE: self.certificates.certificate,
            Spot.CERTIFICATE_KEY_FILE: self.certificates.key_file,
            Spot.PASSPHRASE: self.certificates.passphrase.place.variable,
            Spot.HEADERS: self.headers.first_stop,
        }

    def mark(self, flaws: Mapping[Spot, Flaw]) -> None:
        """Say at each place what is wrong; whatever is not in `flaws` is right."""
        marks: dict[Spot, Callable[[Callable[[], str] | None], None]] = {
            Spot.PROXY: self.proxy.address.mark,
            Spot.LOGIN: self.proxy.login.mark,
            Spot.CA_FILE: self.certificates.authority.mark,
            Spot.CERTIFICATE_FILE: self.certificates.own.mark,
            Spot.CERTIFICATE_KEY_FILE: self.certificates.own_key.mark,
            Spot.PASSPHRASE: self.certificates.passphrase.mark,
            Spot.HEADERS: self.headers.mark,
        }
        for spot, mark in marks.items():
            mark(words_of(flaws[spot]) if spot in flaws else None)


def _optional() -> str:
    return translate("Connections", "Optional")


def _organization() -> str:
    return translate("Connections", "Organisation")


def _project() -> str:
    return translate("Connections", "Project")


def _api() -> str:
    return translate("Connections", "API")


def _limit() -> str:
    return translate("Connections", "Time limit")


def _api_options() -> list[tuple[object, str]]:
    return [
        (str(Api.AUTO), translate("Connections", "Automatic")),
        (str(Api.RESPONSES), "Responses"),
        (str(Api.CHAT), "Chat Completions"),
    ]


def _limit_options() -> list[tuple[object, str]]:
    return [(seconds, _duration(seconds)) for seconds in _LIMITS_S]


def _duration(seconds: float) -> str:
    if not seconds:
        return translate("Connections", "Automatic")
    if seconds < 60:
        return translate("Connections", "%n second(s)", "", round(seconds))
    return translate("Connections", "%n minute(s)", "", round(seconds / 60))
