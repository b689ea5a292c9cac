"""A picture is sent upright, bare, in sRGB and small; what is no picture, or a trap, gets a code."""

from __future__ import annotations

import base64
import contextlib
import io
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from desktop.core.errors import AppError, Code
from desktop.media.image import MAX_SIDE_PX, Prepared, prepare, thumbnail
from desktop.media.kinds import picture_type

RED, BLUE = (200, 30, 30), (30, 30, 200)
# Half red, half blue, 64 x 48 px. The decoder that we carry writes no HEIC.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHOAAEAAAAAAAAA"
    "YQACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAA"
    "AgAAZ3JpZAAAAADVaXBycAAAALNpcGNvAAAAc2h2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AA"
    "AAMAkAAAAwAAAwAeugJAIQABACdCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprmwIAAAAwAgAAADACEiAAEABkQBwXPA"
    "iQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAA"
    "AAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAAGltZGF0AAAAXSgBrxOA9SeBP//gpUf/utZ4"
    "fgWDMT/+88Yj+f09/+LLh24DHYsoDCeJRFN4ju5YyxTWGlKz3AqVo6vSar2TaFL+E2j/4CPCeB8gQ94nsb48Udt6v1rv"
    "qjKULjKHbg=="
)


def flag(width: int = 64, height: int = 48) -> Image.Image:
    """Give a picture whose left half is red and whose right half is blue."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (width // 2, 0, width, height))
    return made


def photo(width: int, height: int) -> Image.Image:
    """Give a picture with as many colours as a photo."""
    return Image.merge("RGB", [Image.effect_noise((width, height), 60 + band) for band in range(3)])


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def opened(made: Prepared) -> Image.Image:
    image = Image.open(io.BytesIO(made.data))
    image.load()
    assert image.size == (made.width, made.height)
    assert Image.MIME[image.format or ""] == made.media_type == picture_type(made.data)
    return image


def is_about(found: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


def code_of(call: Callable[[bytes], object], content: bytes) -> Code:
    with pytest.raises(AppError) as caught:
        call(content)
    return caught.value.code


# formats
@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
    ],
)
def test_every_format_becomes_one_that_servers_take(kind: str, source: str) -> None:
    made = prepare(saved(flag(), kind))
    assert (made.source, made.media_type, made.is_animated) == (source, "image/png", False)
    assert is_about(opened(made).getpixel((5, 5)), RED)
    assert is_about(opened(made).getpixel((60, 40)), BLUE)


def test_a_picture_of_a_phone_is_read() -> None:
    made = prepare(HEIC)
    assert (made.source, made.width, made.height) == ("image/heic", 64, 48)
    assert is_about(opened(made).getpixel((5, 5)), RED)
    assert is_about(opened(made).getpixel((60, 40)), BLUE)


def test_a_photo_is_a_jpeg_and_a_drawing_a_png() -> None:
    assert prepare(saved(photo(400, 300), "PNG")).media_type == "image/jpeg"
    assert prepare(saved(flag(400, 300), "JPEG")).media_type == "image/png"
    assert prepare(saved(photo(400, 300).convert("L"), "PNG")).media_type == "image/jpeg"


def test_transparency_is_kept_and_an_alpha_that_says_nothing_is_not() -> None:
    clear = photo(80, 60)
    clear.putalpha(128)
    kept = opened(prepare(saved(clear, "PNG")))
    assert kept.mode == "RGBA"
    assert kept.getchannel("A").getextrema() == (128, 128)
    clear.putalpha(255)
    assert prepare(saved(clear, "WEBP")).media_type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16", "I", "F", "LAB"])
def test_every_kind_of_pixels_becomes_eight_bits(mode: str) -> None:
    image = flag()
    if mode == "LAB":
        lab = ImageCms.createProfile("LAB")
        srgb = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(image, srgb, lab, outputMode="LAB")
        assert made is not None
    elif mode in {"I;16", "I"}:
        made = Image.new(mode, (64, 48), 0xC000)
    else:
        made = image.convert(mode)
    found = opened(prepare(saved(made, "TIFF" if mode in {"I", "F", "LAB", "CMYK"} else "PNG")))
    assert found.mode in {"L", "LA", "RGB", "RGBA"}
    if mode in {"I;16", "I"}:
        assert found.getpixel((0, 0)) == 0xBF
    if mode in {"CMYK", "LAB", "P", "RGBA"}:
        assert found.convert("RGB").getpixel((60, 40))[2] > 150


def test_a_palette_with_a_transparent_colour_keeps_it() -> None:
    content = saved(flag().quantize(2), "PNG", transparency=0)
    found = opened(prepare(content))
    assert {found.getpixel((5, 5))[3], found.getpixel((60, 40))[3]} == {0, 255}


def test_a_photo_for_print_keeps_its_colours() -> None:
    found = opened(prepare(saved(flag().convert("CMYK"), "JPEG")))
    assert is_about(found.getpixel((5, 5)), RED)


def test_of_an_animation_the_first_picture_is_taken_and_that_is_said() -> None:
    second = Image.new("RGB", (64, 48), (0, 0, 0))
    for kind in ("GIF", "PNG", "WEBP"):
        moving = saved(flag(), kind, save_all=True, append_images=[second])
        made = prepare(moving)
        assert made.is_animated
        assert is_about(opened(made).convert("RGB").getpixel((5, 5)), RED)


# size
def test_a_large_picture_is_made_smaller_once_and_a_small_one_never_larger() -> None:
    wide = prepare(saved(flag(5000, 1000), "PNG"))
    assert (wide.width, wide.height) == (MAX_SIDE_PX, 410)
    assert (prepare(saved(flag(), "PNG")).width, prepare(HEIC, 16).height) == (64, 12)
    line = prepare(saved(flag(30_000, 2), "PNG"))
    assert (line.width, line.height) == (MAX_SIDE_PX, 1)


def test_a_thumbnail_is_a_small_png() -> None:
    small = Image.open(io.BytesIO(thumbnail(saved(photo(900, 600), "JPEG"), 96)))
    assert (small.format, small.size) == ("PNG", (96, 64))


# upright and bare
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation: int) -> None:
    upright = Image.new("RGB", (60, 40), RED)
    upright.paste(BLUE, (0, 0, 20, 20))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # as the camera held it
    held = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = opened(prepare(saved(held, "PNG", exif=exif)))
    assert made.size == (60, 40)
    assert is_about(made.getpixel((5, 5)), BLUE)
    assert is_about(made.getpixel((55, 5)), RED)
    assert is_about(made.getpixel((5, 35)), RED)
    small = Image.open(io.BytesIO(thumbnail(saved(held, "JPEG", exif=exif, quality=95), 30)))
    assert small.size == (30, 20)
    assert is_about(small.getpixel((3, 3)), BLUE)


CANARY = b"canary-of-a-home"


def exif_with_everything() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = CANARY.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 30.0), 29: CANARY.decode()})
    return exif


@pytest.mark.parametrize("large", [False, True], ids=["whole", "resized"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF"])
def test_nothing_but_pixels_is_sent(kind: str, large: bool) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", CANARY.decode())
    texts.add_itxt("XML:com.adobe.xmp", CANARY.decode(), zip=False)
    options: dict[str, dict[str, object]] = {
        "JPEG": {"exif": exif_with_everything(), "xmp": CANARY, "comment": CANARY},
        "PNG": {"exif": exif_with_everything(), "pnginfo": texts},
        "WEBP": {"exif": exif_with_everything(), "xmp": CANARY},
        "TIFF": {"description": CANARY.decode()},
        "GIF": {"comment": CANARY},
        "AVIF": {"exif": exif_with_everything(), "xmp": CANARY},
    }
    side = MAX_SIDE_PX + 100 if large else 64
    for image in (flag(side, 48), photo(side, 48)):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        content = saved(image, kind, icc_profile=profile, **options[kind])
        assert CANARY in content
        made = prepare(content)
        assert CANARY not in made.data
        found = opened(made)
        assert not found.getexif()
        assert not set(found.info) & {"exif", "xmp", "comment", "Comment", "icc_profile", "dpi"}
        assert CANARY not in thumbnail(content, 32)


def test_colours_of_another_profile_become_those_of_a_screen() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The red and the blue of its profile change places, and it is not called sRGB any more.
    swapped = srgb.replace(b"rXYZ", b"tmp_").replace(b"bXYZ", b"rXYZ").replace(b"tmp_", b"bXYZ")
    made = prepare(saved(flag(), "PNG", icc_profile=swapped.replace(b"sRGB", b"tRGB")))
    assert is_about(opened(made).getpixel((5, 5)), BLUE)


@pytest.mark.parametrize("profile", [b"rubbish", b"", b"\x00" * 200])
def test_a_broken_profile_is_as_if_it_were_not_there(profile: bytes) -> None:
    made = prepare(saved(flag(), "PNG", icc_profile=profile))
    assert is_about(opened(made).getpixel((5, 5)), RED)


def test_broken_metadata_does_not_cost_the_picture() -> None:
    content = saved(flag(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff rubbish")
    assert is_about(opened(prepare(content)).getpixel((5, 5)), RED)


# traps
def header_only(width: int, height: int) -> bytes:
    """Give a PNG that promises many pixels and holds none."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(20_000, 15_001), (15_000, 10_001), (2**31 - 1, 9)])
def test_a_small_file_with_huge_sides_is_refused_before_it_is_decoded(
    width: int, height: int
) -> None:
    assert code_of(prepare, header_only(width, height)) is Code.FILE_TOO_LARGE
    small = code_of(lambda content: thumbnail(content, 64), header_only(width, height))
    assert small is Code.FILE_TOO_LARGE


def test_a_file_over_the_limit_is_refused() -> None:
    content = saved(flag(), "PNG")
    assert code_of(prepare, content + bytes(50 * 1024 * 1024)) is Code.FILE_TOO_LARGE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "TIFF", "BMP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_breaks_off_is_damaged(kind: str, part: float) -> None:
    content = saved(photo(200, 150), kind)
    assert code_of(prepare, content[: int(len(content) * part)]) is Code.FILE_DAMAGED


def test_what_is_no_picture_is_unsuitable() -> None:
    for content in (b"", b"words", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        assert code_of(prepare, content) is Code.UNSUITABLE


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_a_picture_or_a_code(data: st.DataObject) -> None:
    kinds = ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"]
    kind = data.draw(st.sampled_from([*kinds, "HEIC"]))
    broken = bytearray(HEIC if kind == "HEIC" else saved(flag(24, 16), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(AppError):
        opened(prepare(bytes(broken)))


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF89a", "II*\x00"]),
)
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_picture_or_a_code(content: bytes, sign: str) -> None:
    with contextlib.suppress(AppError):
        opened(prepare(sign.encode("latin-1") + content))
