"""Whatever a person does to a conversation, its tree has no holes and undo gives it back."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.core.types import Kind, Node, Role, State
from desktop.features.chat.tree.lines import Tree as TreeOfLines
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from tests.store.stores import said, text

T = TypeVar("T")


def dump(connection: sqlite3.Connection) -> list[Any]:
    tables = ("conversation", "message", "part", "part_tail", "usage")
    return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def dump_of(conversation_id: int) -> Callable[[sqlite3.Connection], list[Any]]:
    """Give what reads all of one conversation."""

    def read(connection: sqlite3.Connection) -> list[Any]:
        own = "SELECT * FROM message WHERE conversation_id = ?"
        parts = (
            "SELECT p.* FROM part p JOIN message m ON m.id = p.message_id"
            " WHERE m.conversation_id = ?"
        )
        return [connection.execute(sql, (conversation_id,)).fetchall() for sql in (own, parts)]

    return read


class Model:
    """The tree as a person would describe it."""

    def __init__(self) -> None:
        self.parent: dict[int, int | None] = {}
        self.deleted: set[int] = set()
        self.shown: dict[int | None, int] = {}

    def add(self, message_id: int, parent_id: int | None) -> None:
        self.parent[message_id] = parent_id
        self.show(message_id)

    def show(self, message_id: int) -> None:
        child: int | None = message_id
        while child is not None:
            above = self.parent[child]
            self.shown[above] = child
            child = above

    def versions(self, parent_id: int | None) -> list[int]:
        return [m for m, p in self.parent.items() if p == parent_id and m not in self.deleted]

    def path(self) -> list[int]:
        found: list[int] = []
        here: int | None = None
        while alive := self.versions(here):
            wanted = self.shown[here]
            older = [version for version in alive if version <= wanted]
            here = older[-1] if older else alive[0]
            found.append(here)
        return found


class Tree(RuleBasedStateMachine):
    """Does to a conversation what a person can, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database.in_memory()
        self.model = Model()
        self.undo: list[int] = []

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(call)

    @initialize()
    def begin(self) -> None:
        self.conversations = Conversations(self.database)
        self.id = self.run(self.conversations.create(Kind.CHAT)).id

    def teardown(self) -> None:
        self.run(self.database.aclose())
        self.runner.close()

    def path(self) -> tuple[Node, ...]:
        return self.run(self.conversations.path(self.id))

    def pick(self, data: st.DataObject, wanted: Callable[[Node], bool]) -> Node | None:
        choices = [node for node in self.path() if wanted(node)]
        return data.draw(st.sampled_from(choices)) if choices else None

    @rule(data=st.data(), is_first=st.booleans())
    def ask(self, data: st.DataObject, is_first: bool) -> None:
        above = None if is_first else self.pick(data, lambda n: n.message.role is Role.ASSISTANT)
        parent_id = above.message.id if above else None
        question, answer = self.run(self.conversations.ask(self.id, parent_id, text("?"), "m", "c"))
        self.model.add(question.id, parent_id)
        self.model.add(answer.id, question.id)
        self.run(self.conversations.finish(answer.id, State.COMPLETE, said("!")))

    @rule(data=st.data())
    def answer_again(self, data: st.DataObject) -> None:
        node = self.pick(data, lambda _: True)
        if node is not None:
            answer = self.run(self.conversations.answer_again(node.message.id, "m", "c"))
            is_question = node.message.role is Role.USER
            self.model.add(answer.id, node.message.id if is_question else node.message.parent_id)

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        node = self.pick(data, lambda n: n.message.role is Role.USER)
        if node is not None:
            question, answer = self.run(
                self.conversations.edit(node.message.id, text("??"), "m", "c")
            )
            self.model.add(question.id, node.message.parent_id)
            self.model.add(answer.id, question.id)

    @rule(data=st.data())
    def select(self, data: st.DataObject) -> None:
        node = self.pick(data, lambda n: n.count > 1)
        if node is not None:
            chosen = data.draw(st.sampled_from(node.sibling_ids))
            self.run(self.conversations.select(chosen))
            self.model.show(chosen)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        node = self.pick(data, lambda _: True)
        if node is not None:
            self.run(self.conversations.delete_message(node.message.id))
            self.model.deleted.add(node.message.id)
            self.undo.append(node.message.id)

    @rule(data=st.data())
    def delete_and_undo_at_once(self, data: st.DataObject) -> None:
        node = self.pick(data, lambda _: True)
        if node is not None:
            before = self.run(self.database.read(dump))
            self.run(self.conversations.delete_message(node.message.id))
            self.run(self.conversations.restore_message(node.message.id))
            assert self.run(self.database.read(dump)) == before

    @precondition(lambda self: self.undo)
    @rule()
    def undo_later(self) -> None:
        message_id = self.undo.pop()
        self.run(self.conversations.restore_message(message_id))
        self.model.deleted.discard(message_id)

    @rule(data=st.data())
    def fork(self, data: st.DataObject) -> None:
        node = self.pick(data, lambda _: True)
        if node is None:
            return
        before = self.run(self.database.read(dump_of(self.id)))
        made = self.run(self.conversations.fork(node.message.id, "Fork"))
        led = self.run(self.conversations.ancestors(node.message.id))
        copied = self.run(self.conversations.path(made.id))
        assert [n.message.text for n in copied] == [message.text for message in led]
        assert self.run(self.database.read(dump_of(self.id))) == before

    @rule(data=st.data())
    def look_at_a_branch(self, data: st.DataObject) -> None:
        path = self.path()
        if path:
            start = data.draw(st.integers(0, len(path) - 1))
            assert self.run(self.conversations.branch(path[start].message.id)) == path[start:]

    @rule()
    def bin_and_back(self) -> None:
        before = self.path()
        self.run(self.conversations.delete(self.id))
        self.run(self.conversations.restore(self.id))
        assert self.path() == before

    @invariant()
    def the_path_has_no_holes(self) -> None:
        if not hasattr(self, "id"):
            return
        path = self.path()
        ids = [node.message.id for node in path]
        assert ids == self.model.path()
        assert [node.message.parent_id for node in path] == [None, *ids][: len(ids)]
        for node in path:
            assert node.sibling_ids == tuple(self.model.versions(node.message.parent_id))
            assert node.sibling_ids[node.position - 1] == node.message.id
            assert node.count == len(node.sibling_ids)
            assert node.message.conversation_id == self.id
        outline = self.run(self.conversations.outline(self.id))
        lines = TreeOfLines(outline, with_deleted=True).lines(self.model.parent)
        assert [line.sketch.id for line in lines if line.is_shown] == ids
        assert {line.sketch.id for line in lines} == set(self.model.parent)
        if path:
            led = self.run(self.conversations.ancestors(ids[-1]))
            assert [message.id for message in led] == ids
            assert self.run(self.conversations.path(self.id, last=2)) == path[-2:]


TestTree = Tree.TestCase
TestTree.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
