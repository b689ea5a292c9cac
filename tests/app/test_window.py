"""The real window on a real screen, used by real keys and by a screen reader, with the real engine."""

import time
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from desktop.store.paths import Paths
from tests.app.person import sitting

QUESTION = "What is the capital of France?"


def test_a_question_by_keys_is_answered_on_the_screen_and_read_aloud(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        assert person.title() == "Oriole"
        person.type(QUESTION)
        assert person.hears("text", "Message", QUESTION)["is_focused"]
        person.press("Return")
        answer = person.hears("list item", text="Paris")
        assert "Paris" in answer["name"]
        person.hears("list item", text=QUESTION)
        told = {(seen["role"], seen["name"]) for seen in person.tree()}
        assert ("page tab list", "Tabs") in told
        tabs = {name for role, name in told if role == "page tab"}
        assert tabs == {"Chat", "Speech", "Settings"}
        assert ("push button", "Send") in told or ("push button", "Stop") in told
        assert ("list", "Conversations") in told
        assert person.hears("page tab", "Chat")["is_selected"]
        assert ("frame", "Oriole, main window") in told
        assert person.close() == 0
        assert person.complaints() == []


def test_a_question_is_asked_and_answered_through_the_screen_reader_alone(
    desk: VirtualDesktop,
) -> None:
    with sitting(desk) as person:
        person.writes("text", "Message", QUESTION)
        person.presses("push button", "Send")
        person.hears("list item", text="Paris")
        person.hears("push button", "Send")  # no longer Stop: the answer is complete
        person.presses("push button", "Copy message")
        assert desk.run(["xclip", "-selection", "clipboard", "-o"]).stdout == QUESTION
        person.presses("page tab", "Settings")
        person.hears("push button", "Look for local servers")
        assert person.close() == 0


def test_a_change_of_language_is_told_to_the_screen_reader(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        person.press("ctrl+comma")
        person.presses("radio button", "General")
        person.hears("combo box", "Language")
        while not person.hears("combo box", "Language")["is_focused"]:
            person.press("Tab")
        person.press("End")
        person.hears("page tab", "聊天")
        person.hears("frame", "主窗口")
        person.hears("combo box", "语言")
        person.kill()


@pytest.mark.parametrize(("theme", "is_dark"), [("light", False), ("dark", True)])
def test_the_screen_shows_the_palette(
    desk: VirtualDesktop, tmp_path: Path, theme: str, is_dark: bool
) -> None:
    config = Paths.find().config
    config.mkdir(parents=True)
    (config / "settings.toml").write_text(f'[appearance]\ntheme = "{theme}"\n')
    with sitting(desk) as person:
        picture = person.screen(tmp_path)
        left, top, width, height = person.geometry()
        step = 8
        colours = [
            picture.pixelColor(x, y)
            for x in range(left + step, left + width - step, step)
            for y in range(top + step, top + height - step, step)
        ]
        dark = sum(colour.lightnessF() < 0.5 for colour in colours) / len(colours)
        assert (dark > 0.9) if is_dark else (dark < 0.1)
        assert len({colour.name() for colour in colours}) > 10, "it is blank"
        person.kill()


def test_an_idle_window_sleeps(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        person.type("x")
        person.press("BackSpace")
        person.hears("push button", "Send")
        time.sleep(2)  # the first seconds tidy up
        before = _wakes(person.pid)
        time.sleep(3)
        assert _wakes(person.pid) - before < 30
        person.kill()


def _wakes(pid: int) -> int:
    """Count how often the threads of a process went to sleep, which is how often they woke."""
    total = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        line = next(x for x in status.read_text().splitlines() if x.startswith("voluntary"))
        total += int(line.split()[1])
    return total
