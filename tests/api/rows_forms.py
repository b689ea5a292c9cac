"""Requests that send or receive files, for the contract tests."""

from __future__ import annotations

from openai.types import (
    file_create_params,
    file_list_params,
    image_edit_params,
    image_generate_params,
    upload_complete_params,
    upload_create_params,
)
from openai.types.audio import (
    speech_create_params,
    transcription_create_params,
    translation_create_params,
)
from openai.types.uploads import part_create_params

from desktop.api import kept
from desktop.api.audio import speech, transcriptions
from desktop.api.audio.speech import SoundFormat, SpeechRequest
from desktop.api.audio.transcriptions import Format, Speaker, TranscriptionRequest, VoiceDetection
from desktop.api.lessons import Dialect
from desktop.api.pictures import image_requests, images
from desktop.api.pictures.image_requests import EditRequest, ImageRequest, SourceImage
from desktop.api.stored import files, uploads
from desktop.api.stored.files import NewFile, Purpose
from desktop.api.wire.call import Call, Form
from tests.api.contract import Row

OFFICIAL = Dialect(is_official=True)
NEW = NewFile(b"x", "a.pdf", Purpose.ASSISTANTS, expires_after_s=3_600)

_FILE = "/files/{file_id}"
_UPLOAD = "/uploads/{upload_id}"

_FILES = {
    f"files, upload for {purpose}": Row(
        files.PATH,
        Call(files.PATH, files.build(NewFile(b"x", "a.pdf", purpose, expires_after_s=2_592_000))),
        file_create_params.FileCreateParams,
    )
    for purpose in Purpose
} | {
    "files, list": Row(files.PATH, files.list_call(), file_list_params.FileListParams),
    "files, list of a purpose": Row(
        files.PATH, files.list_call(Purpose.BATCH), file_list_params.FileListParams
    ),
    "files, one": Row(_FILE, Call(kept.at("files", "file-1"))),
    "files, delete": Row(_FILE, Call(kept.at("files", "file-1"), method="DELETE")),
    "files, content": Row(f"{_FILE}/content", files.content_call("file-1")),
    "uploads, begin": Row(
        uploads.PATH, uploads.build(NEW, 7), upload_create_params.UploadCreateParams
    ),
    "uploads, part": Row(
        f"{_UPLOAD}/parts",
        uploads.build_part("upload_1", NEW, 0, 1),
        part_create_params.PartCreateParams,
    ),
    "uploads, complete": Row(
        f"{_UPLOAD}/complete",
        uploads.build_complete("upload_1", ["part_1", "part_2"]),
        upload_complete_params.UploadCompleteParams,
    ),
    "uploads, cancel": Row(f"{_UPLOAD}/cancel", uploads.build_cancel("upload_1")),
}

RECORDING = TranscriptionRequest("gpt-transcribe", b"RIFF")
EVERYTHING_SAID = TranscriptionRequest(
    "gpt-transcribe",
    b"RIFF",
    "a.wav",
    languages=("en", "zh"),
    prompt="hi",
    keywords=("Oriole", "黄鹂"),
    temperature=0.2,
    response_format=Format.VERBOSE_JSON,
    granularities=("word", "segment"),
    chunking=VoiceDetection(0.5, 300, 500),
    speakers=(Speaker("A", "data:audio/wav;base64,AAAA"),),
    include=("logprobs",),
)


def _transcription(form: Form) -> Row:
    params = (
        transcription_create_params.TranscriptionCreateParamsNonStreaming
        | transcription_create_params.TranscriptionCreateParamsStreaming
    )
    return Row(transcriptions.PATH, Call(transcriptions.PATH, form), params)


_TRANSCRIPTIONS = {
    "transcription": _transcription(transcriptions.build(RECORDING)),
    "transcription, streamed": _transcription(
        transcriptions.build(RECORDING, OFFICIAL, is_streamed=True)
    ),
    "transcription, all": _transcription(transcriptions.build(EVERYTHING_SAID, OFFICIAL)),
    "transcription, one language, official": _transcription(
        transcriptions.build(TranscriptionRequest("m", b"x", languages=("zh",)), OFFICIAL)
    ),
    "transcription, one language, other": _transcription(
        transcriptions.build(
            TranscriptionRequest("m", b"x", languages=("zh",), chunking=VoiceDetection())
        )
    ),
    **{
        f"transcription as {form}": _transcription(
            transcriptions.build(TranscriptionRequest("m", b"x", response_format=form))
        )
        for form in Format
    },
    "translation": Row(
        transcriptions.TRANSLATION_PATH,
        Call(
            transcriptions.TRANSLATION_PATH,
            transcriptions.build_translation(
                TranscriptionRequest(
                    "whisper-1", b"x", prompt="p", temperature=0, response_format=Format.SRT
                )
            ),
        ),
        translation_create_params.TranslationCreateParams,
    ),
}

_SPEECH = {
    f"speech, {name}": Row(
        speech.PATH, speech.build(request), speech_create_params.SpeechCreateParams
    )
    for name, request in {
        "plain": SpeechRequest("tts-1", "hi", "alloy"),
        "all": SpeechRequest(
            "gpt-4o-mini-tts",
            "你好",
            "voice_1",
            is_own_voice=True,
            instructions="calm",
            response_format=SoundFormat.PCM,
            speed=0.25,
            is_events=True,
        ),
    }.items()
}

EVERYTHING_DRAWN = ImageRequest(
    "gpt-image-2",
    "a bird",
    count=10,
    size="1536x1024",
    quality="high",
    background="transparent",
    output_format="webp",
    compression=0,
    moderation="low",
    complexity="high",
    partial_images=3,
    frame_count=2,
    frame_duration_ms=200,
)
_PICTURE = SourceImage(b"\x89PNG", "a.png")
_GENERATE = (
    image_generate_params.ImageGenerateParamsNonStreaming
    | image_generate_params.ImageGenerateParamsStreaming
)
_EDIT = image_edit_params.ImageEditParamsNonStreaming | image_edit_params.ImageEditParamsStreaming
_NEWER = frozenset({"complexity", "frame_count", "frame_duration_ms", "markup"})


def _image(request: ImageRequest, dialect: Dialect, *, is_streamed: bool = False) -> Row:
    body = image_requests.build(request, dialect, is_streamed=is_streamed)
    return Row(images.PATH, Call(images.PATH, body), _GENERATE, _NEWER)


def _changed(request: EditRequest, dialect: Dialect, *, is_streamed: bool = False) -> Row:
    form = image_requests.build_edit(request, dialect, is_streamed=is_streamed)
    return Row(images.EDIT_PATH, Call(images.EDIT_PATH, form), _EDIT, _NEWER | {"moderation"})


_IMAGES = {
    "image": _image(ImageRequest("m", "a bird"), OFFICIAL),
    "image, other": _image(ImageRequest("m", "a bird"), Dialect()),
    "image, all": _image(EVERYTHING_DRAWN, OFFICIAL, is_streamed=True),
    "edit": _changed(EditRequest(ImageRequest("m", "a bird"), (_PICTURE,)), OFFICIAL),
    "edit, other": _changed(EditRequest(ImageRequest("m", "a bird"), (_PICTURE,)), Dialect()),
    "edit, a markup": _changed(
        EditRequest(ImageRequest("m", "a bird"), (_PICTURE,), markup=_PICTURE), OFFICIAL
    ),
    "edit, all": _changed(
        EditRequest(ImageRequest("m", "x", 2, partial_images=1), (_PICTURE,) * 16, mask=_PICTURE, input_fidelity="high"),
        OFFICIAL,
        is_streamed=True,
    ),
}  # fmt: skip

ROWS: dict[str, Row] = {**_FILES, **_TRANSCRIPTIONS, **_SPEECH, **_IMAGES}
