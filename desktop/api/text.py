"""One answer as a stream of events, by whichever text API the server has."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing

from desktop.api import chat, responses
from desktop.api.failures import RefusedError
from desktop.api.framing import Framing
from desktop.api.http import Answer, Http
from desktop.api.lessons import refused_parameter
from desktop.api.parsing import StreamParser
from desktop.core.connection import Api, Endpoint
from desktop.core.errors import AppError
from desktop.core.requests import ChatRequest
from desktop.core.stream import StreamEvent

_MODULES = {Api.RESPONSES: responses, Api.CHAT: chat}


async def stream_answer(
    http: Http, endpoint: Endpoint, request: ChatRequest
) -> AsyncGenerator[StreamEvent, None]:
    """Ask for one answer and yield its events; the last one is `Finished`.

    With `Api.AUTO` Responses is tried first and Chat Completions where the server does not know it;
    which one answered is in `http.lessons`, and the next call goes there directly. A parameter that
    a refusal calls unknown is left out from then on.

    Cancelling the task that waits here closes the connection at once. Whoever may stop between two
    events wraps this in `contextlib.aclosing`, which does the same.

    Raises:
        AppError: every failure; no key occurs in it. After the first event: CUT, TIMEOUT, or what the
            server said in mid-stream; the events so far stay valid.
    """
    routes = http.lessons.routes(endpoint)
    for route in routes:
        has_begun = False
        try:
            async with aclosing(_stream(http, endpoint, request, route)) as events:
                async for event in events:
                    if not has_begun:
                        has_begun = True
                        http.lessons.learn(endpoint, route)
                    yield event
        except RefusedError as refused:
            if has_begun or not refused.lacks_route or route is routes[-1]:
                raise refused.without(endpoint.key) from None
        else:
            return


async def _stream(
    http: Http, endpoint: Endpoint, request: ChatRequest, route: Api
) -> AsyncGenerator[StreamEvent, None]:
    parser: StreamParser = _MODULES[route].Parser()
    framing = Framing()
    async with AsyncExitStack() as stack:
        answer = await _open(stack, http, endpoint, request, route)
        try:
            async for chunk in answer:
                for event in parser.read(framing.feed(chunk)):
                    yield event
                if parser.is_complete:
                    # Read on a little: a body read to its end keeps the connection for the next.
                    answer.expect_end(has_ended=parser.has_ended)
            for event in parser.read(framing.close()):
                yield event
        except AppError as error:
            # All was said already: a server that then breaks off or stays silent does no harm.
            if isinstance(error, RefusedError) or not parser.is_complete:
                raise
        for event in parser.close():
            yield event


async def _open(
    stack: AsyncExitStack, http: Http, endpoint: Endpoint, request: ChatRequest, route: Api
) -> Answer:
    """Send the request, again without each parameter that the server says it does not know."""
    module = _MODULES[route]
    while True:
        dialect = http.lessons.dialect(endpoint, request.model)
        body = module.build(request, dialect)
        try:
            return await stack.enter_async_context(http.open(endpoint, module.PATH, body))
        except RefusedError as refused:
            name = refused_parameter(refused.problem, body)
            if refused.status not in {400, 422} or name is None or name in dialect.refused:
                raise
            http.lessons.drop(endpoint, request.model, name)
