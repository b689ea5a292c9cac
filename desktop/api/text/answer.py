"""One answer as a stream of events, by whichever text API the server has."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing

from desktop.api.lessons import refused_parameter
from desktop.api.reading.failures import RefusedError
from desktop.api.reading.fields import Json, child, children, text
from desktop.api.reading.framing import Framing
from desktop.api.text import chat, responses
from desktop.api.text.parsing import StreamParser
from desktop.api.wire.call import Call
from desktop.api.wire.http import Answer, Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Api, Endpoint
from desktop.core.errors import AppError
from desktop.core.exchange import Recorder
from desktop.core.requests import ChatRequest
from desktop.core.stream import ReasoningDelta, RefusalDelta, StreamEvent, TextDelta

_MODULES = {Api.RESPONSES: responses, Api.CHAT: chat}
_CAPABILITIES = {Api.RESPONSES: Capability.RESPONSES, Api.CHAT: Capability.CHAT}
_DROPPABLE = {
    "include",
    "max_completion_tokens",
    "max_output_tokens",
    "max_tokens",
    "plugins",
    "reasoning",
    "reasoning_effort",
    "response_format",
    "seed",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "text",
    "tools",
    "top_p",
    "verbosity",
    "web_search_options",
}
_INNER = {"format", "verbosity", responses.SEARCH, "reasoning_content"}
"""What stands inside another parameter, and can be left out without it."""
_KNOWN_ITEMS = {"", "function_call", "function_call_output", "reasoning"}
_WORDS = (TextDelta, ReasoningDelta, RefusalDelta)
_NO_THOUGHT = {None, "none", "minimal"}


async def stream_answer(
    http: Http, endpoint: Endpoint, request: ChatRequest, recorder: Recorder | None = None
) -> AsyncGenerator[StreamEvent, None]:
    """Ask for one answer and yield its events; the last one is `Finished`.

    With `Api.AUTO` Responses is tried first and Chat Completions where the server does not know it;
    which one answered is in `http.lessons`, and the next call goes there directly. A parameter that
    a refusal calls unknown is left out from then on. `recorder` is told of the attempt that is made;
    each new one begins anew.

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
            async with aclosing(_stream(http, endpoint, request, route, recorder)) as events:
                async for event in events:
                    if not has_begun:
                        has_begun = True
                        http.lessons.learn(endpoint, _CAPABILITIES[route], works=True)
                        # Only now: a wrong address lacks every route.
                        for lacking in routes[: routes.index(route)]:
                            http.lessons.learn(endpoint, _CAPABILITIES[lacking], works=False)
                    yield event
        except RefusedError as refused:
            if has_begun or not refused.lacks_route or route is routes[-1]:
                raise refused.without(endpoint.secrets) from None
        else:
            return


async def _stream(
    http: Http, endpoint: Endpoint, request: ChatRequest, route: Api, recorder: Recorder | None
) -> AsyncGenerator[StreamEvent, None]:
    parser: StreamParser = _MODULES[route].Parser()
    async with AsyncExitStack() as stack:
        answer = await _open(stack, http, endpoint, (request, route), recorder)
        try:
            async with aclosing(_events(answer, parser, http, endpoint)) as events:
                async for event in events:
                    yield event
        except AppError as error:
            error.request_id = error.request_id or answer.request_id
            raise


async def _events(
    answer: Answer, parser: StreamParser, http: Http, endpoint: Endpoint
) -> AsyncGenerator[StreamEvent, None]:
    framing, has_spoken = Framing(), False
    answer.allow_silence(endpoint.patience_s or http.timeouts.thinking_s)
    try:
        async for chunk in answer:
            for event in parser.read(framing.feed(chunk)):
                if not has_spoken and isinstance(event, _WORDS):
                    has_spoken = True
                    answer.allow_silence(http.timeouts.between_s)
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
    stack: AsyncExitStack,
    http: Http,
    endpoint: Endpoint,
    asked: tuple[ChatRequest, Api],
    recorder: Recorder | None,
) -> Answer:
    """Send the request, again without each parameter that the server says it does not know."""
    request, route = asked
    module = _MODULES[route]
    while True:
        dialect = http.lessons.dialect(endpoint, request.model)
        body = module.build(request, dialect)
        try:
            thinks = dialect.is_official or request.reasoning_effort not in _NO_THOUGHT
            call = Call(module.PATH, body, thinks=thinks, recorder=recorder)
            return await stack.enter_async_context(http.open(endpoint, call))
        except RefusedError as refused:
            name = _refused(refused, body)
            if refused.status not in {400, 422} or name is None or name in dialect.refused:
                raise
            http.lessons.drop(endpoint, request.model, name)


def _refused(refused: RefusedError, body: Json) -> str | None:
    """Give what the server does not know of `body`, the smallest part that can be left out."""
    return (
        refused_parameter(refused.problem, _inner(body), _INNER)
        or refused_parameter(refused.problem, body, _DROPPABLE)
        or _refused_items(refused, body)
    )


def _inner(body: Json) -> set[str]:
    found = set(child(body, "text"))
    found |= {text(tool, "type") for tool in children(body, "tools")}
    found |= {name for message in children(body, "messages") for name in message}
    return found


def _refused_items(refused: RefusedError, body: Json) -> str | None:
    """Tell that a server does not take back what it sent: items that we kept without knowing them."""
    is_blamed = "input[" in f"{refused.problem.param} {refused.problem.message}"
    sends_some = any(text(item, "type") not in _KNOWN_ITEMS for item in children(body, "input"))
    return responses.ITEMS if is_blamed and sends_some else None
