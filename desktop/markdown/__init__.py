"""The Markdown that answers are written in: one grammar for the window, for copies and for exports.

`grammar` makes the parser; `autolinks`, `footnotes` and `tex_rules` are what it adds to CommonMark.
"""
