"""The test of a connection: its steps while it runs, one sentence at its end, all of it in a fold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.connection import Connection, Secret
from desktop.core.errors import AppError, Code
from desktop.features.settings.connections.blocks import Fold
from desktop.features.settings.connections.report import report, struck
from desktop.features.settings.connections.steps import Steps, seconds_words
from desktop.services.checkup import Finding, Outcome, Step
from desktop.store.results import Result
from desktop.ui.card import Card
from desktop.ui.controls import Button, Label
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class Verdict(Card):
    """Signals: `cancel_wanted()`; `copied()` after the report went to the clipboard."""

    cancel_wanted = Signal()
    copied = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "text2")
        self._findings: list[Finding] = []
        self._report = ""
        self.cancel = Button(look, lambda: translate("Connections", "Cancel"), height_px=28)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.add_corner(self.cancel)
        self._when = Label(look, lambda: translate("Connections", "just now"), "caption", "text2")
        self._when.setMinimumHeight(20)
        self.add_corner(self._when)
        self.steps = Steps(look)
        self.said = Label(look, str, "code", "text2")
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = Button(
            look,
            lambda: translate("Connections", "Copy the report"),
            icon_name="copy",
            height_px=28,
        )
        self.copy.clicked.connect(self._on_copy)
        inner = QWidget()
        self._inside = QVBoxLayout(inner)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(8)
        self._inside.addWidget(self.said)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch()
        self._inside.addLayout(row)
        self.details = Fold(look, lambda: translate("Connections", "Details"), inner, is_small=True)
        self.body.addWidget(self.steps)
        self.body.addWidget(self.details)
        self.hide()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give what was found so far."""
        return tuple(self._findings)

    def begin(self) -> None:
        """Show all steps as waited for."""
        self._findings.clear()
        self.set_tone("text2")
        self.say(lambda: translate("Connections", "Testing…"))
        self.steps.clear()
        self._place_steps(is_folded=False)
        self._draw_parts(is_running=True)
        self.show()

    def add(self, finding: Finding) -> None:
        """Show how one step went."""
        self._findings.append(finding)
        self.steps.show_finding(finding)

    def stop(self) -> None:
        """Show nothing any more: the test was cancelled, or is of something else."""
        self._findings.clear()
        self.hide()

    def end(self, connection: Connection, secrets: Iterable[Secret]) -> Result:
        """Give the verdict, in words and as a result; `secrets` never come into the report."""
        hidden = tuple(secrets)
        self._report = report(connection, self._findings, hidden)
        failed = self._first_failure()
        if failed is None:
            self._say_works()
        else:
            self._say_fails(failed, hidden)
        self._draw_parts(is_running=False)
        self._place_steps(is_folded=failed is None)
        self.announce()
        models = next((len(f.models) for f in self._findings if f.step is Step.MODELS), 0)
        return Result(failed.code if failed is not None else "", date.today(), models)  # noqa: DTZ011 - the person's own day

    def _first_failure(self) -> AppError | None:
        if any(f.step is Step.ANSWER and f.outcome is Outcome.PASSED for f in self._findings):
            return None  # it answers, with or without a list of models
        errors = (f.error for f in self._findings if f.error is not None)
        return next(errors, None) or AppError(Code.NO_MODEL)

    def _say_works(self) -> None:
        found = {finding.step: finding for finding in self._findings}
        answer = found[Step.ANSWER]
        self.set_tone("green")
        self.say(lambda: self._works_words(found), lambda: _answer_words(answer))

    def _works_words(self, found: dict[Step, Finding]) -> str:
        wait = seconds_words(found[Step.ANSWER].seconds)
        models = found.get(Step.MODELS)
        if models is None or models.outcome is not Outcome.PASSED:
            return translate(
                "Connections", "Works, but lists no models. First word after {wait}."
            ).format(wait=wait)
        return translate(
            "Connections", "Works. %n model(s), first word after {wait}.", "", len(models.models)
        ).format(wait=wait)

    def _say_fails(self, error: AppError, secrets: Iterable[Secret]) -> None:
        self.set_tone("red")
        self.say(lambda: error_text(error.code).title, lambda: error_text(error.code).hint)
        said = [f"HTTP {error.status}"] if error.status is not None else []
        if error.request_id:
            said.append(error.request_id)
        words = "\n".join(filter(None, (" · ".join(said), struck(error.detail, secrets))))
        self.said.say(lambda: words)

    def _draw_parts(self, *, is_running: bool) -> None:
        self.cancel.setVisible(is_running)
        self._when.setVisible(not is_running)
        self.details.setVisible(not is_running)
        self.details.unfold(is_open=False)
        is_red = self._first_failure() is not None
        self.said.setVisible(is_red and bool(self.said.text()))

    def _place_steps(self, *, is_folded: bool) -> None:
        if is_folded:
            self._inside.insertWidget(0, self.steps)
        else:
            self.body.insertWidget(1, self.steps)
        self.steps.show()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copied.emit()


def _answer_words(answer: Finding) -> str:
    if not answer.answer:
        return translate("Connections", "{model} answered.").format(model=answer.model)
    return translate("Connections", "{model} answered: “{words}”").format(
        model=answer.model, words=" ".join(answer.answer.split())
    )
