"""What `/` and `@` bring into the composer."""

import json
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.features.chat.composing.as_document import name_of
from tests.fakes.shapes import chat_reply
from tests.features.chat.dragging import drop, files
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window


def offered(opened: Window) -> list[str]:
    """Give the rows of the list that is open."""
    completing = opened.view.composing._completing
    popover = completing.popover if completing is not None else None
    if popover is None or not popover.isVisible():
        return []
    return [row.title for row in popover.rows.rows]


def current(opened: Window) -> str:
    popover = opened.view.composing.completing.popover
    assert popover is not None
    return str(popover.list.currentIndex().data())


# the library
def test_a_slash_finds_a_prompt_and_return_inserts_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.type("/")
            await opened.until(lambda: len(offered(opened)) == 8)
            assert offered(opened)[-1] == "Manage prompts…"
            opened.type("impr")
            await opened.until(lambda: offered(opened)[0] == "Improve my writing")
            opened.press(Qt.Key.Key_Return)
            text = opened.pane.composer.text()
            assert text.startswith("Improve the following text: ")
            assert "/impr" not in text
            assert offered(opened) == []
            assert len(opened.pane.model) == 0
            opened.press(Qt.Key.Key_Z, CTRL)
            assert opened.pane.composer.text() != text

    qloop(scenario(), 20)


def test_arrows_walk_the_list_and_escape_gives_it_up(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.type("/")
            await opened.until(lambda: offered(opened))
            first = current(opened)
            opened.press(Qt.Key.Key_Down)
            assert current(opened) != first
            opened.press(Qt.Key.Key_Up)
            opened.press(Qt.Key.Key_Up)
            assert current(opened) == "Manage prompts…"
            opened.press(Qt.Key.Key_Escape)
            assert offered(opened) == []
            opened.type("im")
            await opened.settled()
            assert offered(opened) == []
            assert opened.pane.composer.text() == "/im"

    qloop(scenario(), 20)


def test_a_path_or_a_slash_in_a_sentence_opens_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            for text in ("and/or", "/usr/bin", "/zzzz", "3 / 4"):
                opened.pane.composer.set_text("")
                opened.type(text)
                await opened.settled()
                assert offered(opened) == [], text
            opened.type("\n/")
            await opened.until(lambda: offered(opened))

    qloop(scenario(), 20)


def test_variables_are_asked_for_in_a_form(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await opened.services.prompts.add(
                "Letter", "To {{who}}, {{date}}: {{tone|kind}}! {{clipboard}} {{who}}"
            )
            QGuiApplication.clipboard().setText("{{who}} kept")
            opened.type("/letter")
            await opened.until(lambda: offered(opened) and current(opened) == "Letter")
            opened.press(Qt.Key.Key_Tab)
            form = opened.view.composing.completing.form
            assert form is not None
            assert list(form.fields) == ["who", "tone"]
            assert form.fields["tone"].edit.text() == "kind"
            assert form.fields["who"].edit.hasFocus()
            opened.type("Ann")
            opened.press(Qt.Key.Key_Return)
            assert form.fields["tone"].edit.hasFocus()
            opened.press(Qt.Key.Key_Return)
            today = QLocale().toString(QDate.currentDate(), QLocale.FormatType.LongFormat)
            assert opened.pane.composer.text() == f"To Ann, {today}: kind! {{{{who}}}} kept Ann"
            assert opened.pane.composer.editor.hasFocus()

    qloop(scenario(), 20)


def test_escape_leaves_the_form_and_inserts_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await opened.services.prompts.add("Letter", "To {{who}}")
            opened.type("/letter")
            await opened.until(lambda: offered(opened) and current(opened) == "Letter")
            opened.press(Qt.Key.Key_Return)
            assert opened.view.composing.completing.form is not None
            opened.press(Qt.Key.Key_Escape)
            assert opened.view.composing.completing.form is None
            assert opened.pane.composer.text() == ""
            assert opened.pane.composer.editor.hasFocus()

    qloop(scenario(), 20)


def test_the_prompt_used_last_stands_first(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.type("/review")
            await opened.until(lambda: offered(opened) and current(opened) == "Review code")
            opened.press(Qt.Key.Key_Return)
            await opened.settled()
            opened.pane.composer.set_text("")
            opened.click(opened.pane.composer.prompts)
            await opened.until(lambda: offered(opened))
            assert offered(opened)[0] == "Review code"

    qloop(scenario(), 20)


def test_chinese_is_found_in_a_chinese_library(qloop) -> None:
    async def scenario() -> None:
        async with window(language="zh_CN") as opened:
            opened.type("/翻")
            await opened.until(lambda: offered(opened) and current(opened) == "翻译")
            opened.press(Qt.Key.Key_Return)
            form = opened.view.composing.completing.form
            assert form is not None
            assert list(form.fields) == ["语言"]

    qloop(scenario(), 20)


# mentions
def test_an_at_sign_attaches_a_conversation_as_a_document(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("It is *yellow*."), chat_reply("Yes."))
            await opened.answered("Which colour has an oriole?")
            opened.press(Qt.Key.Key_N, CTRL)
            opened.type("compare with @oriole")
            await opened.until(lambda: "Which colour has an oriole?" in offered(opened))
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: len(opened.view.writing.attaching.parts) == 1)
            (part,) = opened.view.writing.attaching.parts
            assert part.name == "Which colour has an oriole.md"
            assert opened.pane.composer.text() == "compare with "
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts()[-1:] == ["Yes."])
            await opened.until(opened.is_idle)
            said = json.dumps(json.loads(opened.server.requests[-1].body)["messages"])
            assert "It is *yellow*." in said

    qloop(scenario(), 20)


def test_an_at_sign_attaches_what_was_attached_before(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            (tmp_path / "nest.md").write_text("twigs")
            drop(opened.view, files([tmp_path / "nest.md"]))
            await opened.until(lambda: len(opened.view.writing.attaching.parts) == 1)
            await opened.answered("Look")
            opened.press(Qt.Key.Key_N, CTRL)
            opened.type("@")
            await opened.until(lambda: "nest.md" in offered(opened))
            assert offered(opened)[0] == "Choose a file…"
            opened.type("nest")
            await opened.until(lambda: offered(opened) and current(opened) == "nest.md")
            opened.press(Qt.Key.Key_Tab)
            assert [part.name for part in opened.view.writing.attaching.parts] == ["nest.md"]
            assert opened.pane.composer.text() == ""

    qloop(scenario(), 20)


def test_an_address_of_mail_opens_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.type("ann@example.org @ 5")
            await opened.settled()
            assert offered(opened) == []
            assert QApplication.focusWidget() is opened.pane.composer.editor
            opened.press(Qt.Key.Key_Return, SHIFT)

    qloop(scenario(), 20)


def test_a_title_makes_a_harmless_file_name() -> None:
    assert name_of("a/b\\c: *d*?") == "a b c d.md"
    assert name_of("../..") == "Conversation.md"
    assert name_of("鸟" * 200) == f"{'鸟' * 80}.md"
