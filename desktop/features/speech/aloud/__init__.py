"""The page that reads a text aloud.

`page` (all of it), `reading_field` (the text, with what is heard marked), `voice_row` (who reads),
`into_file` (the sound as a file).
"""
