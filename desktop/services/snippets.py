"""A request as code that a person can run elsewhere: curl, Python, JavaScript. Pure functions.

No secret is ever written: what was secret comes from variables of the environment.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit, urlunsplit

KEY = "API_KEY"
"""The variable of the environment that holds the key."""
HIDDEN = "***"
"""What stands in a header for a secret."""

_LEFT_TO_THE_PROGRAM = {
    "accept-encoding", "connection", "content-length", "host", "user-agent", "x-client-request-id",
}  # fmt: skip
_KNOWN = {
    "/chat/completions": {
        "frequency_penalty", "logit_bias", "logprobs", "max_completion_tokens", "max_tokens",
        "messages", "metadata", "model", "n", "parallel_tool_calls", "presence_penalty",
        "reasoning_effort", "response_format", "seed", "service_tier", "stop", "store", "stream",
        "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user",
        "verbosity", "web_search_options",
    },
    "/responses": {
        "include", "input", "instructions", "max_output_tokens", "max_tool_calls", "metadata",
        "model", "parallel_tool_calls", "previous_response_id", "reasoning", "service_tier",
        "store", "stream", "stream_options", "temperature", "text", "tool_choice", "tools",
        "top_logprobs", "top_p", "truncation", "user",
    },
}  # fmt: skip
"""What the openai package takes by name; the rest goes in as `extra_body`."""

_LINE = 88


class Form(StrEnum):
    """A language and what in it sends the request."""

    CURL = "curl"
    HTTPX = "httpx"
    OPENAI = "openai"
    FETCH = "fetch"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; of its headers those with a secret hold `HIDDEN` in its place."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Header:
    """`before` and `after` stand around what comes from `variable`; without one, `before` is all."""

    name: str
    before: str
    variable: str = ""
    after: str = ""


def snippet(form: Form, asked: Asked) -> str:
    """Give code that sends a request and shows the answer as it comes."""
    return _FORMS[form](asked)


def _curl(asked: Asked) -> str:
    lines = [f"curl -N {shlex.quote(asked.url)}"]
    if asked.method != "POST":
        lines.append(f"  -X {shlex.quote(asked.method)}")
    lines += [f"  -H {_shell(header)}" for header in _headers(asked.headers)]
    # Not as an argument: those end at 128 KB. No line of JSON is the word that ends it.
    lines.append("  --data-binary @- <<'JSON'")
    return f"{_continued(lines)}\n{_json(asked.body)}\nJSON\n"


def _continued(lines: Iterable[str]) -> str:
    return " \\\n".join(lines)


def _shell(header: _Header) -> str:
    if not header.variable:
        return shlex.quote(f"{header.name}: {header.before}")
    before, after = (re.sub(r'(["$`\\])', r"\\\1", part) for part in (header.before, header.after))
    return f'"{header.name}: {before}${{{header.variable}}}{after}"'


def _httpx(asked: Asked) -> str:
    written = {header.name: _Code(_python_header(header)) for header in _headers(asked.headers)}
    headers = _python(written)
    return f"""{_imports(headers)}import httpx

headers = {headers}
body = {_python(asked.body)}
with httpx.stream(
    {_python(asked.method)}, {_python(asked.url)}, headers=headers, json=body, timeout=600
) as response:
    if response.is_error:
        print(response.read().decode())
    response.raise_for_status()
    for line in response.iter_lines():
        print(line)
"""


def _openai(asked: Asked) -> str:
    parts = urlsplit(asked.url)
    path = next((known for known in _KNOWN if parts.path.endswith(known)), "/chat/completions")
    base = urlunsplit(parts._replace(path=parts.path.removesuffix(path), query=""))
    headers = _headers(asked.headers)
    bearer = next((one for one in headers if one.name.lower() == "authorization"), None)
    own = {
        one.name: _Code(_python_header(one))
        for one in headers
        if one.name.lower() not in {"accept", "authorization", "content-type"}
    }
    client: dict[str, object] = {
        "base_url": base,
        "api_key": _Code(f'os.environ["{KEY}"]') if bearer else "none",
    }
    if own:
        client["default_headers"] = own
    if parts.query:
        client["default_query"] = dict(parse_qsl(parts.query, keep_blank_values=True))
    named = {name: value for name, value in asked.body.items() if name in _KNOWN[path]}
    rest = {name: value for name, value in asked.body.items() if name not in _KNOWN[path]}
    if rest:
        named["extra_body"] = rest
    call = "client.responses.create" if path == "/responses" else "client.chat.completions.create"
    end = _OPENAI_ENDS[path, bool(asked.body.get("stream"))]
    made = _arguments(client)
    code = f"client = OpenAI({made})\nanswer = {call}({_arguments(named)})\n{end}"
    return f"{_imports(made)}from openai import OpenAI\n\n{code}"


_OPENAI_ENDS = {
    ("/chat/completions", True): """for chunk in answer:
    if chunk.choices and chunk.choices[0].delta.content:
        print(chunk.choices[0].delta.content, end="", flush=True)
print()
""",
    ("/chat/completions", False): "print(answer.choices[0].message.content)\n",
    ("/responses", True): """for event in answer:
    if event.type == "response.output_text.delta":
        print(event.delta, end="", flush=True)
print()
""",
    ("/responses", False): "print(answer.output_text)\n",
}


def _fetch(asked: Asked) -> str:
    headers = ",\n".join(
        f"    {json.dumps(header.name)}: {_javascript_header(header)}"
        for header in _headers(asked.headers)
    )
    body = _json(asked.body).replace("\n", "\n  ")
    return f"""// Node 18 or newer: save it as request.mjs, then run: node request.mjs
const response = await fetch({json.dumps(asked.url)}, {{
  method: {json.dumps(asked.method)},
  headers: {{
{headers},
  }},
  body: JSON.stringify({body}),
}});
if (!response.ok) {{
  throw new Error(`HTTP ${{response.status}}: ${{await response.text()}}`);
}}
for await (const chunk of response.body) {{
  process.stdout.write(chunk);
}}
"""


_FORMS: dict[Form, Callable[[Asked], str]] = {
    Form.CURL: _curl,
    Form.HTTPX: _httpx,
    Form.OPENAI: _openai,
    Form.FETCH: _fetch,
}


def _imports(code: str) -> str:
    return "import os\n\n" if "os.environ" in code else ""


def _headers(headers: Iterable[tuple[str, str]]) -> list[_Header]:
    """Give the headers that matter; secrets come from the environment, the key in any case."""
    found = []
    for name, value in headers:
        lower = name.lower()
        if lower in _LEFT_TO_THE_PROGRAM:
            continue
        if lower == "authorization":
            kind, _, rest = value.partition(" ")
            found.append(_Header(name, f"{kind} " if rest else "", KEY))
        elif HIDDEN in value:
            before, _, after = value.partition(HIDDEN)
            is_key = lower in {"api-key", "x-api-key", "x-goog-api-key"}
            variable = KEY if is_key else _variable(name)
            found.append(_Header(name, before, variable, after))
        else:
            found.append(_Header(name, value))
    return found


def _variable(name: str) -> str:
    """Give a name that no other program uses: one called PATH would be filled in already."""
    return f"SECRET_{re.sub('[^A-Z0-9]+', '_', name.upper()).strip('_')}"


def _python_header(header: _Header) -> str:
    if not header.variable:
        return _string(header.before)
    pieces = [_string(header.before), f'os.environ["{header.variable}"]', _string(header.after)]
    return " + ".join(piece for piece in pieces if piece != '""')


def _javascript_header(header: _Header) -> str:
    if not header.variable:
        return _string(header.before)
    pieces = [_string(header.before), f"process.env.{header.variable}", _string(header.after)]
    return " + ".join(piece for piece in pieces if piece != '""')


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _string(text: str) -> str:
    """Give a literal that is right in JSON, Python and JavaScript."""
    return json.dumps(text, ensure_ascii=False)


class _Code(str):
    """Python that stands in a value as it is."""

    __slots__ = ()


def _arguments(values: Mapping[str, object]) -> str:
    lines = (f"    {name}={_python(value, 1)},\n" for name, value in values.items())
    return f"\n{''.join(lines)}"


def _python(value: object, depth: int = 0) -> str:
    """Give a value as Python: on one line where it fits, else an entry a line."""
    if isinstance(value, _Code):
        return str(value)
    if isinstance(value, str):
        return _string(value)
    if not isinstance(value, Mapping | list | tuple) or not value:
        return repr(value)
    if isinstance(value, Mapping):
        entries = [f"{_string(name)}: {_python(one, depth + 1)}" for name, one in value.items()]
        begin, end = "{", "}"
    else:
        entries = [_python(one, depth + 1) for one in value]
        begin, end = "[", "]"
    line = f"{begin}{', '.join(entries)}{end}"
    if len(line) + 4 * depth <= _LINE and "\n" not in line:
        return line
    pad = "    " * (depth + 1)
    inner = "".join(f"{pad}{entry},\n" for entry in entries)
    return f"{begin}\n{inner}{'    ' * depth}{end}"
