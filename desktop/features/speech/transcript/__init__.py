"""What was said in one recording, to be read, heard and put right.

Read in this order: `model` (the lines), `voices` (who speaks, in which colour), `paper` (a line as it
is laid out), `delegate` and `lines` (the list), `editor` (one line being changed), `changes` (edits
and their undoing), `doing` (what a person does), `showing` (reads the store), `head`, `find` and
`finding`, `waveform` and `player_bar`, `speakers`, `radio` and `export`, and `view`, which holds them
together.
"""
