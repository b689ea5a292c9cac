"""Fields that a person adds to a request go along as they are."""

import pytest

from desktop.api.text import chat, responses
from desktop.core.requests import ChatRequest
from desktop.core.types import Message, Part, PartType, Role

ASKED = (Message(1, 1, None, Role.USER, (Part(PartType.TEXT, "Hi"),)),)


@pytest.mark.parametrize("module", [chat, responses])
def test_extra_fields_go_over_ours_and_null_leaves_one_out(module) -> None:
    extra = '{"min_p": 0.1, "temperature": 2, "stream": null, "messages": [], "input": []}'
    plain = module.build(ChatRequest("m", ASKED, temperature=1))
    body = module.build(ChatRequest("m", ASKED, temperature=1, extra=extra))
    assert (body["min_p"], body["temperature"]) == (0.1, 2)
    assert "stream" not in body
    name = "messages" if module is chat else "input"
    assert body[name] == plain[name]
    assert body.keys() - plain.keys() == {"min_p"}


@pytest.mark.parametrize("extra", ["", "{", "[1]", "null"])
@pytest.mark.parametrize("module", [chat, responses])
def test_what_is_no_object_changes_nothing(module, extra: str) -> None:
    assert module.build(ChatRequest("m", ASKED, extra=extra)) == module.build(
        ChatRequest("m", ASKED)
    )
