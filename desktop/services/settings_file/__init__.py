"""The settings as a file: `file` writes, reads and plans it, `imported` makes connections of a stranger fit."""
