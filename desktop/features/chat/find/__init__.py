"""Finding in the conversation on show."""
