"""How the answers of a conversation are asked for: the panel at the right of it.

Read in this order: `fields` and `area` (the controls), `words` (names, and why something cannot be
set), `schema`, `functions` and `tools` (which control is where), `panel`; `results` asks for what
only the person can give; `asking` binds all that to the window, and only it is loaded with that.
"""
