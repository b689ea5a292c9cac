"""A conversation that shows everything, made by hand before the real window."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from tests.app.person import Person
from tests.app.talker import Call, Talker, Thought
from tests.app.test_pasting import pasted

QUESTION = "What do you know of wrens?"
ANSWER = r"""## Small birds

A wren weighs about **9 g**, *less* than `0.02 lb`, and is ~~not~~ loud: its song follows
$f(t) = A\sin(2\pi t)$, as [a long study](https://example.org/wrens) says.[^1]

$$\int_0^1 x^2\,dx = \frac{1}{3}$$

- [x] Seen in the garden
- [ ] Heard at night

| Bird | Weight | Song |
|:-----|-------:|:----:|
| Wren | 9 g | loud |
| 黄鹂 | 80 g | 婉转 |

> A quote: *the smallest bird has the loudest voice.*

```python
def sing(times: int) -> str:
    '''Give a song.'''
    return "tweet " * times
```

1. First it sits.
2. Then it sings.

![A wren on a branch](https://example.org/wren.png)

[^1]: A footnote: measured in a single garden.
"""
SETTLING_S = 0.6
_THOUGHT = "The person asks of wrens. I should begin with their weight, then say how they sing."


def prepare(talker: Talker) -> None:
    """Teach the talker its part."""
    talker.says("wrens", Thought(_THOUGHT), Call("current_time", "{}"))
    talker.after_tool = ANSWER


def hold(person: Person, folder: Path) -> None:
    """Ask with a picture and a long text attached; wait for everything."""
    picture, words = folder / "picture.png", folder / "long.txt"
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor("goldenrod"))
    image.save(str(picture))
    words.write_text("Wrens sing all year.\n" * 2000)
    with pasted(person, "image/png", picture):
        person.hears("filler", "320 × 240")
    with pasted(person, "UTF8_STRING", words):
        person.hears("filler", ".txt, ")
    person.presses("check box", "Tools")
    person.presses("check box", "Date and time")
    person.presses("push button", "Close")
    person.type(QUESTION)
    person.press("Return")
    person.hears("list item", text="A footnote")
    person.hears("push button", "Send")


_Keys = tuple[str, ...]
STATES: dict[str, tuple[_Keys, str, _Keys]] = {
    "conversation": ((), "", ()),
    "top": (("shift+Tab", "Home"), "", ("ctrl+1",)),
    "tree": (("ctrl+shift+t",), "", ("ctrl+shift+t",)),
    "parameters": (("ctrl+shift+p",), "", ("ctrl+shift+p",)),
    "usage": (("ctrl+shift+u",), "", ("ctrl+shift+u",)),
    "find": (("ctrl+f",), "wren", ("Escape",)),
    "commands": (("ctrl+k",), "", ("Escape",)),
    "finding": (("ctrl+p",), "wren", ("Escape",)),
    "prompts": ((), "/", ("Escape", "BackSpace")),
    "comparison": (("ctrl+shift+d",), "", ("ctrl+shift+d",)),
    "settings": (("ctrl+comma",), "", ("ctrl+1",)),
    "new chat": (("ctrl+n",), "", ()),
}
"""What the window can show: the keys that open it, what is typed there, the keys that leave it."""


def tour(person: Person) -> Iterator[str]:
    """Show every state, one after another; give its name while it is on show."""
    for name, (opening, typed, leaving) in STATES.items():
        if opening:
            person.press(*opening)
        if typed:
            person.type(typed)
        time.sleep(SETTLING_S)
        yield name
        if leaving:
            person.press(*leaving)
