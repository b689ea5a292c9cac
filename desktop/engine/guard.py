"""Who may call: nobody without the key, nobody who came here by another name.

The Host check stops web pages that make a browser call this computer under a name of their own
(DNS rebinding). No CORS header is ever sent, so a page that does call cannot read the answer.
"""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from desktop.engine.problems import ApiError

OPEN_PATHS = frozenset({"/health"})
_NAMES = ("127.0.0.1", "localhost")


class Guard:
    """Lets a request through to `app`, or answers it with an error.

    Args:
        app: What is behind the door.
        key: What the caller must show as `Authorization: Bearer ...`.
    """

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._expected = f"Bearer {key}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the handshake of one socket."""
        if scope["type"] not in {"http", "websocket"}:
            return  # no other protocol is spoken here
        error = self._objection(scope)
        if error is None:
            await self._app(scope, receive, send)
        else:
            await JSONResponse(error.body(), error.status)(scope, receive, send)

    def _objection(self, scope: Scope) -> ApiError | None:
        headers = Headers(scope=scope)
        _, port = scope["server"]
        if headers.get("host", "").lower() not in {f"{name}:{port}" for name in _NAMES}:
            return ApiError(403, "This server answers to its own address only.", code="wrong_host")
        shown = headers.get("authorization", "").encode()
        if scope["path"] in OPEN_PATHS or hmac.compare_digest(shown, self._expected):
            return None
        return ApiError(401, "The key is missing or wrong.", code="invalid_api_key")
