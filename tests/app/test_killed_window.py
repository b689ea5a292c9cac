"""The window is killed in the middle of everything; what was there is there again."""

import time
from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.app.person import sitting
from tests.app.test_pasting import pasted
from tests.app.test_versions_by_hand import BEGINNING, BIRD, ask, connected

KEPT_S = 0.8
"""What is typed and attached is promised to be kept within half a second."""


def test_a_half_answer_a_waiting_question_and_a_draft_come_back(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("All work and no play.\n" * 48_000)
    with connected(desk) as (person, talker):
        ask(person, BIRD, "Bird 1")
        person.press("ctrl+n")
        person.type("A slow one.")
        person.press("Return")
        person.hears("list item", text=BEGINNING)
        person.type("This waits.")
        person.press("Return")
        person.hears("filler", "Next: This waits.")
        person.type("This is not sent.")
        with pasted(person, "UTF8_STRING", path):
            person.hears("filler", "Pasted text.txt, 1")
        time.sleep(KEPT_S)
        person.kill()
        talker.says("Continue exactly", " And it went on.")
        with sitting(desk) as again:
            cut = again.hears("list item", text="The program ended before this answer did.")
            assert BEGINNING in cut["name"]
            written = again.hears("text", "Message", "This is not sent.")["text"]
            assert written == "This waits.\n\nThis is not sent."
            again.hears("filler", "Pasted text.txt, 1")
            again.presses("push button", "Continue")
            again.hears("list item", text="And it went on.")
            assert BEGINNING in again.messages()[-1]
            again.hears("push button", "Previous version")
            assert again.close() == 0
