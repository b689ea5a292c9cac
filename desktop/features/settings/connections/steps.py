"""The steps of a test as they come: an icon and a word for each, and how long it took."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.checkup import Finding, Outcome, Step
from desktop.ui.assets import pixmap
from desktop.ui.controls import Label, restyle
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_ICONS = {
    Outcome.PASSED: ("circle-check", "green"),
    Outcome.FAILED: ("circle-alert", "red"),
    Outcome.SKIPPED: ("minus", "text3"),
}
_WAITING = ("loader-circle", "text3")


class StepRow(QWidget):
    """One step; without a finding it is waited for."""

    def __init__(self, look: Look, step: Step) -> None:
        super().__init__()
        self._look, self._step = look, step
        self._finding: Finding | None = None
        self._icon = QLabel(self)
        self._icon.setFixedSize(16, 16)
        self._name = Label(look, self._name_words, "body")
        self._result = Label(look, self._result_words, "body", "text2")
        self._result.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._name)
        row.addWidget(self._result, 1)
        look.changed.connect(self._draw)
        self._draw()

    def show_finding(self, finding: Finding | None) -> None:
        """Show how it went; None: nobody knows yet."""
        self._finding = finding
        self._draw()

    def _draw(self) -> None:
        icon, tone = _WAITING if self._finding is None else _ICONS[self._finding.outcome]
        dpr = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._look.theme, icon, tone, 16, dpr))
        is_quiet = self._finding is None or self._finding.outcome is Outcome.SKIPPED
        restyle(self._name, "tone", "text3" if is_quiet else "text")
        restyle(self._result, "tone", "text3" if is_quiet else "text2")
        self._name.refresh()
        self._result.refresh()
        self.setAccessibleName(f"{self._name.text()}: {self._result.text()}")

    def _name_words(self) -> str:
        return step_name(self._step)

    def _result_words(self) -> str:
        finding = self._finding
        if finding is None:
            return "…"
        if finding.outcome is Outcome.SKIPPED:
            return translate("Connections", "not tested")
        if finding.error is not None:
            return error_text(finding.error.code).title
        return _passed_words(finding)


class Steps(QWidget):
    """All six, in their order."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.rows = {step: StepRow(look, step) for step in Step}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows.values():
            column.addWidget(row)

    def clear(self) -> None:
        """Wait for all of them."""
        for row in self.rows.values():
            row.show_finding(None)

    def show_finding(self, finding: Finding) -> None:
        """Show how one of them went."""
        self.rows[finding.step].show_finding(finding)


def step_name(step: Step) -> str:
    """Give the word for a step."""
    match step:
        case Step.NAME:
            return translate("Connections", "Name of the server")
        case Step.WAY:
            return translate("Connections", "Way to the server")
        case Step.TLS:
            return translate("Connections", "Certificate")
        case Step.KEY:
            return translate("Connections", "Key")
        case Step.MODELS:
            return translate("Connections", "List of models")
        case Step.ANSWER:
            return translate("Connections", "A question")


def seconds_words(seconds: float) -> str:
    """Give "0.41 s" in the language's form."""
    number = QLocale().toString(seconds, "f", 2)
    return translate("Connections", "{seconds}\u202fs").format(seconds=number)


def _passed_words(finding: Finding) -> str:
    time = seconds_words(finding.seconds) if finding.seconds else ""
    if finding.step is Step.MODELS:
        count = len(finding.models)
        return "  ".join([translate("Connections", "%n model(s)", "", count), time]).strip()
    if finding.step is Step.ANSWER:
        return "  ".join([finding.model, time]).strip()
    return time or translate("Connections", "good")
