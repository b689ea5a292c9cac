"""A server that a person may talk to, the way to it, and the secrets that open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

BUILT_IN_ID = "builtin"
"""The connection to the built-in engine; its address changes with every start."""


class Api(StrEnum):
    """Which of the two text APIs a server speaks."""

    AUTO = "auto"  # Responses first; Chat Completions when the server does not know it
    RESPONSES = "responses"
    CHAT = "chat"


class Trust(StrEnum):
    """Whose certificates are believed when a server shows its own."""

    SYSTEM = "system"  # what the operating system trusts, a company's own authority among it
    BUNDLED = "bundled"  # Mozilla's list, which comes with the program
    NOBODY = "nobody"  # anybody could be the server: the person switched it off and sees so


DIRECT = "direct"
"""`Transport.proxy` for: never through a proxy, whatever the environment says."""


class Secret:
    """A key or password that shows itself to nobody: not in repr, not in str, not in a log."""

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value; only the code that sends it to its server calls this."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(***)" if self._value else "Secret()"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


NO_SECRET = Secret()


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds.

    `first_byte_s` counts from the sent request to the first byte of the answer's body, because some
    servers think before the header and some after it; `thinking_s` is the same for models that
    reason and for pictures; `between_s` is the longest silence after that (comments count as a sign
    of life); `tail_s` the longest wait for the end marker and the usage after a complete answer;
    `close_s` that for the end of the body after its end marker.
    """

    connect_s: float = 10.0
    write_s: float = 60.0
    pool_s: float = 10.0
    first_byte_s: float = 120.0
    thinking_s: float = 600.0
    between_s: float = 60.0
    tail_s: float = 3.0
    close_s: float = 0.2


@dataclass(frozen=True, slots=True)
class Transport:
    """The way to a server; requests that share it share their kept connections.

    `proxy` is empty for what the environment says, `DIRECT`, or an address without a login
    (http, https, socks5, socks5h). Files are paths to PEM; `certificate_key_file` is empty where
    the certificate's file holds its key too.
    """

    proxy: str = ""
    proxy_login: Secret = NO_SECRET
    """`name:password`."""
    trust: Trust = Trust.SYSTEM
    ca_file: str = ""
    certificate_file: str = ""
    certificate_key_file: str = ""
    certificate_password: Secret = NO_SECRET


@dataclass(frozen=True, slots=True)
class Connection:
    """An OpenAI-compatible server as the person set it up; its secrets live in the keyring.

    `base_url` ends before `/chat/completions` and `/responses`, usually in `/v1`. `model` is the
    model that a new conversation begins with; empty: the first that the server lists. `preset`
    names a row of `resources/connections.toml`; empty: none of them. `patience_s` is how long to
    wait for the first byte of an answer; 0: as long as `Timeouts` say.
    """

    id: str
    name: str
    base_url: str
    model: str = ""
    api: Api = Api.AUTO
    preset: str = ""
    organization: str = ""
    project: str = ""
    patience_s: float = 0.0
    proxy: str = ""
    trust: Trust = Trust.SYSTEM
    ca_file: str = ""
    certificate_file: str = ""
    certificate_key_file: str = ""

    @property
    def is_built_in(self) -> bool:
        """Tell whether this is the engine that comes with the program."""
        return self.id == BUILT_IN_ID


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one request goes: an address that is known now, what opens it, and the way to it.

    `connection_id` is under which name its capabilities are remembered; empty: its address.
    `key_header` carries the bare key instead of `Authorization: Bearer` (Azure: "api-key").
    `headers` are the person's own; their values may be secrets.
    """

    base_url: str
    key: Secret
    api: Api = Api.AUTO
    connection_id: str = ""
    key_header: str = ""
    organization: str = ""
    project: str = ""
    headers: tuple[tuple[str, Secret], ...] = ()
    patience_s: float = 0.0
    transport: Transport = field(default_factory=Transport)

    @property
    def identity(self) -> str:
        """Give the name under which what the server can do is remembered."""
        return self.connection_id or self.base_url

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Give everything that must never be seen in what the server or an error says."""
        way = self.transport
        password = Secret(way.proxy_login.reveal().partition(":")[2])
        own = (value for _name, value in self.headers)
        found = (self.key, password, way.proxy_login, way.certificate_password, *own)
        return tuple(secret for secret in found if secret)
