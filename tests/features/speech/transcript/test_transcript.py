"""A transcript in the real window: what it shows, what a person changes, and how that is undone."""

import wave
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.core.recording import Recording, RecordingKind
from desktop.core.transcript import Line, Word
from desktop.features.speech.transcript.view import TranscriptView
from desktop.services.speech.exports import Format
from tests.features.speech.speaking import kept, speech
from tests.features.stage import CTRL, Window, window
from tests.support.loops import RunLoop

TALK = (
    Line("Let us start.", 0.0, 2.0, "A", (Word("Let", 0.0, 0.3), Word("us", 0.5, 0.8), Word("start.", 1.0, 2.0))),
    Line("Two more, yes.", 2.0, 4.0, "B"),
    Line("Then let us take it.", 4.0, 8.0, "A"),
)  # fmt: skip


async def opened_talk(
    opened: Window, lines: tuple[Line, ...] = TALK
) -> tuple[TranscriptView, Recording]:
    view = await speech(opened)
    one = await kept(opened, "Budget meeting")
    silence(one.sound, 8)
    await opened.services.speech.recordings.put_lines(one.id, lines, 8.0)
    view.open(one.id)
    page = view._transcript
    assert page is not None
    await opened.until(lambda: page.model.rowCount() == len(lines))
    return page, one


def silence(file: Path, seconds: int) -> None:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(32_000 * seconds))


def texts(page: TranscriptView) -> list[str]:
    return [one.line.text for one in page.model.lines]


def test_it_shows_who_says_what_and_how_much(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened)
            assert texts(page)[1] == "Two more, yes."
            said = page.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
            assert said == "Speaker 2, 0:02: Two more, yes."
            assert [row.text() for row in page.speakers.rows] == [
                "Speaker 1, 75%",
                "Speaker 2, 25%",
            ]
            await opened.until(lambda: page.player.state.duration_s == 8)
            assert page.bar.length.text() == "/ 0:08"

    qloop(scenario(), 20)


def test_a_line_is_changed_in_place_and_the_change_undone(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened)
            page.lines.setFocus()
            page.lines.edit_row(1)
            opened.type(" Good.")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: texts(page)[1] == "Two more, yes. Good.")
            opened.press(Qt.Key.Key_Z, CTRL)
            await opened.until(lambda: texts(page)[1] == "Two more, yes.")
            opened.click(page.head.redo)
            await opened.until(lambda: texts(page)[1] == "Two more, yes. Good.")
            page.lines.edit_row(1)
            opened.type("never")
            opened.press(Qt.Key.Key_Escape)
            assert page.lines.lines.editor is None
            assert texts(page)[1] == "Two more, yes. Good."

    qloop(scenario(), 20)


def test_a_change_that_comes_while_another_is_stored_is_stored_too(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened)
            first, second = (page.model.stored(row).id for row in (0, 1))
            page.doing.kept(first, "One.")
            page.doing.kept(-1, "Nobody has this line.")
            page.doing.kept(second, "Two.")
            await opened.until(lambda: texts(page)[:2] == ["One.", "Two."])

    qloop(scenario(), 20)


def test_lines_are_cut_and_joined(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened)
            page.lines.edit_row(1, 9)
            opened.press(Qt.Key.Key_Return, CTRL)
            await opened.until(lambda: texts(page)[1:3] == ["Two more,", "yes."])
            page.lines.edit_row(2, 0)
            opened.press(Qt.Key.Key_Backspace)
            await opened.until(lambda: texts(page)[1] == "Two more, yes.")
            page.lines.edit_row(1)
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: page.model.rowCount() == 2)
            assert texts(page)[1] == "Two more, yes. Then let us take it."
            for _ in range(3):
                await opened.until(lambda: not page.doing.is_busy)
                opened.click(page.head.undo)
            await opened.until(lambda: texts(page) == [line.text for line in TALK])

    qloop(scenario(), 20)


def test_speakers_are_named_and_merged_and_that_is_one_step(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened)
            page.speakers.rename("A")
            opened.type("Mei")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: page.speakers.rows[0].text().startswith("Mei"))
            page.speakers.merged.emit("A", "B")
            await opened.until(lambda: list(page.model.voices) == ["B"])
            opened.click(page.head.undo)
            await opened.until(lambda: list(page.model.voices) == ["A", "B"])
            assert page.model.voices["A"].name == "Mei"

    qloop(scenario(), 20)


def test_words_are_found_marked_and_stepped_through(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened)
            page.lines.setFocus()
            opened.press(Qt.Key.Key_F, CTRL)
            opened.type("let us")
            assert page.finding.bar.count.text() == "1 of 2"
            assert page.lines.lines.hits == {0: [(0, 6)], 2: [(5, 6)]}
            opened.press(Qt.Key.Key_Return)
            assert page.lines.lines.hit == (2, 5)
            opened.press(Qt.Key.Key_Escape)
            assert page.lines.lines.hits == {}

    qloop(scenario(), 20)


def test_a_word_that_is_clicked_is_where_it_plays(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened)
            await opened.until(lambda: page.player.state.duration_s == 8)
            rect = page.lines.lines.paper.text_rect(page.lines.visualRect(page.model.index(0)))
            opened.click(
                page.lines.viewport(), rect.topLeft().__class__(rect.left() + 60, rect.top() + 12)
            )
            assert page.player.position_s == 1.0
            assert page.lines.lines.playing == (0, 7, 6)
            opened.click(page.bar.moves[3])
            assert page.player.position_s == 2.0
            assert page.lines.lines.playing[0] == 1

    qloop(scenario(), 20)


def test_a_place_leads_to_its_line_and_lines_that_come_later_appear(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            many = tuple(Line(f"Line number {at}.", at, at + 1) for at in range(300))
            page, one = await opened_talk(opened, many)
            page.show(one.id, page.model.stored(250).id)
            assert page.lines.currentIndex().row() == 250
            assert (
                page.lines.viewport()
                .rect()
                .contains(page.lines.visualRect(page.model.index(250)).center())
            )
            await opened.services.speech.recordings.put_lines(
                one.id, [Line("More.", 301, 302)], 302
            )
            await opened.until(lambda: page.model.rowCount() == 301)

    qloop(scenario(), 20)


def test_without_its_sound_the_text_stays_and_the_player_says_so(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = await speech(opened)
            one = await kept(opened, "gone", "Hello.", kind=RecordingKind.FILE)
            view.open(one.id)
            page = view._transcript
            assert page is not None
            await opened.until(lambda: "not there" in page.bar.trouble.text())
            assert texts(page) == ["Hello."]
            assert not page.bar.play.isEnabled()

    qloop(scenario(), 20)


def test_it_is_exported_and_a_failure_is_said_beside_it(qloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, one = await opened_talk(opened)
            page.export.formats[Format.SRT].setChecked(True)
            file = tmp_path / "talk.srt"
            page.export.write(one.id, file)
            await opened.until(file.exists)
            assert "Speaker 1: Let us start." in file.read_text("utf-8")
            page.export.write(one.id, file / "talk.srt")
            await opened.until(page.export.trouble.isVisible)
            assert page.export.trouble.text()

    qloop(scenario(), 20)


def test_an_empty_transcript_says_so_and_offers_nothing(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, _ = await opened_talk(opened, ())
            await opened.until(page.empty.isVisible)
            assert not page.head.export.isEnabled()
            assert not page.bar.trouble.isVisible()

    qloop(scenario(), 20)
