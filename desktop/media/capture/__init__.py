"""The microphone: from the sound card to 16-bit mono samples. No Qt, no numpy, nothing on disk but the WAV.

Read `portaudio` (the library on a thread of its own), `devices`, `microphone` (one recording: `ring`,
`channels`, `resample`, `levels`, `watchdogs`), `wavfile`, then `segmenter` (with
`voice` and `background`).
`devices.why_not()` loads the library: a start after it takes 25 ms, one without it 90 ms.
Everything is imported when the first recording or list of devices is asked for, never before.
"""
