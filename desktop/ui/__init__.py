"""Qt pieces that features share. Nothing here knows a feature."""
