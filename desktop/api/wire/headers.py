"""The headers of a request: who asks, the key, and what the person adds."""

from __future__ import annotations

import re

from desktop.api.wire.call import Call
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

_OURS = {"content-type", "content-length", "host", "transfer-encoding", "connection", "upgrade"}
"""What says how the body is written: the person's own headers do not replace these."""
_NAME = r"[a-z0-9!#$%&'*+.^_`|~-]+"  # RFC 9110, 5.6.2


def headers_for(endpoint: Endpoint, call: Call, version: str, request_id: str) -> dict[str, str]:
    """Give the headers, names in lower case; the person's own go over ours.

    Raises:
        AppError: KEY_REFUSED, the key or a header cannot be sent as it is.
    """
    headers = {
        "accept": "text/event-stream, application/json",
        "accept-encoding": "gzip",
        "user-agent": f"oriole/{version}",
        "x-client-request-id": request_id,
    }
    if key := endpoint.key.reveal().strip():
        name = _name(endpoint.key_header or "authorization")
        headers[name] = _sendable(key if endpoint.key_header else f"Bearer {key}", "key")
    if endpoint.organization:
        headers["openai-organization"] = _sendable(endpoint.organization, "organization")
    if endpoint.project:
        headers["openai-project"] = _sendable(endpoint.project, "project")
    headers |= {name.lower(): value for name, value in call.headers}
    for given, secret in endpoint.headers:
        if (name := _name(given)) not in _OURS:
            headers[name] = _sendable(secret.reveal(), name)
    return headers


def _name(given: str) -> str:
    name = given.strip().lower()
    if not re.fullmatch(_NAME, name):
        raise AppError(Code.KEY_REFUSED, "not sent: this is no name of an HTTP header")
    return name


def _sendable(value: str, what: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise AppError(Code.KEY_REFUSED, f"not sent: no HTTP header can carry this {what}")
    return value.strip()
