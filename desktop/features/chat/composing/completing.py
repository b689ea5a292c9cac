"""What `/` and `@` offer: prompts of the library, files and conversations to be attached."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, QObject
from PySide6.QtGui import QGuiApplication

from desktop.core.errors import AppError
from desktop.core.model_search import find, search_key
from desktop.core.prompts import CLIPBOARD, DATE, MAX_TEXT, Prompt, asks_for, fill, variables
from desktop.core.types import Conversation, Kind, Part, PartType
from desktop.features.chat.composing.as_document import markdown_of, name_of
from desktop.features.chat.composing.prompt_form import PromptForm
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.ui.composer.completion import Completion, CompletionPopover
from desktop.ui.composer.trigger import SLASH, Trigger
from desktop.ui.error_text import error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice

_RECENT, _SHOWN = 20, 30
_MANAGE, _CHOOSE = "manage", "choose"


class Completing(QObject):
    """Follows what is typed at the caret, and does what is chosen."""

    def __init__(
        self,
        services: Services,
        host: Host,
        pane: ConversationPane,
        writing: Writing,
        choose_files: Callable[[], None],
    ) -> None:
        super().__init__(pane)
        self._services, self._host, self._pane, self._writing = services, host, pane, writing
        self._choose_files = choose_files
        self._scope = writing.conversation.scope
        self._trigger: Trigger | None = None
        self._given_up: tuple[str, int] | None = None
        self._read_at: tuple[str, int] | None = None
        self._popover: CompletionPopover | None = None
        self._form: PromptForm | None = None
        self._prompts: tuple[Prompt, ...] = ()
        self._files: tuple[Part, ...] = ()
        self._conversations: tuple[Conversation, ...] = ()

    @property
    def popover(self) -> CompletionPopover | None:
        """The list while it is open."""
        return self._popover

    @property
    def form(self) -> PromptForm | None:
        """The form of a prompt while it is open."""
        return self._form

    def follow(self, trigger: Trigger | None) -> None:
        """Show what fits what is typed now; nothing is typed for it any more: close the list."""
        self._trigger = trigger
        if trigger is None:
            self._given_up = self._read_at = None
            self._close()
        elif (trigger.sign, trigger.start) != self._given_up:
            self._scope.start("complete", self._offer(trigger))

    async def _offer(self, trigger: Trigger) -> None:
        place = (trigger.sign, trigger.start)
        if place != self._read_at:
            await self._read(trigger.sign)
            self._read_at = place
        if trigger != self._trigger:
            return
        is_slash = trigger.sign == SLASH
        rows = self._prompt_rows(trigger.query) if is_slash else self._mention_rows(trigger.query)
        if rows:
            self._opened().offer(rows)
        else:
            self._close()

    async def _read(self, sign: str) -> None:
        if sign == SLASH:
            self._prompts = await self._services.prompts.all(self._host.look.language)
            return
        conversations = self._services.conversations
        self._files = await conversations.recently_attached(_RECENT)
        self._conversations = tuple(
            one
            for one in await conversations.list(Kind.CHAT)
            if one.id != self._writing.conversation.id
        )

    # what fits
    def _prompt_rows(self, query: str) -> list[Completion]:
        named = find(self._prompts, lambda one: search_key(one.name), query)
        wanted = query.casefold()
        inside = [one for one in self._prompts if wanted and wanted in one.text.casefold()]
        shown = list(dict.fromkeys((*named, *inside)))[:_SHOWN]
        rows = [
            Completion(str(one.id), one.name, _first_line(one.text), "book-open") for one in shown
        ]
        if rows or not query:
            manage = translate("Chat", "Manage prompts…")
            rows.append(Completion(_MANAGE, manage, icon="settings"))
        return rows

    def _mention_rows(self, query: str) -> list[Completion]:
        files = find(self._files, lambda part: search_key(part.name), query)[:_SHOWN]
        chats = find(self._conversations, lambda one: search_key(one.title), query)[:_SHOWN]
        rows: list[Completion] = []
        if files:
            rows.append(Completion("", translate("Chat", "Recent files")))
            rows += [
                Completion(f"file/{self._files.index(part)}", part.name, icon=_icon(part))
                for part in files[: 6 if chats else _SHOWN]
            ]
        if chats:
            rows.append(Completion("", translate("Chat", "Conversations")))
            rows += [
                Completion(f"chat/{one.id}", one.title, icon="message-square") for one in chats
            ]
        if rows or not query:
            choose = Completion(_CHOOSE, translate("Chat", "Choose a file…"), icon="upload")
            rows = [choose, *rows] if not query else [*rows, choose]
        return rows

    # the list
    def _opened(self) -> CompletionPopover:
        if self._popover is None:
            popover = CompletionPopover(self._host.look, self._pane.composer.editor)
            is_slash = self._trigger is not None and self._trigger.sign == SLASH
            popover.setAccessibleName(
                translate("Chat", "Prompts") if is_slash else translate("Chat", "Attach")
            )
            popover.chosen.connect(self._choose)
            popover.given_up.connect(self._give_up)
            popover.closed.connect(self._on_closed)
            self._popover = popover
        return self._popover

    def _close(self) -> None:
        if self._popover is not None:
            self._popover.dismiss()

    def _on_closed(self) -> None:
        self._popover = None

    def _give_up(self) -> None:
        if self._trigger is not None:
            self._given_up = (self._trigger.sign, self._trigger.start)

    def _choose(self, row_id: str) -> None:
        trigger = self._trigger
        self._close()
        if trigger is None:
            return
        self._pane.composer.editor.replace_trigger(trigger, "")
        kind, _, number = row_id.partition("/")
        if row_id == _MANAGE:
            self._host.open_feature("settings", "prompts")
        elif row_id == _CHOOSE:
            self._choose_files()
        elif kind == "file":
            self._writing.attaching.add_part(self._files[int(number)])
        elif kind == "chat":
            self._scope.start(f"attach chat/{number}", self._attach_chat(int(number)))
        else:
            self._use(next(one for one in self._prompts if str(one.id) == row_id))

    # what was chosen
    def _use(self, prompt: Prompt) -> None:
        self._scope.start("prompt used", self._services.prompts.mark_used(prompt.id))
        asked = variables(prompt.text)
        if not asked:
            self._insert(prompt, {})
            return
        if self._form is not None:
            self._form.close_form()
        form = PromptForm(self._host.look, prompt, asked)
        form.filled.connect(lambda values: self._insert(prompt, values))
        form.closed.connect(self._on_form_closed)
        self._pane.insert_above_composer(form)
        self._form = form
        form.show()
        form.begin()

    def _on_form_closed(self) -> None:
        self._form = None
        self._pane.composer.setFocus()

    def _insert(self, prompt: Prompt, values: dict[str, str]) -> None:
        today = QLocale().toString(QDate.currentDate(), QLocale.FormatType.LongFormat)
        known = {**values, DATE: today}
        if asks_for(prompt.text, CLIPBOARD):
            known[CLIPBOARD] = QGuiApplication.clipboard().text()[:MAX_TEXT]
        self._pane.composer.editor.insert_text(fill(prompt.text, known))
        self._pane.composer.setFocus()

    async def _attach_chat(self, conversation_id: int) -> None:
        conversations = self._services.conversations
        try:
            conversation = await conversations.get(conversation_id)
            path = await conversations.path(conversation_id)
        except AppError as error:
            title = error_text(error.code).title
            self._host.notify(Notice(lambda: title))
            return
        text = markdown_of(conversation.title, path)
        self._writing.attaching.add(name_of(conversation.title), text)


def _first_line(text: str) -> str:
    """Give how a prompt begins, with the names of its open places or what they begin with."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")[:400]
    return fill(line, {one.name: one.default or f"…{one.name}…" for one in variables(line)})


def _icon(part: Part) -> str:
    return "image" if part.type is PartType.IMAGE else "file-text"
