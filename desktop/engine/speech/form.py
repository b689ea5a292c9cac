"""Reads the form that asks for a transcript; what cannot be done is said, not left out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from desktop.engine.problems import ApiError
from desktop.engine.speech.model import LANGUAGES, SPEECH

MAX_FILE_BYTES = 25 * 1024 * 1024  # OpenAI's limit
_MAX_REST_BYTES = 256 * 1024
_MAX_FIELDS = 64
_MAX_FIELD_BYTES = 64 * 1024

_IMPOSSIBLE = ("keywords", "include", "known_speaker_names", "known_speaker_references")
_NO_LANGUAGE = {"", "auto"}
_ENGLISH = {"en", "eng", "english"}


class Format(StrEnum):
    """What the answer looks like."""

    JSON = "json"
    VERBOSE_JSON = "verbose_json"
    DIARIZED_JSON = "diarized_json"
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written down, and how it is to be told; `close` it in the end."""

    file: BinaryIO = field(repr=False)
    format: Format
    stream: bool

    def close(self) -> None:
        """Let go of the uploaded file."""
        self.file.close()


async def read_wish(request: Request) -> Wish:
    """Read the form; the file goes to the disk while it comes.

    Raises:
        ApiError: 400 or 413, with the field that is wrong.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise ApiError(400, "The body must be multipart/form-data.", code="invalid_form")
    parser = MultiPartParser(
        request.headers,
        _bounded(request),
        max_files=1,
        max_fields=_MAX_FIELDS,
        max_part_size=_MAX_FIELD_BYTES,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise ApiError(400, error.message, code="invalid_form") from error
    try:
        return _wish(form)
    except BaseException:
        await form.close()
        raise


def check_model(name: object) -> None:
    """Return if a caller who names this model may go on; none is fine.

    Raises:
        ApiError: 404.
    """
    if name not in {None, "", SPEECH}:
        raise ApiError(
            404,
            f"The model {name!r} cannot transcribe here.",
            code="model_not_found",
            param="model",
        )


def check_languages(languages: list[str]) -> None:
    """Return if one of the languages is known, or none is named.

    Raises:
        ApiError: 400, code `language_not_supported`.
    """
    named = [name.strip().lower() for name in languages]
    wanted = [name for name in named if name not in _NO_LANGUAGE]
    if wanted and not any(name.partition("-")[0] in _ENGLISH for name in wanted):
        raise ApiError(
            400,
            f"The model {SPEECH} understands {', '.join(LANGUAGES)} only, not {', '.join(wanted)}.",
            code="language_not_supported",
            param="language",
        )


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    taken = 0
    async for piece in request.stream():
        taken += len(piece)
        if taken > MAX_FILE_BYTES + _MAX_REST_BYTES:
            raise _too_large()
        yield piece


def _wish(form: FormData) -> Wish:
    upload = form.get("file")
    if not isinstance(upload, UploadFile):
        raise ApiError(400, "file must be a recording.", code="missing_file", param="file")
    if (upload.size or 0) > MAX_FILE_BYTES:
        raise _too_large()
    if not upload.size:
        raise ApiError(400, "The file is empty.", code="invalid_file", param="file")
    for name in _IMPOSSIBLE:
        if _texts(form, name):
            told = f"{name} is not supported: the model {SPEECH} cannot do that."
            raise ApiError(400, told, code="unsupported_parameter", param=name)
    check_model(form.get("model"))
    check_languages([*_texts(form, "language"), *_texts(form, "languages")])
    return Wish(upload.file, _format(form), _flag(form, "stream"))


def _format(form: FormData) -> Format:
    name = form.get("response_format") or Format.JSON
    if name not in set(Format):
        raise _wrong("response_format", f"one of {', '.join(Format)}")
    return Format(str(name))


def _flag(form: FormData, name: str) -> bool:
    value = form.get(name) or "false"
    if value not in {"true", "false", "True", "False", "1", "0"}:
        raise _wrong(name, "true or false")
    return str(value).lower() in {"true", "1"}


def _texts(form: FormData, name: str) -> list[str]:
    values = (*form.getlist(name), *form.getlist(f"{name}[]"))
    return [value for value in values if isinstance(value, str) and value]


def _wrong(name: str, expected: str) -> ApiError:
    return ApiError(400, f"{name} must be {expected}.", code="invalid_value", param=name)


def _too_large() -> ApiError:
    told = f"The file is larger than {MAX_FILE_BYTES // 2**20} MB."
    return ApiError(413, told, code="file_too_large", param="file")
