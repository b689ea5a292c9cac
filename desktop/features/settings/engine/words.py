"""What the engine's page says: sizes, facts, and why a file cannot be used."""

from __future__ import annotations

from desktop.core.errors import AppError
from desktop.services.model_files import Fit
from desktop.store.gguf import Flaw, ModelFileError
from desktop.store.own_models import OwnModel
from desktop.ui.error_text import code_of, error_text
from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate

_THIN = "\u202f"
_UNITS = ("kB", "MB", "GB", "TB")

_FLAWS: dict[Flaw, str] = {
    Flaw.UNREADABLE: QT_TRANSLATE_NOOP("Engine", "Check that it is still there and that you may read it."),
    Flaw.NOT_GGUF: QT_TRANSLATE_NOOP("Engine", "There is no GGUF model in it."),
    Flaw.OLD: QT_TRANSLATE_NOOP("Engine", "It was made by a very old version of llama.cpp. Get a newer copy."),
    Flaw.NEW: QT_TRANSLATE_NOOP("Engine", "It was made for a newer version of this program."),
    Flaw.BIG_ENDIAN: QT_TRANSLATE_NOOP("Engine", "It was made for another kind of processor."),
    Flaw.DAMAGED: QT_TRANSLATE_NOOP("Engine", "The file is damaged. Get it again."),
    Flaw.CUT: QT_TRANSLATE_NOOP("Engine", "The file is shorter than it says: the download is not complete."),
    Flaw.NO_MODEL: QT_TRANSLATE_NOOP("Engine", "It holds no whole model, only something that belongs to one."),
    Flaw.PROJECTOR: QT_TRANSLATE_NOOP("Engine", "This is a projector (mmproj). Add it together with its model."),
    Flaw.NO_PROJECTOR: QT_TRANSLATE_NOOP("Engine", "This is not a projector. Its name mostly has mmproj in it."),
    Flaw.BLIND: QT_TRANSLATE_NOOP("Engine", "This projector is for sound, not for pictures."),
    Flaw.EMBEDDING: QT_TRANSLATE_NOOP("Engine", "This model compares texts. It cannot answer."),
    Flaw.PART_MISSING: QT_TRANSLATE_NOOP("Engine", "The model has several files, and not all of them are here."),
    Flaw.TOO_LARGE: QT_TRANSLATE_NOOP("Engine", "The model is larger than the memory of this computer."),
    Flaw.KNOWN: QT_TRANSLATE_NOOP("Engine", "It is in the list already."),
    Flaw.SEVERAL: QT_TRANSLATE_NOOP("Engine", "Several models or projectors: add each model with its own projector."),
    Flaw.BAD_NAME: QT_TRANSLATE_NOOP("Engine", "Its name cannot be written down. Rename the file."),
}  # fmt: skip


_TELLING = frozenset({Flaw.PART_MISSING, Flaw.DAMAGED, Flaw.NEW})
"""Flaws whose detail helps a person too."""


def flaw_words(error: BaseException) -> tuple[str, str]:
    """Give what went wrong with a file and what to do, for any error."""
    if isinstance(error, ModelFileError):
        title = translate("Engine", "This file cannot be added.")
        if error.name:
            title = translate("Engine", "{file} cannot be added.").format(file=error.name)
        detail = error.detail if error.flaw in _TELLING else ""
        return title, _with_detail(translate("Engine", _FLAWS[error.flaw]), detail)
    words = error_text(code_of(error))
    return words.title, _with_detail(
        words.hint, error.detail if isinstance(error, AppError) else ""
    )


def gone_words(error: ModelFileError) -> str:
    """Give what has become of a model that was added before."""
    if error.flaw is Flaw.UNREADABLE:
        return translate(
            "Engine", "The file is not there any more. Put it back, or remove the model."
        )
    return translate("Engine", "The file has changed since it was added. Remove the model and add it again.")  # fmt: skip


def size_words(count: float) -> str:
    """Give a number of bytes in the unit that suits it: 94 MB, 2.4 GB."""
    for unit in _UNITS:
        count /= 1000
        if round(count) < 1000 or unit == _UNITS[-1]:
            break
    digits = 1 if round(count, 1) < 10 and unit not in {"kB", "MB"} else 0
    return f"{count:.{digits}f}{_THIN}{unit}"


def tokens_words(count: int) -> str:
    """Give a number of tokens."""
    return translate("Engine", "{count} tokens").format(count=f"{count:,}")


def facts_words(model: OwnModel) -> str:
    """Give what is known of a model in one line."""
    facts = [
        model.parameters,
        model.quantisation,
        model.architecture,
        size_words(model.size),
        translate("Engine", "sees pictures") if model.projector else "",
        translate("Engine", "calls functions") if model.takes_tools else "",
        "" if model.has_template else translate("Engine", "no chat template"),
    ]
    return " · ".join(filter(None, facts))


def need_words(fit: Fit) -> str:
    """Give about how much memory a model takes."""
    return translate("Engine", "Takes about {needed} of memory.").format(
        needed=size_words(fit.needed)
    )


def tight_words(fit: Fit) -> str:
    """Give how much memory there is for a model that needs more."""
    return translate("Engine", "Only {free} of memory are free now. Close other programs first.").format(
        free=size_words(fit.free or 0)
    )  # fmt: skip


def _with_detail(words: str, detail: str) -> str:
    return f"{words} ({detail})" if detail else words
