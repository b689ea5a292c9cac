"""Requests of both text APIs, for the contract tests."""

from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming

from desktop.api.text import chat, responses
from desktop.api.wire.call import Call
from desktop.core.connection import Api
from tests.api.contract import Row
from tests.api.conversations import bodies

_PATHS = {Api.CHAT: chat.PATH, Api.RESPONSES: responses.PATH}
_PARAMS = {Api.CHAT: CompletionCreateParamsStreaming, Api.RESPONSES: ResponseCreateParamsStreaming}

ROWS = {
    name: Row(_PATHS[api], Call(_PATHS[api], body), _PARAMS[api])
    for name, (api, body) in bodies().items()
}
