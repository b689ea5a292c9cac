"""Judges where a link leads before anything opens it. No Qt.

Links open only http, https and mailto. What could deceive a reader is asked about first, with the
whole address shown: hosts in other scripts or punycode, invisible and direction-changing
characters, a name before the host, and words that look like another address.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

SCHEMES = frozenset({"http", "https", "mailto"})
PENDING = "#pending"
"""Where a link leads whose address is still arriving: nowhere."""
_MAX_CHARACTERS = 8192
_TOP_LEVEL = (
    "com|org|net|edu|gov|mil|info|biz|bank|app|dev|io|ai|co|me|eu|us|uk|de|fr|cn|jp|ru|in|example"
)
_ADDRESS = re.compile(
    rf"[a-z][a-z0-9+.-]*://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:{_TOP_LEVEL})(?:[/:?#]\S*)?",
    re.IGNORECASE,
)
"""What a reader takes for an address; "Node.js" and "README.md" are none."""


class Reason(StrEnum):
    """Why a link is asked about or refused."""

    SCHEME = "scheme"  # not http, https or mailto: never opened
    MALFORMED = "malformed"  # no host, or cannot be read: never opened
    PUNYCODE = "punycode"  # a host in another script
    BIDI = "bidi"  # invisible or direction-changing characters
    USER = "user"  # user@host: the part before @ looks like the host
    OTHER_TEXT = "other_text"  # the words show another address
    NUMERIC = "numeric"  # a bare number instead of a name


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """What may be done with a link: nothing, open it, or ask first."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()

    @property
    def needs_question(self) -> bool:
        """True when a person should see the whole address before it is opened."""
        return self.allowed and bool(self.reasons)


def is_allowed(url: str) -> bool:
    """Tell whether a link may be drawn as one."""
    return inspect(url, "").allowed


def inspect(url: str, shown_text: str) -> LinkVerdict:
    """Judge a link by its address and by the words that stand for it."""
    scheme = url.partition(":")[0].lower()
    if scheme not in SCHEMES:
        return LinkVerdict(allowed=False, reasons=(Reason.SCHEME,))
    parts = _split(url)
    if parts is None or len(url) > _MAX_CHARACTERS or _has_control(url):
        return LinkVerdict(allowed=False, reasons=(Reason.MALFORMED,))
    reasons = []
    if _is_deceptive(url) or _is_deceptive(shown_text):
        reasons.append(Reason.BIDI)
    host = _host(parts)
    if not host.isascii() or any(label.startswith("xn--") for label in host.split(".")):
        reasons.append(Reason.PUNYCODE)
    if scheme != "mailto" and "@" in parts.netloc:
        reasons.append(Reason.USER)
    if _is_odd_number(host):
        reasons.append(Reason.NUMERIC)
    if _shows_another(shown_text, host, scheme):
        reasons.append(Reason.OTHER_TEXT)
    return LinkVerdict(allowed=True, reasons=tuple(reasons))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    if parts.scheme.lower() == "mailto":
        return parts if "@" in parts.path else None
    return parts if parts.hostname else None


def _host(parts: SplitResult) -> str:
    if parts.scheme.lower() == "mailto":
        return parts.path.rpartition("@")[2].lower()
    return unquote(parts.hostname or "").lower().removesuffix(".")


def _has_control(text: str) -> bool:
    # A browser drops tabs and line ends inside an address and so sees another one than we do.
    return any(unicodedata.category(c) == "Cc" or c in " \\" for c in text)


def _is_deceptive(text: str) -> bool:
    return any(unicodedata.category(c) in {"Cf", "Zl", "Zp"} for c in unquote(text))


def _is_odd_number(host: str) -> bool:
    """Tell whether a host is a number that a reader cannot read, as in http://2130706433/."""
    if not re.fullmatch(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*", host):
        return False
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return True
    return False


def _shows_another(shown_text: str, host: str, scheme: str) -> bool:
    """Tell whether a word looks like an address that is not the link's."""
    for word in shown_text.split():
        shown = word.strip(".,;:!?()[]{}<>\"'«»“”").lower()
        if scheme == "mailto" and "@" in shown:
            if shown.removeprefix("mailto:").rpartition("@")[2] != host:
                return True
        elif _ADDRESS.fullmatch(shown):
            parts = _split(shown if "://" in shown else f"https://{shown}")
            shown_host = _host(parts) if parts is not None else ""
            if shown_host.removeprefix("www.") != host.removeprefix("www."):
                return True
    return False
