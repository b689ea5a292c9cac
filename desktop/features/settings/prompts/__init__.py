"""The page of the library of prompts. Read `editor` (one prompt), then `page` (list and files)."""
