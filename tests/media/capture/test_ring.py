"""The ring loses nothing that it took and takes nothing that it loses."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from desktop.media.capture.ring import Ring


@given(st.lists(st.one_of(st.integers(1, 24), st.none()), max_size=80))
def test_reads_give_back_what_was_written_and_what_had_no_room_is_lost_whole(
    steps: list[int | None],
) -> None:
    """None reads, a number writes a block of that size."""
    ring, kept, got, lost, unread = Ring(64), b"", b"", 0, 0
    for number, step in enumerate(steps):
        if step is None:
            got, unread = got + ring.read(), 0
            continue
        block = bytes([number % 256]) * step
        fits = unread + step <= 64
        assert ring.write(memoryview(block)) is fits
        if fits:
            kept, unread = kept + block, unread + step
        else:
            lost += step
    assert got + ring.read() == kept
    assert ring.lost_bytes == lost


def test_one_thread_writes_while_another_reads() -> None:
    ring, got = Ring(1 << 16), b""
    blocks = [bytes([number % 251]) * 640 for number in range(2000)]

    def write() -> None:
        for block in blocks:
            while not ring.write(block):
                pass

    thread = threading.Thread(target=write)
    thread.start()
    while thread.is_alive():
        got += ring.read()
    thread.join()
    assert got + ring.read() == b"".join(blocks)
