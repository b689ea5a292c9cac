"""Settings: how the program looks, and the servers it talks to.

Read in this order: `view` (the pages), `appearance`, `connections`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.feature import Feature, Host
from desktop.ui.i18n import translate

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services


def _create(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.view import SettingsView

    return SettingsView(services, host)


FEATURE = Feature(
    "settings",
    lambda: translate("Tabs", "Settings"),
    "settings",
    _create,
    is_at_foot=True,
    shortcut="Ctrl+,",
)
