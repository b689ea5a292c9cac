"""What waits to be heard: in order, bounded, and to be had again after a pause."""

from desktop.media.playing.ring import PlayRing


def test_it_gives_what_was_written_in_order_round_its_end() -> None:
    ring, heard = PlayRing(8, 4), b""
    left = memoryview(bytes(range(40)))
    while left or ring.waiting:
        left = left[ring.write(left) :]
        block = bytearray(5)
        heard += bytes(block[: ring.read_into(memoryview(block))]) if block else b""
    assert len(heard) == 40


def test_it_takes_no_more_than_its_room() -> None:
    ring = PlayRing(8, 4)
    assert ring.write(memoryview(bytes(20))) == 8
    assert ring.write(memoryview(b"x")) == 0


def test_what_was_read_lately_comes_again() -> None:
    ring = PlayRing(8, 4)
    ring.write(memoryview(b"abcdefgh"))
    block = bytearray(6)
    ring.read_into(memoryview(block))
    ring.back(3)
    assert ring.waiting == 5
    again = bytearray(5)
    ring.read_into(memoryview(again))
    assert bytes(again) == b"defgh"
