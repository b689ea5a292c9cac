"""Settings: how the program looks, its keys, and the servers it talks to.

Read in this order: `declared` (the words of each setting), `pages` (which pages there are), `form`
and `inputs` (how a page draws itself), `search`, `view`; then the pages with a life of their own:
`shortcuts`, `data`, `connections`, `models`, `engine`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.feature import Feature, Host, Spot
from desktop.ui.i18n import translate
from desktop.ui.keymap import Shortcut

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services


def _create(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.view import SettingsView

    return SettingsView(services, host)


def _spots(host: Host) -> Sequence[Spot]:
    from desktop.features.settings.pages import spots

    return spots(host)


SEARCH = Shortcut("search_settings", lambda: translate("Settings", "Search settings"), "Ctrl+F")
FEATURE = Feature(
    "settings",
    lambda: translate("Tabs", "Settings"),
    "settings",
    _create,
    is_at_foot=True,
    shortcut="Ctrl+,",
    shortcuts=(SEARCH,),
    spots=_spots,
)
