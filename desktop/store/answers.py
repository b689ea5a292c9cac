"""Questions and the answers that grow below them."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import Message, Part, PartType, Role, State
from desktop.store import drafts, growth, journal, rows, tree
from desktop.store.db import Database, in_time
from desktop.store.growth import New
from desktop.store.lane import Job
from desktop.store.owner import Owner
from desktop.store.records import TEMPORARY_FROM, Change, Records, What
from desktop.store.titles import title_from

if TYPE_CHECKING:  # loaded with the first question
    from desktop.core.stream import Folded


@dataclass(frozen=True, slots=True)
class Who:
    """Who is to answer, and how; parameters None: those of the conversation."""

    model: str
    connection_id: str
    parameters: Parameters | None = None


class Answers(Records):
    """Asking, answering again, editing, and keeping what streams in."""

    def __init__(self, db: Database, now: Callable[[], float] = time.time) -> None:
        super().__init__(db, now)
        self._owner = Owner(db.folder)
        # What is stored of each answer that streams, so that only the difference is written.
        self._saved: dict[int, Folded] = {}

    async def aclose(self) -> None:
        """Forget temporary conversations; answers that still stream count as interrupted now."""
        await super().aclose()
        await asyncio.to_thread(self._owner.release)

    async def ask(
        self,
        conversation_id: int,
        parent_id: int | None,
        parts: Sequence[Part],
        model: str,
        connection_id: str,
    ) -> tuple[Message, Message]:
        """Store a question and an empty streaming answer below `parent_id` (None: as the first).

        The same transaction clears the conversation's draft and gives it a title if it has none.

        Raises:
            AppError: GONE, conversation or parent is deleted; and what `Database.write` raises.
        """

        def job(connection: sqlite3.Connection) -> tuple[Message, Message]:
            drafts.clear(connection, conversation_id)
            title = title_from("\n".join(p.text for p in parts if p.type is PartType.TEXT))
            connection.execute(
                "UPDATE conversation SET title = ? WHERE id = ? AND title = ''",
                (title, conversation_id),
            )
            question = New(conversation_id, parent_id, Role.USER, self._now(), parts)
            asked = growth.insert(connection, question)
            return asked, self._answer(connection, asked, Who(model, connection_id))

        return await self._begin(conversation_id, job)

    async def edit(
        self,
        question_id: int,
        parts: Sequence[Part],
        model: str,
        connection_id: str,
        parameters: Parameters | None = None,
    ) -> tuple[Message, Message]:
        """Store another version of a question beside it, with a new streaming answer; both shown.

        The answer is asked with the conversation's parameters, or with others for this once.
        """

        def job(connection: sqlite3.Connection) -> tuple[Message, Message]:
            old = rows.message(connection, question_id)
            question = New(old.conversation_id, old.parent_id, old.role, self._now(), parts)
            asked = growth.insert(connection, question)
            return asked, self._answer(connection, asked, Who(model, connection_id, parameters))

        return await self._begin(question_id, job)

    async def answer_again(
        self,
        message_id: int,
        model: str,
        connection_id: str,
        parameters: Parameters | None = None,
    ) -> Message:
        """Store one more streaming answer: beside the answer, or below the question, of that id.

        It is asked with the conversation's parameters, or with others for this once.
        """

        def job(connection: sqlite3.Connection) -> tuple[Message, Message]:
            given = rows.message(connection, message_id)
            if given.role is not Role.USER and given.parent_id is not None:
                given = rows.message(connection, given.parent_id)
            who = Who(model, connection_id, parameters)
            answer = self._answer(connection, given, who)
            return answer, answer

        _, answer = await self._begin(message_id, job)
        return answer

    async def go_on(self, message_id: int, model: str, connection_id: str) -> Message:
        """Let an answer stream again, or another version of it where something was said below it."""

        def job(connection: sqlite3.Connection) -> tuple[Message, Message]:
            answer = rows.message(connection, message_id)
            if growth.has_children(connection, message_id):
                with_them = rows.asked_with(connection, message_id)
                question = rows.message(connection, answer.parent_id or message_id)
                made = self._answer(connection, question, Who(model, connection_id, with_them))
                return made, made
            owner = "" if message_id >= TEMPORARY_FROM else self._owner.claim()
            growth.reopen(connection, message_id, owner)
            tree.show(connection, message_id)
            answer = rows.message(connection, message_id)
            return answer, answer

        answer, _ = await self._begin(message_id, job)
        if answer.id == message_id:
            self._saved.pop(
                message_id, None
            )  # it is not empty: the next checkpoint writes it whole
        return answer

    async def keep_parts(self, message_id: int, parts: Sequence[Part]) -> None:
        """Make `parts` the content of an answer that does not stream."""

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            conversation_id = rows.message(connection, message_id).conversation_id
            rows.write_parts(connection, message_id, parts)
            return None, Change(conversation_id, What.MESSAGES, message_id)

        await self._write(self._home(message_id), job)

    async def checkpoint(self, message_id: int, folded: Folded) -> None:
        """Keep what has streamed in so far; urgent, and at the cost of what is new.

        After `finish` it does nothing.
        """
        saved = self._saved.get(message_id)
        job = functools.partial(journal.append, message_id=message_id, saved=saved, now=folded)
        future = self._home(message_id).start_write(job, urgent=True)
        future.add_done_callback(functools.partial(self._remember, message_id, folded))
        await in_time(asyncio.shield(future))

    async def finish(
        self,
        message_id: int,
        state: State,
        folded: Folded,
        error_code: str = "",
        error_detail: str = "",
    ) -> None:
        """Store the whole answer with its final state, usage and error; urgent."""

        def job(connection: sqlite3.Connection) -> tuple[None, Change]:
            journal.write_whole(connection, message_id, folded.parts)
            journal.note_server(connection, message_id, folded)
            growth.note_usage(connection, message_id, folded, self._now())
            found = connection.execute(
                "UPDATE message SET state = ?, finish_reason = ?, error_code = ?,"
                " error_detail = ?, finished_at = ?, owner = '' WHERE id = ?"
                " RETURNING conversation_id",
                (state, folded.finish_reason, error_code, error_detail, self._now(), message_id),
            ).fetchone()
            if found is None:
                raise AppError(Code.GONE, f"message {message_id}")
            growth.touch(connection, found[0], self._now())
            return None, Change(found[0], What.MESSAGES, message_id)

        try:
            await self._write(self._home(message_id), job, urgent=True)
        finally:
            self._saved.pop(message_id, None)

    async def interrupt_leftovers(self) -> int:
        """Mark the answers whose process has ended as interrupted; give how many. For the start."""
        return await self._write(self._db, self._interrupt)

    def _interrupt(self, connection: sqlite3.Connection) -> tuple[int, Change | None]:
        left = connection.execute(
            "SELECT id, owner FROM message WHERE state = ?", (State.STREAMING,)
        ).fetchall()
        alive = {owner: self._owner.is_alive(owner) for owner in {row[1] for row in left}}
        dead = [message_id for message_id, owner in left if not alive[owner]]
        for message_id in dead:
            journal.merge(connection, message_id)
            connection.execute(
                "UPDATE message SET state = ?, finished_at = ?, owner = '' WHERE id = ?",
                (State.INTERRUPTED, self._now(), message_id),
            )
        return len(dead), Change(0, What.EVERYTHING) if dead else None

    def _remember(self, message_id: int, folded: Folded, future: asyncio.Future[None]) -> None:
        if future.cancelled() or future.exception() is not None:
            # Not known any more: the next checkpoint writes all of it.
            self._saved.pop(message_id, None)
        else:
            self._saved[message_id] = folded

    async def _begin(
        self, record_id: int, job: Job[tuple[Message, Message]]
    ) -> tuple[Message, Message]:
        from desktop.core.stream import Folded  # noqa: PLC0415 - see above

        def announced(
            connection: sqlite3.Connection,
        ) -> tuple[tuple[Message, Message], Change]:
            first, answer = job(connection)
            return (first, answer), Change(first.conversation_id, What.MESSAGES, answer.id)

        pair = await self._write(self._home(record_id), announced)
        self._saved[pair[1].id] = Folded()
        return pair

    def _answer(self, connection: sqlite3.Connection, question: Message, who: Who) -> Message:
        is_temporary = question.id >= TEMPORARY_FROM  # ends with us, so nobody will look for it
        answer = growth.insert(
            connection,
            New(
                question.conversation_id,
                question.id,
                Role.ASSISTANT,
                self._now(),
                state=State.STREAMING,
                model=who.model,
                connection_id=who.connection_id,
                parameters=who.parameters,
                owner="" if is_temporary else self._owner.claim(),
            ),
        )
        tree.show(connection, answer.id)
        return answer
