"""What is found over the window, by keys: anything that was said, and everything that can be done.

Read in this order: `rows` (the list of both), `overlay` (the card with field and list), `chips` and
`find` (find anything), `commands` and `actions` (the palette of commands), `opening` (who opens
them). Nothing here is imported before the first of them is wanted.
"""
