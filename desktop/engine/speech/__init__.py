"""Speech to text by Moonshine's tiny English model, which lies in the package moonshine-voice.

That package is never imported: its own imports want what only its download code needs. Its native
library and weights are found as files.
Read in this order: `weights` (which files), `native` (the library), `ear` (what one can ask of a
loaded model), `model` (when it is loaded, and by whom it is asked), `cutting` (a long recording in
lines), `sounds` (reads wav and flac), `form` (what a caller may ask), `transcribing` and `wording`
(a file's transcript, in all formats), then `turns`, `session` and `routes` (the live socket).
"""
