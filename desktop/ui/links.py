"""Opens a page in the browser: at once, after a question, or not at all."""

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
    if verdict.needs_question:
        ask_first(host, url)
    else:
        open_link(url)


def ask_first(host: Host, url: str) -> None:
    """Show where a link goes, and open it when the person says so."""
    host.notify(
        Notice(
            lambda: translate("Notices", "This link goes to {url}").format(url=url),
            lambda: translate("Notices", "Open"),
            lambda: open_link(url),
        )
    )


def open_link(url: str) -> None:
    """Open a link that was looked at before."""
    QDesktopServices.openUrl(QUrl(url))
