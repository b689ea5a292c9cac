"""The conversation on show: read, drawn, kept in step with running answers."""
