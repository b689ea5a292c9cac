"""A stored message as the transcript shows it: its footnote, and what went wrong."""

from __future__ import annotations

from desktop.core.errors import Code
from desktop.core.types import Message, Node, PartType, Role, State
from desktop.ui.error_text import Remedy, error_text
from desktop.ui.i18n import translate
from desktop.ui.transcript.entry import Entry, Notice

CONTINUE = "continue"


def entry_of(node: Node) -> Entry:
    """Give the transcript's entry of a message among its siblings."""
    message = node.message
    return Entry(
        message_id=message.id,
        role=message.role,
        text=message.text,
        reasoning=message.reasoning,
        state=message.state,
        position=node.position,
        count=node.count,
        footnote=footnote(message),
        notice=notice_of(message),
        model=message.model,
    )


def footnote(message: Message) -> str:
    """Give tokens and time of a finished answer: "24 in · 8 out · 1.2 s"."""
    if message.role is not Role.ASSISTANT or message.state is State.STREAMING:
        return ""
    parts: list[str] = []
    usage = message.usage
    if usage is not None and usage.input_tokens is not None:
        parts.append(translate("Chat", "{count} in").format(count=f"{usage.input_tokens:,}"))
    if usage is not None and usage.output_tokens is not None:
        parts.append(translate("Chat", "{count} out").format(count=f"{usage.output_tokens:,}"))
    if message.finished_at is not None:
        seconds = max(0.1, message.finished_at - message.created_at)
        parts.append(translate("Chat", "{seconds} s").format(seconds=f"{seconds:.1f}"))
    if message.finish_reason == "length":
        parts.append(translate("Chat", "cut at the length limit"))
    if unsupported := [part.name for part in message.parts if part.type is PartType.UNKNOWN]:
        names = ", ".join(sorted(set(unsupported)))
        parts.append(translate("Chat", "unsupported: {names}").format(names=names))
    return " · ".join(parts)


def notice_of(message: Message) -> Notice | None:
    """Give what stands below a message that did not end well, and the button that helps."""
    if message.state is State.INTERRUPTED:
        return Notice(
            translate("Chat", "The program ended before this answer did."),
            translate("Chat", "What had arrived is kept."),
            translate("Chat", "Continue") if message.text else translate("Chat", "Try again"),
            CONTINUE if message.text else Remedy.RETRY,
        )
    if message.finish_reason == "content_filter":
        return Notice(
            translate("Chat", "The server’s content filter ended this answer."),
            translate("Chat", "Ask in other words, or choose another model."),
        )
    if any(part.type is PartType.REFUSAL for part in message.parts):
        return Notice(
            translate("Chat", "The model declined to answer."),
            translate("Chat", "What it said about it stands above."),
        )
    if message.state is not State.FAILED:
        return None
    words = error_text(message.error_code)
    hint = words.hint
    if message.error_detail and message.error_code != Code.UNEXPECTED:
        hint = f"{hint}\n{message.error_detail}"
    return Notice(words.title, hint, words.button, words.remedy)
