"""No test reaches a network: only the loopback and local sockets can be connected to.

Addresses that are reserved for documentation and tests (`.invalid`, 192.0.2.0/24) behave like a
place to which there is no route; any other address fails the test as well. Child processes are not
watched.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from collections.abc import Iterator

import pytest

_LOCAL_NAMES = {"", "localhost"}
_NOWHERE = (ipaddress.ip_network("192.0.2.0/24"), ipaddress.ip_network("2001:db8::/32"))
_reached: list[str] = []


def _is_local(host: str) -> bool:
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_nowhere(host: str) -> bool:
    if host.endswith((".invalid", ".test", ".example")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _NOWHERE)


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not _is_local(host := _text(address[0])):
            if not _is_nowhere(host):
                _reached.append(f"{host}:{address[1]}")
            raise OSError(errno.ENETUNREACH, "no network in tests")
    elif event == "socket.getaddrinfo":
        host = _text(arguments[0])
        try:
            ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            if host not in _LOCAL_NAMES:
                if not _is_nowhere(host):
                    _reached.append(host)
                raise socket.gaierror(socket.EAI_NONAME, "no names in tests") from None


@pytest.fixture(scope="session", autouse=True)
def _guarded_sockets() -> None:
    sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _no_network(_guarded_sockets: None) -> Iterator[None]:
    _reached.clear()
    yield
    if _reached:
        pytest.fail(f"tried to reach the network: {_reached}", pytrace=False)
