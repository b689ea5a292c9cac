"""What the playground says about a request, an answer, and why something cannot be sent."""

from __future__ import annotations

import time

from PySide6.QtCore import QLocale

from desktop.services.playing.editing import EditError, Why
from desktop.services.playing.shown import Answer, Doubt, Round
from desktop.services.snippets import Form
from desktop.ui.amounts import joined, size_words
from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate

FORMS = {
    Form.CURL: "curl",
    Form.HTTPX: "Python (httpx)",
    Form.OPENAI: "Python (openai)",
    Form.FETCH: "JavaScript (fetch)",
}
_DOUBTS = {
    Doubt.NOT_RECORDED: QT_TRANSLATE_NOOP(
        "Playground",
        "Nothing is kept of what was sent for this answer: it is too old, or the settings say so."
        " This is how it would be asked now.",
    ),
    Doubt.IMPORTED: QT_TRANSLATE_NOOP(
        "Playground",
        "This answer was imported: nothing was sent for it here. This is how it would be asked now.",
    ),
    Doubt.CHANGED: QT_TRANSLATE_NOOP(
        "Playground",
        "The messages are no longer exactly those that were sent: a file was deleted, or the"
        " conversation summarised since.",
    ),
}
_WHYS = {
    Why.NO_OBJECT: QT_TRANSLATE_NOOP("Playground", "The body must be a JSON object: { … }."),
    Why.LATER_ROUND: QT_TRANSLATE_NOOP(
        "Playground",
        "Only the first round can be sent again: the later ones follow from the answer.",
    ),
    Why.CONTENT: QT_TRANSLATE_NOOP(
        "Playground",
        "Of the question only the text can be changed here. Attach files in the conversation.",
    ),
    Why.EMPTY: QT_TRANSLATE_NOOP("Playground", "The last question is empty."),
    Why.MODEL: QT_TRANSLATE_NOOP("Playground", "“model” must name a model."),
    Why.LANGUAGE: QT_TRANSLATE_NOOP(
        "Playground", "The built-in model understands English only: choose another model."
    ),
    Why.IN_BIN: QT_TRANSLATE_NOOP(
        "Playground", "The conversation is in the bin: restore it first."
    ),
}


def doubt_words(doubt: Doubt) -> str:
    """Give why what is shown may not be what was sent; empty: it is."""
    words = _DOUBTS.get(doubt)
    return translate("Playground", words) if words else ""


def why_words(error: EditError) -> str:
    """Give why an edited request cannot be sent."""
    if error.why is Why.NOT_JSON:
        if not error.line:
            return translate("Playground", "This is no valid JSON.")
        return translate("Playground", "No valid JSON at line {line}, column {column}.").format(
            line=error.line, column=error.column
        )
    if error.why is Why.MESSAGES:
        if not error.name:
            return translate("Playground", "The messages must be a list, as they were.")
        return translate(
            "Playground",
            "Message {number} cannot be changed here, only the instructions and the last question.",
        ).format(number=error.name)
    return translate("Playground", _WHYS[error.why])


def duration_words(took_ms: float) -> str:
    """Give a time: 85 ms, 1.24 s."""
    if took_ms < 1000:
        return f"{round(took_ms)}\u202fms"
    return f"{QLocale().toString(took_ms / 1000, 'f', 2)}\u202fs"


def facts_words(shown: Round) -> str:
    """Give what is to be known of an exchange on one line."""
    request, answer = shown.request, shown.answer
    sent = size_words(request.size) if request.size else ""
    facts = [translate("Playground", "{size} sent").format(size=sent) if sent else ""]
    if answer is not None:
        facts += _answer_facts(answer)
    if shown.started_at:
        facts.append(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(shown.started_at)))
    return joined(*facts)


def _answer_facts(answer: Answer) -> list[str]:
    facts = [translate("Playground", "{size} received").format(size=size_words(answer.size))]
    for words, at_ms in (
        (translate("Playground", "first byte {time}"), answer.first_byte_ms),
        (translate("Playground", "first token {time}"), answer.first_token_ms),
        (translate("Playground", "total {time}"), answer.total_ms),
    ):
        if at_ms is not None:
            facts.append(words.format(time=duration_words(at_ms)))
    if (speed := answer.tokens_per_s) is not None:
        amount = QLocale().toString(speed, "f", 1 if speed < 100 else 0)
        facts.append(translate("Playground", "{count} tokens/s").format(count=amount))
    if answer.request_id:
        facts.append(translate("Playground", "request id {id}").format(id=answer.request_id))
    return facts


def status_words(answer: Answer | None) -> str:
    """Give how the server answered."""
    if answer is None:
        return ""
    if not answer.status:
        return translate("Playground", "No answer")
    return str(answer.status)
