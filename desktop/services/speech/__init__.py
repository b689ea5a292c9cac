"""From a microphone or a file to a transcript; loaded with the first recording.

Files: `sounds` (what a sound file is, pieces of it, its waveform), `joining` (the lines of pieces
that overlap), `exports` and `imports` (transcripts as files).

Speaking: `choosing` (who hears), `saying` (what a dictation tells), `dictation` with its `take` (microphone,
tape, lines), `hearing` (speech while it is said), `spoken_words`. Transcribing: `transcribing` (the queue),
`file_hearing` (piece by piece), `transcriber` (one request), `wording` (its answer as lines).
"""
