"""One channel of several: the one with the voice in it."""

from array import array

from desktop.media.capture.channels import LoudestChannel


def frames(*channels: list[int]) -> bytes:
    return array(
        "h", [sample for frame in zip(*channels, strict=True) for sample in frame]
    ).tobytes()


def mono(*samples: int) -> bytes:
    return array("h", samples).tobytes()


def test_one_channel_passes_untouched() -> None:
    assert LoudestChannel(1).feed(mono(1, 2, 3)) == mono(1, 2, 3)


def test_a_microphone_in_the_second_input_is_heard() -> None:
    channel = LoudestChannel(2)
    assert channel.feed(frames([0, 1], [500, -600])) == mono(500, -600)
    assert channel.feed(frames([1, 0], [0, 0])) == mono(0, 0)


def test_channels_that_are_each_others_inverse_do_not_become_silence() -> None:
    assert LoudestChannel(2).feed(frames([900, -900], [-900, 900])) == mono(900, -900)


def test_a_little_louder_is_no_reason_to_change() -> None:
    channel = LoudestChannel(2)
    assert channel.feed(frames([500], [600])) == mono(500)
