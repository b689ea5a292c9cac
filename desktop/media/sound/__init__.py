"""Sound files of strangers: only the worker beside the window decodes them.

Read `facts` (what is asked and answered; needs no library), `kinds` (the first bytes say what a file
is), `reading` (a file as 16 kHz mono, block by block: `sndfile` does most, `ffmpeg` the rest),
`mended` (headers that lie), `resampling`, `cutting` (pieces that end in a pause), `jobs` (what the
worker is asked).
"""
