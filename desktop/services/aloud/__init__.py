"""Reading aloud. Nothing here is loaded before somebody wants to hear something.

Read in this order: `passages` (Markdown as what is said of it), `sentences` (cut where a voice
breathes), `voices` (who can speak), `system_voices` (those of this computer), `making` (a sentence
becomes sound), `ahead` (the next ones while one plays), `reading` (what it
does at a moment), `reader` (plays them), `saving` (into a file).
"""
