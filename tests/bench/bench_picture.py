"""A 48 MP photo is attached: its thumbnail, until it is ready, memory, how late the loop comes."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.report import Sample

if TYPE_CHECKING:
    from PIL import Image

RUNS = 5
SIZE = (8000, 6000)
_UNITS = {"extra_mib": "MiB"}


def run() -> Iterator[Sample]:
    """Measure in processes of their own; give the medians, of the lateness the worst."""
    from PIL import Image

    with tempfile.TemporaryDirectory(prefix="oriole-bench-") as folder:
        photo, small = Path(folder) / "photo.jpg", Path(folder) / "small.jpg"
        made = _photo()
        made.save(photo, "JPEG", quality=92)
        made.resize((320, 240), Image.Resampling.BOX).save(small, "JPEG")
        yield Sample("photo_mib", photo.stat().st_size / 1024**2, "MiB")
        told = [_measure(photo, small) for _ in range(RUNS)]
    for metric in told[0]:
        values = [figures[metric] for figures in told]
        value = max(values) if metric == "picture_late_ms" else statistics.median(values)
        yield Sample(metric, value, _UNITS.get(metric, "ms"))


def _measure(photo: Path, small: Path) -> dict[str, float]:
    argv = [sys.executable, "-m", "tests.bench.picture_drive", str(photo), str(small)]
    done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _photo() -> Image.Image:
    """Give soft shapes with the grain of a sensor over them, as heavy to decode as a photo."""
    from PIL import Image

    bands = []
    for _ in range(3):
        soft = Image.effect_noise((80, 60), 90).resize(SIZE, Image.Resampling.BICUBIC)
        bands.append(Image.blend(soft, Image.effect_noise(SIZE, 24), 0.3))
    return Image.merge("RGB", bands)
