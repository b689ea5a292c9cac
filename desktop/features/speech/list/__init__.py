"""The list of recordings at the left.

Read in this order: `rows` (what stands where), `model`, `view` (the list itself), `side` (the panel
around it), `reading` (keeps it in step with the store), `doing` with its `menu`.
"""
