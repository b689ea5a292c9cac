"""Kinds of blocks that are no Markdown, beside those of markdown-it's own tokens."""

FOLD = "fold"  # the row that opens and closes reasoning
CARD = "card"  # the row of a card; below it when it is open:
TREE = "tree"  # JSON, also as an answer
SOURCES = "sources"
PLAIN, ATTACHED = "plain", "attached"  # of a question
WAIT, NOTICE, ACTIONS = "wait", "notice", "actions"
