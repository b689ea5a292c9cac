"""Opening what was said: from the list, by its place, at a line, and what is said above it."""

from desktop.core.errors import Code
from desktop.core.recording import RecordingState
from tests.features.speech.speaking import FILE, kept, point_of, speech
from tests.features.stage import window


def test_a_row_opens_its_transcript(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(opened, "Shopping", "Milk.", "Bread.")
            view = await speech(opened)
            opened.click(view.side.list.viewport(), point_of(view, one.id))
            assert view.pane.current == "transcript"
            assert view.pane.segments.buttons["files"].isChecked()
            assert not view.standing.isVisible()
            opened.click(view.pane.segments.buttons["files"])
            assert view.pane.current == "files"
            assert view.side.list.selected_ids() == ()

    qloop(scenario(), 20)


def test_what_is_found_elsewhere_lands_on_its_line(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(opened, "Shopping", "Milk.", "Bread.")
            line = (await opened.services.speech.recordings.stored_lines(one.id))[1]
            opened.shell.open_feature("speech", f"{one.id}/{line.id}?bread")
            view = await speech(opened)
            assert view.pane.current == "transcript"
            await opened.until(lambda: view.side.list.selected_ids() == (one.id,))

    qloop(scenario(), 20)


def test_above_a_text_that_is_not_complete_stands_why_and_what_helps(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            failed = RecordingState.FAILED
            one = await kept(opened, "lost", state=failed, error=Code.TIMEOUT, kind=FILE)
            view = await speech(opened)
            view.open(one.id)
            assert view.standing.isVisible()
            assert view.standing.title.text() == "The server has been silent for too long."
            opened.click(view.standing._retry)
            await opened.until(lambda: "file" in view.standing.title.text())  # it is not there

    qloop(scenario(), 20)


def test_what_is_deleted_goes_from_the_page(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            one = await kept(opened, "Shopping", "Milk.")
            view = await speech(opened)
            view.open(one.id)
            view.doing.delete()
            await opened.until(lambda: view.pane.current == "files" and "bin" in opened.toast())
            opened.undo()
            await opened.until(lambda: view.pane.current == "transcript")

    qloop(scenario(), 20)
