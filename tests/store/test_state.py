"""How the window was left."""

import pytest

from desktop.store.paths import Paths
from desktop.store.state import State, StateFile


@pytest.fixture
def file():
    return Paths.find().data / "window.toml"


def test_what_was_kept_is_put_back(aloop, file) -> None:
    state = State(b"\x00\xff geometry", 7, "chat", {"side": (240, 900)}, (-5, 20, 900, 640))
    assert StateFile(file).load() == State()
    aloop(StateFile(file).keep(state))
    assert StateFile(file).load() == state


@pytest.mark.parametrize(
    "content",
    [
        'geometry = "%%%"\nconversation_id = "x"\ntab = 1\nsplitters = 3\nplace = [1, 2]\n',
        'geometry = 5\nconversation_id = true\n[splitters]\na = ["x"]\nb = 1\n',
        'place = [1, 2, 3, "x"]\n',
        "",
    ],
)
def test_what_cannot_be_used_counts_as_never_kept(file, content: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert StateFile(file).load() == State()


def test_a_broken_file_does_not_keep_the_window_shut(file, expect_log) -> None:
    expect_log("window.toml cannot be read")
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xff\xfe[")
    assert StateFile(file).load() == State()
