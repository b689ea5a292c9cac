"""A conversation as one HTML page: nothing in it is loaded from elsewhere, and nothing runs.

The answers' Markdown is parsed as in the window. HTML in it is text, a picture from elsewhere is a
link, formulas are outlines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from desktop.core.types import Message, Part, PartType, Role
from desktop.markdown import footnotes, tex_rules
from desktop.markdown.grammar import make_parser
from desktop.services.transfer.written import Written

_MARKDOWN = {PartType.TEXT, PartType.REFUSAL, PartType.REASONING}
_SAFE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_MAX_HIGHLIGHTED = 200_000  # characters of one block
_STYLE = """
:root{color-scheme:light dark;--ink:#1d1d1b;--soft:#66645e;--page:#fff;--sunken:#f4f3ef;--line:#dedcd4}
@media(prefers-color-scheme:dark){:root{--ink:#ecebe6;--soft:#a09d94;--page:#1c1c1a;--sunken:#282825;--line:#3b3a36}}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:46em;margin:0 auto;padding:2em 1.5em}h1{font-size:1.5em}
article{margin:1.5em 0}article>header{color:var(--soft);font-size:.8em;margin-bottom:.4em}
.you{background:var(--sunken);border-radius:12px;padding:.8em 1em}
pre{background:var(--sunken);border-radius:8px;padding:.8em 1em;overflow-x:auto;line-height:1.45}
code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9em}
:not(pre)>code{background:var(--sunken);border-radius:4px;padding:.1em .3em}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid var(--line);padding:.3em .7em}
blockquote{margin:.5em 0;padding-left:1em;border-left:3px solid var(--line);color:var(--soft)}
img{max-width:100%;border-radius:8px}details{color:var(--soft)}summary{cursor:pointer}
.formula{text-align:center}.note{color:var(--soft);font-size:.9em}.note p{display:inline}
.file{color:var(--soft)}.plain{white-space:pre-wrap;overflow-wrap:anywhere}ul.tasks{list-style:none;padding-left:.5em}
footer{color:var(--soft);font-size:.8em;border-top:1px solid var(--line);margin-top:3em;padding-top:1em}
.k,.kn,.kd,.kt,.ow{color:#a626a4}.s,.s1,.s2,.sd,.sb{color:#50802f}.c,.c1,.cm,.ch{color:#8a877d}
.m,.mi,.mf{color:#b76b01}.nf,.nc,.fm{color:#4078f2}
"""
_PRINT_STYLE = """
.title{font-size:20pt;font-weight:600}h1{font-size:15pt}h2{font-size:13.5pt}h3,h4,h5,h6{font-size:12pt}
.head{color:#66645e;font-size:8.5pt;margin-top:14pt;margin-bottom:3pt}
pre,code{font-family:"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;font-size:8.5pt}
pre{background:#f4f3ef;white-space:pre-wrap}blockquote,.file,.foot,.note{color:#66645e}
td,th{padding:3pt 8pt;border:1px solid #c9c6bc}table{border-collapse:collapse}
.plain{background:#f4f3ef;white-space:pre-wrap}.foot{font-size:8pt;margin-top:20pt}.formula{text-align:center}
"""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def to_html(written: Written) -> str:
    """Give the page; takes 20 ms for 100,000 characters: worker threads."""
    title, language = html.escape(written.title), html.escape(written.language)
    articles = "\n".join(_article(message, written) for message in written.messages)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{articles}\n<footer>{html.escape(written.foot)}</footer>\n"
        "</main>\n</body>\n</html>\n"
    )


def to_print(written: Written) -> str:
    """Give the page for a printer that knows little CSS (Qt's rich text)."""
    title = html.escape(written.title)
    articles = "\n".join(_article(message, written) for message in written.messages)
    return (
        f'<html><head><style>{_PRINT_STYLE}</style></head><body><p class="title">{title}</p>\n{articles}\n'
        f'<p class="foot">{html.escape(written.foot)}</p></body></html>'
    )


def _article(message: Message, written: Written) -> str:
    kind = "you" if message.role is Role.USER else "answer"
    head = f"{html.escape(written.speaker(message))} · {written.when(message)}"
    body = "\n".join(_parts(message, written))
    if written.is_printed:
        return f'<p class="head">{head}</p>\n{body}'
    return f'<article class="{kind}">\n<header>{head}</header>\n{body}\n</article>'


def _parts(message: Message, written: Written) -> Iterator[str]:
    labels = written.labels
    sources: list[Part] = []
    for part in message.parts:
        match part.type:
            case PartType.TEXT | PartType.REFUSAL if part.text.strip():
                yield _said(message, part.text, written.formulas)
            case PartType.REASONING if part.text.strip():
                yield _folded(written, labels.reasoning, rendered(part.text, written.formulas))
            case PartType.TOOL_CALL:
                yield _folded(written, f"{labels.call}: {part.name}", _code(part.text, "json"))
            case PartType.TOOL_RESULT:
                yield _folded(written, f"{labels.result}: {part.name}", _code(part.text, ""))
            case PartType.CITATION:
                sources.append(part)
            case PartType.IMAGE if address := written.pictures.get(part.blob):
                yield f'<p><img src="{html.escape(address)}" alt="{_alt(part)}"></p>'
            case PartType.IMAGE | PartType.FILE | PartType.AUDIO if part.name:
                yield f'<p class="file">📎 {html.escape(part.name)}</p>'
    if sources:
        lines = "".join(
            f"<li>{_link(source.ref, source.text or source.ref)}</li>" for source in sources
        )
        yield f"<p><strong>{html.escape(labels.sources)}</strong></p><ol>{lines}</ol>"


def _alt(part: Part) -> str:
    return html.escape(part.text or part.name)


def _said(message: Message, text: str, drawn: Formulas) -> str:
    """Give what a person typed as it was typed, and an answer as Markdown."""
    if message.role is Role.USER:
        return f'<p class="plain">{html.escape(text.strip(chr(10)))}</p>'
    return rendered(text, drawn)


def _folded(written: Written, title: str, body: str) -> str:
    if written.is_printed:
        return f"<blockquote><p><b>{html.escape(title)}</b></p>{body}</blockquote>"
    return f"<details><summary>{html.escape(title)}</summary>{body}</details>"


def _link(address: str, text: str) -> str:
    if not _SAFE.match(address):
        return html.escape(text)
    return f'<a href="{html.escape(address)}" rel="noreferrer noopener">{html.escape(text)}</a>'


Formulas: TypeAlias = Mapping[tuple[str, bool], str]
"""What to write for a formula, by its TeX and whether it is displayed."""


def formulas_in(written: Written) -> tuple[tuple[str, bool], ...]:
    """Give the TeX of every formula, and whether it is displayed."""
    found: dict[tuple[str, bool], None] = {}
    for message in written.messages:
        for part in message.parts:
            if message.role is not Role.USER and part.type in _MARKDOWN:
                for token in _walk(_parser().parse(part.text, {})):
                    if token.type in {tex_rules.INLINE, tex_rules.BLOCK}:
                        found[token.content, token.tag == "display"] = None
    return tuple(found)


def _walk(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or ())


def rendered(source: str, drawn: Formulas) -> str:
    """Give Markdown as HTML that is safe to show."""
    parser = _parser()
    env: dict[str, Any] = {"drawn": drawn}
    parser.parse(source, env)  # footnotes are said after they are named
    footnotes.learn(env)
    return str(_Renderer(parser).render(parser.parse(source, env), parser.options, env))


@cache
def _parser() -> MarkdownIt:
    return make_parser()


class _Renderer(RendererHTML):
    """Writes the tokens that our grammar adds, and nothing that loads or runs."""

    def __init__(self, parser: MarkdownIt) -> None:
        super().__init__(parser)
        # By the kinds of the tokens, which is how markdown-it finds them.
        own: dict[str, Any] = {
            "fence": _fence,
            "code_block": _fence,
            "image": _image,
            "link_open": _link_begin,
            "list_item_open": _item,
            tex_rules.INLINE: _formula,
            tex_rules.BLOCK: _formula,
            footnotes.REFERENCE: _note_mark,
            f"{footnotes.KIND}_open": _note_begin,
            f"{footnotes.KIND}_close": _note_end,
        }
        self.rules |= own


def _fence(tokens: Sequence[Token], idx: int, *_given: object) -> str:
    words = tokens[idx].info.split(None, 1)
    return _code(tokens[idx].content, words[0] if words else "")


def _image(tokens: Sequence[Token], idx: int, *_given: object) -> str:
    """Give a link instead of a picture from elsewhere: opening a page must tell nobody."""
    source = str(tokens[idx].attrs.get("src", ""))
    return _link(source, tokens[idx].content or source)


def _link_begin(tokens: Sequence[Token], idx: int, *_given: object) -> str:
    """Give the beginning of a link; one to another program (`ms-word:`) leads nowhere."""
    address = str(tokens[idx].attrs.get("href", ""))
    if not _SAFE.match(address):
        return "<a>"
    return f'<a href="{html.escape(address)}" rel="noreferrer noopener">'


def _item(tokens: Sequence[Token], idx: int, *_given: object) -> str:
    task = tokens[idx].meta.get("task")
    return "<li>" if task is None else ("<li>☑ " if task else "<li>☐ ")


def _formula(
    tokens: Sequence[Token], idx: int, _options: object, env: MutableMapping[str, Any]
) -> str:
    token = tokens[idx]
    is_display = token.tag == "display"
    drawn: Formulas = env["drawn"]
    found = drawn.get((token.content, is_display)) or f"<code>{html.escape(token.content)}</code>"
    return f'<p class="formula">{found}</p>' if token.type == tex_rules.BLOCK else found


def _note_mark(tokens: Sequence[Token], idx: int, *_given: object) -> str:
    return f"<sup>{html.escape(tokens[idx].content)}</sup>"


def _note_begin(tokens: Sequence[Token], idx: int, *_given: object) -> str:
    return f'<section class="note"><sup>{html.escape(tokens[idx].info)}</sup>\n'


def _note_end(*_given: object) -> str:
    return "</section>\n"


def _code(source: str, language: str) -> str:
    inner = _highlighted(source, language) if len(source) <= _MAX_HIGHLIGHTED else ""
    return f"<pre><code>{inner or html.escape(source)}</code></pre>"


def _highlighted(source: str, language: str) -> str:
    """Give code in colours; empty: the language is not known."""
    if not language:
        return ""
    from pygments import highlight  # noqa: PLC0415 - with the first code
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return str(highlight(source, lexer, HtmlFormatter(nowrap=True)))
