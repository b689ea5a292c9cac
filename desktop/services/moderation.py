"""The check before sending, where the person wants one: the server says whether it objects to a text."""

from __future__ import annotations

from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from desktop.core.types import Message, PartType
from desktop.services.client import Client
from desktop.services.servers import Servers
from desktop.store.settings import CHECK_BEFORE_SENDING, Settings


class Moderation:
    """Asks the connection that is about to answer, for the text goes to it in any case."""

    def __init__(self, settings: Settings, servers: Servers, client: Client) -> None:
        self._settings, self._servers, self._client = settings, servers, client

    async def check(self, connection_id: str, question: Message) -> None:
        """Return when `question` may be sent: the server has no objection, or offers no check.

        Raises:
            AppError: FLAGGED, its detail names the categories; or whatever asking failed with: a text
                that was to be checked is not sent unchecked because the check was out of order.
        """
        text = "".join(part.text for part in question.parts if part.type is PartType.TEXT)
        if not (self._settings.get(CHECK_BEFORE_SENDING) and text.strip()):
            return
        known = self._servers.capabilities(connection_id)[Capability.MODERATIONS]
        if known.support is Support.NO:
            return
        endpoint = await self._servers.endpoint(connection_id)
        try:
            async with self._client.use() as http:
                from desktop.api.moderations import moderate  # noqa: PLC0415 - loaded with the client

                (verdict,) = await moderate(http, endpoint, [text])
        except AppError as error:
            if error.code is Code.LACKS:
                return
            raise
        if verdict.flagged:
            raise AppError(Code.FLAGGED, ", ".join(verdict.categories))
