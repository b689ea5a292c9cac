"""Where requests go, and where a redirect may take them."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit, urlunsplit

from desktop.core.errors import AppError, Code

_PORTS = {"http": 80, "https": 443}


def join(base_url: str, path: str) -> str:
    """Put `path` behind the base and before its query (Azure keeps `?api-version=` there).

    Raises:
        AppError: BAD_URL when the base is no http or https address.
    """
    base_url = base_url.strip()
    parts = _split(base_url)
    is_printable = base_url.isprintable() and " " not in base_url  # urlsplit drops line ends
    if parts.scheme not in _PORTS or not parts.hostname or not is_printable:
        raise AppError(Code.BAD_URL)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + path, fragment=""))


def may_follow(here: str, there: str) -> bool:
    """Tell whether a redirect may take the key along: to the same server, or to the same with TLS."""
    old, new = _split(here), _split(there)
    if old.hostname != new.hostname:
        return False
    ports = (old.port or _PORTS.get(old.scheme), new.port or _PORTS.get(new.scheme))
    if old.scheme == new.scheme:
        return ports[0] == ports[1]
    return (old.scheme, new.scheme) == ("http", "https") and ports == (80, 443)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here: it raises when it is no number
    except ValueError:
        raise AppError(Code.BAD_URL) from None
    return parts
