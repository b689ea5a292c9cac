"""Copies what the playground shows: a text as it is, or the request as code."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop.core.tasks import TaskScope
from desktop.features.chat.playground.view import PlaygroundView
from desktop.features.chat.playground.words import FORMS
from desktop.services.context import Services
from desktop.services.playing.folding import shortened, written
from desktop.services.playing.shown import Answer, Round
from desktop.services.snippets import Asked, Form, snippet
from desktop.ui.amounts import size_words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice

Body = Mapping[str, object]


class Copies(QObject):
    """What the buttons that copy do; `edited_body` is what a person made of the request, if usable."""

    def __init__(
        self, services: Services, host: Host, view: PlaygroundView, scope: TaskScope
    ) -> None:
        super().__init__(view)
        self._services, self._host, self._view, self._scope = services, host, view, scope
        self._message_id: int | None = None
        self._round: Round | None = None
        self._with_files = False
        self.edited_body: Body | None = None
        view.copying.connect(self._offer)
        view.text_copied.connect(self._copy_text)

    def hold(self, message_id: int | None, shown: Round | None) -> None:
        """Copy of this round from now on."""
        if message_id != self._message_id:
            self._with_files = False
        self._message_id, self._round, self.edited_body = message_id, shown, None

    def _copy_text(self) -> None:
        """Copy the whole of what is on show, also what stands there by a name."""
        shown, view = self._round, self._view
        if shown is None:
            return
        event = view.events.current
        if view.shows_events:
            self._copy(event.text if event is not None else "")
        elif view.page is view.request and view.request.is_touched:
            self._copy(view.request.text())
        else:
            self._scope.start("copy", self._make_text(shown, view.page is view.request))

    async def _make_text(self, shown: Round, is_request: bool) -> None:
        if is_request:
            self._copy(await asyncio.to_thread(_pretty, shown.request.body))
        elif shown.answer is not None:
            self._copy(await asyncio.to_thread(_whole_response, shown.answer))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._host.notify(Notice(lambda: translate("Playground", "Copied.")))

    def _offer(self) -> None:
        """Show a menu with the languages."""
        shown = self._round
        if shown is None:
            return
        menu = QMenu(self._view)
        for form, words in FORMS.items():
            menu.addAction(words, self._copying(form))
        if shown.request.file_bytes:
            menu.addSeparator()
            words = translate("Playground", "With the files ({size})")
            files = menu.addAction(words.format(size=size_words(shown.request.file_bytes)))
            files.setCheckable(True)
            files.setChecked(self._with_files)
            files.toggled.connect(self._take_files)
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._view.copy_as
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _take_files(self, is_on: bool) -> None:
        self._with_files = is_on

    def _copying(self, form: Form) -> Callable[[], None]:
        return lambda: self._copy_code(form)

    def _copy_code(self, form: Form) -> None:
        shown, message_id = self._round, self._message_id
        if shown is not None and message_id is not None:
            self._scope.start("copy", self._make_code(form, shown, message_id))

    async def _make_code(self, form: Form, shown: Round, message_id: int) -> None:
        request = shown.request
        body: Body = request.body
        if self.edited_body is not None:
            body = self.edited_body
        elif self._with_files:
            body = await self._services.playground.whole_body(message_id, shown.number)
        asked = Asked(request.method, request.url, request.headers, body)
        self._copy(await asyncio.to_thread(snippet, form, asked))


def response_text(answer: Answer) -> str:
    """Give an answer as it is shown: the ends of long lines are left out; for a worker."""
    return shortened(_whole_response(answer, is_folded=True))


def _whole_response(answer: Answer, *, is_folded: bool = False) -> str:
    """Give the head of an answer and its body, which is written over several lines if it is JSON."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    body = answer.text
    try:
        value = json.loads(body) if body.lstrip()[:1] in {"{", "["} else None
    except (ValueError, RecursionError):
        value = None
    if value is not None:
        body = written(value)[0] if is_folded else _pretty(value)
    return "\n\n".join(part for part in (head, body) if part)


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
