"""The recorder: a button, how loud it is, and what is said, while it is said.

Read in this order: `record_button` and `bars` (drawn by hand), `card` (the recorder), `live` (the
text), `page` (all of it), `devices` and `languages` (what can be chosen), `driving` (what the page does).
"""
