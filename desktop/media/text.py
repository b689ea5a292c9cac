"""Text and code of any encoding. Worker threads only: the search for an encoding takes its time."""

from __future__ import annotations

import codecs
import re

from desktop.core.errors import AppError, Code
from desktop.media.kinds import too_large

MAX_BYTES = 8 * 1024 * 1024
"""About two million tokens, more than any model reads."""

_SAMPLE_BYTES = 32 * 1024
_PIECE_BYTES = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, which begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = tuple(bytes([n]) for n in (*range(1, 8), *range(14, 27), *range(28, 32), 127))
_SENSIBLE = re.compile(
    r"[\t\n\r -~\u00a0-\u05ff\u2000-\u206f\u20a0-\u20bf\u2100-\u22ff\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_PAUSE = re.compile(r"[\s\u3001\u3002\uff0c]")
_PAIR = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")
_KANA = re.compile(rb"(?:[\xa4\xa5][\xa1-\xf6]){2}")
_EASTERN = re.compile(r"[^\W\d_][\xb3\xb9\xbf\xbc\xbe]+[^\W\d_]|[\u0160\u0161\u017d\u017e]")
"""Of text that is read as Western: digits and signs inside words, or letters with a hook."""
_UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LIKELY = ("gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1252", "cp1251", "cp1250", "koi8_r")


def decode(content: bytes) -> str:
    r"""Give a text with "\n" as the end of every line.

    A byte order mark decides, then UTF-8, then what the bytes look like.

    Raises:
        AppError: FILE_TOO_LARGE over 8 MB; FILE_KIND, it is no text.
    """
    if len(content) > MAX_BYTES:
        raise too_large(MAX_BYTES)
    return _with_plain_ends(_decoded(content))


def encode(text: str) -> bytes:
    """Give text as UTF-8, without control characters, so that `decode` always takes it."""
    return _UNPRINTED.sub("", text).encode("utf-8", "replace")


def refuse_binary(head: bytes) -> None:
    """Look at the beginning of a file, whole characters or not.

    Raises:
        AppError: FILE_KIND, it is no text.
    """
    if any(head.startswith(mark) for mark, _ in _BOMS):
        return
    if b"\x00" in head:
        _without_mark(head[: len(head) // 2 * 2])
        return
    controls = sum(head.count(byte) for byte in _CONTROLS)
    if controls * 50 > len(head):
        raise AppError(Code.FILE_KIND)


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _in_pieces(content[len(mark) :], encoding)
    refuse_binary(content[:_SAMPLE_BYTES])
    if b"\x00" in content:
        return _without_mark(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _without_mark(content: bytes) -> str:
    """Give UTF-16 text, as Windows writes it without a mark.

    Raises:
        AppError: FILE_KIND, read either way it makes no sense.
    """
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = content[:_SAMPLE_BYTES].decode(encoding, "replace")[:4096]
        is_sensible = len(_SENSIBLE.findall(sample)) >= len(sample) * 0.98
        if is_sensible and _PAUSE.search(sample):
            return _in_pieces(content, encoding)
    raise AppError(Code.FILE_KIND)


def _guessed(content: bytes) -> str:
    sample = content[:_SAMPLE_BYTES]
    if len(content) > _SAMPLE_BYTES:  # not in the middle of a character
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = "gb18030" if _is_chinese(sample) else _detected(sample)
    return _in_pieces(content, encoding)


def _in_pieces(content: bytes, encoding: str) -> str:
    """Decode so that other threads come in between: a decoder of Chinese holds them up for long."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    starts = range(0, len(content), _PIECE_BYTES)
    pieces = [decoder.decode(content[start : start + _PIECE_BYTES]) for start in starts]
    return "".join([*pieces, decoder.decode(b"", final=True)])


def _is_chinese(sample: bytes) -> bool:
    """Tell simplified Chinese, also of a few words, where statistics see anything in them.

    Pairs of GB 2312: most are common characters, and not all are where Korean keeps its syllables.
    """
    try:
        sample.decode("gb2312")
    except UnicodeDecodeError:
        return False
    leads = [pair[0] for pair in _PAIR.findall(sample) if pair[0] >= 0xB0]
    common = sum(lead <= 0xD7 for lead in leads)
    return (
        len(leads) > 1
        and common * 3 >= len(leads) * 2
        and max(leads) > 0xC8
        and not (_KANA.search(sample))
    )


def _detected(sample: bytes) -> str:
    import charset_normalizer  # noqa: PLC0415 - 20 ms that UTF-8 does not need

    best = charset_normalizer.from_bytes(sample, cp_isolation=list(_LIKELY)).best()
    if best is None:
        raise AppError(Code.FILE_KIND)
    return _western_or_eastern(sample) if best.encoding in {"cp1250", "cp1252"} else best.encoding


def _western_or_eastern(sample: bytes) -> str:
    """Tell the two Latin alphabets of Europe apart, which statistics take for each other."""
    try:
        western = sample.decode("cp1252")
    except UnicodeDecodeError:
        return "cp1250"
    return "cp1250" if _EASTERN.search(western) else "cp1252"


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
