"""Opens a page in the browser as carefully as a link in an answer."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.transcript.link_check import inspect


def open_carefully(host: Host, url: str) -> None:
    """Open a safe link; ask about one that could deceive; do nothing with any other."""
    verdict = inspect(url, "")
    if not verdict.allowed:
        return
    if not verdict.needs_question:
        _open(url)
        return
    host.notify(
        Notice(
            lambda: translate("Connections", "This link goes to {url}").format(url=url),
            lambda: translate("Connections", "Open"),
            lambda: _open(url),
        )
    )


def _open(url: str) -> None:
    QDesktopServices.openUrl(QUrl(url))
