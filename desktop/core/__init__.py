"""Types and rules, standard library only: no input, no output, no Qt.

Read in this order: `types` (conversation, message, part), `stream` (what a server says while it
answers, and how it folds into parts), `requests`, `connection`, `errors`, `observe`, `tasks`.
"""
