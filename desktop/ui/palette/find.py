"""Find anything: every message and title, newest first, as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTimer
from PySide6.QtWidgets import QWidget

from desktop.core.types import Role
from desktop.services.finding import Finding
from desktop.services.hits import LINE, RECORDING, Filters, Hit, Hits, Where
from desktop.ui.error_text import code_of, error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.palette.filters import Chosen, FilterRow
from desktop.ui.palette.overlay import Overlay
from desktop.ui.palette.rows import Row
from desktop.ui.scope import scope_for

_AGAIN_MS = 700  # between two looks at an index that grows
_NONE = Filters()
_SPOKEN = {LINE, RECORDING}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was looked for last."""

    words: str = ""
    chosen: Chosen = field(default=Chosen())


class FindAnything(Overlay):
    """The card. `chosen(hit, is_kept)` names what was taken."""

    def __init__(self, look: Look, window: QWidget, finding: Finding, wanted: Wanted) -> None:
        super().__init__(look, window, _name, _hint)
        self._finding = finding
        self._after: int | None = None
        self._shown: Wanted | None = None
        self._scope = scope_for(self, self._on_error)
        self.filters = FilterRow(look, wanted.chosen)
        self.filters.changed.connect(self._seek)
        self.add_below_field(self.filters)
        self.list.end_reached.connect(self._on_end)
        self.way_out.clicked.connect(self._widen)
        self.keys.say(_key_words)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._seek_again)
        self._share = 1.0
        self.destroyed.connect(finding.moved.connect(self._on_moved))
        self.field.edit.setText(wanted.words)
        self.typed.connect(self._on_text)
        self._seek()
        self._scope.start("models", self._offer_models())

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(self.field.text(), self.filters.chosen())

    def _on_text(self, _text: str) -> None:
        """Look for what is typed; what was looked for before is not waited for."""
        if self.wanted != self._shown:
            self._seek()

    def _seek(self) -> None:
        wanted = self.wanted
        if not wanted.words and wanted.chosen.filters == _NONE:
            self._scope.cancel("search")
            self._shown = wanted
            self.foot.say(str)
            self.way_out.hide()
            self.say(_begin_words, _begin_advice)
            return
        if not self.list.rows.rows:
            self.way_out.hide()
            self.say(lambda: translate("Palette", "Searching…"))
        self._scope.start("search", self._search(wanted))

    def _seek_again(self) -> None:
        if self._shown is not None:
            self._scope.start("search", self._search(self._shown, is_again=True))

    async def _search(self, wanted: Wanted, *, is_again: bool = False) -> None:
        hits = await self._finding.search(wanted.words, wanted.chosen.filters)
        if is_again and len(hits.hits) == len(self.list.rows.rows) and hits.share < 1:
            self._say_count(hits)
            return
        self._shown, self._after = wanted, hits.after
        if hits.hits:
            self.list.show_rows([_row(hit) for hit in hits.hits])
            self.show_list()
        else:
            self.list.rows.show([])
            if hits.share < 1 and hits.is_growing:
                self.way_out.hide()
                self.say(_nothing_yet)
            else:
                self._say_nothing(wanted)
        self._say_count(hits)
        self.announce(self.foot.text())

    def _on_end(self) -> None:
        if self._after is not None and self._shown is not None:
            after, self._after = self._after, None
            self._scope.start("more", self._load_more(self._shown, after))

    async def _load_more(self, wanted: Wanted, after: int) -> None:
        hits = await self._finding.search(wanted.words, wanted.chosen.filters, after=after)
        if self._shown == wanted:
            self._after = hits.after
            self.list.rows.append([_row(hit) for hit in hits.hits])
            self._say_count(hits)

    async def _offer_models(self) -> None:
        self.filters.offer_models(await self._finding.models())

    def _say_count(self, hits: Hits) -> None:
        count, is_more = len(self.list.rows.rows), self._after is not None
        self._share = hits.share

        def words() -> str:
            if hits.share < 1 and not hits.is_growing:
                return translate("Palette", "Some messages cannot be searched on a read-only disk.")
            if hits.share < 1:
                per_cent = f"{hits.share:.0%}"
                text = translate("Palette", "Older messages are still being read: {share}")
                return text.format(share=per_cent)
            if not count:
                return ""
            found = translate("Palette", "%n found", "", count)
            return (
                translate("Palette", "{found}, and more").format(found=found) if is_more else found
            )

        self.foot.say(words)

    def _say_nothing(self, wanted: Wanted) -> None:
        is_narrow = wanted.chosen.filters != _NONE
        self.way_out.say(_all_words if is_narrow else _bin_words)
        self.way_out.show()
        if wanted.words:
            title = translate("Palette", "Nothing with “{words}”").format(words=wanted.words)
        else:
            title = translate("Palette", "Nothing like that")
        self.say(lambda: title, _fewer_advice)

    def _widen(self) -> None:
        """Search without filters; without filters, search the bin."""
        is_narrow = self.wanted.chosen.filters != _NONE
        chosen = Chosen() if is_narrow else replace(Chosen(), where=Where.BIN)
        self.filters.show_chosen(chosen)
        self.field.setFocus()
        self._seek()

    def _on_moved(self, _none: None) -> None:
        if self._share < 1 and not self._again.isActive():
            self._again.start()

    def _on_error(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self.list.rows.show([])
        self.way_out.hide()
        self.foot.say(str)
        self.say(lambda: words.title, lambda: words.hint)


def _row(hit: Hit) -> Row:
    is_title = hit.is_title
    title = hit.title or _nameless(hit)
    state = _state(hit)
    who = "" if is_title else _who(hit)
    when = shown_time(hit.time_s)
    right = " · ".join(part for part in (state, who, when) if part)
    line = "" if is_title else hit.excerpt.text
    spoken = ", ".join(part for part in (title, who, state, when, line) if part)
    return Row(_icon(hit), title, hit, right, line, hit.excerpt.marks, spoken)


def _nameless(hit: Hit) -> str:
    if hit.kind in _SPOKEN:
        return translate("Speech", "Recording")
    return translate("Chat", "New chat")


def _icon(hit: Hit) -> str:
    if hit.is_deleted:
        return "trash-2"
    if hit.is_archived:
        return "archive"
    if hit.kind in _SPOKEN:
        return "audio-lines"
    if hit.is_title:
        return "message-square"
    return "pencil-line" if hit.role == Role.USER else "sparkles"


def _who(hit: Hit) -> str:
    return translate("Palette", "You") if hit.role == Role.USER else hit.model


def _state(hit: Hit) -> str:
    if hit.is_deleted:
        return translate("Palette", "Bin")
    return translate("Palette", "Archive") if hit.is_archived else ""


def shown_time(time_s: float, today: Callable[[], date] = date.today) -> str:
    """Give the time of today, the day of this year, or the date."""
    moment, locale = datetime.fromtimestamp(time_s), QLocale()  # noqa: DTZ006 - the person's own time
    if moment.date() == today():
        shown = QDateTime.fromSecsSinceEpoch(int(time_s)).time()
        return locale.toString(shown, QLocale.FormatType.ShortFormat)
    day = QDate(moment.year, moment.month, moment.day)
    if moment.year == today().year:
        return locale.toString(day, translate("Palette", "d MMM", "a day of this year"))
    return locale.toString(day, translate("Palette", "d MMM yyyy", "a day of another year"))


def _name() -> str:
    return translate("Palette", "Find anything")


def _hint() -> str:
    return translate("Palette", "Find in everything that was said")


def _begin_words() -> str:
    return translate("Palette", "Words from a question, an answer or a title")


def _begin_advice() -> str:
    return translate("Palette", "“In quotation marks” means exactly these words.")


def _nothing_yet() -> str:
    return translate("Palette", "Nothing yet")


def _fewer_advice() -> str:
    return translate("Palette", "Try fewer or shorter words.")


def _all_words() -> str:
    return translate("Palette", "Search without filters")


def _bin_words() -> str:
    return translate("Palette", "Search the bin")


def _key_words() -> str:
    return translate("Palette", "Enter opens, Ctrl+Enter keeps this open")
