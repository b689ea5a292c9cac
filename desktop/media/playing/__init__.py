"""Sound that comes out of the loudspeaker: `ring` (what waits to be heard), `output` (the device)."""

from desktop.media.playing.output import Output

__all__ = ["Output"]
