"""What was said as HTML for the clipboard: formats, links, tables and code; nothing that loads.

No scripts, no styles, no pictures: a picture is a link to it, a formula its TeX. No Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from desktop.markdown import footnotes, tex_rules
from desktop.ui.transcript.link_check import is_allowed
from desktop.ui.transcript.plain import TASKS, alt_text, formula_text
from desktop.ui.transcript.spans import PARSER

_Env = MutableMapping[str, Any]


def html_of(markdown: str, env: Mapping[str, Any]) -> str:
    """Give Markdown as HTML; links and footnotes that are defined elsewhere come from env."""
    scope = {name: dict(env.get(name, {})) for name in ("references", "notes")}
    tokens = PARSER.parse(markdown, scope)
    written: str = PARSER.renderer.render(tokens, PARSER.options, scope)
    return written


def literal_html(text: str) -> str:
    """Give text as it was typed: a paragraph, its lines apart."""
    lines = "<br>\n".join(escape(line, quote=False) for line in text.split("\n"))
    return f"<p>{lines}</p>\n"


def _image(
    _renderer: object, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: _Env
) -> str:
    source = str(tokens[idx].attrs.get("src", ""))
    words = escape(alt_text(tokens[idx]) or source, quote=False)
    return f'<a href="{escape(source)}">{words}</a>' if is_allowed(source) else words


def _link(
    _renderer: object, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: _Env
) -> str:
    url = str(tokens[idx].attrs.get("href", ""))
    return f'<a href="{escape(url)}">' if is_allowed(url) else "<a>"


def _item(
    _renderer: object, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: _Env
) -> str:
    task = tokens[idx].meta.get("task")
    return "<li>" if task is None else f"<li>{TASKS[task]} "


def _number(
    _renderer: object, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: _Env
) -> str:
    return f"<sup>{escape(tokens[idx].content)}</sup>"


def _note(
    _renderer: object, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: _Env
) -> str:
    begins = tokens[idx].nesting > 0
    return f"<div><sup>{escape(tokens[idx].info)}</sup>\n" if begins else "</div>\n"


def _formula(
    _renderer: object, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: _Env
) -> str:
    words = escape(formula_text(tokens[idx]), quote=False)
    return f"<p>{words}</p>\n" if tokens[idx].type == tex_rules.BLOCK else words


for _name, _rule in {
    "image": _image,
    "link_open": _link,
    "list_item_open": _item,
    footnotes.REFERENCE: _number,
    f"{footnotes.KIND}_open": _note,
    f"{footnotes.KIND}_close": _note,
    tex_rules.INLINE: _formula,
    tex_rules.BLOCK: _formula,
}.items():
    PARSER.add_render_rule(_name, _rule)
