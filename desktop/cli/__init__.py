"""The verbs of `oriole`: the same services in a terminal, with no window and no Qt.

`ask`, `transfer` (export and import), `transcribe`, `dictate`, `say`, `sentences` (what went wrong, in words).
Exit codes: 0 done, 1 it could not be done, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import signal
import sys
from pathlib import Path

from desktop import __version__

INTERRUPTED = 130
_A_DAY_S = 24 * 3600
_SLOWEST, _QUICKEST = 0.5, 2.0


def main(arguments: list[str]) -> int:
    """Run one verb; give the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _accept_any_text()
    try:
        return _VERBS[options.verb](parser, options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # `oriole ask ... | head`: nobody reads on
        # What is left in the buffer would fail once more at the exit, with a status of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _ask(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from desktop.cli.ask import ask, question_of  # noqa: PLC0415 - each verb loads its own

    if options.key_from_env and options.key_from_env not in os.environ:
        parser.error(f"the environment has no variable {options.key_from_env}")
    if options.key_from_env and not options.url:
        parser.error("--key-from-env needs --url")
    question = question_of(options.question)
    if not question:
        parser.error("there is no question")
    return asyncio.run(ask(question, options))


def _transcribe(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from desktop.cli import transcribe  # noqa: PLC0415 - each verb loads its own

    if options.format not in transcribe.FORMATS:
        parser.error(f"the formats are {', '.join(transcribe.FORMATS)}")
    is_page = options.format in transcribe.ON_A_PAGE
    if options.output is None and not is_page:
        parser.error(f"--format {options.format} needs --output")
    if options.output is None and len(options.file) > 1 and options.format != "txt":
        parser.error("several files need --output, or --format txt")
    return asyncio.run(transcribe.transcribe(options))


def _dictate(_parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from desktop.cli.dictate import dictate  # noqa: PLC0415 - each verb loads its own

    return asyncio.run(dictate(options))


def _say(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from desktop.cli import say  # noqa: PLC0415 - each verb loads its own

    if options.list_voices:
        return asyncio.run(say.show_voices())
    text: str = options.text or "-"
    text = sys.stdin.read(say.LONGEST) if text == "-" else text
    if not text.strip():
        parser.error("there is nothing to say")
    return asyncio.run(say.say(text, options))


def _transfer(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from desktop.cli import transfer  # noqa: PLC0415 - each verb loads its own

    if options.verb == "import":
        return asyncio.run(transfer.take(options.file))
    if options.list:
        return asyncio.run(transfer.show_list())
    if options.file is None:
        parser.error("there is no file to write to")
    is_everything = options.conversation is None
    wanted = {".zip"} if is_everything else set(transfer.SUFFIXES)
    if options.file.suffix.lower() not in wanted:
        parser.error(f"the file's name must end with {' or '.join(sorted(wanted))}")
    if is_everything:
        return asyncio.run(transfer.give(options.file))
    return asyncio.run(transfer.give_one(options.conversation, options.file))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oriole",
        description="A desktop assistant. Without a verb it opens its window.",
    )
    parser.add_argument("--version", action="version", version=f"oriole {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    ask = verbs.add_parser(
        "ask",
        help="ask one question; the answer streams to the terminal",
        description="Ask one question of the built-in model, or of a server with --url.",
    )
    ask.add_argument("question", nargs="?", help="the question; from standard input if absent or -")
    ask.add_argument("--url", help="an OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1")
    ask.add_argument("--model", help="the model; the server's first if absent")
    ask.add_argument("--key-from-env", metavar="NAME", help="the variable that holds the key")
    ask.add_argument("--save", action="store_true", help="keep question and answer in the window")
    out = verbs.add_parser(
        "export",
        help="write everything, or one conversation, to a file",
        description="Write everything to FILE.zip, or one conversation to FILE.md, .html or .json.",
    )
    out.add_argument("file", nargs="?", type=Path, help="where to; what stands there is replaced")
    out.add_argument("--conversation", type=int, metavar="ID", help="only this one")
    out.add_argument("--list", action="store_true", help="show the conversations with their ids")
    into = verbs.add_parser(
        "import",
        help="take over an export of Oriole, ChatGPT or Claude",
        description="Take over what is new in FILE; what is here already stays as it is.",
    )
    into.add_argument("file", type=Path, help="a .zip, or one conversation as .json")
    _add_speech(verbs)
    return parser


def _add_speech(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    files = verbs.add_parser(
        "transcribe",
        help="write down what is said in sound files",
        description="Write down what is said in sound and film files, in the order of their names here.",
    )
    files.add_argument("file", nargs="+", type=Path, help="wav, mp3, m4a, flac, ogg, webm, mp4, …")
    files.add_argument(
        "--format", default="txt", metavar="FORMAT", help="txt (default), srt, vtt, json, md, docx"
    )
    files.add_argument("--language", metavar="CODE", help="what is spoken, e.g. en, zh")
    files.add_argument(
        "--connection", metavar="NAME", help="who transcribes; builtin: this computer"
    )
    files.add_argument("--model", help="the model; one that fits if absent")
    files.add_argument("--output", type=Path, metavar="DIR", help="write FILE.FORMAT there instead")
    spoken = verbs.add_parser(
        "dictate",
        help="write down what is said into the microphone",
        description="Write down what is said until silence, as set in the window, or Ctrl+C.",
    )
    spoken.add_argument("--seconds", type=_seconds, metavar="N", help="end after so many seconds")
    spoken.add_argument("--language", metavar="CODE", help="what is spoken, e.g. en, zh")
    aloud = verbs.add_parser(
        "say",
        help="read a text aloud",
        description="Read a text, plain or Markdown, on the loudspeaker or into a file.",
    )
    aloud.add_argument("text", nargs="?", help="the text; from standard input if absent or -")
    aloud.add_argument("--voice", metavar="ID", help="who reads; one that fits if absent")
    aloud.add_argument("--list-voices", action="store_true", help="show all voices with their ids")
    aloud.add_argument("--speed", type=_speed, metavar="N", help="0.5 to 2; as set if absent")
    aloud.add_argument("--language", metavar="CODE", help="of the text, e.g. en, zh")
    aloud.add_argument("--output", type=Path, metavar="FILE.wav", help="write a sound file instead")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= _A_DAY_S:
        raise ValueError(text)
    return seconds


def _speed(text: str) -> float:
    speed = float(text)
    if not _SLOWEST <= speed <= _QUICKEST:
        raise ValueError(text)
    return speed


_VERBS = {
    "ask": _ask,
    "export": _transfer,
    "import": _transfer,
    "transcribe": _transcribe,
    "dictate": _dictate,
    "say": _say,
}


def _accept_any_text() -> None:
    """Let no terminal's encoding and no stray byte in a pipe end the program."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
