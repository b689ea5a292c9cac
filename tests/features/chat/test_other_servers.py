"""The window against servers that nobody here wrote: aimock answers, llmock breaks off."""

from desktop.core.connection import Api, Connection
from desktop.core.errors import Code
from desktop.store.settings import CONNECTION, MODEL
from desktop.ui.error_text import error_text
from tests.features.stage import Window, window
from tests.support.aimock import Aimock
from tests.support.llmock import Llmock


async def _connect(opened: Window, base_url: str, model: str) -> None:
    """Let questions go to a server, as the settings page does."""
    connection = Connection("other", "Other", base_url, model, Api.AUTO)
    await opened.services.servers.save(connection, {})
    await opened.services.settings.set(CONNECTION, connection.id)
    await opened.services.settings.set(MODEL, model)
    opened.view.models.read()
    await opened.until(lambda: getattr(opened.view.writing.target, "model", "") == model)


def test_an_answer_of_aimock_is_on_the_screen(qloop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _connect(opened, aimock.base_url, "m-1")
            opened.send("hi")
            await opened.until(lambda: len(opened.texts()) == 2 and opened.is_idle())
            assert opened.texts()[1].startswith("Hello! 你好!")

    qloop(scenario(), 30)


def test_what_llmock_cuts_off_is_kept_and_told(qloop, llmock_process: Llmock) -> None:
    text = "one two three four five six seven eight nine ten"
    llmock_process.play(
        {"type": "reply", "text": text, "times": 2},
        {"type": "stream_fault", "kind": "truncate", "after_chunks": 6},
    )

    async def scenario() -> None:
        async with window() as opened:
            await _connect(opened, llmock_process.base_url, "gpt-4o")
            opened.send("hi")
            await opened.until(lambda: bool(opened.notices()) and opened.is_idle())
            assert opened.texts()[1]
            assert text.startswith(opened.texts()[1])
            assert error_text(Code.CUT).title in str(opened.notices())

    qloop(scenario(), 30)
