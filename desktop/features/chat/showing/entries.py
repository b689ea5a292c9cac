"""A stored message as the transcript shows it, and what went wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.errors import Code
from desktop.core.types import Message, Node, Part, PartType, Role, State
from desktop.services.rounds import BUDGET, LIMIT
from desktop.ui.error_text import Remedy, error_text
from desktop.ui.i18n import translate
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.entry import Entry, Notice, Section, SectionKind

if TYPE_CHECKING:
    from desktop.features.chat.showing.verdicts import Verdict
    from desktop.ui.transcript.card import AttachmentEntry

_GOES_ON = {PartType.TEXT, PartType.REFUSAL, PartType.TOOL_CALL, PartType.TOOL_RESULT}
_CUT: dict[str, Callable[[], str]] = {
    "length": lambda: translate("Chat", "This answer was cut at the length limit."),
    LIMIT: lambda: translate("Chat", "The model has called functions in every round it may have."),
    BUDGET: lambda: translate("Usage", "The budget of this month is used up."),
}
_LONGEST_ALT = 300
_LOST = {Code.CUT, Code.TIMEOUT, Code.ENGINE_DIED}  # in the middle: nothing speaks against the rest
_KINDS = {
    PartType.TEXT: SectionKind.TEXT,
    PartType.REFUSAL: SectionKind.TEXT,
    PartType.REASONING: SectionKind.REASONING,
}


def entry_of(
    node: Node,
    speaker: str = "",
    verdict: Verdict | None = None,
    missing: Collection[str] = (),
) -> Entry:
    """Give the transcript's entry of a message among its siblings.

    Args:
        node: The message.
        speaker: How the model that answered is called.
        verdict: Whether an answer follows its JSON schema. None: no schema was asked for, or nobody
            has looked yet.
        missing: The blobs whose content is gone.
    """
    message = node.message
    sections = sections_of(message)
    notice = notice_of(message)
    foot, foot_tip = _foot(message)
    if verdict is not None:
        if verdict.is_json:
            sections = _with_json(sections)
        notice = notice or _misfit(verdict)
    return Entry(
        message_id=message.id,
        role=message.role,
        sections=sections,
        state=message.state,
        position=node.position,
        count=node.count,
        footnote=foot,
        footnote_tip=foot_tip,
        notice=notice,
        model=message.model,
        speaker=speaker,
        attachments=attachments_of(message, missing),
    )


def sections_of(message: Message) -> tuple[Section, ...]:
    """Give what a message consists of, in the order of its parts; its sources at the end."""
    if all(part.type is PartType.TEXT for part in message.parts):
        text = "".join(part.text for part in message.parts)
        return (Section(SectionKind.TEXT, text),) if text else ()
    from desktop.features.chat.showing.cards import cards_of, sources_card  # noqa: PLC0415 - most have none

    cards = cards_of(message)
    sections: list[Section] = []
    for index, part in enumerate(message.parts):
        kind = _KINDS.get(part.type)
        if index in cards:
            sections.append(Section(SectionKind.CARD, card=cards[index]))
        elif part.type is PartType.IMAGE and message.role is not Role.USER:
            sections.append(Section(SectionKind.PICTURE, _picture(part)))
        elif kind is not None and part.text:
            if sections and sections[-1].kind is kind:
                sections[-1] = replace(sections[-1], text=sections[-1].text + part.text)
            else:
                sections.append(Section(kind, part.text))
    thoughts = [i for i, s in enumerate(sections) if s.kind is SectionKind.REASONING]
    if len(thoughts) == 1:  # of several, nobody knows how long each took
        sections[thoughts[0]] = replace(sections[thoughts[0]], seconds=message.reasoned_s)
    sources = sources_card(message.parts)
    if sources is not None and message.state is not State.STREAMING:
        sections.append(Section(SectionKind.CARD, card=sources))
    return tuple(sections)


def _picture(part: Part) -> str:
    """Give Markdown that shows a picture; whatever its words are, they mean nothing else."""
    words = " ".join(part.text.split())[:_LONGEST_ALT]
    spelled = (one if one.isalnum() or one == " " else f"&#{ord(one)};" for one in words)
    return f"![{''.join(spelled)}](blob:{part.blob})"


def attachments_of(message: Message, missing: Collection[str]) -> tuple[AttachmentEntry, ...]:
    """Give what came with a question, in the order of its parts."""
    parts = attached_parts(message) if message.role is Role.USER else []
    if not parts:
        return ()
    from desktop.ui.transcript.card import AttachmentEntry  # noqa: PLC0415 - most have none

    return tuple(
        AttachmentEntry(
            part.name,
            part.type is PartType.IMAGE,
            part.blob,
            _attached_words(part),
            part.blob in missing,
        )
        for part in parts
    )


def attached_parts(message: Message) -> list[Part]:
    """Give the parts that `attachments_of` tells of, at the same indices."""
    return [part for part in message.parts if part.type in {PartType.IMAGE, PartType.FILE}]


def _attached_words(part: Part) -> str:
    from desktop.core.attachment import Info  # noqa: PLC0415 - the window starts without it
    from desktop.ui.amounts import joined, size_words, token_words  # noqa: PLC0415 - the same

    info = Info.from_part(part)
    much = size_words(info.size) if info.size else ""
    if info.width and info.height:
        much = f"{info.width} × {info.height}"
    return joined(much, token_words(info.tokens) if info.tokens else "")


def _with_json(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Show the last text as what it is; what was said before a call is none."""
    last = max((at for at, one in enumerate(sections) if one.kind is SectionKind.TEXT), default=-1)
    return tuple(
        replace(one, is_json=True) if at == last else one for at, one in enumerate(sections)
    )


def _misfit(verdict: Verdict) -> Notice | None:
    if not verdict.flaw and verdict.is_json:
        return None
    title = translate("Chat", "This answer does not follow its JSON schema.")
    return Notice(title, verdict.flaw or translate("Chat", "It is not JSON."))


def _foot(message: Message) -> tuple[str, str]:
    if message.role is not Role.ASSISTANT:
        return "", ""
    from desktop.features.chat.showing.footnote import (  # noqa: PLC0415 - a new chat has no answer
        footnote,
        footnote_tip,
    )

    return footnote(message), footnote_tip(message)


_ENDED_EARLY: dict[State, Callable[[], str]] = {
    State.STOPPED: lambda: translate("Chat", "You stopped this answer."),
    State.INTERRUPTED: lambda: translate("Chat", "The program ended before this answer did."),
}


def notice_of(message: Message) -> Notice | None:
    """Give what stands below a message that did not end well, and the button that helps."""
    if message.state is State.FAILED:
        return _failed(message)
    if message.state in _ENDED_EARLY:
        goes_on = _goes_on(message)
        return Notice(
            _ENDED_EARLY[message.state](),
            translate("Chat", "What had arrived is kept.") if goes_on else "",
            translate("Chat", "Continue") if goes_on else translate("Chat", "Try again"),
            Action.CONTINUE if goes_on else Remedy.RETRY,
        )
    if message.state is State.COMPLETE and message.finish_reason in _CUT:
        return _cut_short(message.finish_reason)
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
    return None


def _cut_short(reason: str) -> Notice:
    kept = translate("Chat", "What had arrived is kept.")
    if reason == BUDGET:
        words = translate("Usage", "Send anyway this once")
        return Notice(_CUT[reason](), kept, words, Action.SEND_ANYWAY)
    return Notice(_CUT[reason](), kept, translate("Chat", "Continue"), Action.CONTINUE)


def _goes_on(message: Message) -> bool:
    """Tell whether there is something that can be continued."""
    return any(part.type in _GOES_ON and part.text for part in message.parts)


def _failed(message: Message) -> Notice:
    words = error_text(message.error_code)
    hint = words.hint
    if message.error_detail and message.error_code != Code.UNEXPECTED:
        hint = f"{hint}\n{message.error_detail}"
    if message.error_code in _LOST and _goes_on(message):
        return Notice(words.title, hint, translate("Chat", "Continue"), Action.CONTINUE)
    return Notice(words.title, hint, words.button, words.remedy)
