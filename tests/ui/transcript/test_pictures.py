"""Pictures in the transcript: ours at once, others after a click, per host; never anything else."""

from __future__ import annotations

import asyncio
import base64
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QTextDocument

from desktop.core.errors import AppError, Code
from desktop.core.tasks import TaskScope
from desktop.store.settings import PICTURE_HOSTS, Settings
from desktop.ui.decode import SIDE_PX, decoded
from desktop.ui.theme import load
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.objects.shelf import MAX_BYTES, Phase, Shelf
from tests.ui.transcript.conftest import Hand
from tests.ui.transcript.talk import answer

if TYPE_CHECKING:
    from tests.ui.transcript.conftest import Make

SETTLE_S = 0.04


def bytes_of(width: int, height: int, kind: str = "PNG", color: str = "red") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(color)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def data_of(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for differs
            await asyncio.sleep(0.01)


class Stored:
    """A store of one picture, and a client that must not be used."""

    def __init__(self, folder: Path, content: bytes = b"") -> None:
        self.settings = Settings(folder / "settings.toml")
        self.conversations = SimpleNamespace(blobs=self)
        self.client = self
        self.content, self.asked = content, 0

    async def read(self, sha256: str) -> bytes:
        if not self.content:
            raise AppError(Code.GONE)
        return self.content

    def use(self) -> Any:
        self.asked += 1
        raise AppError(Code.NO_ROUTE)


def use(view: TranscriptView, services: Any) -> None:
    view.objects.use(services)


def first(view: TranscriptView) -> Any:
    return view.layouts.view(0, 0)


def actions(view: TranscriptView) -> list[str]:
    return [target.action.split("/")[1] for target in first(view).targets()]


def test_a_picture_in_the_text_is_shown_and_fits(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(answer(1, f"![sun]({data_of(bytes_of(1400, 700))})"))
        use(view, Stored(tmp_path))
        await until(lambda: first(view).height > 300)
        assert first(view).height == pytest.approx(first(view).width / 2 + 14, abs=12)
        await asyncio.sleep(SETTLE_S)
        image = view.viewport().grab().toImage()
        assert image.pixelColor(450, 150).name() == "#ff0000"
        assert actions(view) == ["open"]

    qloop(scenario(), 20)


def test_our_own_picture_comes_from_the_store(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(answer(1, f"![own](blob:{'a' * 64})"))
        use(view, Stored(tmp_path, bytes_of(100, 120, "JPEG")))
        await until(lambda: first(view).height > 115)

    qloop(scenario(), 20)


def test_a_picture_elsewhere_is_loaded_by_a_click_only(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(answer(1, "![a cat](https://8.8.8.8/cat.png)"))
        services = Stored(tmp_path)
        use(view, services)
        await asyncio.sleep(SETTLE_S)
        assert services.asked == 0
        assert actions(view) == ["show", "always"]
        names = [target.name for target in first(view).targets()]
        assert names[0] == "Show: Picture from 8.8.8.8 · a cat"
        hand = Hand(view)
        hand.click(hand.button(0, first(view).targets()[0].action))
        await until(lambda: actions(view) == ["show"])  # it failed: once more?
        assert services.asked == 1
        assert services.settings.get(PICTURE_HOSTS) == ""

    qloop(scenario(), 20)


def test_a_host_can_be_allowed_for_good(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(answer(1, "![](https://127.0.0.1/cat.png)"))
        services = Stored(tmp_path)
        use(view, services)
        hand = Hand(view)
        hand.click(hand.button(0, first(view).targets()[1].action))
        await until(lambda: services.settings.get(PICTURE_HOSTS) == "127.0.0.1")
        await until(lambda: actions(view) == ["show"])  # refused: our own computer
        assert services.asked == 0

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    "source", ["ftp://example.org/a.png", "a.png", "data:image/svg+xml;base64,AA"]
)
def test_other_addresses_are_never_opened(make: Make, qloop, tmp_path: Path, source: str) -> None:
    async def scenario() -> None:
        view = make(answer(1, f"![secret]({source})"))
        services = Stored(tmp_path)
        use(view, services)
        await asyncio.sleep(SETTLE_S)
        assert services.asked == 0
        assert actions(view) == []

    qloop(scenario(), 20)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [240, 900])
def test_boxes_are_drawn_in_every_state(
    make: Make, qloop, tmp_path: Path, mode: Any, width: int
) -> None:
    async def scenario() -> None:
        text = "![a](https://example.org/x.png) ![](blob:" + "b" * 64 + ") ![c](x:y)"
        view = make(answer(1, text), size=(width, 500))
        view.set_theme(load(mode).zoomed(2.0))
        use(view, Stored(tmp_path))
        await asyncio.sleep(SETTLE_S)
        assert not view.viewport().grab().isNull()
        boxes = [target.rect.right() for target in first(view).targets()]
        assert boxes

    qloop(scenario(), 20)


def test_pictures_are_made_smaller_upright_and_keep_their_size() -> None:
    image, size = decoded(bytes_of(4000, 1000))
    assert size == QSize(4000, 1000)
    assert image.size() == QSize(SIDE_PX, SIDE_PX // 4)
    small, size = decoded(bytes_of(10, 20))
    assert small.size() == size == QSize(10, 20)


def bomb() -> bytes:
    """Give a PNG that says it is 30,000 pixels a side."""
    content = bytearray(bytes_of(1, 1))
    content[16:24] = (30_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), Code.TOO_LARGE),
        (b"", Code.UNSUITABLE),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", Code.UNSUITABLE),
        (bytes_of(9, 9, "BMP"), Code.UNSUITABLE),
        (bytes_of(300, 300)[:60], Code.UNSUITABLE),
    ],
    ids=["bomb", "nothing", "vector", "other kind", "cut"],
)
def test_what_is_no_raster_is_refused(content: bytes, code: Code) -> None:
    with pytest.raises(AppError) as caught:
        decoded(content)
    assert caught.value.code is code


def test_the_oldest_pictures_are_forgotten(qloop) -> None:
    async def scenario() -> None:
        loaded: list[str] = []

        async def give(source: str) -> bytes:
            loaded.append(source)
            return bytes_of(SIDE_PX, SIDE_PX)

        def raising(error: Exception) -> None:
            raise error

        told: list[QTextDocument] = []
        shelf, document = Shelf(give, TaskScope(raising), told.extend), QTextDocument()
        count = MAX_BYTES // (SIDE_PX * SIDE_PX * 4) + 2
        for number in range(count):
            shelf.get(str(number), document)
            shelf.ask(str(number), str(number))
            shelf.ask(str(number), str(number))
            await until(lambda n=number: shelf.get(str(n), document).phase is Phase.SHOWN)
        assert loaded == [str(number) for number in range(count)]
        assert shelf.get("0", document).phase is Phase.BLOCKED
        assert len(told) == count

    qloop(scenario(), 20)
