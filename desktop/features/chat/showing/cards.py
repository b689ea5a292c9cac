"""What an answer holds beside its words, as cards: calls with their results, searches, sources."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desktop.core.errors import Code
from desktop.core.types import Message, Part, PartType, Role, State
from desktop.features.chat.own_tools import is_own, tool_name
from desktop.services.rounds import WAITING
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.card import Card, CardKind, CardState, Detail, Source

_MOST_ARGUMENTS, _LONGEST_ARGUMENT = 3, 40
_RUNNING = frozenset({"in_progress", "searching", "interpreting", "generating", "queued"})
_FAILED = frozenset({"failed", "incomplete", "cancelled"})

_UNREADABLE = frozenset({Code.FILE_DAMAGED, Code.UNSUITABLE})
_HASH = re.compile("[0-9a-f]{64}")

Json = Mapping[str, Any]


def cards_of(message: Message) -> dict[int, Card]:
    """Give the cards of an answer by the index of the part that each tells of."""
    results = _results(message.parts)
    answered = {index for index, _ in results.values()}
    cards: dict[int, Card] = {}
    for index, part in enumerate(message.parts):
        if part.type is PartType.TOOL_CALL:
            cards[index] = _call(index, part, results.get(index, (0, None))[1], message)
        elif part.type is PartType.TOOL_RESULT and index not in answered:
            details = (_result(part.text),)
            title = tool_name(part.name) or translate("Chat", "Result")
            is_code = _is_code(part.name)
            cards[index] = Card(
                f"{index}", CardKind.FUNCTION, title, details=details, is_code=is_code
            )
        elif part.type is PartType.UNKNOWN:
            cards[index] = _item(index, part, message)
        elif _lacks_picture(part, message):
            cards[index] = _lost_picture(index, part)
    return cards


def _lacks_picture(part: Part, message: Message) -> bool:
    is_made = part.type is PartType.IMAGE and message.role is not Role.USER
    return is_made and not _HASH.fullmatch(part.blob)


def _lost_picture(index: int, part: Part) -> Card:
    """Say of a picture that a model made why it is not there."""
    said = _json(part.raw)
    problem = _text(said.get("problem")) if isinstance(said, dict) else ""
    why = translate("Chat", "This picture is not there.")
    if problem in _UNREADABLE:
        why = translate("Chat", "This picture cannot be read.")
    elif problem:
        why = error_text(problem).title
    title = part.text or translate("Chat", "Picture")
    return Card(f"{index}/picture", CardKind.PICTURE, title, why, CardState.FAILED)


def sources_card(parts: Iterable[Part]) -> Card | None:
    """Give the card that lists what an answer cites, each source once."""
    found: dict[str, Source] = {}
    for part in parts:
        if part.type is PartType.CITATION:
            is_page = part.ref.startswith(("http://", "https://"))
            source = Source(part.text or part.ref, part.ref if is_page else "")
            found.setdefault(part.ref or part.text, source)
    if not found:
        return None
    title = translate("Chat", "%n source(s)", "", len(found))
    return Card("sources", CardKind.SOURCES, title, links=tuple(found.values()))


def _results(parts: tuple[Part, ...]) -> dict[int, tuple[int, Part]]:
    """Give for each call, by index, the first result after it that is of no other call."""
    found: dict[int, tuple[int, Part]] = {}
    waiting: dict[str, list[int]] = {}
    for index, part in enumerate(parts):
        if part.type is PartType.TOOL_CALL:
            waiting.setdefault(part.ref, []).append(index)
        elif part.type is PartType.TOOL_RESULT and waiting.get(part.ref):
            found[waiting[part.ref].pop(0)] = (index, part)
    return found


def _call(index: int, part: Part, result: Part | None, message: Message) -> Card:
    details = [Detail(translate("Chat", "Arguments"), part.text or "{}", "json")]
    state, subtitle, note, button = CardState.RUNNING, _arguments(part.text), "", ""
    if result is not None:
        error = _error(result.text)
        state = CardState.FAILED if error else CardState.DONE
        subtitle = error or subtitle
        details.append(_result(result.text))
    elif message.state is not State.STREAMING:
        state = CardState.PLAIN
        if message.finish_reason == WAITING:
            button = translate("Chat", "Give the result")
        else:
            note = translate("Chat", "No result yet")
    title = tool_name(part.name) or translate("Chat", "Function call")
    action = f"{Action.GIVE_RESULT}/{part.ref}" if button else ""
    return Card(
        f"{index}/{part.ref}", CardKind.FUNCTION, title, subtitle, state, tuple(details),
        note=note, button=button, action=action, is_code=_is_code(part.name),
    )  # fmt: skip


def _is_code(name: str) -> bool:
    """Tell whether a function is known by its name in somebody's program only."""
    return bool(name) and not is_own(name)


def _result(text: str) -> Detail:
    words = translate("Chat", "Error") if _error(text) else translate("Chat", "Result")
    return Detail(words, text, "json" if _json(text) is not None else "text")


def _error(text: str) -> str:
    """Give what went wrong, where a result says so."""
    said = _json(text)
    error = said.get("error") if isinstance(said, dict) and len(said) == 1 else None
    return error if isinstance(error, str) else ""


def _arguments(text: str) -> str:
    """Give the first arguments of a call in a few words: "city: Paris, days: 3"."""
    said = _json(text)
    if not isinstance(said, dict):
        return ""
    shown = []
    for name, value in list(said.items())[:_MOST_ARGUMENTS]:
        words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        line = " ".join(words.split())
        cut = line[:_LONGEST_ARGUMENT] + "…" if len(line) > _LONGEST_ARGUMENT else line
        shown.append(f"{name}: {cut}")
    return ", ".join(shown)


def _json(text: str) -> Any:  # noqa: ANN401 - JSON
    if text[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


# what the server's own tools did
def _item(index: int, part: Part, message: Message) -> Card:
    said = _json(part.raw)
    item: Json = said if isinstance(said, dict) else {}
    make = _ITEMS.get(part.name, _other)
    state = CardState.PLAIN if make is _other else _state(item, message)
    return make(f"{index}/{part.name}", item, part, state)


def _state(item: Json, message: Message) -> CardState:
    status = str(item.get("status", ""))
    if status in _FAILED or item.get("error"):
        return CardState.FAILED
    if status in _RUNNING and message.state is State.STREAMING:
        return CardState.RUNNING
    return CardState.DONE


def _web(card_id: str, item: Json, _part: Part, state: CardState) -> Card:
    action = _dict(item.get("action"))
    pages = [*_dicts(action.get("sources")), *_dicts(item.get("results"))]
    urls = {_text(page.get("url")): _text(page.get("title")) for page in pages}
    links = tuple(Source(title or url, url) for url, title in urls.items() if url)
    about = _text(action.get("query")) or _text(action.get("url")) or _text(action.get("pattern"))
    titles: dict[str, Callable[[], str]] = {
        "open_page": lambda: translate("Chat", "Opened a page"),
        "find": lambda: translate("Chat", "Searched in a page"),
        "find_in_page": lambda: translate("Chat", "Searched in a page"),
    }
    kind = _text(action.get("type"))
    title = titles.get(kind, lambda: translate("Chat", "Searched the web"))()
    note = translate("Chat", "%n source(s)", "", len(links)) if links else ""
    return Card(card_id, CardKind.WEB, title, about, state, links=links, note=note)


def _files(card_id: str, item: Json, _part: Part, state: CardState) -> Card:
    results = _dicts(item.get("results"))
    names = dict.fromkeys(_text(result.get("filename")) for result in results)
    links = tuple(Source(name) for name in names if name)
    asked = item.get("queries")
    queries = [q for q in asked if isinstance(q, str)] if isinstance(asked, list) else []
    title = translate("Chat", "Searched files")
    if links:
        title = translate("Chat", "Found in %n file(s)", "", len(links))
    details = [
        Detail(_text(result.get("filename")), _text(result.get("text")), "text")
        for result in results
        if result.get("text")
    ]
    if queries:
        details.insert(0, Detail(translate("Chat", "Searched for"), "\n".join(queries), "text"))
    about = ", ".join(queries)
    return Card(card_id, CardKind.FILES, title, about, state, tuple(details), links)


def _code(card_id: str, item: Json, _part: Part, state: CardState) -> Card:
    code = _text(item.get("code"))
    details = [Detail(translate("Chat", "Code"), code, "python")] if code else []
    for output in _dicts(item.get("outputs")):
        words = _text(output.get("logs")) or _text(output.get("url"))
        if words:
            details.append(Detail(translate("Chat", "Output"), words, "text"))
    title = translate("Chat", "Ran code")
    return Card(card_id, CardKind.CODE, title, "", state, tuple(details))


def _remote(card_id: str, item: Json, _part: Part, state: CardState) -> Card:
    """A function on a server of tools (MCP) that the model's server called itself."""
    arguments, error = _text(item.get("arguments")), item.get("error")
    details = [Detail(translate("Chat", "Arguments"), arguments or "{}", "json")]
    if output := _text(item.get("output")):
        details.append(_result(output))
    if error:
        words = error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)
        details.append(Detail(translate("Chat", "Error"), words, "text"))
    name = _text(item.get("name"))
    title = name or translate("Chat", "Function call")
    note = _text(item.get("server_label"))
    about = _arguments(arguments)
    return Card(
        card_id, CardKind.FUNCTION, title, about, state, tuple(details), note=note,
        is_code=bool(name),
    )  # fmt: skip


def _other(card_id: str, _item: Json, part: Part, state: CardState) -> Card:
    title = part.name or translate("Chat", "Something else")
    about = translate("Chat", "not shown here yet, kept as it came")
    details = (Detail("JSON", part.raw, "json"),) if part.raw else ()
    return Card(card_id, CardKind.OTHER, title, about, state, details)


_ITEMS: dict[str, Callable[[str, Json, Part, CardState], Card]] = {
    "web_search_call": _web,
    "file_search_call": _files,
    "code_interpreter_call": _code,
    "mcp_call": _remote,
}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
