"""The microphone of the composer: a press begins or ends a dictation, letting go ends what was held."""

from __future__ import annotations

from desktop.ui.composer import Composer
from desktop.ui.feature import Host
from desktop.ui.shell import DICTATE


def serve(host: Host, composer: Composer) -> None:
    """Let the button work, and tell the keys that do the same."""

    def press() -> None:
        if (dictating := host.dictating()) is not None:
            composer.setFocus()
            dictating.press(composer.editor)

    def release() -> None:
        if (dictating := host.dictating()) is not None:
            dictating.release()

    def show_keys() -> None:
        composer.mic.show_keys(host.keys.keys(DICTATE.id))

    composer.mic.pressed.connect(press)
    composer.mic.released.connect(release)
    host.keys.changed.connect(show_keys)
    show_keys()
    composer.mic.show()
