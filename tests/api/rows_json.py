"""Requests of the JSON endpoints, for the contract tests."""

from __future__ import annotations

from openai.types import (
    container_create_params,
    container_list_params,
    embedding_create_params,
    moderation_create_params,
    vector_store_create_params,
    vector_store_list_params,
    vector_store_search_params,
    vector_store_update_params,
)
from openai.types import containers as container_types
from openai.types import conversations as conversation_types
from openai.types import responses as response_types
from openai.types import vector_stores as store_types

from desktop.api import embeddings, moderations
from desktop.api.lessons import Dialect
from desktop.api.stored import containers, conversations, vector_store_files, vector_stores
from desktop.api.stored.vector_stores import Chunking, Search, combine, compare
from desktop.api.text import background, input_tokens, responses
from desktop.api.wire.call import Call
from tests.api.contract import Row
from tests.api.conversations import REQUESTS

_STORE = "/vector_stores/{vector_store_id}"
_BATCH = _STORE + "/file_batches/{batch_id}"
_CONTAINER = "/containers/{container_id}"
_CONTAINER_FILE = _CONTAINER + "/files/{file_id}"
_CONVERSATION = "/conversations/{conversation_id}"
_ITEM = _CONVERSATION + "/items/{item_id}"
_RESPONSE = "/responses/{response_id}"

_INPUT = responses.build(REQUESTS["a long path"])["input"]
assert isinstance(_INPUT, list)
ITEMS: list[dict[str, object]] = _INPUT
ATTRIBUTES: dict[str, str | float | bool] = {"a": "x", "n": 1.5, "is": True}


def _row(path: str, call: Call, params: object = None, *newer: str) -> Row:
    return Row(path, call, params, frozenset(newer))


_EMBEDDINGS = {
    name: _row("/embeddings", call, embedding_create_params.EmbeddingCreateParams)
    for name, call in {
        "embeddings": embeddings.build("m-1", ["a", "b"]),
        "embeddings, all": embeddings.build("m-1", ["a"], 256),
        "embeddings, as numbers": embeddings.build(
            "m-1", ["a"], dialect=Dialect(refused=frozenset({"encoding_format"}))
        ),
    }.items()
}

_MODERATIONS = {
    name: _row("/moderations", call, moderation_create_params.ModerationCreateParams)
    for name, call in {
        "moderations": moderations.build(["a", "b"]),
        "moderations, picture": moderations.build(["a"], ["data:image/png;base64,AAAA"], "m-1"),
        "moderations, only pictures": moderations.build([], ["https://example.org/a.png"]),
    }.items()
}

_INPUT_TOKENS = {
    f"input tokens, {name}, {'official' if is_official else 'other'}": _row(
        "/responses/input_tokens",
        input_tokens.build(request, Dialect(is_official)),
        response_types.InputTokenCountParams,
    )
    for name, request in REQUESTS.items()
    for is_official in (True, False)
}

_RESPONSES = {
    "response": _row(_RESPONSE, background.build_get("resp_1")),
    "response, resumed": _row(
        _RESPONSE,
        background.build_resume("resp_1", 7),
        response_types.response_retrieve_params.ResponseRetrieveParams,
    ),
    "response, all its events": _row(
        _RESPONSE,
        background.build_resume("resp_1"),
        response_types.response_retrieve_params.ResponseRetrieveParams,
    ),
    "response, cancelled": _row(f"{_RESPONSE}/cancel", background.build_cancel("resp_1")),
    "response, deleted": _row(_RESPONSE, background.build_delete("resp_1")),
    "response, inputs": _row(
        f"{_RESPONSE}/input_items",
        background.build_list_inputs("resp_1"),
        response_types.InputItemListParams,
    ),
}

_CREATED = vector_store_create_params.VectorStoreCreateParams
_UPDATED = vector_store_update_params.VectorStoreUpdateParams
_SEARCHED = vector_store_search_params.VectorStoreSearchParams
_STORES = {
    "vector store, new": _row("/vector_stores", vector_stores.build_create(), _CREATED),
    "vector store, new, all": _row(
        "/vector_stores",
        vector_stores.build_create(
            "n",
            ["file_1"],
            expires_after_days=7,
            chunking=Chunking(4097, 4097),
            metadata={"a": "b"},
            description="d",
        ),
        _CREATED,
        "description",
    ),
    "vector stores": _row(
        "/vector_stores",
        vector_stores.build_list(),
        vector_store_list_params.VectorStoreListParams,
    ),
    "vector store": _row(_STORE, vector_stores.build_get("vs_1")),
    "vector store, changed": _row(
        _STORE,
        vector_stores.build_update("vs_1", name="n", expires_after_days=1, metadata={}),
        _UPDATED,
    ),
    "vector store, unchanged": _row(_STORE, vector_stores.build_update("vs_1"), _UPDATED),
    "vector store, deleted": _row(_STORE, vector_stores.build_delete("vs_1")),
    "vector store, searched": _row(
        f"{_STORE}/search", vector_stores.build_search("vs_1", Search("q")), _SEARCHED
    ),
    "vector store, searched, all": _row(
        f"{_STORE}/search",
        vector_stores.build_search(
            "vs_1",
            Search(
                ["q", "r"],
                combine(
                    "and",
                    compare("a", "eq", "x"),
                    combine("or", compare("n", "gte", 1.5), compare("is", "ne", value=True)),
                    compare("a", "in", ["x", "y"]),
                ),
                max_results=51,
                score_threshold=1.1,
                ranker="auto",
                rewrite_query=False,
            ),
        ),
        _SEARCHED,
    ),
}

_LISTED = store_types.FileListParams
_BATCHED = store_types.FileBatchCreateParams
_STORED_FILES = {
    "stored file, new": _row(
        f"{_STORE}/files",
        vector_store_files.build_attach("vs_1", "file_1"),
        store_types.FileCreateParams,
    ),
    "stored file, new, all": _row(
        f"{_STORE}/files",
        vector_store_files.build_attach(
            "vs_1", "file_1", attributes=ATTRIBUTES, chunking=Chunking(1, 1)
        ),
        store_types.FileCreateParams,
    ),
    "stored files": _row(f"{_STORE}/files", vector_store_files.build_list("vs_1"), _LISTED),
    "stored files, failed": _row(
        f"{_STORE}/files",
        vector_store_files.build_list("vs_1", vector_store_files.FileStatus.FAILED),
        _LISTED,
    ),
    "stored file": _row(
        f"{_STORE}/files/{{file_id}}", vector_store_files.build_get("vs_1", "file_1")
    ),
    "stored file, changed": _row(
        f"{_STORE}/files/{{file_id}}",
        vector_store_files.build_update("vs_1", "file_1", ATTRIBUTES),
        store_types.FileUpdateParams,
    ),
    "stored file, out": _row(
        f"{_STORE}/files/{{file_id}}", vector_store_files.build_detach("vs_1", "file_1")
    ),
    "batch, new": _row(
        f"{_STORE}/file_batches", vector_store_files.build_batch("vs_1", ["file_1"]), _BATCHED
    ),
    "batch, new, all": _row(
        f"{_STORE}/file_batches",
        vector_store_files.build_batch(
            "vs_1", ["file_1", "file_2"], attributes=ATTRIBUTES, chunking=Chunking()
        ),
        _BATCHED,
    ),
    "batch": _row(_BATCH, vector_store_files.build_get_batch("vs_1", "vsfb_1")),
    "batch, cancelled": _row(
        f"{_BATCH}/cancel", vector_store_files.build_cancel_batch("vs_1", "vsfb_1")
    ),
    "batch, its files": _row(
        f"{_BATCH}/files",
        vector_store_files.build_list_batch(
            "vs_1", "vsfb_1", vector_store_files.FileStatus.COMPLETED
        ),
        store_types.FileBatchListFilesParams,
    ),
}

_MADE = container_create_params.ContainerCreateParams
_CONTAINERS = {
    "container, new": _row("/containers", containers.build_create("n"), _MADE),
    "container, new, all": _row(
        "/containers",
        containers.build_create(
            "n",
            ["file_1"],
            memory=containers.Memory.GIB_4,
            expires_after_minutes=20,
            domains=["example.org"],
        ),
        _MADE,
    ),
    "container, new, alone": _row("/containers", containers.build_create("n", domains=()), _MADE),
    "containers": _row(
        "/containers", containers.build_list(), container_list_params.ContainerListParams
    ),
    "container": _row(_CONTAINER, containers.build_get("cntr_1")),
    "container, deleted": _row(_CONTAINER, containers.build_delete("cntr_1")),
    "container file, copied": _row(
        f"{_CONTAINER}/files",
        containers.build_copy("cntr_1", "file_1"),
        container_types.FileCreateParams,
    ),
    "container file, uploaded": _row(
        f"{_CONTAINER}/files",
        containers.build_upload("cntr_1", "a.csv", b"1,2"),
        container_types.FileCreateParams,
    ),
    "container files": _row(
        f"{_CONTAINER}/files",
        containers.build_list_files("cntr_1"),
        container_types.FileListParams,
    ),
    "container file": _row(_CONTAINER_FILE, containers.build_get_file("cntr_1", "cfile_1")),
    "container file, bytes": _row(
        f"{_CONTAINER_FILE}/content", containers.build_content("cntr_1", "cfile_1")
    ),
    "container file, deleted": _row(
        _CONTAINER_FILE, containers.build_delete_file("cntr_1", "cfile_1")
    ),
}

_BEGUN = conversation_types.ConversationCreateParams
_CONVERSATIONS = {
    "conversation, new": _row("/conversations", conversations.build_create(), _BEGUN),
    "conversation, new, all": _row(
        "/conversations", conversations.build_create(ITEMS, {"a": "b"}), _BEGUN
    ),
    "conversation": _row(_CONVERSATION, conversations.build_get("conv_1")),
    "conversation, changed": _row(
        _CONVERSATION,
        conversations.build_update("conv_1", {"a": "b"}),
        conversation_types.ConversationUpdateParams,
    ),
    "conversation, deleted": _row(_CONVERSATION, conversations.build_delete("conv_1")),
    "items, added": _row(
        f"{_CONVERSATION}/items",
        conversations.build_add("conv_1", ITEMS),
        conversation_types.ItemCreateParams,
    ),
    "items": _row(
        f"{_CONVERSATION}/items",
        conversations.build_list_items("conv_1"),
        conversation_types.ItemListParams,
    ),
    "item": _row(_ITEM, conversations.build_get_item("conv_1", "msg_1")),
    "item, deleted": _row(_ITEM, conversations.build_delete_item("conv_1", "msg_1")),
}

ROWS: dict[str, Row] = {
    **_EMBEDDINGS,
    **_MODERATIONS,
    **_INPUT_TOKENS,
    **_RESPONSES,
    **_STORES,
    **_STORED_FILES,
    **_CONTAINERS,
    **_CONVERSATIONS,
}
