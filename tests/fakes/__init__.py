"""Servers that misbehave on purpose, written here because nobody else's do."""
