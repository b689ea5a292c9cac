"""How the tests of the JSON endpoints talk to a byte server, and what JSON they are fed with."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint
from tests.api.asking import PATIENT, endpoint
from tests.fakes.byte_server import ByteServer, Recorded, Reply
from tests.fakes.shapes import json_reply

T = TypeVar("T")


@dataclass
class Talk:
    """One server, and the client that asks it."""

    server: ByteServer
    http: Http
    endpoint: Endpoint

    def on(self, path: str, *answers: object, status: int = 200) -> None:
        """Answer requests for `path` (behind /v1) with JSON, or as a `Reply` says."""
        replies = [one if isinstance(one, Reply) else json_reply(one, status) for one in answers]
        self.server.on(f"/v1{path}", *replies)

    @property
    def last(self) -> Recorded:
        """Give the last request."""
        return self.server.requests[-1]


@asynccontextmanager
async def talking() -> AsyncIterator[Talk]:
    """Give a server that knows no path yet."""
    async with ByteServer() as server, Http(PATIENT) as http:
        yield Talk(server, http, endpoint(server.base_url))


async def every(entries: AsyncGenerator[T, None]) -> list[T]:
    """Give all that a list yields."""
    async with aclosing(entries) as open_entries:
        return [entry async for entry in open_entries]


def json_of(names: Collection[str], *values: object) -> st.SearchStrategy[object]:
    """Give any JSON whose objects use `names`, and `values` among theirs."""
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=3)
        | st.sampled_from([*values, 10**400, "", "x"])
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(sorted(names)), inner, max_size=5)
        ),
        max_leaves=12,
    )


def said_by(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """Give what servers say by the `openai` package: JSON of instances of one of its models."""
    return _fields(model).map(
        lambda item: model.model_validate(item).model_dump(mode="json", by_alias=True)
    )


def _fields(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {one.alias or name: _of(one.annotation) for name, one in model.model_fields.items()}
    )


_PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(min_size=1, max_size=6),
    int: st.integers(0, 2**53),
    float: st.floats(0, 1, width=32),
    bool: st.booleans(),
    object: st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
    type(None): st.none(),
}


def _of(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return st.deferred(lambda: _fields(annotation))
    return _GENERIC[get_origin(annotation)](get_args(annotation))


_GENERIC: dict[object, Callable[[Any], st.SearchStrategy[Any]]] = {
    Annotated: lambda inner: _of(inner[0]),
    Literal: st.sampled_from,
    Union: lambda inner: st.one_of([_of(one) for one in inner]),
    list: lambda inner: st.lists(_of(inner[0]), max_size=3),
    dict: lambda inner: st.dictionaries(_of(inner[0]), _of(inner[1]), max_size=2),
}
