"""Logs without secrets: whatever a record says, what is known to be secret is taken out as it is written."""

from __future__ import annotations

import base64
import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO
from urllib.parse import quote

from desktop.core.connection import Secret
from desktop.core.override import override

_HIDDEN = "***"
_MIN_LENGTH = 4  # "x" for a local server that wants any key: nothing to hide
# What keys look like, for those that nobody has told us of. Text until its first use.
_LOOKS = (
    r"(?i)(\bbearer\s+)[\w.~+/=-]{8,}|(\bbasic\s+)[\w+/=]{8,}"
    r"|(\b(?:api[-_]?key|token|secret|password)[\"']?\s*[:=]\s*[\"']?)[^\s\"'&,}]{4,}"
    r"|\b(?:sk|pk|gsk|hf|xai|ghp)[-_][\w-]{12,}"
    r"|(://[^\s/:@]*:)[^\s/@]+(?=@)"
)


def forms_of(secret: Secret) -> frozenset[str]:
    """Give how a secret may be written: as it is, in a URL, in JSON, in base64; nothing if too short."""
    value = secret.reveal().strip()
    if len(value) < _MIN_LENGTH:
        return frozenset()
    encoded = base64.b64encode(value.encode()).decode()
    return frozenset({value, quote(value, safe=""), json.dumps(value)[1:-1], encoded})


def redact(content: str, secrets: Iterable[Secret]) -> str:
    """Replace every secret in `content`, in all of its forms."""
    return _replace(content, {form for secret in secrets for form in forms_of(secret)})


class Redactor:
    """Knows the secrets of this run and takes them out of text. Any thread."""

    def __init__(self) -> None:
        self._forms: frozenset[str] = frozenset()

    def learn(self, secrets: Iterable[Secret]) -> None:
        """Hide these, too, from now on."""
        self._forms |= {form for secret in secrets for form in forms_of(secret)}

    def clean(self, content: str) -> str:
        """Give `content` without what is known, or looks, to be secret."""
        return re.sub(_LOOKS, _hide, _replace(content, self._forms))

    def __repr__(self) -> str:
        return f"Redactor({len(self._forms)} forms)"


class SafeFormatter(logging.Formatter):
    """Formats records, tracebacks included, without secrets."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._redactor = redactor

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


def write_logs(redactor: Redactor, stream: TextIO | None = None) -> logging.Handler:
    """Write warnings and worse to `stream` (stderr); the only handler of the program.

    Give the handler; `logging.getLogger().removeHandler` takes it away again.
    """
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(SafeFormatter(redactor))
    logging.getLogger().addHandler(handler)
    return handler


def _replace(content: str, forms: Iterable[str]) -> str:
    for form in sorted(forms, key=len, reverse=True):
        content = content.replace(form, _HIDDEN)
    return content


def _hide(match: re.Match[str]) -> str:
    return f"{next(filter(None, match.groups()), '')}{_HIDDEN}"
