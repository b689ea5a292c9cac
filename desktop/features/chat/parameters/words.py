"""What the panel calls things, and why something cannot be set."""

from __future__ import annotations

from desktop.services.accepting import TOOLS, Why
from desktop.services.schemas import Flaw
from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate

_NAMES = {
    "instructions": QT_TRANSLATE_NOOP("Parameters", "Instructions"),
    "temperature": QT_TRANSLATE_NOOP("Parameters", "Temperature"),
    "top_p": "Top P",
    "max_output_tokens": QT_TRANSLATE_NOOP("Parameters", "Longest answer, in tokens"),
    "reasoning_effort": QT_TRANSLATE_NOOP("Parameters", "Reasoning effort"),
    "verbosity": QT_TRANSLATE_NOOP("Parameters", "Verbosity"),
    "seed": QT_TRANSLATE_NOOP("Parameters", "Seed"),
    TOOLS: QT_TRANSLATE_NOOP("Parameters", "Tools"),
}
_EFFORTS = {
    "none": QT_TRANSLATE_NOOP("Parameters", "None"),
    "minimal": QT_TRANSLATE_NOOP("Parameters", "Minimal"),
    "low": QT_TRANSLATE_NOOP("Parameters", "Low"),
    "medium": QT_TRANSLATE_NOOP("Parameters", "Medium"),
    "high": QT_TRANSLATE_NOOP("Parameters", "High"),
    "xhigh": QT_TRANSLATE_NOOP("Parameters", "Very high"),
    "max": QT_TRANSLATE_NOOP("Parameters", "Highest"),
}
_LEARNT = {
    "temperature": QT_TRANSLATE_NOOP("Parameters", "{model} decides its own temperature."),
    "top_p": QT_TRANSLATE_NOOP("Parameters", "{model} decides its own sampling."),
    "max_output_tokens": QT_TRANSLATE_NOOP("Parameters", "{model} takes no limit."),
    "reasoning_effort": QT_TRANSLATE_NOOP("Parameters", "{model} decides how long it thinks."),
    "verbosity": QT_TRANSLATE_NOOP("Parameters", "{model} decides how much it says."),
    "seed": QT_TRANSLATE_NOOP("Parameters", "{model} takes no seed."),
    "schema": QT_TRANSLATE_NOOP("Parameters", "{model} does not answer in JSON schemas."),
    "web_search": QT_TRANSLATE_NOOP("Parameters", "{model} does not search the web."),
    TOOLS: QT_TRANSLATE_NOOP("Parameters", "{model} cannot call functions."),
}
_MODEL = {
    "reasoning_effort": QT_TRANSLATE_NOOP(
        "Parameters", "{model} does not think before it answers."
    ),
    TOOLS: QT_TRANSLATE_NOOP("Parameters", "{model} cannot call functions."),
}
_SERVER = {
    "web_search": QT_TRANSLATE_NOOP("Parameters", "{server} does not search the web."),
    TOOLS: QT_TRANSLATE_NOOP("Parameters", "{server} does not offer function calls."),
}
_BUILT_IN = {
    "reasoning_effort": QT_TRANSLATE_NOOP(
        "Parameters", "The built-in engine does not control thinking."
    ),
    "verbosity": QT_TRANSLATE_NOOP("Parameters", "The built-in engine has no such control."),
    "web_search": QT_TRANSLATE_NOOP("Parameters", "The built-in engine stays offline."),
    TOOLS: QT_TRANSLATE_NOOP("Parameters", "The built-in model cannot call functions."),
}
_API = {
    "seed": QT_TRANSLATE_NOOP("Parameters", "The Responses API takes no seed."),
}
_REASONS: dict[Why, dict[str, str]] = {
    Why.LEARNT: _LEARNT,
    Why.MODEL: _MODEL,
    Why.SERVER: _SERVER,
    Why.BUILT_IN: _BUILT_IN,
    Why.API: _API,
}


def name_of(parameter: str) -> str:
    """Give what a parameter is called."""
    return translate("Parameters", _NAMES[parameter])


def reason(name: str, why: Why, model: str, server: str) -> str:
    """Give the sentence that says why a parameter cannot be set."""
    source = _REASONS[why].get(name) or _LEARNT[name]
    return translate("Parameters", source).format(model=model, server=server)


def effort(value: str) -> str:
    """Give the word for an effort, or a verbosity; a server's own word as it is."""
    return translate("Parameters", _EFFORTS[value]) if value in _EFFORTS else value


def flaw_words(flaw: Flaw) -> str:
    """Give what is wrong with a schema; details are the checker's own words, in English."""
    if not flaw.is_json:
        if not flaw.line:
            return translate("Parameters", "This is not JSON.")
        words = translate("Parameters", "This is not JSON: look at line {line}.")
        return words.format(line=flaw.line)
    if flaw.words:
        return translate("Parameters", "This is no JSON schema.") + f" {flaw.words}"
    return translate("Parameters", "A schema is a JSON object of moderate size.")


def at_most(most: int) -> str:
    """Give the hint of a limit where the model has one."""
    return translate("Parameters", "Server decides, at most {count}").format(count=f"{most:,}")


def small_model() -> str:
    """Give what is to be known of JSON by the built-in model."""
    return translate(
        "Parameters", "The built-in model keeps to the form, but what it says is often wrong."
    )
