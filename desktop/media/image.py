"""A picture as it is sent: upright, without metadata, in sRGB, no larger than servers look at.

Worker threads only. Pillow lets others run while it decodes, resizes and encodes.
"""

from __future__ import annotations

import importlib
import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.media.kinds import MAX_FILE_BYTES, picture_type, too_large

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFile import ImageFile

MAX_SIDE_PX = 2048
"""Servers make larger pictures smaller by themselves, or charge for every pixel."""

_MAX_PIXELS = 300_000_000
_MAX_DECODED_PIXELS = 150_000_000  # 4 bytes each; JPEG is decoded smaller, the others whole
_PLUGINS = {
    "image/avif": ("AVIF", "PIL.AvifImagePlugin"),
    "image/bmp": ("BMP", "PIL.BmpImagePlugin"),
    "image/gif": ("GIF", "PIL.GifImagePlugin"),
    "image/heic": ("HEIF", "pi_heif"),
    "image/jpeg": ("JPEG", "PIL.JpegImagePlugin"),
    "image/png": ("PNG", "PIL.PngImagePlugin"),
    "image/tiff": ("TIFF", "PIL.TiffImagePlugin"),
    "image/webp": ("WEBP", "PIL.WebPImagePlugin"),
}
"""No other decoder is loaded: most of Pillow's forty are for formats that nobody attaches."""

_MOVING = {"GIF", "PNG", "WEBP", "AVIF"}
_QUALITY = 90
_MAX_PNG_BYTES = 4 * 1024 * 1024
_SAMPLE_PX = 192
_MAIN_COLOURS = 16  # of a drawing: they cover half of it, of a grey photo far less
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture for sending; `source` is the media type of the file that it was made from."""

    data: bytes
    media_type: str
    width: int
    height: int
    source: str
    is_animated: bool = False


def prepare(content: bytes, max_side_px: int = MAX_SIDE_PX) -> Prepared:
    """Give a picture as PNG, where it is drawn or transparent, or else as JPEG; never enlarged.

    Of an animation it gives the first picture, of a document with pages the first page.

    Raises:
        AppError: UNSUITABLE, no picture or of another kind; FILE_TOO_LARGE, over 50 MB or
            300 megapixels (150 where a format cannot be decoded smaller); FILE_DAMAGED.
    """
    with _opened(content) as image:
        is_animated = image.format in _MOVING and bool(getattr(image, "is_animated", False))
        plain = _plain(image, max_side_px)
        data, media_type = _encoded(plain)
    return Prepared(data, media_type, *plain.size, picture_type(content), is_animated)


def thumbnail(content: bytes, side_px: int) -> bytes:
    """Give a small PNG of a picture, at most `side_px` long; errors as `prepare`."""
    with _opened(content) as image:
        return _saved(_plain(image, side_px), "PNG")


def checked(content: bytes) -> tuple[int, int, str]:
    """Give width, height and media type of a picture that can be decoded; errors as `prepare`."""
    with _opened(content) as image:
        _check_pixels(image, _MAX_DECODED_PIXELS)
        image.load()
        return image.width, image.height, picture_type(content)


@contextmanager
def _opened(content: bytes) -> Iterator[ImageFile]:
    source = picture_type(content)
    if not source:
        raise AppError(Code.UNSUITABLE)
    if len(content) > MAX_FILE_BYTES:
        raise too_large(MAX_FILE_BYTES)
    from PIL import Image

    if Image.MAX_IMAGE_PIXELS is not None:
        Image.MAX_IMAGE_PIXELS = None  # less than the pictures of some phones; we look ourselves
    warnings.filterwarnings(
        "ignore", module=r"(PIL|pi_heif)\b"
    )  # of what is odd in a file, to nobody
    logging.getLogger("PIL").setLevel(logging.CRITICAL)  # the same: the error says it
    name, plugin = _PLUGINS[source]
    loaded = importlib.import_module(plugin)
    if plugin == "pi_heif":
        loaded.register_heif_opener(thumbnails=False)
    try:
        with Image.open(io.BytesIO(content), formats=[name]) as image:
            _check_pixels(image, _MAX_PIXELS)
            yield image
    except AppError:
        raise
    except MemoryError as error:
        raise AppError(Code.FILE_TOO_LARGE) from error
    except Exception as error:  # decoders raise whatever a broken file makes them stumble over
        raise AppError(Code.FILE_DAMAGED, type(error).__name__) from error


def _check_pixels(image: Image.Image, most: int) -> None:
    if image.width * image.height > most:
        raise AppError(Code.FILE_TOO_LARGE, f"<= {most // 1_000_000} MP")


def _plain(image: ImageFile, max_side_px: int) -> Image.Image:
    """Decode and give upright sRGB pixels, in mode L, LA, RGB or RGBA, with nothing beside them."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    orientation = _orientation(image)
    image.draft(None, (max_side_px, max_side_px))
    _check_pixels(image, _MAX_DECODED_PIXELS)
    pixels = _with_even_colours(image)
    scale = max_side_px / max(pixels.size)
    if scale < 1:
        size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
        pixels = pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    elif pixels is image:
        pixels = image.copy()  # an image of a file remembers what else was in it
    pixels = _in_srgb(pixels, profile)
    turned = (
        pixels.transpose(Image.Transpose(_TURNS[orientation])) if orientation in _TURNS else pixels
    )
    turned.info = {}
    return turned


_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""EXIF's orientation as a `PIL.Image.Transpose`."""


def _orientation(image: ImageFile) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - metadata may be broken in any way; the pixels are not
        return 1


def _with_even_colours(image: Image.Image) -> Image.Image:
    """Give what can be resized: no palette, 8 bits, alpha as a band."""
    image.load()
    if image.mode.startswith("I") or image.mode == "F":
        return _in_eight_bits(image)
    is_clear = "transparency" in image.info or image.mode in {"PA", "RGBa", "La"}
    if image.mode in {"P", "PA"} or (image.mode == "RGB" and is_clear) or image.mode == "RGBa":
        return image.convert("RGBA" if is_clear else "RGB")
    if image.mode in {"1", "L", "La"}:
        return image.convert("LA" if is_clear else "L")
    if image.mode in {"LA", "RGB", "RGBA", "CMYK"}:
        return image
    return image.convert("RGB")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    wide = image.convert("F" if image.mode == "F" else "I")
    found = wide.getextrema()
    low, high = (float(value) for value in found if isinstance(value, int | float))
    if low >= 0 and high <= 255 and image.mode == "I":
        return wide.convert("L")
    top = 65535.0 if low >= 0 and 255 < high <= 65535 else high
    bottom = 0.0 if low >= 0 else low
    factor = 255.0 / (top - bottom) if top > bottom else 0.0
    return wide.convert("F").point(lambda v: v * factor - bottom * factor).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and b"sRGB" not in profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        from PIL import ImageCms

        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(image, own, srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            found = None  # of another colour space, or broken: as if it were not there
        if found is not None:
            return found
    return image.convert("RGB") if image.mode == "CMYK" else image


def _encoded(image: Image.Image) -> tuple[bytes, str]:
    is_clear = image.mode in {"LA", "RGBA"} and image.getchannel("A").getextrema() != (255, 255)
    if is_clear:
        return _saved(image, "PNG"), "image/png"
    solid = image if image.mode in {"L", "RGB"} else image.convert(image.mode.rstrip("A"))
    if _is_drawn(solid):
        data = _saved(solid, "PNG")
        if len(data) <= _MAX_PNG_BYTES:
            return data, "image/png"
    return _saved(solid, "JPEG", quality=_QUALITY), "image/jpeg"


def _is_drawn(image: Image.Image) -> bool:
    """Tell a drawing or a picture of a screen, whose few colours JPEG would smear, from a photo."""
    from PIL import Image

    size = (min(image.width, _SAMPLE_PX), min(image.height, _SAMPLE_PX))
    sample = image.resize(size, Image.Resampling.NEAREST)
    colours = sample.getcolors(max(_MAIN_COLOURS, size[0] * size[1] // 16))
    if colours is None:
        return False
    counts = sorted((count for count, _ in colours), reverse=True)
    return sum(counts[:_MAIN_COLOURS]) * 2 >= size[0] * size[1]


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()
