"""Which rows the list has: pinned ones, folders, the rest by day; or the archive, or the bin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from desktop.core.types import Conversation
from desktop.services.bin import RECORDING, Thrown
from desktop.store.folders import Folder
from desktop.ui.i18n import translate

_WEEK_DAYS = 7


class Shelf(StrEnum):
    """Which part of the conversations is on show."""

    LIST = "list"
    ARCHIVE = "archive"
    BIN = "bin"


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the rows are made of."""

    conversations: Sequence[Conversation] = ()
    folders: Sequence[Folder] = ()
    thrown: Sequence[Thrown] = ()
    shelf: Shelf = Shelf.LIST
    sought: str = ""
    days_left: Callable[[Thrown], int | None] = lambda _thrown: None


class Row(NamedTuple):
    """One row: a heading (id 0), a conversation by its id, a folder or another thing below 0."""

    id: int = 0
    title: str = ""
    conversation: Conversation | None = None
    folder: Folder | None = None
    thrown: Thrown | None = None
    level: int = 0
    note: str = ""
    makes_folder: bool = False


def title_of(conversation: Conversation) -> str:
    """Give the title as it is shown."""
    return conversation.title or translate("Chat", "New chat")


def arranged(contents: Contents, now: datetime) -> list[Row]:
    """Give the rows in their order."""
    if contents.shelf is Shelf.BIN:
        return list(_thrown(contents))
    is_archive = contents.shelf is Shelf.ARCHIVE
    sought = contents.sought.casefold()
    found = [one for one in contents.conversations if one.is_archived is is_archive]
    if sought:
        found = [one for one in found if sought in title_of(one).casefold()]
    if is_archive:
        return list(_by_day(found, now))
    names = {folder.name for folder in contents.folders}
    pinned = [one for one in found if one.is_pinned]
    loose = [one for one in found if not one.is_pinned and one.folder not in names]
    rows = [Row(title=translate("Chat", "Pinned"))] if pinned else []
    rows += [_row(one) for one in pinned]
    folders = list(_folders(contents, [one for one in found if not one.is_pinned]))
    heading = Row(title=translate("Chat", "Folders"), makes_folder=True)
    rows += [heading, *folders] if folders else []
    rows += _by_day(loose, now)
    if rows and not folders and not sought:
        rows.append(heading)
    return rows


def _folders(contents: Contents, found: Sequence[Conversation]) -> Iterator[Row]:
    inside: dict[str, list[Conversation]] = {}
    for one in found:
        inside.setdefault(one.folder, []).append(one)
    for folder in contents.folders:
        held = inside.get(folder.name, [])
        if contents.sought and not held:
            continue
        shown = replace(folder, is_open=True) if contents.sought else folder
        yield Row(-folder.id, folder.name, folder=shown, note=str(len(held)))
        if shown.is_open:
            yield from (_row(one, level=1) for one in held)


def _by_day(found: Iterable[Conversation], now: datetime) -> Iterator[Row]:
    days = _days(now)
    heading = ""
    for one in found:
        wanted = next(words for since, words in days if one.updated_at >= since)
        if wanted != heading:
            heading = wanted
            yield Row(title=heading)
        yield _row(one)


def _thrown(contents: Contents) -> Iterator[Row]:
    others = count(-1, -1)  # ids of things that are no conversations, for as long as they are shown
    sought = contents.sought.casefold()
    for one in contents.thrown:
        conversation = one.conversation
        title = _name_of(one) if conversation is None else title_of(conversation)
        if sought not in title.casefold():
            continue
        left = contents.days_left(one)
        note = "" if left is None else translate("Chat", "%n day(s) left", "", left)
        row_id = next(others) if conversation is None else conversation.id
        yield Row(row_id, title, conversation, thrown=one, note=note)


def _name_of(thing: Thrown) -> str:
    if thing.kind == RECORDING:
        return thing.title or translate("Speech", "Recording")
    return thing.title


def _row(conversation: Conversation, level: int = 0) -> Row:
    return Row(conversation.id, title_of(conversation), conversation, level=level)


def _days(now: datetime) -> tuple[tuple[float, str], ...]:
    """Give the headings, each with the moment from which it holds; the newest first."""
    today = now.date()

    def since(days: int) -> float:
        return datetime.combine(today - timedelta(days=days), time()).astimezone().timestamp()

    return (
        (since(0), translate("Chat", "Today")),
        (since(1), translate("Chat", "Yesterday")),
        (since(_WEEK_DAYS - 1), translate("Chat", "This week")),
        (float("-inf"), translate("Chat", "Earlier")),
    )
